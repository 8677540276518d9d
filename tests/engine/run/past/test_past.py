"""A run is looked at as it was, untouched, and goes on from there as if nothing had followed."""

import dataclasses

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.frames.network import NetworkRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import ChangeRefused, DataReady, RunLeft
from playground.engine.run.load import Load
from playground.engine.run.past import past as past_module
from playground.engine.run.past.kept import KeptStates, spec_here
from playground.engine.run.runner import Runner
from playground.engine.run.session import Session
from playground.engine.settings.paths import write
from playground.engine.spec.edit import Edit, Edits
from playground.engine.spec.run import RunSpec
from tests.engine.run.test_runner import Recorded, spec_of
from tests.engine.run.test_waiting import ENOUGH

WANTED = FrameRequest("surface", 20, inputs=(0.3, -0.2), network=NetworkRequest(grid=8))


class Kept(Recorded):
    """A runner that keeps states of its run, after every chunk if it may cost any time."""

    def __init__(self) -> None:
        super().__init__()
        self.kept = KeptStates()
        self.runner = Runner(LossLog(), FrameSlot(), self.events.append, kept=self.kept)

    @property
    def steps(self) -> list[int]:
        return [state.step for state in self.kept.states]

    def step(self, *numbers: int) -> None:
        for number in numbers:
            self.runner.step(number)
            self.obey()

    def shown(self, request: FrameRequest = WANTED) -> Frame:
        self.obey()
        self.runner.ask(request)
        frame = None
        for _ in range(200):
            self.obey(1)
            frame = self.runner.frames.take() or frame
            if frame is not None and not frame.is_provisional:
                return frame
        raise AssertionError("no frame came")


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setattr(past_module, "AT_ONCE", 1000.0)
    return Kept()


def trained(kept: Kept, spec: RunSpec, *steps: int) -> RunState:
    kept.runner.load(spec)
    kept.obey()
    kept.step(*steps)
    return kept.runner.run_state()


def assert_same(one: RunState, other: RunState) -> None:
    assert one.step == other.step
    for name, weight in one.weights.items():
        assert torch.equal(weight, other.weights[name]), name
    for name, values in one.training.optimizer.items():
        for key, value in values.items():
            assert torch.equal(
                torch.as_tensor(value), torch.as_tensor(other.training.optimizer[name][key])
            )
    assert one.stop == other.stop
    for mine, theirs in zip(one.training.generators, other.training.generators, strict=True):
        assert torch.equal(mine, theirs)


SPECS = {
    "adam": spec_of("circle", "training.optimizer=adam"),
    "dropout": spec_of("circle", "network.dropout=0.2", "training.optimizer=sgd"),
    "plateau": spec_of("moons", "training.schedule=plateau"),
    "digits": spec_of("digits"),
}


def test_that_the_start_and_the_ends_of_chunks_are_kept(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 10, 20, 30)
    assert kept.steps[0] == 0
    assert {10, 30, 60} <= set(kept.steps)
    assert kept.steps == sorted(set(kept.steps))


def test_that_what_keeping_costs_is_paced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_module, "AT_ONCE", 0.0)
    monkeypatch.setattr(past_module, "SHARE", 0.0)
    kept = Kept()
    trained(kept, spec_of("circle"), *[5] * 10)
    assert len(kept.steps) <= 2


def test_that_without_anybody_to_go_back_nothing_is_kept() -> None:
    recorded = Recorded()
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(20)
    recorded.obey()
    assert recorded.runner._worker._past.states == ()


@pytest.mark.parametrize("name", SPECS)
def test_that_looking_back_leaves_the_run_as_it_was_bit_for_bit(kept: Kept, name: str) -> None:
    trained(kept, SPECS[name], 40, 40, 40)
    before = kept.runner.run_state()
    for step in (kept.steps[0], kept.steps[2], kept.steps[1]):
        kept.runner.look_back(step)
        request = dataclasses.replace(WANTED, view="confusion", inputs=None)
        assert kept.shown(WANTED if name != "digits" else request).step == step
    kept.runner.look_back(None)
    assert kept.shown(FrameRequest()).step == 120
    assert_same(kept.runner.run_state(), before)
    kept.step(80)
    whole = Kept()
    trained(whole, SPECS[name], 40, 40, 40, 80)
    assert_same(kept.runner.run_state(), whole.runner.run_state())
    assert np.array_equal(kept.losses, whole.losses)


