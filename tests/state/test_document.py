import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.common.errors import InputError
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import TableFile
from playground.state import project as projects
from playground.state.document import Change, Document
from playground.state.project import TABLE_PATH, Project
from playground.state.undo import MAXIMUM_STEPS

RATE = "training.learning_rate"


def listen(document: Document) -> list[Change]:
    heard: list[Change] = []
    document.subscribe(heard.append)
    return heard


def test_that_an_edit_changes_the_project_and_tells_who_did_it() -> None:
    document = Document()
    before = document.project
    heard = listen(document)
    document.edit(RATE, 0.5, initiator="form")
    assert document.read(RATE) == 0.5
    step = heard[0].step
    assert step is not None
    assert heard == [Change(before, document.project, frozenset({RATE}), "form", step=step)]


def test_that_an_edit_to_the_same_value_says_nothing_and_adds_no_step() -> None:
    document = Document()
    heard = listen(document)
    document.edit(RATE, document.read(RATE))
    assert not heard
    assert not document.can_undo


def test_that_a_refused_edit_leaves_everything_as_it_was() -> None:
    document = Document()
    heard = listen(document)
    with pytest.raises(InputError):
        document.edit_all({RATE: 0.5, "data.noise": 7})
    assert document.project == Project()
    assert not heard
    assert not document.can_undo
    assert not document.modified


def test_that_undo_and_redo_swap_the_whole_value_back_and_forth() -> None:
    document = Document()
    document.edit(RATE, 0.5)
    document.edit("network.hidden", (8, 8))
    edited = document.project
    heard = listen(document)
    document.undo()
    document.undo()
    assert document.project == Project()
    assert [change.paths for change in heard] == [{"network.hidden"}, {RATE}]
    assert not document.can_undo
    document.redo()
    document.redo()
    assert document.project == edited
    assert not document.can_redo


def test_that_undo_and_redo_without_a_step_do_nothing() -> None:
    document = Document()
    heard = listen(document)
    document.undo()
    document.redo()
    assert not heard
    assert (document.undo_words, document.redo_words) == ("", "")


def test_that_undo_is_named_after_the_setting() -> None:
    document = Document()
    document.edit(RATE, 0.5)
    assert document.undo_words == "Learning rate"
    document.undo()
    assert document.redo_words == "Learning rate"
    document.edit_all({RATE: 0.25, "data.noise": 0.1})
    assert document.undo_words == "2 settings"
    document.edit_all({RATE: 0.5, "data.noise": 0.2}, words="Another start")
    assert document.undo_words == "Another start"


def test_that_an_edit_after_undo_forgets_what_was_undone() -> None:
    document = Document()
    document.edit(RATE, 0.5)
    document.undo()
    document.edit("data.noise", 0.1)
    assert not document.can_redo


def test_that_a_drag_is_one_step() -> None:
    document = Document()
    drag = object()
    for value in (0.1, 0.2, 0.3):
        document.edit(RATE, value, gesture=drag)
    document.undo()
    assert document.project == Project()
    document.redo()
    assert document.read(RATE) == 0.3


def test_that_two_drags_are_two_steps_even_with_the_same_token() -> None:
    document = Document()
    document.edit(RATE, 0.1, gesture=RATE)
    document.end_gesture()
    document.edit(RATE, 0.2, gesture=RATE)
    document.undo()
    assert document.read(RATE) == 0.1


def test_that_something_else_in_between_ends_a_drag() -> None:
    document = Document()
    document.edit(RATE, 0.1, gesture=RATE)
    document.edit("data.noise", 0.1)
    document.edit(RATE, 0.2, gesture=RATE)
    document.undo()
    assert document.read(RATE) == 0.1


def test_that_undo_during_a_drag_starts_a_new_step() -> None:
    document = Document()
    document.edit("data.noise", 0.3)
    document.edit(RATE, 0.1, gesture=RATE)
    document.undo()
    document.edit(RATE, 0.2, gesture=RATE)
    document.undo()
    assert document.project == projects.write(Project(), "data.noise", 0.3)


def test_that_a_drag_back_to_its_start_leaves_no_step() -> None:
    document = Document()
    start = document.read(RATE)
    document.edit(RATE, 0.5, gesture=RATE)
    document.edit(RATE, start, gesture=RATE)
    assert not document.can_undo
    document.edit(RATE, 0.25, gesture=RATE)
    document.undo()
    assert document.read(RATE) == start


