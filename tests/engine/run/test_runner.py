"""A run is prepared, trained, paused, stepped, changed and ended as the person says."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import numpy as np
import pytest
import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.data.progress import Progress
from playground.engine.frames.frame import FrameRequest, FrameSlot
from playground.engine.frames.network import NetworkRequest
from playground.engine.frames.pictures import Confusion, Curve, Parity, Surface
from playground.engine.loss_log.log import LossLog
from playground.engine.model.network import Network
from playground.engine.run.events import ChangeRefused, DataReady, Event, StateChanged
from playground.engine.run.load import Load
from playground.engine.run.runner import Runner
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import DataSpec, RunSpec, TableFile
from playground.engine.steppers.scripted.stepper import ScriptedStepper
from playground.engine.training.epoch_clock import EpochClock

PATIENCE = 20.0


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), assignments)


class Recorded:
    """A runner without a thread of its own, and what it reported."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.runner = Runner(LossLog(), FrameSlot(), self.events.append)

    @property
    def states(self) -> list[str]:
        return [event.state for event in self.events if isinstance(event, StateChanged)]

    @property
    def last(self) -> StateChanged:
        return [event for event in self.events if isinstance(event, StateChanged)][-1]

    @property
    def losses(self) -> np.ndarray:
        return self.runner.log.records()[0].loss

    def obey(self, times: int = 50) -> None:
        """Let the worker take up everything that was asked for and then stand still."""
        worker = self.runner._worker
        for _ in range(times):
            if worker.mailbox.is_empty and not worker.is_busy():
                return
            worker.guarded(worker.work_once)

    def train(self, spec: RunSpec) -> StateChanged:
        self.runner.load(spec)
        self.runner.run()
        self.runner.work(until_ended=True)
        return self.last


@pytest.fixture
def recorded() -> Recorded:
    return Recorded()


@pytest.fixture
def working(recorded: Recorded) -> Iterator[Recorded]:
    thread = threading.Thread(target=recorded.runner.work)
    thread.start()
    yield recorded
    recorded.runner.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def wait_until(met: Callable[[], bool]) -> None:
    waiting = threading.Event()
    for _ in range(int(PATIENCE / 0.005)):
        if met():
            return
        waiting.wait(0.005)
    raise AssertionError("it did not come to pass")


def test_that_a_run_is_prepared_then_trains_then_is_done(recorded: Recorded) -> None:
    assert recorded.train(spec_of("line", "training.epochs=50")).state == "done"
    assert recorded.states == ["preparing", "paused", "running", "done"]
    assert any(isinstance(event, DataReady) for event in recorded.events)
    assert recorded.runner.log.steps == 50


@pytest.mark.parametrize("source", ["circle", "line", "digits"])
def test_that_the_same_spec_gives_the_same_losses_bit_for_bit(source: str) -> None:
    spec = spec_of(source, "training.epochs=3", "network.dropout=0.2")
    one, other = Recorded(), Recorded()
    one.train(spec)
    other.train(spec)
    assert np.array_equal(one.losses, other.losses)
    assert len(one.losses) > 0


def test_that_how_often_a_run_is_paused_changes_no_loss(recorded: Recorded) -> None:
    spec = spec_of("circle", "training.epochs=3", "network.dropout=0.1")
    whole = Recorded()
    whole.train(spec)
    recorded.runner.load(spec)
    while recorded.states[-1:] != ["done"]:
        recorded.runner.step(7)
        recorded.runner.ask(FrameRequest("surface", 20))
        recorded.obey()
    assert np.array_equal(whole.losses, recorded.losses)


def test_that_reset_returns_to_the_same_start(recorded: Recorded) -> None:
    recorded.train(spec_of("circle", "training.epochs=2"))
    first = recorded.losses
    recorded.runner.reset()
    recorded.runner.run()
    recorded.obey()
    assert np.array_equal(recorded.losses, first)