def test_that_the_past_is_shown_as_it_was_when_it_was_the_present(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 50)
    then = kept.shown()
    assert not then.is_past
    kept.step(70)
    kept.runner.look_back(50)
    past = kept.shown()
    assert past.is_past
    assert (past.step, past.epoch) == (then.step, then.epoch)
    assert past.seconds == pytest.approx(then.seconds, abs=0.05)
    assert past.steps_per_second == 0
    assert past.train == then.train or past.train.loss == then.train.loss
    assert past.validation is not None
    assert then.validation is not None
    assert past.validation.metrics == then.validation.metrics
    assert past.output is not None
    assert np.array_equal(past.output, then.output)  # type: ignore[arg-type]
    assert np.array_equal(past.picture.values, then.picture.values)  # type: ignore[union-attr]
    assert past.network is not None
    assert past.learning_rate == then.learning_rate


@pytest.mark.parametrize("name", SPECS)
def test_that_two_hundred_steps_after_going_back_equal_those_of_the_first_time(
    kept: Kept, name: str
) -> None:
    spec = SPECS[name]
    trained(kept, spec, 60, 200)
    first = kept.runner.run_state(), kept.losses.copy(), kept.runner.log.to_arrays()
    kept.step(50)
    kept.runner.go_back(60, spec)
    kept.obey()
    assert kept.runner.log.steps == 60
    assert kept.last.state == "paused"
    kept.step(200)
    assert_same(kept.runner.run_state(), first[0])
    assert np.array_equal(kept.losses, first[1])
    for part in ("train.recent", "validation.recent", "train.buckets"):
        assert np.array_equal(kept.runner.log.to_arrays()[part], first[2][part])


def test_that_the_way_not_taken_is_told_of_and_what_followed_is_forgotten(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 30, 30, 30)
    kept.runner.go_back(30, spec_of("circle"))
    kept.obey()
    (left,) = [event for event in kept.events if isinstance(event, RunLeft)]
    assert left.state.step == 90
    assert len(left.losses["train.recent"]) == 90
    assert kept.last.run == left.run + 1
    assert kept.last.step == 30
    assert kept.steps[0] == 0
    assert kept.steps[-1] == 30


def test_that_a_step_that_is_not_kept_is_refused_and_the_run_stays(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 30)
    kept.runner.go_back(999, spec_of("circle"))
    kept.obey()
    assert isinstance(kept.events[-1], ChangeRefused)
    assert "999" in kept.events[-1].reason
    assert kept.runner.run_state().step == 30


def test_that_of_a_step_that_is_not_kept_the_one_before_is_shown(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 30, 30)
    kept.runner.look_back(59)
    assert kept.shown().step == [step for step in kept.steps if step <= 59][-1]
    kept.runner.look_back(1000)
    assert kept.shown().step == 60


def test_that_where_nothing_is_kept_looking_back_is_refused_and_the_run_stays(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 30)
    kept.kept.clear()
    kept.runner.look_back(17)
    kept.runner.ask(FrameRequest())
    kept.obey()
    assert isinstance(kept.events[-1], ChangeRefused)
    assert kept.last.state == "paused"
    assert not kept.shown().is_past


def test_that_training_steps_and_edits_come_back_to_the_present(kept: Kept) -> None:
    trained(kept, spec_of("circle"), 30, 30)
    kept.runner.look_back(30)
    assert kept.shown().is_past
    kept.step(1)
    assert kept.runner.run_state().step == 61
    assert not kept.shown().is_past
    kept.runner.look_back(30)
    name = "layers.0.weight"
    kept.runner.edit(_set_to(name, 5.0))
    assert not kept.shown().is_past
    kept.runner.look_back(30)
    kept.runner.change(spec_of("circle", "training.learning_rate=0.5"))
    assert not kept.shown().is_past


