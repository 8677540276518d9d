"""Matrices as people paste them."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from playground.engine.common.errors import InputError
from playground.gui.dialogs.matrix_text import read_matrix, write_matrix

SHAPES = [(2, 3), (2, 4)]
NUMBERS = np.array([[0.1, -0.25, 3.0], [1e-3, 20.0, 0.0]])


@pytest.mark.parametrize(
    "text",
    [
        "0.1\t-0.25\t3\n0.001\t20\t0\n",
        "0,1\t-0,25\t3\r\n1e-3\t20\t0\r\n",
        "0,1;-0,25;3\n0,001;20;0",
        "0.1, -0.25, 3\n0.001, 20, 0",
        "0.1,-0.25,3\n\n0.001,20,0\n",
        "  0,1 −0,25 3\n 0,001   20 0",
        "[[0.1, -0.25, 3.0], [0.001, 20.0, 0.0]]",
        "[[ 1.e-01 -2.5e-01  3.e+00]\n [ 1.e-03  2.e+01  0.e+00]]",
        "array([[ 0.1, -0.25, 3.],\n       [ 0.001, 20., 0.]])",
        str(torch.tensor(NUMBERS, requires_grad=True)),
        str(torch.nn.Parameter(torch.tensor(NUMBERS, dtype=torch.float32))),
    ],
)
def test_that_it_is_read_whatever_it_was_copied_from(text: str) -> None:
    np.testing.assert_allclose(read_matrix(text, SHAPES, "hidden 1"), NUMBERS, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1\t2\n3\t4", "2 × 2 numbers"),
        ("1 2 3", "1 × 3 numbers"),
        ("1\t2\t3\n4\t5", "rows of different lengths"),
        ("", "rows of different lengths"),
        ("7", "1 × 1 numbers"),
    ],
)
def test_that_another_shape_is_refused_with_both_shapes(text: str, found: str) -> None:
    with pytest.raises(InputError) as refused:
        read_matrix(text, SHAPES, "hidden 1")
    sentence = str(refused.value)
    assert sentence.startswith(f"The text has {found}; hidden 1 needs 2 × 3 or 2 × 4 ")
    assert sentence.endswith("(rows × columns).")


def test_that_a_cell_that_is_no_number_is_named_by_its_place() -> None:
    with pytest.raises(InputError, match="Row 2, column 3 must be a number, not 'six'"):
        read_matrix("1\t2\t3\n4\t5\tsix", SHAPES, "hidden 1")


@given(
    arrays.arrays(
        np.float32,
        st.tuples(st.integers(1, 6), st.integers(1, 6)),
        elements=st.floats(-1e6, 1e6, width=32),
    )
)
def test_that_what_is_written_is_read_again_exactly(matrix: np.ndarray) -> None:
    text = write_matrix(matrix.astype(np.float64))
    again = read_matrix(text, [matrix.shape], "it").astype(np.float32)
    np.testing.assert_array_equal(again, matrix)
