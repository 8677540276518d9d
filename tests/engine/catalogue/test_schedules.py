"""Every schedule follows torch's scheduler of the same name, step by step."""

import math
from collections.abc import Callable

import pytest
import torch
from torch.optim import lr_scheduler

from playground.engine.catalogue.schedules import SCHEDULES, Schedule
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import TrainingSpec
from playground.engine.training.epoch_clock import EpochClock
from playground.engine.training.learning_rate import LearningRate

STEPS_PER_EPOCH = 5
RATE = 0.3

Scheduler = lr_scheduler.LRScheduler
Make = Callable[[torch.optim.Optimizer], Scheduler]


def _spec(schedule: str, options: dict[str, Value], warmup: int = 0) -> TrainingSpec:
    return TrainingSpec(
        schedule=schedule,
        learning_rate=RATE,
        warmup=warmup,
        options=tuple(sorted(options.items())),
    )


def _rate(rate: LearningRate, step: int) -> float:
    return rate.at(step, EpochClock(*divmod(step, STEPS_PER_EPOCH), STEPS_PER_EPOCH, batch=1))


def _ours(spec: TrainingSpec, steps: int) -> list[float]:
    rate = LearningRate(spec)
    return [_rate(rate, step) for step in range(steps)]


def _torchs(make: Make, steps: int, every: int) -> list[float]:
    """The rates of torch's scheduler, stepped after every `every` steps."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    scheduler, rates = make(optimizer), []
    for step in range(steps):
        rates.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        if (step + 1) % every == 0:
            scheduler.step()
    return rates


MakeFor = Callable[[int], Make]


def _one_cycle(rising: float) -> tuple[str, dict[str, Value], MakeFor]:
    options: dict[str, Value] = {"cycle_epochs": 6, "pct_start": rising}
    return (
        "one_cycle",
        options,
        lambda steps: (
            lambda o: lr_scheduler.OneCycleLR(
                o, RATE, total_steps=6 * steps, pct_start=rising, cycle_momentum=False
            )
        ),
    )


BY_STEP: list[tuple[str, dict[str, Value], MakeFor]] = [
    ("cosine", {"period": 6}, lambda steps: lambda o: lr_scheduler.CosineAnnealingLR(o, 6 * steps)),
    (
        "cosine_restarts",
        {"period": 2, "period_growth": 2},
        lambda steps: lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 2 * steps, 2),
    ),
    *(_one_cycle(part) for part in (0.0, 0.1, 0.3, 0.9)),
]
CASES: list[tuple[str, dict[str, Value], Make, int]] = [
    ("constant", {}, lambda o: lr_scheduler.ConstantLR(o, factor=1.0), 1),
    (
        "step",
        {"step_size": 3, "gamma": 0.5},
        lambda o: lr_scheduler.StepLR(o, 3, 0.5),
        STEPS_PER_EPOCH,
    ),
    (
        "multi_step",
        {"milestones": (2, 3, 9), "gamma": 0.2},
        lambda o: lr_scheduler.MultiStepLR(o, [2, 3, 9], 0.2),
        STEPS_PER_EPOCH,
    ),
    (
        "exponential",
        {"gamma": 0.9},
        lambda o: lr_scheduler.ExponentialLR(o, 0.9),
        STEPS_PER_EPOCH,
    ),
    (
        "cosine",
        {"period": 12, "minimum_factor": 0.1},
        lambda o: lr_scheduler.CosineAnnealingLR(o, 12 * STEPS_PER_EPOCH, RATE * 0.1),
        1,
    ),
    (
        "cosine_restarts",
        {"period": 3, "minimum_factor": 0.2},
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 3 * STEPS_PER_EPOCH, 1, RATE * 0.2),
        1,
    ),
    (
        "cosine_restarts",
        {"period": 2, "period_growth": 2},
        lambda o: lr_scheduler.CosineAnnealingWarmRestarts(o, 2 * STEPS_PER_EPOCH, 2),
        1,
    ),
    (
        "one_cycle",
        {"cycle_epochs": 12, "pct_start": 0.4, "div_factor": 10.0, "final_div_factor": 100.0},
        lambda o: lr_scheduler.OneCycleLR(
            o,
            RATE,
            total_steps=12 * STEPS_PER_EPOCH,
            pct_start=0.4,
            div_factor=10,
            final_div_factor=100,
            cycle_momentum=False,
        ),
        1,
    ),
]


@pytest.mark.parametrize(("key", "options", "make", "every"), CASES)
def test_that_a_schedule_follows_torchs(
    key: str, options: dict[str, Value], make: Make, every: int
) -> None:
    steps = 12 * STEPS_PER_EPOCH
    torchs = _torchs(make, steps, every)
    assert _ours(_spec(key, options), steps) == pytest.approx(torchs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("batch", [1, 2, 3, 4, 6, 7])
@pytest.mark.parametrize(("key", "options", "make_for"), BY_STEP)
def test_that_a_schedule_follows_torchs_where_the_last_batch_is_smaller(
    key: str, options: dict[str, Value], make_for: MakeFor, batch: int
) -> None:
    rate, clock = LearningRate(_spec(key, options)), EpochClock(0, 0, rows=7, batch=batch)
    steps = 6 * clock.steps_per_epoch
    ours = [rate.at(step, clock.after(step).next) for step in range(steps)]
    torchs = _torchs(make_for(clock.steps_per_epoch), steps, 1)
    assert ours == pytest.approx(torchs, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("key", "options", "make", "every"), CASES[:6])
def test_that_warm_up_rises_before_any_schedule_as_torchs_does(
    key: str, options: dict[str, Value], make: Make, every: int
) -> None:
    steps = 12 * STEPS_PER_EPOCH
    warm = _torchs(lambda o: lr_scheduler.LinearLR(o, 1 / 7, 1.0, 6), steps, 1)
    after = _torchs(make, steps, every)
    expected = [w * a / RATE for w, a in zip(warm, after, strict=True)]
    assert _ours(_spec(key, options, warmup=7), steps) == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("cooldown", [0, 2])
def test_that_the_plateau_schedule_counts_as_torchs_does(cooldown: int) -> None:
    losses = [3.0, 2.0, 2.1, 2.1, 2.1, 1.9, 1.9, 1.9, 1.9, 1.9, 1.9, math.nan, 1.9, 1.0, 1.0, 1.0]
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=RATE)
    torchs = lr_scheduler.ReduceLROnPlateau(
        optimizer, factor=0.5, patience=2, threshold=0.01, cooldown=cooldown, eps=0.0
    )
    options: dict[str, Value] = {
        "factor": 0.5,
        "plateau_patience": 2,
        "threshold": 0.01,
        "cooldown": cooldown,
    }
    ours = LearningRate(_spec("plateau", options))
    for loss in losses:
        torchs.step(loss)
        ours.observe(loss)
        assert _rate(ours, 0) == pytest.approx(optimizer.param_groups[0]["lr"])
    assert ours.plateau.factor < 1.0


def test_that_the_cosine_stays_at_the_bottom() -> None:
    spec = _spec("cosine", {"period": 2, "minimum_factor": 0.1})
    assert _rate(LearningRate(spec), 99) == pytest.approx(RATE * 0.1)


def test_that_one_cycle_stays_at_its_lowest() -> None:
    spec = _spec("one_cycle", {"cycle_epochs": 2, "div_factor": 10.0, "final_div_factor": 10.0})
    assert _rate(LearningRate(spec), 99) == pytest.approx(RATE / 100)


@pytest.mark.parametrize("row", SCHEDULES, ids=lambda row: row.key)
@pytest.mark.parametrize("end", ["minimum", "maximum"])
def test_that_the_factor_stays_within_0_and_1_at_all_bounds(row: Schedule, end: str) -> None:
    for parameter in row.parameters:
        if parameter.kind == "integers":
            continue
        value = parameter.check(getattr(parameter, end))
        rate = LearningRate(_spec(row.key, {parameter.name: value}))
        for step in (0, 1, 4, 5, 500, 50_000):
            rate.observe(1.0)
            assert 0.0 <= _rate(rate, step) <= RATE * (1 + 1e-12)


@pytest.mark.parametrize("row", SCHEDULES, ids=lambda row: row.key)
def test_that_a_schedule_says_what_it_is(row: Schedule) -> None:
    assert row.help.endswith(".")
    assert row.formula
    assert row.source.startswith("https://docs.pytorch.org/")


def test_that_a_live_change_goes_on_by_the_new_schedule_at_the_same_place() -> None:
    before = LearningRate(_spec("constant", {}))
    after = before.followed_by(_spec("exponential", {"gamma": 0.5}))
    assert _rate(after, 10) == pytest.approx(RATE * 0.25)


def test_that_plateaus_count_on_only_while_the_schedule_stays() -> None:
    rate = LearningRate(_spec("plateau", {"plateau_patience": 0, "factor": 0.5}))
    rate.observe(1.0)
    rate.observe(1.0)
    same = rate.followed_by(_spec("plateau", {"plateau_patience": 3, "factor": 0.5}))
    assert _rate(same, 0) == pytest.approx(RATE * 0.5)
    left = same.followed_by(_spec("constant", {}))
    assert _rate(left.followed_by(_spec("plateau", {})), 0) == pytest.approx(RATE)