def test_that_states_outlive_changes_of_settings_and_of_layers(kept: Kept) -> None:
    trained(kept, spec_of("circle", "network.hidden=4,2"), 40)
    then = kept.shown()
    other = spec_of("circle", "network.hidden=6,3,2", "training.learning_rate=0.2")
    kept.runner.change(other)
    kept.step(40)
    kept.runner.look_back(40)
    past = kept.shown()
    assert past.train.loss == then.train.loss
    assert past.learning_rate == then.learning_rate
    before = spec_here(kept.kept.states[-1], other)
    assert before.network.hidden == other.network.hidden
    state = kept.kept.find(40)
    assert state is not None
    kept.runner.go_back(40, spec_here(state, other))
    kept.obey()
    assert kept.runner.run_state().spec.network.hidden == (4, 2)
    assert kept.shown().train.loss == then.train.loss


def test_that_data_of_then_are_shown_with_their_points_and_then_those_of_now(kept: Kept) -> None:
    trained(kept, spec_of("moons"), 40)
    then = kept.shown()
    kept.runner.change(spec_of("moons", "data.noise=0.4"))
    kept.step(40)
    now = kept.shown()
    kept.events.clear()
    kept.runner.look_back(40)
    assert kept.shown().train.loss == then.train.loss != now.train.loss
    kept.runner.look_back(None)
    assert kept.shown().train.loss == now.train.loss
    pictures = [event.picture for event in kept.events if isinstance(event, DataReady)]
    assert len(pictures) == 2
    assert not np.array_equal(pictures[0].points, pictures[1].points)


def test_that_of_a_device_that_is_lost_nothing_is_cut(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained(kept, spec_of("circle"), 30, 30)
    with monkeypatch.context() as patched:
        patched.setattr(Session, "is_lost", property(lambda _: True))
        kept.runner.go_back(30, spec_of("circle"))
        kept.obey()
    assert isinstance(kept.events[-1], ChangeRefused)
    assert kept.runner.log.steps == kept.steps[-1] == 60


def test_that_the_past_is_kept_while_more_points_are_waited_for(kept: Kept) -> None:
    spec = write(spec_of("painted_classes", "training.epochs=0"), "data.points", ENOUGH)
    trained(kept, spec, 30, 30)
    kept.runner.change(write(spec, "data.points", ("1 1 1",)))
    kept.obey()
    kept.runner.go_back(30, spec)
    kept.obey()
    kept.step(5)
    assert kept.runner.run_state().step == 35


def test_that_a_reset_forgets_the_past_and_a_load_may_bring_one(kept: Kept) -> None:
    state = trained(kept, spec_of("circle"), 30, 30)
    brought, log = kept.kept.states, kept.runner.log.to_arrays()
    kept.runner.reset()
    kept.obey()
    assert kept.steps == [0]
    load = Load(state.spec, None, state, log, kept=brought)
    kept.runner.load_when_due(lambda: load)
    kept.obey()
    assert kept.kept.states == brought
    assert kept.runner._worker._load is not None
    assert kept.runner._worker._load.kept == ()


def test_that_a_run_that_diverged_can_go_back_and_go_on(kept: Kept) -> None:
    spec = spec_of("line", "training.learning_rate=0.01", "training.epochs=0")
    trained(kept, spec, 20, 20)
    wild = spec_of("line", "training.learning_rate=100", "training.epochs=0")
    kept.runner.change(wild)
    kept.runner.run()
    kept.obey(400)
    assert "diverged" in kept.states
    assert all(state.weights_of is None for state in kept.kept.states)
    kept.runner.look_back(20)
    assert np.isfinite(kept.shown(FrameRequest()).train.loss)
    kept.runner.go_back(20, spec)
    kept.obey()
    kept.step(5)
    assert kept.states[-1] == "paused"
    assert kept.runner.run_state().step == 25


def _set_to(name: str, value: float) -> Edits:
    return (Edit("weights", name, np.array([0]), np.array([value])),)
