"""What scaling promises."""

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from sklearn.preprocessing import StandardScaler

from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.scaling import (
    ExactScaling,
    Scaling,
    apply_scaling,
    fit_scaling,
    identity_scaling,
)

tables = arrays(
    np.float32,
    st.tuples(st.integers(1, 30), st.integers(1, 5)),
    elements=st.floats(-1e6, 1e6, width=32),
)


def every_row(values: torch.Tensor) -> IntArray:
    return np.arange(len(values))


@given(tables)
def test_that_scaling_can_be_undone(table: npt.NDArray[np.float32]) -> None:
    values = torch.from_numpy(table)
    scaling = fit_scaling(values, every_row(values))
    scaled = apply_scaling(values.clone(), scaling).numpy().astype(np.float64)
    assert np.all(np.isfinite(scaled))
    undone = scaled * scaling.deviation + scaling.mean
    largest = np.abs(table.astype(np.float64)).max(axis=0)
    assert np.all(np.abs(undone - table) <= 1e-5 * largest + 1e-30)


@given(tables)
def test_that_scaling_is_held_in_numbers_that_float32_can_hold(
    table: npt.NDArray[np.float32],
) -> None:
    values = torch.from_numpy(table)
    scaling = fit_scaling(values, every_row(values))
    for numbers in (scaling.mean, scaling.deviation):
        np.testing.assert_array_equal(numbers, numbers.astype(np.float32))
    assert np.all(scaling.deviation > 0)


def test_that_the_fitted_rows_get_mean_0_and_deviation_1_and_others_do_not_count() -> None:
    values = torch.tensor([[1.0], [2.0], [3.0], [4.0], [1000.0]])
    scaling = fit_scaling(values, np.arange(4))
    assert scaling.mean.tolist() == [2.5]
    assert scaling.deviation.tolist() == pytest.approx([np.sqrt(1.25)])
    scaled = apply_scaling(values.clone(), scaling)
    assert float(scaled[:4].mean()) == pytest.approx(0, abs=1e-6)
    assert float(scaled[4]) > 800


@pytest.mark.parametrize("constant", [0.0, 0.1, -3e7, 1e-42])
def test_that_a_constant_column_becomes_zero_and_nothing_is_divided_by_zero(
    constant: float,
) -> None:
    values = torch.full((7, 1), constant)
    scaling = fit_scaling(values, every_row(values))
    assert scaling.deviation.tolist() == [1.0]
    np.testing.assert_allclose(apply_scaling(values, scaling).numpy(), 0, atol=1e-30)


def test_that_a_column_constant_only_in_training_stays_finite() -> None:
    values = torch.tensor([[5.0], [5.0], [8.0]])
    scaling = fit_scaling(values, np.arange(2))
    assert apply_scaling(values, scaling).flatten().tolist() == [0.0, 0.0, 3.0]


def test_that_the_identity_changes_nothing() -> None:
    values = torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    assert torch.equal(apply_scaling(values.clone(), identity_scaling(3)), values)


CLOCK: FloatArray = np.arange(1.7e9, 1.7e9 + 600, 3)
"""Float32 makes 6 numbers of these 200."""


def scaled(numbers: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float32], Scaling]:
    """A column as a network gets it."""
    exact = torch.from_numpy(numbers)[:, None]
    rounded = exact.to(torch.float32)
    scaling = fit_scaling(rounded, every_row(rounded), exact)
    return apply_scaling(rounded, scaling, exact)[:, 0].numpy(), scaling


@pytest.mark.parametrize("unit", [1.0, 1e-40, 1e-290])
def test_that_a_large_offset_and_a_tiny_unit_are_scaled_as_scikit_learn_does_in_float64(
    unit: float,
) -> None:
    expected = StandardScaler().fit_transform(CLOCK[:, None])[:, 0]
    for offset in (1.7e9, 0.0):
        got, scaling = scaled((CLOCK - 1.7e9 + offset) * unit)
        np.testing.assert_allclose(got, expected, atol=1e-6)
        assert len(np.unique(got)) == 200
        assert scaling.exact.tolist() == [bool(offset) or unit < 1.0]


@given(arrays(np.float64, st.integers(2, 40), elements=st.floats(-1e6, 1e6)), st.floats(-30, 30))
def test_that_columns_that_float32_can_hold_are_scaled_bit_for_bit_as_without_float64(
    spread: npt.NDArray[np.float64], offset: float
) -> None:
    deviation = spread.std()
    assume(deviation > 1e-20 and np.abs(spread).max() < 10 * deviation)
    numbers = spread + offset * deviation / 10
    got, scaling = scaled(numbers)
    assert not scaling.exact.any()
    rounded = torch.from_numpy(numbers)[:, None].to(torch.float32)
    before = fit_scaling(rounded, every_row(rounded))
    assert (scaling.mean, scaling.deviation) == (before.mean, before.deviation)
    np.testing.assert_array_equal(got, apply_scaling(rounded, before)[:, 0].numpy())


def test_that_what_is_scaled_in_float64_comes_back_in_its_units() -> None:
    got, scaling = scaled(CLOCK)
    both = ExactScaling(scaling)
    numbers = torch.from_numpy(CLOCK)[:, None]
    assert torch.equal(both(numbers)[:, 0], torch.from_numpy(got))
    assert torch.equal(both(numbers.long()), both(numbers))
    back = both.undone(torch.from_numpy(got)[:, None])
    assert back.dtype == torch.float64
    np.testing.assert_allclose(back[:, 0].numpy(), CLOCK, atol=1e-4, rtol=0)


def test_that_one_row_tells_of_no_deviation_and_is_left_as_it_is() -> None:
    row = torch.tensor([[3.0, -7.0]])
    scaling = fit_scaling(row, every_row(row))
    assert torch.equal(apply_scaling(row.clone(), scaling), row)
