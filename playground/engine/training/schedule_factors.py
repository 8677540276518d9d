"""The factor on the base learning rate, as a pure function of the counters.

So the learning rate and the schedule can both be changed between any two steps. The formulas and
their sources stand in the rows of `playground.engine.catalogue.schedules`.
"""

import math
from dataclasses import dataclass

from playground.engine.training.epoch_clock import EpochClock


@dataclass(frozen=True, slots=True)
class Plateau:
    """What the plateau schedule remembers between two measurements of the loss."""

    factor: float = 1.0
    best: float = math.inf
    waiting: int = 0
    resting: int = 0


def warm_up(step: int, steps: int) -> float:
    """Rises in equal parts over `steps` steps, as torch's LinearLR does: `(step + 1) / steps`."""
    return min(1.0, (step + 1) / steps) if steps else 1.0


def constant(clock: EpochClock) -> float:  # noqa: ARG001
    return 1.0


def step(clock: EpochClock, step_size: int, gamma: float) -> float:
    factor: float = gamma ** (clock.epoch // step_size)
    return factor


def multi_step(clock: EpochClock, milestones: tuple[int, ...], gamma: float) -> float:
    factor: float = gamma ** sum(milestone <= clock.epoch for milestone in milestones)
    return factor


def exponential(clock: EpochClock, gamma: float) -> float:
    factor: float = gamma**clock.epoch
    return factor


def cosine(clock: EpochClock, period: int, minimum_factor: float) -> float:
    """Half a wave; unlike torch's it stays at the bottom once it is there."""
    return _half_wave(1.0, minimum_factor, min(clock.steps / (period * clock.steps_per_epoch), 1.0))


def cosine_restarts(
    clock: EpochClock, period: int, period_growth: int, minimum_factor: float
) -> float:
    time, length = clock.steps, period * clock.steps_per_epoch
    if period_growth == 1:
        time %= length
    while time >= length:
        time -= length
        length *= period_growth
    return _half_wave(1.0, minimum_factor, time / length)


def one_cycle(
    clock: EpochClock,
    cycle_epochs: int,
    pct_start: float,
    div_factor: float,
    final_div_factor: float,
) -> float:
    """The base learning rate is torch's `max_lr`; after its end the cycle stays at its lowest."""
    now, steps = clock.steps, cycle_epochs * clock.steps_per_epoch
    last, top = steps - 1, pct_start * steps - 1
    start = 1.0 / div_factor
    if now <= top:
        return _half_wave(start, 1.0, now / top if top > 0 else 1.0)
    fallen = min((now - top) / (last - top), 1.0) if last > top else 1.0
    return _half_wave(1.0, start / final_div_factor, fallen)


def plateau(
    state: Plateau,
    loss: float,
    factor: float,
    plateau_patience: int,
    threshold: float,
    cooldown: int,
) -> Plateau:
    """The state after one more measurement, as torch's ReduceLROnPlateau counts it."""
    better = loss < state.best * (1.0 - threshold) if math.isfinite(state.best) else loss < math.inf
    waiting = 0 if better else state.waiting + 1
    best = loss if better else state.best
    if state.resting > 0:
        return Plateau(state.factor, best, 0, state.resting - 1)
    if waiting > plateau_patience:
        return Plateau(state.factor * factor, best, 0, cooldown)
    return Plateau(state.factor, best, waiting, 0)


def _half_wave(start: float, end: float, part: float) -> float:
    return end + (start - end) * (1.0 + math.cos(math.pi * part)) / 2.0
