"""Slow motion takes the steps that are due, and no more; a slow start ends at full speed."""

import math
from itertools import pairwise

import pytest

from playground.engine.run.slow_motion import FIRST, Pace


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


def a_slow_start(step: int = 0) -> Pace:
    pace = Pace()
    pace.start_slowly(True)
    pace.begin(step)
    pace.ask(bounded=False)
    return pace


def train_for(pace: Pace, seconds: float, fastest: float, began: float = 0.0) -> list[int]:
    """The steps taken by a machine that can do `fastest` a second, at each of its looks."""
    takes: list[int] = []
    now = began
    while now < began + seconds:
        due = pace.steps_due(now)
        if due == 0:
            now += max(pace.wait(now), 1e-4)
            continue
        most = max(1, round(fastest * 0.01))
        steps = most if due is None else min(due, most)
        pace.count(steps, now)
        takes.append(steps)
        now += steps / fastest
    return takes


@pytest.mark.parametrize("seconds", [1.0, 3.0, 6.0])
def test_that_a_slow_start_doubles_its_pace_every_second(seconds: float) -> None:
    steps = sum(train_for(a_slow_start(), seconds, fastest=1e6))
    assert steps == pytest.approx(FIRST / math.log(2) * (2**seconds - 1), rel=0.1)


def test_that_the_first_pictures_of_a_slow_start_show_a_few_steps_each() -> None:
    pictures = [sum(train_for(a_slow_start(), (n + 1) / 30, fastest=1e5)) for n in range(10)]
    assert all(1 <= after - before <= 5 for before, after in pairwise(pictures))


@pytest.mark.parametrize("fastest", [50.0, 2_000.0, 50_000.0])
def test_that_nothing_is_paced_once_the_machine_can_do_no_more(fastest: float) -> None:
    pace = a_slow_start()
    doublings = max(0.0, math.log2(fastest / FIRST))
    train_for(pace, max(0.0, doublings - 0.5), fastest)
    assert fastest < FIRST or pace.growing is not None
    train_for(pace, 2.0, fastest, began=100.0)
    assert pace.growing is None
    assert pace.steps_due(200.0) is None


def test_that_a_machine_that_was_held_up_once_goes_on_starting_slowly() -> None:
    pace = a_slow_start()
    train_for(pace, 3.0, fastest=1e5)
    pace.count(1, 60.0)
    train_for(pace, 0.2, fastest=1e5, began=120.0)
    assert pace.growing is not None


def test_that_a_slow_start_goes_on_after_a_pause_where_it_was() -> None:
    pace = a_slow_start()
    train_for(pace, 2.0, fastest=1e5)
    before = pace.growing
    pace.ask(bounded=False)
    assert pace.growing == before
    assert pace.steps_due(1000.0) == 2


def test_that_every_run_starts_slowly_anew_from_the_step_it_stands_at() -> None:
    pace = a_slow_start()
    pace.set(None)
    assert pace.growing is None
    pace.begin(0)
    assert pace.growing == FIRST
    pace.begin(40_000)
    assert pace.growing == pytest.approx(FIRST + 40_000 * math.log(2))


def test_that_steps_and_epochs_that_are_asked_for_are_taken_at_once() -> None:
    pace = a_slow_start()
    pace.ask(bounded=True)
    assert pace.steps_due(0.0) is None
    pace.count(100, 0.0)
    pace.ask(bounded=False)
    assert pace.growing == pytest.approx(FIRST + 100 * math.log(2))
    assert pace.steps_due(1.0) == 2


@pytest.mark.parametrize("speed", [5.0, 1000.0])
def test_that_a_chosen_speed_is_kept_from_the_first_step_on(speed: float) -> None:
    pace = a_slow_start()
    pace.set(speed)
    pace.begin(0)
    assert pace.growing is None
    assert taken(pace, 10.0, 0.005) == pytest.approx(speed * 10, rel=0.02, abs=1)


def test_that_nobody_starts_slowly_unasked() -> None:
    pace = Pace()
    pace.begin(0)
    assert pace.growing is None