def test_that_the_oldest_steps_are_forgotten() -> None:
    document = Document()
    for seed in range(1, MAXIMUM_STEPS + 11):
        document.edit("data.seed", seed)
    undone = 0
    while document.can_undo:
        document.undo()
        undone += 1
    assert undone == MAXIMUM_STEPS
    assert document.read("data.seed") == 10


def test_that_views_are_saved_but_not_undone() -> None:
    document = Document()
    document.edit("view.smoothing", 0.5)
    assert document.modified
    assert not document.can_undo
    document.edit(RATE, 0.5)
    document.edit("view.loss_axis", "epoch")
    document.undo()
    assert document.read(RATE) == Project().run.training.learning_rate
    assert document.read("view.loss_axis") == "epoch"
    assert document.read("view.smoothing") == 0.5
    document.redo()
    assert document.read(RATE) == 0.5
    assert document.read("view.loss_axis") == "epoch"


def test_that_it_is_modified_until_it_is_saved_or_undone(tmp_path: Path) -> None:
    document = Document()
    assert not document.modified
    assert document.path is None
    document.edit(RATE, 0.5)
    assert document.modified
    document.mark_saved(tmp_path / "a.playground")
    assert not document.modified
    assert document.path == tmp_path / "a.playground"
    document.undo()
    assert document.modified
    document.redo()
    assert not document.modified


def test_that_an_edit_made_while_saving_is_not_taken_for_saved(tmp_path: Path) -> None:
    document = Document()
    document.edit(RATE, 0.5)
    written = document.project
    document.edit(RATE, 0.25)
    document.mark_saved(tmp_path / "a.playground", written)
    assert document.path == tmp_path / "a.playground"
    assert document.modified
    document.undo()
    assert not document.modified


def test_that_opening_starts_afresh(tmp_path: Path) -> None:
    document = Document()
    document.edit(RATE, 0.5)
    heard = listen(document)
    opened = projects.write(Project(), "data.noise", 0.25)
    document.open(opened, tmp_path / "b.playground", {"training.optimizer": "lion2"})
    assert document.project == opened
    assert document.path == tmp_path / "b.playground"
    assert not document.can_undo
    assert not document.modified
    assert heard[0].paths == {RATE, "data.noise", "training.optimizer"}


def test_that_replacing_the_project_is_one_step_which_leaves_the_views() -> None:
    document = Document()
    other = projects.write_all(Project(), {RATE: 0.5, "data.noise": 0.1, "view.smoothing": 0.5})
    document.replace(other, words="Lesson")
    assert document.project == other
    assert document.undo_words == "Lesson"
    document.undo()
    assert document.project == projects.write(Project(), "view.smoothing", 0.5)


def test_that_a_listener_who_edits_is_heard_after_the_first_change_by_everyone() -> None:
    document = Document()
    heard: list[tuple[str, list[str]]] = []

    def follow(change: Change) -> None:
        heard.append(("first", sorted(change.paths)))
        if RATE in change.paths:
            document.edit("data.noise", 0.1)

    document.subscribe(follow)
    document.subscribe(lambda change: heard.append(("second", sorted(change.paths))))
    document.edit(RATE, 0.5)
    assert heard == [
        ("first", [RATE]),
        ("second", [RATE]),
        ("first", ["data.noise"]),
        ("second", ["data.noise"]),
    ]


def test_that_a_failing_listener_keeps_none_from_hearing_and_is_not_hidden() -> None:
    document = Document()

    def fail(change: Change) -> None:
        raise ZeroDivisionError(str(sorted(change.paths)))

    document.subscribe(fail)
    heard = listen(document)
    with pytest.raises(ZeroDivisionError):
        document.edit(RATE, 0.5)
    with pytest.raises(ZeroDivisionError):
        document.undo()
    assert [change.paths for change in heard] == [{RATE}, {RATE}]
    assert document.project == Project()
    document.subscribe(fail)
    with pytest.raises(ExceptionGroup):
        document.redo()
    assert document.read(RATE) == 0.5


