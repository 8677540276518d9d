import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.run import TableFile
from playground.state import project as projects
from playground.state.project import TABLE_PATH, Project
from playground.state.view import ViewSpec


def test_that_paths_cover_the_run_and_the_views() -> None:
    known = projects.parameters(Project())
    assert set(settings.fixed_parameters()) <= set(known)
    assert {f"view.{field.name}" for field in dataclasses.fields(ViewSpec)} <= set(known)


def test_that_every_default_reads_as_it_is_declared() -> None:
    for path, parameter in projects.parameters(Project()).items():
        assert projects.read(Project(), path) == parameter.default


def test_that_a_default_of_a_view_is_a_value_of_its_parameter() -> None:
    for path, parameter in projects.parameters(Project()).items():
        if path.startswith("view."):
            assert parameter.check(parameter.default) == parameter.default
            assert parameter.help


def test_that_a_written_value_is_read_back_and_nothing_else_changes() -> None:
    before = Project()
    after = projects.write_all(
        before, {"training.learning_rate": 0.125, "view.loss_axis": "epoch", "view.smoothing": 0.5}
    )
    assert projects.read(after, "training.learning_rate") == 0.125
    assert projects.read(after, "view.loss_axis") == "epoch"
    assert projects.changed_paths(before, after) == {
        "training.learning_rate",
        "view.loss_axis",
        "view.smoothing",
    }
    assert before == Project()


def test_that_a_parameter_can_be_written_together_with_the_optimizer_that_adds_it() -> None:
    values = {"training.momentum": 0.5, "training.optimizer": "sgd"}
    project = projects.write_all(Project(), values)
    assert projects.read(project, "training.momentum") == 0.5


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("view.smoothing", 1.5, "view.smoothing: smoothing must lie between 0 and 0.99"),
        ("view.predictions", "hologram", "'hologram' is unknown"),
        ("view.discretise", 1, "must be true or false"),
        ("view.predict_inputs", [1.0], "must be a list of names"),
        ("view.smothing", 0.5, "did you mean 'view.smoothing'"),
        ("training.learning_rte", 0.5, "did you mean 'training.learning_rate'"),
        ("training.learning_rate", -1, "must lie between"),
        ("nonsense", 1, "'nonsense' is unknown"),
    ],
)
def test_that_what_cannot_be_is_refused_by_name(path: str, value: object, words: str) -> None:
    with pytest.raises(InputError, match=words.replace("(", r"\(")):
        projects.write(Project(), path, value)


def test_that_reading_an_unknown_view_names_the_nearest() -> None:
    with pytest.raises(InputError, match=r"did you mean 'view\.loss_axis'"):
        projects.read(Project(), "view.lossaxis")


def test_that_a_changed_table_is_reported() -> None:
    one = Project(table=TableFile("a.csv", b"1"))
    assert projects.changed_paths(Project(), one) == {TABLE_PATH}
    assert projects.changed_paths(one, Project(table=TableFile("a.csv", b"1"))) == frozenset()


@given(st.from_type(Project), st.from_type(Project))
def test_that_projects_differ_exactly_where_their_values_do(one: Project, other: Project) -> None:
    old, new = projects.values(one), projects.values(other)
    differing = {path for path in old | new if old.get(path) != new.get(path)}
    changed = projects.changed_paths(one, other)
    assert changed - {TABLE_PATH} == differing
    assert (TABLE_PATH in changed) == (one.table != other.table)


@given(st.from_type(Project), st.from_type(Project))
def test_that_the_changes_of_a_run_are_those_that_the_engine_sees(
    one: Project, other: Project
) -> None:
    without_views = Project(other.run, one.view, one.table)
    assert projects.changed_paths(one, without_views) == settings.changed_paths(one.run, other.run)
