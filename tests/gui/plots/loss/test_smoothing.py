"""A smoothed loss: how far it reaches, where it starts and ends, and what it leaves alone."""

import numpy as np
import pytest

from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import LossCurve
from playground.gui.plots.loss.smoothing import (
    Doubles,
    reach,
    smooth_logarithmic_part,
    smooth_part,
    smoothed,
)


def a_noisy_log(steps: int) -> LossLog:
    log = LossLog()
    noise = np.random.default_rng(7).normal(0.0, 0.2, steps)
    losses = (1.0 + np.exp(-np.arange(steps) * 6.0 / steps) + noise).astype(np.float32)
    log.append(losses, steps, steps / 10, steps / 1000)
    return log


def line_of(log: LossLog, points: int, smoothing: float = 0.9) -> tuple[LossCurve, Doubles]:
    """The whole run as a plot with room for so many points draws it."""
    curve = log.train(points=points)
    return smooth_part(curve, -np.inf, np.inf, smoothing, float(curve.x[-1]), 1.0)


def test_that_no_smoothing_is_exactly_the_means() -> None:
    curve, line = line_of(a_noisy_log(5000), 500, smoothing=0.0)
    assert np.array_equal(line, curve.mean)


def test_that_the_reach_is_a_part_of_the_steps_shown_and_never_less_than_of_single_steps() -> None:
    assert reach(0.9, 300_000, 1.0) == pytest.approx(9 * 1000)
    assert reach(0.9, 3_000, 1.0) == pytest.approx(9 * 10)
    assert reach(0.6, 20, 1.0) == pytest.approx(1.5)


@pytest.mark.parametrize("smoothing", [0.6, 0.9, 0.99])
def test_that_the_line_does_not_hang_on_how_many_points_are_drawn(smoothing: float) -> None:
    log = a_noisy_log(64_000)
    few, rough = line_of(log, 260, smoothing)
    many, fine = line_of(log, 2000, smoothing)
    assert len(many.x) > 3 * len(few.x)
    middle = slice(5, -5)
    means = smoothed(fine, 4.0)
    difference = np.interp(few.x, many.x, means)[middle] - rough[middle]
    assert np.abs(difference).max() < 0.02


def test_that_the_line_has_the_same_shape_however_long_the_run() -> None:
    def shape(steps: int) -> Doubles:
        log = LossLog()
        losses = np.exp(-np.arange(steps) * 6.0 / steps).astype(np.float32)
        log.append(losses, steps, 1.0, 1.0)
        curve, line = line_of(log, 500)
        return np.interp(np.linspace(0.02, 0.98, 50), curve.x / steps, line)

    assert shape(3_000) == pytest.approx(shape(1_000_000), abs=5e-3)


def test_that_a_straight_line_stays_where_it_is_but_for_the_very_end() -> None:
    values = np.arange(200.0)
    line = smoothed(values, 20.0)
    assert line[:180] == pytest.approx(values[:180])
    assert (values - line)[-1] == pytest.approx(20.0 / 3, abs=0.5)


def test_that_a_falling_loss_starts_at_its_first_value() -> None:
    values = np.where(np.arange(300) < 1, 10.0, 0.1)
    line = smoothed(values, 30.0)
    assert line[0] == 10.0
    assert line[5] < 0.5
    assert line[40:] == pytest.approx(0.1)


def test_that_smoothing_calms_a_noise() -> None:
    noise = np.random.default_rng(1).normal(0.0, 1.0, 3000)
    assert smoothed(noise, 1.5).std() < 0.7
    assert smoothed(noise, 9.0)[50:].std() < 0.3


def test_that_losses_that_are_no_numbers_stay_where_they_are_and_count_for_nothing() -> None:
    values = np.array([1.0, 1.0, np.nan, 1.0, np.inf, 1.0, -np.inf, 1.0])
    line = smoothed(values, 3.0)
    finite = np.isfinite(values)
    np.testing.assert_array_equal(line[~finite], values[~finite])
    assert line[finite] == pytest.approx(1.0)
    nothing = np.full(4, np.nan)
    assert smoothed(nothing, 3.0) is nothing


