"""Slow motion takes the steps that are due, and no more."""

import pytest

from playground.engine.run.slow_motion import Pace


def taken(pace: Pace, seconds: float, tick: float) -> int:
    """How many steps are taken by somebody who looks every `tick` seconds."""
    total, looks = 0, round(seconds / tick)
    for number in range(looks):
        now = number * tick
        steps = pace.steps_due(now)
        assert steps is not None
        total += steps
        pace.count(steps, now)
    return total


@pytest.mark.parametrize("rate", [1.0, 7.0, 60.0, 1000.0])
def test_that_as_many_steps_are_taken_as_were_asked_for(rate: float) -> None:
    pace = Pace()
    pace.set(rate)
    assert taken(pace, 10.0, 0.005) == pytest.approx(rate * 10, rel=0.02, abs=1)


def test_that_full_speed_waits_for_nothing() -> None:
    pace = Pace()
    assert pace.steps_due(0.0) is None
    assert pace.wait(0.0) == 0.0


def test_that_the_wait_is_until_the_next_step() -> None:
    pace = Pace()
    pace.set(2.0)
    assert pace.steps_due(10.0) == 1
    pace.count(1, 10.0)
    assert pace.steps_due(10.1) == 0
    assert pace.wait(10.1) == pytest.approx(0.4)


def test_that_a_pause_is_not_made_up_for() -> None:
    pace = Pace()
    pace.set(10.0)
    pace.count(pace.steps_due(0.0) or 0, 0.0)
    assert pace.steps_due(100.0) == 1
