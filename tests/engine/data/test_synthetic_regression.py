"""What the drawn numbers to predict look like."""

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.data import synthetic_regression as drawn
from playground.engine.data.raw import FloatArray, RawData
from playground.engine.spec.run import DataSpec

Draw = Callable[[DataSpec], RawData]

CURVES: list[Draw] = [drawn.sine, drawn.step, drawn.xsinx, drawn.polynomial]
SAMPLED = [drawn.plane, drawn.hills, *CURVES, drawn.random10]


@pytest.mark.parametrize("draw", SAMPLED)
def test_that_rows_have_one_number_to_predict(draw: Draw) -> None:
    raw = draw(DataSpec(samples=37))
    assert raw.task == "regression"
    assert raw.inputs.shape == (37, len(raw.feature_names))
    assert raw.targets.shape == (37,)
    assert raw.targets.dtype == raw.inputs.dtype == np.float64
    assert raw.class_names == ()


@pytest.mark.parametrize("draw", SAMPLED)
def test_that_noise_changes_targets_and_never_positions(draw: Draw) -> None:
    calm, noisy = draw(DataSpec(noise=0.0)), draw(DataSpec(noise=0.3))
    np.testing.assert_array_equal(calm.inputs, noisy.inputs)
    assert not np.array_equal(calm.targets, noisy.targets)


@pytest.mark.parametrize("draw", [*CURVES, drawn.line, drawn.plane, drawn.random10])
def test_that_twice_the_noise_moves_each_target_twice_as_far(draw: Draw) -> None:
    calm, some, more = (draw(DataSpec(noise=noise)).targets for noise in (0.0, 0.2, 0.4))
    np.testing.assert_allclose(more - calm, 2 * (some - calm), atol=1e-9)


@pytest.mark.parametrize("draw", SAMPLED)
def test_that_more_samples_keep_the_earlier_rows(draw: Draw) -> None:
    few, many = draw(DataSpec(samples=20, noise=0.2)), draw(DataSpec(samples=50, noise=0.2))
    np.testing.assert_array_equal(few.inputs, many.inputs[:20])
    np.testing.assert_array_equal(few.targets, many.targets[:20])


@pytest.mark.parametrize("samples", [10, 500])
def test_that_the_line_is_its_four_points_whatever_the_number_of_samples(samples: int) -> None:
    raw = drawn.line(DataSpec(samples=samples))
    assert raw.inputs.tolist() == [[1.0], [2.0], [3.0], [4.0]]
    assert raw.targets.tolist() == [2.0, 4.0, 6.0, 8.0]


def test_that_the_plane_rises_by_a_tenth_along_both_axes() -> None:
    raw = drawn.plane(DataSpec(samples=200))
    np.testing.assert_allclose(raw.targets, raw.inputs.sum(axis=1) / 10)
    assert np.abs(raw.inputs).max() <= 6


def test_that_hills_stand_where_playground_puts_them() -> None:
    raw = drawn.hills(DataSpec(samples=20_000))
    for x, y, height in drawn.HILLS:
        distance = np.hypot(raw.inputs[:, 0] - x, raw.inputs[:, 1] - y)
        near = distance < 2
        np.testing.assert_allclose(raw.targets[near], height * (1 - distance[near] / 2))
    assert np.abs(raw.targets).max() <= 1
    far = (np.abs(raw.inputs[:, 1]) > 4.5) | (np.abs(raw.inputs[:, 1]) < 0.5)
    assert np.all(raw.targets[far] == 0)


@pytest.mark.parametrize(
    ("draw", "formula", "low", "high"),
    [
        (drawn.sine, np.sin, -6, 6),
        (drawn.step, lambda x: np.where(x >= 0, 1.0, -1.0), -6, 6),
        (drawn.xsinx, lambda x: x * np.sin(x), 0, 10),
        (drawn.polynomial, lambda x: x**3 - 4 * x, -3, 3),
    ],
)
def test_that_a_curve_follows_its_formula_over_its_interval(
    draw: Draw, formula: Callable[[FloatArray], FloatArray], low: float, high: float
) -> None:
    raw = draw(DataSpec(samples=300))
    x = raw.inputs[:, 0]
    np.testing.assert_allclose(raw.targets, formula(x))
    assert low <= x.min() < low + 0.05 * (high - low)
    assert high - 0.05 * (high - low) < x.max() <= high


def test_that_random10_is_standard_normal_and_tells_nothing() -> None:
    raw = drawn.random10(DataSpec(samples=20_000))
    together = np.column_stack((raw.inputs, raw.targets))
    np.testing.assert_allclose(np.cov(together.T), np.eye(11), atol=0.05)
    assert raw.feature_names[0] == "x1"
    assert raw.feature_names[-1] == "x10"
