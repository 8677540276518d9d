from datetime import UTC, datetime

from playground.engine.spec.run import RunSpec
from playground.state.runs import RunRecord, Runs

STARTED = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def record(run: int, name: str = "", steps: int = 0) -> RunRecord:
    return RunRecord(run, name, RunSpec(), STARTED, steps=steps)


def test_that_runs_are_kept_oldest_first_and_the_oldest_is_forgotten() -> None:
    runs = Runs(limit=3)
    for number in range(5):
        runs = runs.add(record(number))
    assert [run.id for run in runs.records] == [2, 3, 4]


def test_that_a_run_that_goes_on_is_replaced_where_it_stands() -> None:
    runs = Runs().add(record(1)).add(record(2)).add(record(1, steps=50))
    assert [(run.id, run.steps) for run in runs.records] == [(1, 50), (2, 0)]


def test_that_runs_can_be_renamed_removed_and_found() -> None:
    runs = Runs().add(record(1)).add(record(2)).rename(2, "wide").remove(1)
    assert [run.name for run in runs.find(2)] == ["wide"]
    assert runs.find(1) == ()
    assert runs.rename(7, "none") is runs
