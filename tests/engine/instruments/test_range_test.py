"""The learning-rate range test: its losses, where it ends, and what it suggests."""

import copy
import itertools

import numpy as np
import pytest
import torch

from playground.engine.catalogue.optimizers import OPTIMIZERS
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.instruments.range_reading import read, smoothed
from playground.engine.instruments.range_test import Explosion, rising
from playground.engine.instruments.rate_range import RangeStep, RateRange, remark_on
from playground.engine.instruments.run_copy import copy_of
from playground.engine.settings import paths as settings
from playground.engine.spec.run import DataSpec, RunSpec
from playground.engine.training.trainer import Trainer

CPU = torch.device("cpu")
TESTED = [row.key for row in OPTIMIZERS if row.key != "rprop"]


@pytest.fixture(scope="module")
def xor() -> Dataset:
    return build_dataset(DataSpec(source="xor", samples=60))


def trained(data: Dataset, steps: int = 30, **values: object) -> Trainer:
    paths = {f"training.{name}": value for name, value in values.items()}
    trainer = Trainer(settings.write_all(RunSpec(data=data.spec), paths), data, CPU)
    for _ in range(steps):
        trainer.step()
    return trainer


def test_that_the_losses_are_those_of_a_loop_written_by_hand(xor: Dataset) -> None:
    trainer = trained(xor, optimizer="sgd", batch_size=7, momentum=0.5)
    rates = np.geomspace(1e-4, 1.0, 40)
    network, optimizer = copy.deepcopy(trainer.network), trainer.optimizer
    by_hand = torch.optim.SGD(network.parameters(), lr=1.0, momentum=0.5)
    for own, other in zip(network.parameters(), trainer.network.parameters(), strict=True):
        buffer = optimizer.state[other]["momentum_buffer"]
        by_hand.state[own]["momentum_buffer"] = buffer.clone()
    batches = copy.deepcopy(trainer.batches)
    expected = []
    for rate in rates:
        inputs, targets = batches.take()
        loss = torch.nn.functional.cross_entropy(network(inputs), targets)
        by_hand.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        by_hand.param_groups[0]["lr"] = float(rate)
        by_hand.step()
        expected.append(loss.item())
    steps = [*rising(copy_of(trainer), rates)]
    assert [step.loss for step in steps] == pytest.approx(expected[: len(steps)], rel=1e-6)
    assert len(steps) > 30


def test_that_the_untouched_weights_lose_what_the_run_s_would(xor: Dataset) -> None:
    trainer = trained(xor, batch_size=7)
    steps = [*rising(copy_of(trainer), RateRange(1e-7, 1e-6, 20).rates)]
    batches = copy.deepcopy(trainer.batches)
    for step in steps:
        inputs, targets = batches.take()
        loss = torch.nn.functional.cross_entropy
        assert step.untouched == pytest.approx(loss(trainer.network(inputs), targets).item())


@pytest.mark.parametrize("schedule", ["constant", "one_cycle"])
def test_that_schedule_and_warm_up_are_ignored(xor: Dataset, schedule: str) -> None:
    plain, other = (
        trained(xor, 0, optimizer="sgd"),
        trained(xor, 0, optimizer="sgd", schedule=schedule, warmup=500),
    )
    rates = RateRange(1e-3, 0.5, 30).rates
    assert [*rising(copy_of(plain), rates)] == [*rising(copy_of(other), rates)]


@pytest.mark.parametrize("optimizer", TESTED)
def test_that_a_test_leaves_the_run_bit_for_bit_as_it_was(xor: Dataset, optimizer: str) -> None:
    trainer, other = (trained(xor, optimizer=optimizer) for _ in range(2))
    generator = torch.get_rng_state()
    assert len([*rising(copy_of(trainer), RateRange(1e-6, 1.0, 20).rates)]) > 1
    assert torch.equal(torch.get_rng_state(), generator)
    assert [trainer.step().item() for _ in range(20)] == [other.step().item() for _ in range(20)]


def test_that_rprop_is_refused_because_it_does_not_go_by_the_rate(xor: Dataset) -> None:
    with pytest.raises(InputError, match="very first step only"):
        next(rising(copy_of(trained(xor, optimizer="rprop")), RateRange().rates))


def test_that_what_is_different_with_an_optimizer_is_said() -> None:
    assert "several times" in remark_on("lbfgs")
    assert "1/√" in remark_on("adafactor")
    assert remark_on("adam") == ""