def test_that_a_huge_loss_leaves_small_ones_beyond_the_reach_alone() -> None:
    values = np.full(100, 1e-9)
    values[20] = 1e38
    line = smoothed(values, 5.0)
    assert line[:10] == pytest.approx(1e-9, abs=0, rel=1e-9)
    assert line[26:] == pytest.approx(1e-9, abs=0, rel=1e-9)


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_that_a_reach_beyond_a_short_curve_is_no_trouble(size: int) -> None:
    values = np.linspace(1.0, 0.0, size)
    line = smoothed(values, 40.0)
    assert len(line) == size
    assert np.isfinite(line).all()


def test_that_what_lies_beyond_the_part_counts_but_is_cut_off() -> None:
    whole = a_noisy_log(400).train(points=500)
    _, line = smooth_part(whole, -np.inf, np.inf, 0.5, 0.0, 10.0)
    cut, part = smooth_part(whole, 100.0, 200.0, 0.5, 0.0, 10.0)
    assert (cut.x[0], cut.x[-1]) == (99.0, 200.0)
    assert part == pytest.approx(line[98:200])


def logarithmic_line(
    log: LossLog, points: int = 600, smoothing: float = 0.9
) -> tuple[LossCurve, Doubles]:
    """The whole run as a plot with a logarithmic axis draws it."""
    curve = log.train(points=points, logarithmic=True)
    shown = float(np.log10(curve.x[-1]))
    return smooth_logarithmic_part(curve, 0.0, np.inf, smoothing, shown, 1.0)


def test_that_no_smoothing_is_exactly_the_means_on_a_logarithmic_axis() -> None:
    curve, line = logarithmic_line(a_noisy_log(5000), smoothing=0.0)
    assert np.array_equal(line, curve.mean)


def test_that_every_decade_of_a_logarithmic_axis_is_smoothed() -> None:
    log = LossLog()
    noise = np.random.default_rng(7).normal(0.0, 0.2, 100_000)
    log.append((1.0 + noise).astype(np.float32), 100_000, 100.0, 1.0)
    curve, line = logarithmic_line(log)
    for low in (30, 300, 3_000):
        decade = (curve.x >= low) & (curve.x < 10 * low)
        assert line[decade].std() < 0.5 * curve.mean[decade].std()
        assert np.abs(line[decade] - 1.0).max() < 0.2


def test_that_a_straight_line_over_the_decades_stays_where_it_is() -> None:
    log = LossLog()
    losses = np.log10(np.arange(1, 100_001))
    log.append(losses.astype(np.float32), 100_000, 100.0, 1.0)
    curve, line = logarithmic_line(log)
    middle = (curve.x > 100) & (curve.x < 10_000)
    assert line[middle] == pytest.approx(np.log10(curve.x[middle]), abs=0.02)


@pytest.mark.parametrize("smoothing", [0.6, 0.9])
def test_that_a_logarithmic_line_does_not_hang_on_how_many_points_are_drawn(
    smoothing: float,
) -> None:
    log = LossLog()
    losses = 1.0 / np.sqrt(np.arange(1, 64_001))
    log.append(losses.astype(np.float32), 64_000, 64.0, 1.0)
    few, rough = logarithmic_line(log, 260, smoothing)
    many, fine = logarithmic_line(log, 1500, smoothing)
    difference = np.interp(np.log10(few.x), np.log10(many.x), fine) - rough
    assert np.abs(difference[3:-3]).max() < 0.02


def test_that_losses_that_are_no_numbers_stay_where_they_are_on_a_logarithmic_axis() -> None:
    log = LossLog()
    losses = np.array([1.0, np.nan, 1.0, np.inf, 1.0, 1.0], np.float32)
    log.append(losses, 6, 1.0, 1.0)
    _, line = logarithmic_line(log)
    assert np.array_equal(line, losses, equal_nan=True)
    log.append(np.full(6, np.nan, np.float32), 12, 2.0, 2.0)
    assert np.isnan(logarithmic_line(log)[1][6:]).all()
