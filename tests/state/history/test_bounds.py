"""Of a history that is too large, the oldest runs without a star give way, weights first."""

from pathlib import Path

from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import TableFile
from playground.state.history.bounds import Bounds, Dropped, bounded
from playground.state.history.foreign import foreign_key
from playground.state.history.history import History
from playground.state.history.record import RunRecord

SPEC = defaults_for("circle")


def run(
    key: str, size: int = 10, *, star: bool = False, table: TableFile | None = None
) -> RunRecord:
    return RunRecord(key, SPEC, table, is_starred=star, payload={"weights": bytes(size)})


def kept(runs: list[RunRecord], bounds: Bounds) -> tuple[str, Dropped]:
    """The keys of what is kept, in capitals with their weights."""
    records, dropped = bounded(runs, bounds)
    return "".join(r.key.upper() if r.payload else r.key for r in records), dropped


def test_that_the_oldest_weights_without_a_star_go_first() -> None:
    runs = [run("a", star=True), run("b"), run("c"), run("d")]
    assert kept(runs, Bounds(40)) == ("ABCD", Dropped())
    assert kept(runs, Bounds(39)) == ("AbCD", Dropped(states=1))
    assert kept(runs, Bounds(20)) == ("AbcD", Dropped(states=2))
    assert kept(runs, Bounds(5)) == ("abcd", Dropped(states=4))


def test_that_whole_runs_go_where_they_are_too_many() -> None:
    runs = [run("a", star=True), run("b"), run("c"), run("d")]
    assert kept(runs, Bounds(40, runs=2)) == ("AD", Dropped(runs=2))
    # Weights that went with their run are not counted twice.
    assert kept(runs, Bounds(35, runs=2)) == ("AD", Dropped(runs=2))


def test_that_a_table_counts_once_and_that_of_the_newest_run_not() -> None:
    old, new = TableFile("old", bytes(100)), TableFile("new", bytes(100))
    runs = [run("a", table=old), run("b", table=old), run("c", table=new)]
    assert kept(runs, Bounds(130)) == ("ABC", Dropped())
    assert kept(runs, Bounds(99)) == ("c", Dropped(states=1, runs=2))


def test_that_a_history_knows_whether_its_file_holds_it() -> None:
    history = History()
    assert not history.modified
    history.put(run("a"))
    assert history.modified
    saved = history.stamps
    history.label("a", name="later")
    history.mark_saved(saved)
    assert history.modified
    history.mark_saved(history.stamps)
    history.put(run("b"))
    history.remove({"b"})
    assert not history.modified


def test_that_opening_the_same_file_again_keeps_what_it_does_not_hold() -> None:
    history = History([run("a"), run("b")])
    history.open([run("a"), run("c")], keeps=True)
    assert {record.key for record in history.records} == {"a", "b", "c"}
    assert history.modified
    history.open([run("d")])
    assert [record.key for record in history.records] == ["d"]
    assert not history.modified


def test_that_runs_of_other_projects_push_none_of_this_one_out() -> None:
    history = History([run("a"), run("b")], Bounds(20, runs=2))
    one, other, last = (run(foreign_key(Path(name))) for name in ("one", "two", "three"))
    history.put(one)
    history.put(other)
    history.put(run("c"))
    history.put(last)
    assert [record.key for record in history.records] == ["b", other.key, "c", last.key]
    assert all(record.payload for record in history.records)
    assert history.dropped == Dropped(runs=1)
