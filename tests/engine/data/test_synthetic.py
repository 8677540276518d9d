"""What the drawn classes look like."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.data import synthetic
from playground.engine.data.raw import FloatArray, RawData
from playground.engine.spec.run import DataSpec

Draw = Callable[[DataSpec], RawData]

ALL: list[Draw] = [
    synthetic.circle,
    synthetic.xor,
    synthetic.gauss,
    synthetic.spiral,
    synthetic.moons,
    synthetic.checkerboard,
    synthetic.rings,
    synthetic.blobs,
    synthetic.spirals3,
]
ON_SPIRALS = (synthetic.spiral, synthetic.spirals3)
LABELS_MOVE = (synthetic.circle, synthetic.xor, synthetic.checkerboard)


def radius(raw: RawData) -> FloatArray:
    distance: FloatArray = np.hypot(raw.inputs[:, 0], raw.inputs[:, 1])
    return distance


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("samples", [10, 11, 503])
def test_that_as_many_points_are_drawn_as_are_asked_for(draw: Draw, samples: int) -> None:
    raw = draw(DataSpec(samples=samples))
    assert raw.inputs.shape == (samples, 2)
    assert raw.inputs.dtype == np.float64
    assert raw.targets.shape == (samples,)
    assert raw.targets.dtype == np.int64
    assert raw.feature_names == ("x1", "x2")


@pytest.mark.parametrize("draw", ALL)
def test_that_every_class_has_about_its_share_and_a_name(draw: Draw) -> None:
    raw = draw(DataSpec(samples=1200))
    counts = np.bincount(raw.targets)
    assert len(counts) == len(raw.class_names) == len(set(raw.class_names))
    assert counts.min() > 0.8 * 1200 / len(counts)
    assert raw.task == ("two_classes" if len(counts) == 2 else "more_classes")


@pytest.mark.parametrize("draw", ALL)
def test_that_points_without_noise_lie_in_the_plane_that_is_shown(draw: Draw) -> None:
    raw = draw(DataSpec(samples=2000))
    if draw in (synthetic.gauss, synthetic.blobs):
        assert np.mean(np.abs(raw.inputs) <= 6) > 0.999
    else:
        assert np.abs(raw.inputs).max() <= 6


@pytest.mark.parametrize("draw", ALL)
def test_that_a_seed_repeats_and_another_differs(draw: Draw) -> None:
    first, again = draw(DataSpec(seed=3, noise=0.2)), draw(DataSpec(seed=3, noise=0.2))
    other = draw(DataSpec(seed=4, noise=0.2))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert not np.array_equal(
        np.column_stack((first.inputs, first.targets)),
        np.column_stack((other.inputs, other.targets)),
    )


@pytest.mark.parametrize("draw", ALL)
def test_that_a_little_more_noise_moves_points_a_little_and_in_the_same_direction(
    draw: Draw,
) -> None:
    calm, some, more = (draw(DataSpec(noise=noise)).inputs for noise in (0.0, 0.1, 0.2))
    if draw in LABELS_MOVE:
        np.testing.assert_array_equal(calm, more)
        return
    if draw in (synthetic.gauss, synthetic.blobs):
        raw = draw(DataSpec(noise=0.1))
        spread = math.sqrt(0.5 + 0.7) / math.sqrt(0.5)
        for number in range(len(raw.class_names)):
            rows = raw.targets == number
            centre = np.sign(calm[rows].mean(axis=0)) * (2 if draw is synthetic.gauss else 3)
            np.testing.assert_allclose(some[rows] - centre, spread * (calm[rows] - centre))
        return
    np.testing.assert_allclose(more - calm, 2 * (some - calm), atol=1e-12)


@pytest.mark.parametrize("draw", [draw for draw in ALL if draw not in ON_SPIRALS])
def test_that_more_samples_keep_the_earlier_points(draw: Draw) -> None:
    few, many = draw(DataSpec(samples=50, noise=0.3)), draw(DataSpec(samples=80, noise=0.3))
    np.testing.assert_array_equal(few.inputs, many.inputs[:50])
    np.testing.assert_array_equal(few.targets, many.targets[:50])


def test_that_blue_of_the_circle_lies_inside_and_orange_outside_with_a_gap() -> None:
    raw = synthetic.circle(DataSpec(samples=1000))
    blue = raw.targets == 1
    assert radius(raw)[blue].max() <= 2.5
    assert radius(raw)[~blue].min() >= 3.5
    assert radius(raw).max() <= 5
    assert blue.sum() == 500


def test_that_noise_on_the_circle_exchanges_labels_near_its_edge_first() -> None:
    calm = synthetic.circle(DataSpec(samples=4000))
    noisy = synthetic.circle(DataSpec(samples=4000, noise=0.25))
    exchanged = calm.targets != noisy.targets
    near = np.abs(radius(calm) - 2.5) < 1
    assert exchanged[near].mean() > 2 * exchanged[~near].mean()


def test_that_the_sign_of_the_product_decides_xor_and_the_axes_are_left_free() -> None:
    raw = synthetic.xor(DataSpec(samples=1000))
    np.testing.assert_array_equal(raw.targets == 1, raw.inputs.prod(axis=1) >= 0)
    assert np.abs(raw.inputs).min() >= 0.3
    assert np.abs(raw.inputs).max() <= 5.3


@pytest.mark.parametrize(("noise", "variance"), [(0.0, 0.5), (0.5, 4.0)])
def test_that_the_two_clouds_have_playgrounds_centres_and_variances(
    noise: float, variance: float
) -> None:
    raw = synthetic.gauss(DataSpec(samples=40_000, noise=noise))
    for number, centre in ((0, -2), (1, 2)):
        cloud = raw.inputs[raw.targets == number]
        np.testing.assert_allclose(cloud.mean(axis=0), centre, atol=0.1)
        np.testing.assert_allclose(cloud.var(axis=0), variance, rtol=0.05)


def test_that_each_spiral_arm_winds_outwards_by_one_and_three_quarter_turns() -> None:
    raw = synthetic.spiral(DataSpec(samples=400))
    for number, start in ((1, 0.0), (0, math.pi)):
        arm = raw.inputs[raw.targets == number]
        distance = np.hypot(arm[:, 0], arm[:, 1])
        np.testing.assert_allclose(distance, 5 * np.arange(200) / 200)
        angle = 1.75 * 2 * math.pi * distance / 5 + start
        np.testing.assert_allclose(arm[:, 0], distance * np.sin(angle), atol=1e-9)
        np.testing.assert_allclose(arm[:, 1], distance * np.cos(angle), atol=1e-9)


def test_that_one_spiral_arm_is_the_other_turned_by_half() -> None:
    raw = synthetic.spiral(DataSpec(samples=400))
    np.testing.assert_allclose(
        raw.inputs[raw.targets == 1], -raw.inputs[raw.targets == 0], atol=1e-9
    )


def test_that_the_moons_are_half_circles_of_radius_three() -> None:
    raw = synthetic.moons(DataSpec(samples=1000))
    orange, blue = raw.inputs[raw.targets == 0], raw.inputs[raw.targets == 1]
    np.testing.assert_allclose(np.hypot(orange[:, 0] + 1.5, orange[:, 1] + 0.75), 3)
    np.testing.assert_allclose(np.hypot(blue[:, 0] - 1.5, blue[:, 1] - 0.75), 3)
    assert orange[:, 1].min() >= -0.75
    assert blue[:, 1].max() <= 0.75


def test_that_neighbouring_squares_of_the_checkerboard_differ() -> None:
    raw = synthetic.checkerboard(DataSpec(samples=4000))
    square = np.floor(raw.inputs / 3).astype(int) + 2
    seen: dict[tuple[int, int], set[int]] = {}
    for (column, line), target in zip(square, raw.targets, strict=True):
        seen.setdefault((int(column), int(line)), set()).add(int(target))
    assert len(seen) == 16
    for (column, line), targets in seen.items():
        assert targets == {1 - (column + line) % 2}


def test_that_the_rings_lie_apart_around_the_same_centre() -> None:
    raw = synthetic.rings(DataSpec(samples=900))
    for number in range(3):
        ring = radius(raw)[raw.targets == number]
        assert 2 * number + 0.5 <= ring.min() <= ring.max() <= 2 * number + 1.5


def test_that_the_four_clouds_stand_in_the_quadrants_they_are_named_after() -> None:
    raw = synthetic.blobs(DataSpec(samples=4000))
    for number, name in enumerate(raw.class_names):
        x, y = raw.inputs[raw.targets == number].mean(axis=0)
        assert ("right" in name) == (x > 0)
        assert ("upper" in name) == (y > 0)


def test_that_three_spirals_turned_by_a_third_cover_one_another() -> None:
    raw = synthetic.spirals3(DataSpec(samples=300))
    first, second, third = (raw.inputs[raw.targets == number] for number in range(3))
    cos, sin = math.cos(2 * math.pi / 3), math.sin(2 * math.pi / 3)
    turn = np.array(((cos, -sin), (sin, cos)))
    np.testing.assert_allclose(first @ turn, second, atol=1e-9)
    np.testing.assert_allclose(second @ turn, third, atol=1e-9)


def test_that_columns_tell_the_range_and_the_median_that_were_drawn() -> None:
    raw = synthetic.circle(DataSpec(samples=100))
    for column, values in zip(raw.columns, raw.inputs.T, strict=True):
        assert column.minimum == values.min()
        assert column.maximum == values.max()
        assert float(column.typical) == pytest.approx(np.median(values), rel=1e-3)
