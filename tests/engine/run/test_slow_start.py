"""A run that starts slowly learns the same, and goes on where it was."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.spec.run import RunSpec
from tests.engine.run.test_runner import PATIENCE, Recorded, spec_of, wait_until

ENDLESS = spec_of("circle", "training.epochs=0")


@pytest.fixture
def slow() -> Iterator[Recorded]:
    """A runner on its thread whose runs start slowly."""
    recorded = Recorded()
    recorded.runner.start_slowly(True)
    thread = threading.Thread(target=recorded.runner.work)
    thread.start()
    yield recorded
    recorded.runner.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def train(slow: Recorded, steps: int) -> None:
    """Run at least to this step, and pause."""
    slow.runner.run()
    wait_until(lambda: slow.runner.log.steps >= steps)
    slow.runner.pause()
    wait_until(lambda: slow.states[-1] == "paused")


def pace(slow: Recorded) -> float | None:
    """What the run's next frame says."""
    frames: list[Frame] = []

    def came() -> bool:
        frame = slow.runner.frames.take()
        frames.extend([frame] if frame else [])
        return bool(frames)

    slow.runner.ask(FrameRequest())
    wait_until(came)
    return frames[0].pace


def at_once(spec: RunSpec, steps: int) -> np.ndarray:
    """The losses of as many steps at full speed."""
    recorded = Recorded()
    recorded.runner.load(spec)
    recorded.runner.limit(steps=steps)
    recorded.runner.run()
    recorded.runner.work(until_ended=True)
    return recorded.losses


def test_that_a_slow_start_learns_the_same_bit_for_bit(slow: Recorded) -> None:
    slow.runner.load(ENDLESS)
    train(slow, 40)
    slow.runner.step(3)
    wait_until(lambda: slow.states[-1] == "paused")
    train(slow, 150)
    assert np.array_equal(slow.losses, at_once(ENDLESS, len(slow.losses)))


def test_that_a_frame_tells_the_pace_until_full_speed_is_reached(slow: Recorded) -> None:
    slow.runner.load(ENDLESS)
    assert pace(slow) is None
    train(slow, 20)
    now = pace(slow)
    assert now is not None
    assert 60 < now < 120
    slow.runner.pace(None)
    assert pace(slow) is None


def test_that_reset_starts_slowly_anew(slow: Recorded) -> None:
    slow.runner.load(ENDLESS)
    slow.runner.run()
    slow.runner.pace(None)
    wait_until(lambda: slow.runner.log.steps > 500)
    slow.runner.reset()
    wait_until(lambda: slow.runner.log.steps == 0)
    train(slow, 5)
    now = pace(slow)
    assert now is not None
    assert now < 120


def test_that_epochs_that_are_asked_for_do_not_wait_for_a_slow_start() -> None:
    recorded = Recorded()
    recorded.runner.start_slowly(True)
    recorded.runner.load(ENDLESS)
    recorded.runner.run_epochs(1)
    recorded.obey()
    assert (recorded.runner.log.steps, recorded.last.state) == (35, "paused")
    recorded.runner.run()
    recorded.obey()
    assert (recorded.runner.log.steps < 50, recorded.last.state) == (True, "running")


def test_that_a_run_that_goes_on_from_a_late_step_is_not_slow_again(slow: Recorded) -> None:
    slow.runner.load(ENDLESS)
    slow.runner.run_epochs(200)
    wait_until(lambda: slow.runner.log.steps == 7000 and slow.states[-1] == "paused")
    kept: list[object] = []
    slow.runner.deliver(lambda state, _: kept.append(state))
    wait_until(lambda: bool(kept))
    slow.runner.load(ENDLESS, None, kept[0], slow.runner.log.to_arrays())  # type: ignore[arg-type]
    train(slow, 7001)
    now = pace(slow)
    assert now is None or now > 4000


def test_that_whoever_ends_it_while_it_goes_on_has_full_speed(slow: Recorded) -> None:
    slow.runner.load(ENDLESS)
    slow.runner.run()
    wait_until(lambda: slow.runner.log.steps > 3)
    slow.runner.start_slowly(False)
    wait_until(lambda: slow.runner.log.steps > 20_000)
