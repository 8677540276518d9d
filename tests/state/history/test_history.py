"""The runs of a project are kept in order, edited, taken away and compared."""

from dataclasses import replace

from playground.engine.spec.run import RunSpec
from playground.state.history.bounds import Bounds
from playground.state.history.history import History, HistoryChange
from playground.state.history.marked import NO_MARKS, Marked
from playground.state.history.record import RunRecord


def history_of(*keys: str) -> tuple[History, list[HistoryChange]]:
    history, heard = History(RunRecord(key, RunSpec()) for key in keys), list[HistoryChange]()
    history.subscribe(heard.append)
    return history, heard


def keys_of(history: History) -> list[str]:
    return [record.key for record in history.records]


def test_that_another_version_of_a_run_keeps_its_place() -> None:
    history, heard = history_of("a", "b")
    history.put(RunRecord("c", RunSpec()))
    history.label("a", name="first", is_starred=True)
    assert keys_of(history) == ["a", "b", "c"]
    found = history.find("a")
    assert found is not None
    assert (found.name, found.note, found.is_starred) == ("first", "", True)
    assert [change.keys for change in heard] == [{"c"}, {"a"}]


def test_that_the_pinned_run_stands_before_those_ticked_and_once() -> None:
    history, heard = history_of("a", "b", "c")
    history.tick(["b", "c", "b", "gone"])
    history.pin("c")
    assert [record.key for record in history.compared] == ["c", "b"]
    assert all(change.compares for change in heard)


def test_that_what_is_gone_is_compared_no_more() -> None:
    history, _ = history_of("a", "b", "c")
    history.tick(["a", "b"])
    history.pin("a")
    history.replace_all(record for record in history.records if record.key != "a")
    assert keys_of(history) == ["b", "c"]
    assert history.ticked == ("b",)
    assert history.pinned == ""


def test_that_a_run_of_another_project_is_not_held_by_this_one() -> None:
    run = RunRecord("file:/other.playground", RunSpec(), steps=5, seconds=2.0)
    history = History([run])
    assert not history.holds(RunSpec(), None, 5, 2.0)
    history.put(replace(run, key="own"))
    assert [record.key for record in history.own] == ["own"]
    assert history.holds(RunSpec(), None, 5, 2.0)
    assert not history.holds(RunSpec(), None, 6, 2.0)


def test_that_a_project_brings_what_is_compared_with_its_runs() -> None:
    history, heard = history_of("a", "b")
    history.tick(["a"])
    history.open([RunRecord(key, RunSpec()) for key in "abc"], Marked(("c", "gone", "b"), "c"))
    assert history.marked == Marked(("c", "b"), "c")
    assert heard[-1].compares
    history.open([RunRecord("b", RunSpec())])
    assert history.marked == NO_MARKS


def test_that_the_same_project_again_keeps_what_is_compared_of_what_it_lacks() -> None:
    foreign = "file:/other.playground"
    history, _ = history_of("a", "b", "unsaved", foreign)
    history.tick(["b", "unsaved", foreign])
    history.pin("b")
    read = [RunRecord(key, RunSpec()) for key in "ab"]
    history.open(read, Marked(("a",)), keeps=True)
    assert history.marked == Marked(("a", "unsaved", foreign))
    assert history.marked_own == Marked(("a", "unsaved"))


def test_that_what_is_compared_is_no_change_to_be_saved_and_goes_with_its_run() -> None:
    history, _ = history_of("a", "b")
    history.tick(["a", "b"])
    history.pin("a")
    assert not history.modified
    history.limit(Bounds(runs=1))
    assert history.marked == Marked(("b",))
