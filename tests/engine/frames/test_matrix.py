"""A matrix of edges is made small without a lie: the strongest of each block, and whose it is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from playground.engine.frames.matrix import AT_ONCE, MatrixKeeper, strongest_of_blocks
from playground.engine.frames.network import Matrices

UNITS = st.integers(1, 40)


@given(UNITS, UNITS, st.integers(1, 12), st.integers(1, 12), st.integers(0, 99))
def test_that_every_cell_is_the_strongest_of_its_block(
    before: int, after: int, rows: int, columns: int, seed: int
) -> None:
    edges = np.random.default_rng(seed).normal(size=(after, before)).astype(np.float32)
    matrix = strongest_of_blocks(edges, rows, columns)
    shown = matrix.values.shape
    assert shown[0] <= rows
    assert shown[1] <= columns
    assert matrix.units == (before, after)
    high, wide = matrix.block
    whole = edges.T
    for row, column in np.ndindex(shown):
        block = whole[row * high : (row + 1) * high, column * wide : (column + 1) * wide]
        value = matrix.values[row, column]
        assert abs(value) == np.abs(block).max()
        assert whole[matrix.before[row, column], matrix.after[row, column]] == value


def test_that_edges_of_zero_belong_to_neurons_that_there_are() -> None:
    matrix = strongest_of_blocks(np.zeros((5, 7), np.float32), 3, 3)
    assert matrix.before.max() < 7
    assert matrix.after.max() < 5


def test_that_large_matrices_take_turns_and_each_comes_at_once_the_first_time() -> None:
    side = int(AT_ONCE**0.5) + 1
    edges = {gap: np.zeros((side, side), np.float32) for gap in range(3)}
    keeper, asked = MatrixKeeper(), Matrices((0, 1, 2), 4, 4)
    assert set(keeper.make(asked, "weights", edges, fresh=False)) == {0, 1, 2}
    for part in edges.values():
        part.fill(1.0)
    seen = []
    for _ in range(3):
        made = keeper.make(asked, "weights", edges, fresh=False)
        seen.append([float(matrix.values[0, 0]) for matrix in made.values()])
    assert seen == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]


def test_that_all_are_of_this_very_moment_when_nothing_is_trained() -> None:
    edges = {gap: np.zeros((AT_ONCE, 1), np.float32) for gap in range(3)}
    keeper, asked = MatrixKeeper(), Matrices((0, 1, 2), 4, 4)
    keeper.make(asked, "weights", edges, fresh=True)
    for part in edges.values():
        part.fill(1.0)
    made = keeper.make(asked, "weights", edges, fresh=True)
    assert all(matrix.values.min() == 1.0 for matrix in made.values())
