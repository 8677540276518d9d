"""A run reads its table once, and again only where it is to be read otherwise."""

from pathlib import Path

import pytest

from playground.engine.data.dataset import Dataset, build_dataset, read_here
from playground.engine.data.progress import Progress
from playground.engine.data.raw import RawData
from playground.engine.data.table.read import load_table_file
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import Event, StateChanged
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import DataSpec, RunSpec, TableFile

CASAS = load_table_file(Path(__file__).parents[2] / "data" / "casas.csv")


def spec_of(*assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for("table"), ("data.missing=fill", *assignments))


class Counted:
    """A runner without a thread of its own that counts how often it reads."""

    def __init__(self) -> None:
        self.reads = 0
        self.states: list[str] = []
        self.runner = Runner(LossLog(), FrameSlot(), self._hear, self._read)

    def _read(self, table: TableFile, spec: DataSpec, progress: Progress) -> RawData:
        self.reads += 1
        return read_here(table, spec, progress)

    def _hear(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.states.append(event.state)

    def obey(self) -> Dataset:
        """Let the worker do all that was asked for."""
        worker = self.runner._worker
        while not worker.mailbox.is_empty:
            worker.guarded(worker.work_once)
        assert self.states[-1] == "paused"
        return self.runner.dataset

    def change(self, spec: RunSpec) -> Dataset:
        self.runner.change(spec)
        return self.obey()


@pytest.fixture
def counted() -> Counted:
    counted = Counted()
    counted.runner.load(spec_of(), CASAS)
    counted.obey()
    return counted


def test_that_preparing_reads_once(counted: Counted) -> None:
    assert counted.reads == 1


@pytest.mark.parametrize(
    "assignment", ["data.validation_fraction=0.5", "data.seed=3", "data.standardise=false"]
)
def test_that_another_split_and_the_way_back_read_nothing(
    assignment: str, counted: Counted
) -> None:
    first = counted.runner.dataset
    other = counted.change(spec_of(assignment))
    back = counted.change(spec_of())
    assert counted.reads == 1
    assert other.spec == spec_of(assignment).data
    assert other.raw is back.raw is first.raw
    assert back.inputs.equal(first.inputs)


def test_that_settings_of_network_and_training_build_no_data(counted: Counted) -> None:
    first = counted.runner.dataset
    assert counted.change(spec_of("training.learning_rate=0.5", "network.hidden=3")) is first
    assert counted.reads == 1


def test_that_a_reset_builds_no_data(counted: Counted) -> None:
    first = counted.runner.dataset
    counted.runner.reset()
    assert counted.obey() is first
    assert counted.reads == 1


def test_that_reading_otherwise_reads_again(counted: Counted) -> None:
    first = counted.runner.dataset
    other = counted.change(spec_of("data.missing=drop"))
    assert counted.reads == 2
    assert len(other.raw.inputs) < len(first.raw.inputs)


def test_that_what_was_built_before_is_taken_as_it_is() -> None:
    counted, dataset = Counted(), build_dataset(spec_of().data, CASAS)
    counted.runner.load(spec_of("training.learning_rate=0.5"), CASAS, dataset=dataset)
    assert counted.obey() is dataset
    assert counted.reads == 0


def test_that_what_was_built_with_another_split_is_split_as_the_spec_says() -> None:
    counted, dataset = Counted(), build_dataset(spec_of("data.seed=7").data, CASAS)
    counted.runner.load(spec_of(), CASAS, dataset=dataset)
    taken = counted.obey()
    assert (taken.spec, taken.raw) == (spec_of().data, dataset.raw)
    assert counted.reads == 0


def test_that_what_was_read_otherwise_is_not_taken() -> None:
    counted, dataset = Counted(), build_dataset(spec_of("data.missing=drop").data, CASAS)
    counted.runner.load(spec_of(), CASAS, dataset=dataset)
    assert counted.obey().spec == spec_of().data
    assert counted.reads == 1