def test_that_who_unsubscribed_hears_nothing_even_of_the_change_being_told() -> None:
    document = Document()
    heard: list[Change] = []
    unsubscribe_second = None

    def first(_change: Change) -> None:
        assert unsubscribe_second is not None
        unsubscribe_second()
        unsubscribe_second()

    document.subscribe(first)
    unsubscribe_second = document.subscribe(heard.append)
    document.edit(RATE, 0.5)
    assert not heard


def test_that_choosing_a_dataset_takes_its_settings_as_one_step() -> None:
    document = Document()
    kept = {
        "data.seed": 3,
        "network.seed": 4,
        "training.seed": 5,
        "training.device": "cuda",
        "view.smoothing": 0.5,
    }
    document.edit_all({**kept, RATE: 0.123})
    before = document.project
    document.choose_source("spiral", initiator="data panel")
    start = defaults_for("spiral")
    assert document.project.run.network.hidden == start.network.hidden
    assert document.read("data.source") == "spiral"
    assert document.read(RATE) == start.training.learning_rate
    assert {path: document.read(path) for path in kept} == kept
    assert document.undo_words == "Source"
    document.undo()
    assert document.project == before


def test_that_an_unknown_dataset_is_refused_by_name() -> None:
    document = Document()
    with pytest.raises(InputError, match="did you mean 'spiral'"):
        document.choose_source("spirall")
    assert document.project == Project()


def test_that_a_table_comes_and_goes_with_its_source() -> None:
    document = Document()
    heard = listen(document)
    table = TableFile("a.csv", b"x;y\n1;2\n")
    document.choose_table(table, {"data.target": ("y",), "data.separator": "semicolon"})
    assert document.project.table is table
    assert document.read("data.source") == "table"
    assert document.read("data.target") == ("y",)
    assert TABLE_PATH in heard[0].paths
    document.choose_source("circle")
    assert document.project.table is None
    assert document.read("data.target") == ()
    document.undo()
    assert document.project.table is table
    document.undo()
    assert document.project == Project()


def test_that_a_refused_table_changes_nothing() -> None:
    document = Document()
    with pytest.raises(InputError):
        document.choose_table(TableFile("a.csv", b""), {"data.separator": "colon"})
    assert document.project == Project()


def test_that_setting_what_was_unavailable_gives_it_up_until_undone() -> None:
    document = Document()
    lacking = {"training.optimizer": "lion2", "training.sharpness": 3}
    document.open(Project(), None, lacking)
    heard = listen(document)
    document.edit("training.optimizer", document.read("training.optimizer"))
    assert dict(document.unavailable) == {"training.sharpness": 3}
    assert heard[0].paths == {"training.optimizer"}
    assert document.undo_words == "Optimizer"
    assert document.modified
    document.undo()
    assert dict(document.unavailable) == lacking
    assert not document.modified


def test_that_another_dataset_gives_up_what_was_unavailable_of_the_run_alone() -> None:
    document = Document()
    document.open(Project(), None, {"training.optimizer": "lion2", "view.hologram": 1, "extra": 2})
    document.choose_source("spiral")
    assert dict(document.unavailable) == {"view.hologram": 1, "extra": 2}


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just(RATE), st.sampled_from([0.1, 0.2, 0.01]), st.sampled_from([None, 1])),
            st.tuples(
                st.just("data.noise"), st.sampled_from([0.0, 0.1]), st.sampled_from([None, 1])
            ),
            st.sampled_from(["undo", "redo", "end"]),
        )
    )
)
def test_that_undoing_all_and_redoing_all_returns_to_both_ends(actions: list[object]) -> None:
    document = Document()
    heard = listen(document)
    for action in actions:
        match action:
            case "undo":
                document.undo()
            case "redo":
                document.redo()
            case "end":
                document.end_gesture()
            case (str() as path, value, gesture):
                document.edit(path, value, gesture=gesture)
    while document.can_redo:
        document.redo()
    last = document.project
    while document.can_undo:
        document.undo()
    assert document.project == Project()
    while document.can_redo:
        document.redo()
    assert document.project == last
    for earlier, later in itertools.pairwise(heard):
        assert earlier.after == later.before
        assert later.paths == projects.changed_paths(later.before, later.after) != frozenset()


def test_that_a_choice_names_its_step_of_undo_whatever_it_brings_along() -> None:
    document = Document()
    document.edit("training.optimizer", "sgd")
    assert document.undo_words == "Optimizer"
