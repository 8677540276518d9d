"""What scaling promises."""

import numpy as np
import numpy.typing as npt
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from playground.engine.data.raw import IntArray
from playground.engine.data.scaling import apply_scaling, fit_scaling, identity_scaling

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