def test_that_weights_that_are_not_finite_are_refused_in_a_sentence(xor: Dataset) -> None:
    trainer = trained(xor)
    with torch.no_grad():
        next(trainer.network.parameters()).fill_(float("nan"))
    with pytest.raises(InputError, match="restore the last valid weights"):
        copy_of(trainer)


@pytest.mark.parametrize(("low", "high"), [(1.0, 1.0), (1.0, 0.1), (0.0, 1.0)])
def test_that_a_rate_that_does_not_rise_is_refused(low: float, high: float) -> None:
    with pytest.raises(InputError, match="smaller than the last"):
        RateRange(low, high)


def test_that_the_rate_rises_by_the_same_factor_from_end_to_end() -> None:
    rates = RateRange(1e-7, 10.0, 300).rates
    assert (rates[0], rates[-1]) == pytest.approx((1e-7, 10.0))
    assert np.ptp(rates[1:] / rates[:-1]) < 1e-9


def test_that_the_test_ends_where_the_loss_is_four_times_its_best() -> None:
    explosion = Explosion()
    calm = [explosion.has_come(RangeStep(loss, 1.0)) for loss in (1.0, 0.5, *[0.4] * 40)]
    assert not any(calm)
    # The running mean of 0.4 and later 2.0 passes 1.6 once 0.9 ** n < 0.25.
    late = [explosion.has_come(RangeStep(2.0, 1.0)) for _ in range(20)]
    assert late.index(True) + 1 == next(n for n in itertools.count(1) if 0.9**n < 0.25)


def test_that_hard_batches_are_no_explosion_and_infinity_is_one() -> None:
    explosion = Explosion()
    assert not any(explosion.has_come(RangeStep(loss, loss)) for loss in [0.1] * 20 + [9.0] * 20)
    assert explosion.has_come(RangeStep(float("inf"), 1.0))
    assert Explosion().has_come(RangeStep(float("nan"), 1.0))


def test_that_a_diverging_run_ends_before_the_last_rate() -> None:
    trainer = trained(build_dataset(DataSpec(source="sine")), 0, optimizer="sgd", loss="mse")
    rates = RateRange(1e-4, 1000.0, 200).rates
    assert len([*rising(copy_of(trainer), rates)]) < 200


def test_that_the_suggestion_is_where_a_known_curve_is_steepest() -> None:
    rates = np.geomspace(1e-6, 10.0, 300)
    places = np.log10(rates)
    losses = 1.0 - 0.8 / (1.0 + np.exp(-4.0 * (places + 2.0)))  # steepest at 1e-2
    losses += 0.3 * np.exp(6.0 * (places - 0.5))
    reading = read(rates, losses, np.ones_like(rates))
    assert reading.suggested is not None
    assert np.log10(reading.suggested) == pytest.approx(-2.0, abs=0.05)


def test_that_how_hard_a_batch_is_does_not_move_the_suggestion() -> None:
    rates = np.geomspace(1e-6, 1.0, 300)
    fall = 0.4 / (1.0 + np.exp(-4.0 * (np.log10(rates) + 2.0)))
    hard = 1.0 + 0.3 * np.random.default_rng(5).standard_normal(300)
    reading = read(rates, hard - fall, hard)
    assert reading.suggested is not None
    assert np.log10(reading.suggested) == pytest.approx(-2.0, abs=0.05)


def test_that_flat_or_noisy_losses_suggest_nothing() -> None:
    rates, noise = np.geomspace(1e-6, 1.0, 300), np.random.default_rng(6).standard_normal(300)
    even = np.ones_like(rates)
    assert read(rates, even, even).suggested is None
    assert read(rates, even + 0.2 * noise, even).suggested is None
    assert read(rates[:3], even[:3], even[:3]).suggested is None
    assert read(rates[:0], even[:0], even[:0]).lowest is None


def test_that_steps_without_a_finite_loss_are_left_out() -> None:
    rates = np.geomspace(1e-3, 1.0, 40)
    losses = np.r_[np.linspace(1.0, 0.2, 38), np.inf, np.nan]
    reading = read(rates, losses, np.ones(40))
    assert len(reading.rates) == 38
    assert np.isfinite(reading.smooth).all()


def test_that_smoothing_keeps_a_level_and_halves_a_step_where_it_is() -> None:
    rates = np.geomspace(1e-3, 1.0, 301)
    assert smoothed(rates, np.full(301, 0.7)) == pytest.approx(0.7)
    smooth = smoothed(rates, np.r_[np.zeros(150), 0.5, np.ones(150)])
    assert smooth[150] == pytest.approx(0.5)
