"""A run whose data are too few waits for more and goes on by itself."""

import numpy as np
import pytest

from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import ChangeRefused, DataReady, Event, StateChanged
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec

ENOUGH = ("-3 0 1", "3 0 2", "-3 1 1", "3 1 2", "-2 2 1", "2 2 2")


class Painted:
    """A runner without a thread of its own, on painted points."""

    def __init__(self, *points: str) -> None:
        self.events: list[Event] = []
        self.runner = Runner(LossLog(), FrameSlot(), self.events.append)
        self.spec = defaults_for("painted_classes")
        self.runner.load(self.with_points(*points))
        self.obey()

    def with_points(self, *points: str) -> RunSpec:
        self.spec = settings.write_all(
            self.spec, {"data.points": points, "training.epochs": 0, "training.stepper": "eager"}
        )
        return self.spec

    def paint(self, *points: str) -> None:
        self.runner.change(self.with_points(*points))
        self.obey()

    def run(self) -> None:
        self.runner.run()
        self.obey()

    def obey(self, times: int = 4) -> None:
        worker = self.runner._worker
        for _ in range(times):
            if worker.mailbox.is_empty and not worker.is_busy():
                return
            worker.guarded(worker.work_once)

    @property
    def last(self) -> StateChanged:
        return [event for event in self.events if isinstance(event, StateChanged)][-1]

    @property
    def state(self) -> str:
        return self.last.state

    @property
    def weights(self) -> np.ndarray:
        state = self.runner.run_state()
        return np.concatenate([weight.numpy().ravel() for weight in state.weights.values()])


@pytest.fixture
def painted() -> Painted:
    return Painted(*ENOUGH)


def test_that_a_painting_of_nothing_waits_and_has_not_failed() -> None:
    empty = Painted()
    assert empty.state == "paused"
    assert empty.last.reason == "Paint points of two classes in the prediction plot first."


def test_that_a_run_asked_for_while_it_waits_begins_with_the_first_points_that_do() -> None:
    empty = Painted()
    empty.run()
    assert empty.state == "paused"
    assert empty.last.reason.endswith("Training then continues by itself.")
    empty.paint("1 1 1")
    assert "All painted points are of class orange" in empty.last.reason
    empty.paint("1 1 1", "-1 -1 2")
    assert empty.state == "running"
    assert empty.runner.log.steps > 0


def test_that_a_single_step_is_not_taken_later_by_itself() -> None:
    empty = Painted()
    empty.runner.step()
    empty.obey()
    empty.paint(*ENOUGH)
    assert empty.state == "paused"
    assert empty.runner.log.steps == 0


def test_that_a_run_in_progress_waits_with_its_weights_and_goes_on(painted: Painted) -> None:
    painted.run()
    steps, learned = painted.runner.log.steps, painted.weights
    painted.paint()
    assert painted.state == "paused"
    assert painted.last.step == steps
    assert np.array_equal(painted.weights, learned)
    painted.paint("-3 0 1", "3 0 2")
    assert painted.state == "running"
    assert painted.runner.log.steps > steps
    assert len(painted.runner.dataset.raw.targets) == 2


def test_that_a_paused_run_stays_paused_when_the_points_are_back(painted: Painted) -> None:
    painted.paint()
    painted.paint(*ENOUGH)
    assert painted.state == "paused"
    painted.run()
    assert painted.state == "running"


def test_that_what_waits_is_delivered_with_the_points_that_are_there(painted: Painted) -> None:
    painted.run()
    painted.paint("1 1 1")
    state, _ = painted.runner._worker.between_steps()
    assert state is not None
    assert state.spec.data.points == ("1 1 1",)
    assert state.weights


def test_that_painting_while_it_trains_keeps_network_and_training(painted: Painted) -> None:
    painted.run()
    steps = painted.runner.log.steps
    painted.paint(*ENOUGH, "0 5 1")
    assert painted.state == "running"
    assert painted.runner.log.steps > steps
    assert len(painted.runner.dataset.raw.targets) == 7
    assert any(isinstance(event, DataReady) for event in painted.events)


def test_that_a_further_class_starts_a_fresh_network_that_trains_at_once(painted: Painted) -> None:
    painted.run()
    painted.paint(*ENOUGH, "0 5 3", "1 5 3")
    assert painted.state == "running"
    assert painted.runner.dataset.classes == 3


def test_that_another_restart_pauses_as_ever(painted: Painted) -> None:
    painted.run()
    spec = settings.write(painted.spec, "network.seed", 7)
    painted.runner.change(spec)
    painted.obey()
    assert painted.state == "paused"


def test_that_reset_while_it_waits_still_waits(painted: Painted) -> None:
    painted.paint()
    painted.runner.reset()
    painted.obey()
    assert painted.state == "paused"
    assert "Paint points" in painted.last.reason
    painted.paint(*ENOUGH)
    assert painted.runner.dataset.classes == 2


def test_that_a_class_that_the_loss_cannot_take_is_refused_and_training_goes_on(
    painted: Painted,
) -> None:
    painted.spec = settings.write(painted.spec, "training.loss", "bce_with_logits")
    painted.paint(*ENOUGH)
    painted.run()
    painted.paint(*ENOUGH, "0 5 3")
    assert isinstance(painted.events[-1], ChangeRefused)
    assert painted.state == "running"


def test_that_a_run_nobody_can_add_to_has_failed_with_the_sentence() -> None:
    events: list[Event] = []
    runner = Runner(LossLog(), FrameSlot(), events.append)
    runner.load(defaults_for("painted_curve"))
    runner.run()
    runner.work(until_ended=True)
    last = [event for event in events if isinstance(event, StateChanged)][-1]
    assert (last.state, last.reason) == (
        "failed",
        "Paint at least two points in the prediction plot first.",
    )