def test_that_a_new_network_seed_starts_elsewhere(recorded: Recorded) -> None:
    recorded.train(spec_of("circle", "training.epochs=2"))
    first = recorded.losses
    recorded.runner.change(spec_of("circle", "training.epochs=2", "network.seed=5"))
    recorded.obey()
    assert recorded.runner.log.steps == 0
    recorded.runner.run()
    recorded.obey()
    assert not np.array_equal(recorded.losses, first)


def test_that_one_step_is_one_batch_and_then_a_pause(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step()
    recorded.obey()
    assert recorded.runner.log.steps == 1
    assert recorded.states[-2:] == ["running", "paused"]


def test_that_one_epoch_ends_where_the_epoch_ends(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(3)
    recorded.obey()
    recorded.runner.run_epochs(2)
    recorded.obey()
    assert recorded.runner.frame(FrameRequest()).epoch == 2
    assert recorded.states[-1] == "paused"


def test_that_a_learning_rate_changes_between_two_steps_of_a_running_network(
    recorded: Recorded,
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(20)
    recorded.obey()
    weights = recorded.runner.run_state().weights
    recorded.runner.change(spec_of("circle", "training.learning_rate=0.5"))
    recorded.obey()
    after = recorded.runner.run_state().weights
    assert all(np.array_equal(weights[name], after[name]) for name in weights)
    assert recorded.runner.frame(FrameRequest()).learning_rate == 0.5
    assert recorded.runner.log.steps == 20


def test_that_noise_changes_the_data_and_keeps_the_network(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(20)
    recorded.obey()
    weights = recorded.runner.run_state().weights
    recorded.events.clear()
    recorded.runner.change(spec_of("circle", "data.noise=0.3"))
    recorded.obey()
    assert any(isinstance(event, DataReady) for event in recorded.events)
    after = recorded.runner.run_state().weights
    assert all(np.array_equal(weights[name], after[name]) for name in weights)
    assert recorded.runner.log.steps == 20


def test_that_another_layer_keeps_the_weights_whose_place_exists(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle", "network.hidden=4,2"))
    recorded.runner.step(20)
    recorded.obey()
    before = next(iter(recorded.runner.run_state().weights.values()))
    recorded.runner.change(spec_of("circle", "network.hidden=6,2"))
    recorded.obey()
    after = next(iter(recorded.runner.run_state().weights.values()))
    assert after.shape[0] == 6
    assert np.array_equal(before, after[:4])


def test_that_a_loss_that_does_not_fit_is_refused_and_the_run_goes_on(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(5)
    recorded.obey()
    recorded.runner.change(spec_of("circle", "training.loss=huber"))
    recorded.runner.step(5)
    recorded.obey()
    refused = [event for event in recorded.events if isinstance(event, ChangeRefused)]
    assert "huber" in refused[0].reason
    assert recorded.runner.log.steps == 10


def test_that_a_device_that_is_not_there_is_named(recorded: Recorded) -> None:
    last = recorded.train(spec_of("circle", "training.device=cuda:7"))
    assert last.state == "failed"
    assert "cuda:7" in last.reason
    assert "cpu" in last.reason
    assert last.details == ""


def test_that_divergence_names_its_step_and_can_be_undone(recorded: Recorded) -> None:
    spec = spec_of("diabetes", "training.optimizer=sgd", "training.learning_rate=100")
    last = recorded.train(spec)
    assert last.state == "diverged"
    assert f"step {last.step}" in last.reason
    assert len(recorded.losses) == last.step
    assert np.isfinite(recorded.losses[:-1]).all()
    recorded.runner.run()
    recorded.obey()
    assert recorded.states[-1] == "diverged"
    recorded.runner.restore_last_finite()
    recorded.obey()
    weights = recorded.runner.run_state().weights
    assert all(bool(weight.isfinite().all()) for weight in weights.values())
    assert recorded.states[-1] == "paused"


def test_that_a_run_that_patience_ended_stands_on_its_best_weights(recorded: Recorded) -> None:
    last = recorded.train(
        spec_of("random10", "training.patience=5", "training.epochs=500", "training.optimizer=adam")
    )
    assert last.state == "done"
    assert "Early stopping" in last.reason
    validation = recorded.runner.log.records()[1].loss
    assert validation.argmin() == len(validation) - 6
    measured = recorded.runner.frame(FrameRequest()).validation
    assert measured is not None
    assert measured.loss == pytest.approx(validation.min(), rel=1e-6)
    state = recorded.runner.run_state()
    assert f"step {state.stop.best_step}." in last.reason
    assert state.best is not None
    assert all(torch.equal(state.weights[name], best) for name, best in state.best.items())


def test_that_patience_watches_the_training_loss_where_nothing_else_is_measured(
    recorded: Recorded,
) -> None:
    last = recorded.train(
        spec_of("line", "training.patience=5", "training.learning_rate=0.5", "training.epochs=5000")
    )
    assert "Early stopping" in last.reason
    recorded.runner.restore_best()
    recorded.obey()
    assert recorded.states[-1] == "paused"


def test_that_both_ways_to_take_steps_give_the_same_losses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at_once = partial(ScriptedStepper, background=False)
    monkeypatch.setattr("playground.engine.steppers.choice.ScriptedStepper", at_once)
    spec = spec_of("circle", "training.epochs=30", "network.dropout=0.1")
    fast, plain = Recorded(), Recorded()
    fast.train(spec)
    plain.train(settings.write(spec, "training.stepper", "eager"))
    assert plain.runner.stepper_name == "eager"
    assert fast.runner.stepper_name == "scripted"
    assert np.array_equal(fast.losses, plain.losses)


def test_that_time_stands_still_once_a_run_has_ended(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.run()
    recorded.obey(5)
    recorded.runner.fail("something outside broke")
    recorded.obey()
    assert recorded.states[-1] == "failed"
    first = recorded.runner.run_state().seconds
    assert recorded.runner.run_state().seconds == first


def lose_device(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever lies on the run's device cannot be reached from now on."""

    def lost(*_: object, **__: object) -> None:
        raise RuntimeError("CUDA error: an illegal memory access was encountered")

    session = recorded.runner._worker.session
    for owner, name in ((session, "advance"), (session, "frame"), (session.trainer, "weights")):
        monkeypatch.setattr(owner, name, lost)


def lost_after_thirty_steps(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> RunSpec:
    """A run that has failed since its device was lost; returns what it trains by."""
    spec = spec_of("circle")
    recorded.runner.load(spec)
    recorded.runner.step(30)
    recorded.obey()
    lose_device(recorded, monkeypatch)
    recorded.runner.run()
    recorded.obey()
    return spec


def test_that_a_device_that_is_lost_leaves_the_last_good_weights(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(5)
    recorded.obey()
    lose_device(recorded, monkeypatch)
    recorded.runner.run()
    recorded.obey()
    assert (recorded.last.state, recorded.last.blame) == ("failed", "machine")
    assert "CUDA error" in recorded.last.reason
    assert "choose the CPU" in recorded.last.reason
    weights = recorded.runner.run_state().weights
    assert all(bool(weight.isfinite().all()) for weight in weights.values())


def test_that_a_lost_device_is_said_once_however_often_a_picture_is_asked_for(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    lose_device(recorded, monkeypatch)
    recorded.runner.run()
    for _ in range(3):
        recorded.runner.ask(FrameRequest("surface"))
        recorded.obey()
    assert recorded.states.count("failed") == 1


def test_that_a_run_waits_for_another_device_once_its_own_is_lost(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = lost_after_thirty_steps(recorded, monkeypatch)
    for text in ("network.hidden=3", "data.noise=0.2", "training.learning_rate=0.5"):
        recorded.runner.change(settings.parse_all(spec, [text]))
        recorded.obey()
        refused = recorded.events[-1]
        assert isinstance(refused, ChangeRefused)
        assert "choose another" in refused.reason
    assert recorded.last.state == "failed"
    assert recorded.runner.log.steps == 30
    assert recorded.runner.run_state().step == 30


@pytest.mark.parametrize(
    "other", ["", "training.learning_rate=0.5", "network.hidden=3", "data.noise=0.2"]
)
def test_that_a_run_goes_on_elsewhere_once_its_device_is_lost(
    other: str, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = lost_after_thirty_steps(recorded, monkeypatch)
    kept, session = recorded.runner.run_state(), recorded.runner._worker.session
    session.trainer.device = torch.device("cuda:0")
    assignments = [text for text in ("training.device=cpu", other) if text]
    recorded.runner.change(settings.parse_all(spec, assignments))
    recorded.obey()
    assert recorded.last.state == "paused"
    after = recorded.runner.run_state()
    assert after.spec.training.device == "cpu"
    goes_on = not other.startswith(("network", "data"))
    steps = 30 if goes_on else 0
    assert (after.step, recorded.runner.log.steps) == (steps, steps)
    if goes_on:
        assert f"weights of step {session.finite.step}" in recorded.last.reason
        assert all(torch.equal(after.weights[name], kept.weights[name]) for name in kept.weights)
    recorded.runner.step(2)
    recorded.obey()
    assert recorded.runner.log.steps == steps + 2


def test_that_steps_that_break_off_leave_the_last_good_weights(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(20)
    recorded.obey()
    session = recorded.runner._worker.session
    stepper = session.stepper

    def break_off(*_: object) -> None:
        with torch.no_grad():
            for weight in session.trainer.network.parameters():
                weight.add_(1.0)
        raise RuntimeError("something broke")

    monkeypatch.setattr(stepper, "advance", break_off)
    recorded.runner.run()
    recorded.obey()
    assert recorded.last.state == "failed"
    assert recorded.last.reason == (
        "Training failed: something broke. The last valid weights were restored: those of step "
        f"{session.finite.step}."
    )
    kept = recorded.runner.run_state().weights
    assert all(torch.equal(kept[name], session.finite.weights[name]) for name in kept)


def test_that_what_broke_off_is_told_even_where_nothing_can_be_put_back(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    session = recorded.runner._worker.session

    def raises(words: str) -> Callable[..., None]:
        def broken(*_: object) -> None:
            raise RuntimeError(words)

        return broken

    monkeypatch.setattr(session.stepper, "advance", raises("the first thing"))
    monkeypatch.setattr(session.trainer, "return_to", raises("the second thing"))
    recorded.runner.run()
    recorded.obey()
    assert recorded.last.reason == "Training failed: the first thing"


@pytest.mark.parametrize("stepper", ["auto", "eager"])
def test_that_a_run_that_diverges_stands_at_the_epoch_of_its_last_step(
    stepper: str, recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = partial(ScriptedStepper, background=False)
    monkeypatch.setattr("playground.engine.steppers.choice.ScriptedStepper", at_once)
    spec = spec_of("plane", "training.optimizer=sgd", "training.learning_rate=10")
    assert recorded.train(settings.write(spec, "training.stepper", stepper)).state == "diverged"
    trainer = recorded.runner._worker.session.trainer
    clock = trainer.batches.clock
    assert clock == EpochClock(0, 0, clock.rows, clock.batch).after(trainer.step_number)
    assert recorded.runner.log.records()[0].epoch[-1] == pytest.approx(trainer.epoch)


def test_that_a_step_in_slow_motion_is_taken_at_once(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.pace(0.001)
    for number in range(1, 4):
        recorded.runner.step(1)
        recorded.obey()
        assert recorded.runner.log.steps == number
        assert recorded.last.state == "paused"


def test_that_there_is_nothing_to_restore_before_data_are_prepared(recorded: Recorded) -> None:
    recorded.runner.restore_best()
    recorded.obey()
    assert isinstance(recorded.events[-1], ChangeRefused)


def test_that_a_target_loss_ends_the_run(recorded: Recorded) -> None:
    last = recorded.train(spec_of("circle", "training.target_loss=0.3"))
    assert (last.state, "target loss" in last.reason) == ("done", True)
    assert recorded.runner.log.records()[1].loss[-1] <= 0.3


def test_that_a_run_goes_on_after_its_end(recorded: Recorded) -> None:
    recorded.train(spec_of("circle", "training.epochs=2"))
    recorded.runner.run()
    recorded.obey()
    assert recorded.runner.frame(FrameRequest()).epoch == 4


def test_that_limits_of_the_command_line_end_a_run(recorded: Recorded) -> None:
    recorded.runner.limit(steps=17)
    assert recorded.train(spec_of("circle")).state == "done"
    assert recorded.runner.log.steps == 17


@pytest.mark.parametrize(
    ("source", "view", "kind"),
    [
        ("circle", "surface", Surface),
        ("sine", "curve", Curve),
        ("diabetes", "parity", Parity),
        ("iris", "confusion", Confusion),
        ("iris", "pca", Surface),
        ("rings", "confusion", Confusion),
    ],
)
def test_that_each_view_gets_its_picture(
    recorded: Recorded, source: str, view: str, kind: type
) -> None:
    recorded.runner.load(spec_of(source))
    recorded.obey()
    frame = recorded.runner.frame(FrameRequest(view, grid=12))
    assert isinstance(frame.picture, kind)
    if isinstance(frame.picture, Confusion):
        assert frame.picture.train.sum() == len(recorded.runner.dataset.train)
        assert frame.picture.validation.sum() == len(recorded.runner.dataset.validation)


def test_that_a_prediction_is_in_the_units_of_the_data(recorded: Recorded) -> None:
    recorded.train(spec_of("line"))
    frame = recorded.runner.frame(FrameRequest(inputs=(5.0,)))
    assert frame.output is not None
    assert frame.output[0] == pytest.approx(10.0, abs=0.01)


def test_that_every_wish_is_answered_while_the_run_stands(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    for _ in range(2):
        recorded.runner.ask(FrameRequest("surface", 10))
        recorded.obey()
        assert recorded.runner.frames.take() is not None


def test_that_pictures_that_take_long_leave_training_its_time(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle", "training.epochs=0"))
    recorded.runner.run()
    recorded.obey(5)
    worker = recorded.runner._worker
    worker._pictures._next = float("inf")  # as after a picture without end
    before = recorded.runner.log.steps
    recorded.runner.ask(FrameRequest("surface", 10))
    recorded.obey(5)
    assert recorded.runner.frames.take() is None
    assert recorded.runner.log.steps > before
    recorded.runner.pause()
    recorded.obey()
    assert recorded.runner.frames.take() is not None
    recorded.runner.change(spec_of("circle", "training.epochs=0", "network.hidden=5"))
    recorded.runner.run()
    recorded.runner.ask(FrameRequest("surface", 10))
    recorded.obey(5)
    assert recorded.runner.frames.take() is not None


def test_that_slow_motion_shows_each_step_once(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.pace(0.01)
    recorded.runner.run()
    recorded.obey()
    recorded.runner.ask(FrameRequest("surface", 10))
    recorded.obey()
    assert recorded.runner.frames.take() is not None
    recorded.runner.ask(FrameRequest("surface", 10))
    recorded.obey()
    assert recorded.runner.frames.take() is None


def test_that_a_run_state_brings_a_run_back_where_it_was(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(40)
    recorded.obey()
    state, history = recorded.runner.run_state(), recorded.runner.log.to_arrays()
    other = Recorded()
    other.runner.load(state.spec, None, state, history)
    other.obey()
    one, two = (r.runner.frame(FrameRequest()) for r in (recorded, other))
    assert (two.step, two.epoch) == (one.step, one.epoch)
    assert two.train.loss == one.train.loss
    assert np.array_equal(other.losses, recorded.losses)
    other.runner.step(10)
    other.obey()
    assert other.runner.log.steps == 50


def test_that_a_failure_within_a_step_ends_the_run_and_not_the_worker(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    with monkeypatch.context() as patched:
        patched.setattr(Session, "advance", _explode)
        recorded.runner.run()
        recorded.obey()
    assert recorded.last.state == "failed"
    assert "boom" in recorded.last.reason
    assert "_explode" in recorded.last.details
    recorded.runner.reset()
    recorded.runner.step(3)
    recorded.obey()
    assert recorded.runner.log.steps == 3


def test_that_running_out_of_memory_is_said_in_words(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    def advance(*_: object) -> None:
        raise RuntimeError("CUDA out of memory. Tried to allocate 20.00 GiB")

    recorded.runner.load(spec_of("circle"))
    monkeypatch.setattr(Session, "advance", advance)
    recorded.runner.run()
    recorded.obey()
    assert "ran out of memory" in recorded.last.reason


def _explode(*_: object) -> None:
    raise RuntimeError("boom")


def test_that_slow_motion_can_be_chosen_and_left_while_training(working: Recorded) -> None:
    working.runner.load(spec_of("circle"))
    working.runner.pace(1.0)
    working.runner.run()
    wait_until(lambda: working.runner.log.steps == 1)
    working.runner.pace(None)
    wait_until(lambda: working.runner.log.steps > 200)


def test_that_pause_is_obeyed_while_training_goes_on(working: Recorded) -> None:
    working.runner.load(spec_of("circle"))
    working.runner.run()
    wait_until(lambda: working.runner.log.steps > 50)
    working.runner.pause()
    wait_until(lambda: working.states[-1] == "paused")
    steps = working.runner.log.steps
    received: list[Dataset | None] = []
    working.runner.deliver(lambda _state, dataset: received.append(dataset))
    wait_until(lambda: bool(received))
    assert working.runner.log.steps == steps


def test_that_closing_is_obeyed_in_the_midst_of_everything(working: Recorded) -> None:
    working.runner.load(spec_of("digits"))
    working.runner.run()
    wait_until(lambda: working.runner.log.steps > 5)


def test_that_reading_can_be_given_up(recorded: Recorded, monkeypatch: pytest.MonkeyPatch) -> None:
    def build(_spec: object, _table: object, progress: Progress, *_: object) -> None:
        recorded.runner.cancel()
        progress(0.5, "Reading")

    monkeypatch.setattr("playground.engine.run.worker.build_dataset", build)
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    assert recorded.last.state == "failed"
    assert "cancelled" in recorded.last.reason


def test_that_a_run_whose_data_are_being_read_is_what_it_goes_on_from(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(7)
    recorded.obey()
    state, losses = recorded.runner.run_state(), recorded.runner.log.to_arrays()

    def build(_spec: object, _table: object, progress: Progress, *_: object) -> None:
        recorded.runner.cancel()
        progress(0.5, "Reading")

    monkeypatch.setattr("playground.engine.run.worker.build_dataset", build)
    recorded.runner.load(state.spec, None, state, losses)
    left: list[object] = []
    recorded.runner.deliver(lambda *run: left.extend(run))
    recorded.obey()
    assert recorded.last.state == "failed"
    assert left == [state, None]
    now = recorded.runner.log.to_arrays()
    assert all(np.array_equal(now[name], before) for name, before in losses.items())


def test_that_a_load_starts_from_what_commands_before_it_left(recorded: Recorded) -> None:
    recorded.runner.load(spec_of("circle"))
    recorded.runner.step(7)
    recorded.obey()
    states: list[RunState | None] = []
    recorded.runner.deliver(lambda state, _dataset: states.append(state))
    recorded.runner.load_when_due(lambda: Load(spec_of("circle"), state=states[0]))
    recorded.obey()
    assert recorded.last.step == 7


def test_that_data_wanted_later_take_the_place_of_those_being_read(
    recorded: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = {"circle": 0, "sine": 0}

    def build(spec: DataSpec, _table: object, progress: Progress, *_: object) -> Dataset:
        reads[spec.source] += 1
        if spec.source == "circle":
            recorded.runner.load(spec_of("sine"))
            progress(0.5, "Reading")
        return build_dataset(spec)

    monkeypatch.setattr("playground.engine.run.worker.build_dataset", build)
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    assert reads == {"circle": 1, "sine": 1}
    assert recorded.states == ["preparing", "preparing", "paused"]


def test_that_an_input_that_comes_goes_or_moves_keeps_what_the_others_have_learned(
    recorded: Recorded,
) -> None:
    spec = spec_of("circle", "network.hidden=4")
    recorded.runner.load(spec)
    recorded.runner.step(40)
    recorded.obey()
    before = recorded.runner.run_state()
    first, second = before.weights["layers.0.weight"].T
    for features, own in (("x1,x2,x1_x2", (0, 1)), ("x2,x1,x1_x2", (1, 0)), ("x1,x2", (0, 1))):
        recorded.runner.change(settings.parse_all(spec, [f"data.features={features}"]))
        recorded.obey()
        after = recorded.runner.run_state()
        assert after.step == before.step
        columns = after.weights["layers.0.weight"].T
        assert torch.equal(columns[own[0]], first)
        assert torch.equal(columns[own[1]], second)
        assert torch.equal(after.weights["layers.3.weight"], before.weights["layers.3.weight"])


def test_that_a_column_switched_off_and_on_keeps_what_the_others_have_learned(
    recorded: Recorded,
) -> None:
    lines = [f"{i % 7},{'red' if i % 2 else 'blue'},{i % 5},{i % 3}" for i in range(60)]
    table = TableFile("t.csv", "\n".join(["a,colour,b,y", *lines]).encode())
    spec = spec_of("table", "data.target=y", "data.task=regression", "network.hidden=4")
    recorded.runner.load(spec, table)
    recorded.runner.step(40)
    recorded.obey()
    before = recorded.runner.run_state()
    a, *colours, b = before.weights["layers.0.weight"].T
    assert len(colours) == 2
    for ignored, kept in (("a", [*colours, b]), ("colour", [b]), ("", [b])):
        recorded.runner.change(settings.parse_all(spec, [f"data.ignore={ignored}"]))
        recorded.obey()
        after = recorded.runner.run_state()
        assert after.step == before.step
        columns = after.weights["layers.0.weight"].T
        assert len(columns) == {"a": 3, "colour": 2, "": 4}[ignored]
        for column, weight in zip(reversed(columns), reversed(kept), strict=False):
            assert torch.equal(column, weight)
    assert not torch.equal(columns[0], a)


def test_that_a_network_is_gone_as_soon_as_another_has_taken_its_place(
    recorded: Recorded,
) -> None:
    request = FrameRequest("surface", 20, network=NetworkRequest())
    networks: list[weakref.ref[Network]] = []
    spec = spec_of("circle", "network.hidden=4", "training.epochs=0")
    recorded.runner.load(spec)
    gc.disable()
    try:
        for units in (5, 6, 7, 8, 9):
            recorded.runner.step(4000)
            recorded.obey(2000)
            recorded.runner.frame(request)
            networks.append(weakref.ref(recorded.runner._worker.session.trainer.network))
            recorded.runner.change(settings.parse_all(spec, [f"network.hidden={units}"]))
            recorded.obey()
            recorded.runner.frame(request)
        # The first may be known to what PyTorch imports with the first optimizer, and the last to
        # the program of its steps; nothing may wait for the collector.
        assert [network() is None for network in networks[1:-1]] == [True] * 3
    finally:
        gc.enable()


def test_that_before_the_first_step_the_inputs_alone_decide_the_weights(
    recorded: Recorded,
) -> None:
    spec = settings.parse_all(spec_of("circle"), ["data.features=x2,x1_x2"])
    recorded.runner.load(spec_of("circle"))
    recorded.obey()
    recorded.runner.change(settings.parse_all(spec, ["data.features=x1"]))
    recorded.runner.change(spec)
    recorded.obey()
    fresh = Recorded()
    fresh.runner.load(spec)
    fresh.obey()
    for name, weight in recorded.runner.run_state().weights.items():
        assert torch.equal(weight, fresh.runner.run_state().weights[name])
