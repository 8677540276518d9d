"""A run waits where it is to be looked at, exactly there, and goes on as if it had not."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import Event, StateChanged
from playground.engine.run.halts import Halts, Interval
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for

PATIENCE = 20.0
# The smaller last batch makes steps and epochs fall apart.
SPEC = settings.parse_all(
    defaults_for("circle"), ["data.samples=101", "training.batch_size=10", "training.epochs=40"]
)


class Watched:
    """A runner at work on its own thread, looked at as a window does."""

    def __init__(self) -> None:
        self.changes: list[StateChanged] = []
        self.runner = Runner(LossLog(), FrameSlot(), self._receive)
        self._thread = threading.Thread(target=self.runner.work)
        self._thread.start()

    def _receive(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.changes.append(event)

    @property
    def state(self) -> str:
        return self.changes[-1].state if self.changes else "idle"

    def close(self) -> None:
        self.runner.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def wait_until(self, met: Callable[[], bool]) -> None:
        waiting = threading.Event()
        for _ in range(int(PATIENCE / 0.002)):
            if met():
                return
            waiting.wait(0.002)
        raise AssertionError("it did not come to pass")

    def look(self, after: int = -1) -> Frame:
        """The next frame at which the run waits; one of an earlier step may lie there still."""
        found: list[Frame] = []

        def came() -> bool:
            self.runner.ask(FrameRequest(numbers=False))
            frame = self.runner.frames.take()
            if frame is not None and frame.at_halt and frame.step > after:
                found.append(frame)
            return bool(found)

        self.wait_until(came)
        return found[0]

    def looks(self, interval: Interval, times: int) -> list[Frame]:
        """Train from the start, and go on after each look."""
        self.runner.load(SPEC)
        self.runner.halt_every(interval)
        self.runner.run()
        frames: list[Frame] = []
        for _ in range(times):
            frames.append(self.look(frames[-1].step if frames else -1))
            self.runner.go_on(frames[-1].step)
        return frames


@pytest.fixture
def watched() -> Iterator[Watched]:
    made = Watched()
    yield made
    made.close()


def losses_without_halts() -> np.ndarray:
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(SPEC)
    runner.run()
    runner.work(until_ended=True)
    return runner.log.records()[0].loss


def test_that_a_run_waits_at_every_multiple_of_its_interval(watched: Watched) -> None:
    frames = watched.looks(Interval(7, "steps"), 12)
    assert [frame.step for frame in frames] == list(range(0, 84, 7))
    assert all(frame.has_numbers for frame in frames)
    assert watched.state == "running"


def test_that_a_run_waits_at_the_ends_of_epochs(watched: Watched) -> None:
    frames = watched.looks(Interval(3, "epochs"), 6)
    assert [frame.epoch for frame in frames] == [0.0, 3.0, 6.0, 9.0, 12.0, 15.0]


def test_that_the_losses_are_the_same_bit_for_bit(watched: Watched) -> None:
    watched.looks(Interval(7, "steps"), 5)
    watched.runner.halt_every(None)
    watched.wait_until(lambda: watched.state == "done")
    assert np.array_equal(watched.runner.log.records()[0].loss, losses_without_halts())


def test_that_a_run_that_waits_can_be_paused_and_gone_on_with(watched: Watched) -> None:
    watched.runner.load(SPEC)
    watched.runner.halt_every(Interval(5, "steps"))
    watched.runner.run()
    assert watched.look().step == 0
    watched.runner.pause()
    watched.wait_until(lambda: watched.state == "paused")
    assert watched.runner.log.steps == 0
    watched.runner.run()
    watched.runner.go_on(0)
    watched.wait_until(lambda: watched.runner.log.steps == 5)
    assert watched.look(after=0).step == 5


def test_that_the_end_of_a_run_is_looked_at_where_it_is_a_multiple(watched: Watched) -> None:
    frames = watched.looks(Interval(20, "epochs"), 2)
    assert [frame.epoch for frame in frames] == [0.0, 20.0]
    watched.wait_until(lambda: watched.state == "done")
    assert watched.look(frames[-1].step).epoch == 40.0


def test_that_a_look_at_another_step_lets_nothing_go_on() -> None:
    halts = Halts()
    halts.set(Interval(10, "steps"))
    halts.go_on(10)
    assert halts.holds(20, 1.0)
    assert not halts.holds(10, 1.0)
    assert not halts.holds(15, 1.5)


def test_that_nothing_waits_unless_it_was_asked_to() -> None:
    halts = Halts()
    assert not halts.holds(0, 0.0)
    assert halts.steps_ahead(3, 100) == 100
    assert halts.epochs_ahead(1.5, None) is None
    assert halts.epochs_ahead(1.5, 4.0) == 4.0
