"""Which runs are compared with the present one, what they are called, and their places."""

from pathlib import Path

import pytest

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.state.document import Document
from playground.state.history.comparison import PREVIOUS, Comparison
from playground.state.history.foreign import foreign_key
from playground.state.history.history import History
from playground.state.history.record import RunRecord
from playground.state.project import Project


def a_record(key: str, *assignments: str, name: str = "") -> RunRecord:
    return RunRecord(key, settings.parse_all(defaults_for("circle"), assignments), name=name)


@pytest.fixture
def history() -> History:
    return History([a_record("sgd", "training.optimizer=sgd"), a_record("same"), a_record("again")])


@pytest.fixture
def document() -> Document:
    return Document(Project(run=settings.parse_all(defaults_for("circle"), ())))


@pytest.fixture
def comparison(history: History, document: Document) -> Comparison:
    return Comparison(history, document)


def shown(comparison: Comparison) -> list[tuple[str, str]]:
    return [(run.record.key, run.words) for run in comparison.runs]


def test_that_runs_are_called_by_what_differs_and_else_by_name_or_number(
    comparison: Comparison, history: History
) -> None:
    assert shown(comparison) == []
    history.tick(["same", "sgd"])
    assert shown(comparison) == [("same", "Run 2"), ("sgd", "SGD")]
    assert comparison.present_words == "Adam"
    history.label("same", name="my best")
    assert shown(comparison)[0] == ("same", "my best")


def test_that_two_runs_that_differ_alike_are_told_apart(
    comparison: Comparison, history: History
) -> None:
    history.put(a_record("twin", "training.optimizer=sgd"))
    history.tick(["sgd", "twin"])
    assert shown(comparison) == [("sgd", "SGD (Run 1)"), ("twin", "SGD (Run 4)")]


def test_that_the_words_follow_the_present_run(
    comparison: Comparison, history: History, document: Document
) -> None:
    history.tick(["sgd"])
    heard: list[None] = []
    comparison.subscribe(heard.append)
    document.edit("training.optimizer", "sgd")
    document.edit("training.learning_rate", 0.5)
    assert shown(comparison) == [("sgd", "Learning rate 0.01")]
    assert comparison.present_words == "Learning rate 0.5"
    document.edit("view.speed", 7.0)
    assert len(heard) == 2


def test_that_the_run_before_takes_part_where_the_document_asks_for_it(
    comparison: Comparison, history: History, document: Document
) -> None:
    document.edit(PREVIOUS, True)
    assert shown(comparison) == [("again", "Run 3")]
    history.put(a_record("newest", "training.optimizer=sgd"))
    assert shown(comparison) == [("newest", "SGD")]
    history.tick(["newest"])
    assert shown(comparison) == [("newest", "SGD")]
    document.edit(PREVIOUS, False)
    history.tick([])
    assert shown(comparison) == []


def test_that_the_run_of_another_project_is_not_the_one_before(
    comparison: Comparison, history: History, document: Document
) -> None:
    document.edit(PREVIOUS, True)
    history.put(a_record(foreign_key(Path("other.playground")), "training.optimizer=sgd"))
    assert shown(comparison) == [("again", "Run 3")]


def test_that_a_run_keeps_its_place_while_it_is_compared(
    comparison: Comparison, history: History
) -> None:
    history.tick(["sgd", "same"])
    places = {run.record.key: run.place for run in comparison.runs}
    assert sorted(places.values()) == [0, 1]
    history.tick(["same", "again"])
    after = {run.record.key: run.place for run in comparison.runs}
    assert after["same"] == places["same"]
    assert after["again"] == places["sgd"]


def test_that_the_pinned_run_comes_first_and_says_so(
    comparison: Comparison, history: History
) -> None:
    history.tick(["sgd", "same"])
    history.pin("same")
    assert [(run.record.key, run.is_pinned) for run in comparison.runs] == [
        ("same", True),
        ("sgd", False),
    ]
