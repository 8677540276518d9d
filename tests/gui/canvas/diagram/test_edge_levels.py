"""How strongly edges are drawn."""

import numpy as np
import pytest

from playground.gui.canvas.diagram.edge_levels import (
    LEVELS,
    MOST_EDGES,
    WEIGHT_SCALE,
    edge_levels,
    gradient_scale,
    reach,
    strength,
    width,
)


def test_that_levels_grow_with_the_weight_and_keep_its_sign() -> None:
    weights = np.array([[-50.0, -1.0, -0.01, 0.0, 0.01, 1.0, 50.0]], np.float32)
    assert edge_levels(weights, WEIGHT_SCALE).tolist() == [[-LEVELS, -6, -1, 0, 1, 6, LEVELS]]


def test_that_what_is_not_finite_is_not_drawn() -> None:
    weights = np.array([[np.nan, np.inf, -np.inf]], np.float32)
    assert not edge_levels(weights, WEIGHT_SCALE).any()


def test_that_of_many_edges_the_strongest_are_drawn() -> None:
    weights = np.arange(1, 145, dtype=np.float32).reshape(12, 12) / np.float32(100)
    drawn = edge_levels(weights, WEIGHT_SCALE) != 0
    assert drawn.sum() == MOST_EDGES
    assert weights[drawn].min() > weights[~drawn].max()


def test_that_strong_edges_are_wider_and_of_a_fuller_colour() -> None:
    widths = [width(level) for level in range(1, LEVELS + 1)]
    colours = [strength(level) for level in range(1, LEVELS + 1)]
    assert widths == sorted(widths)
    assert widths[-1] == 4.0
    assert colours == sorted(colours)
    assert colours[-1] == 1.0
    assert width(-LEVELS) == width(LEVELS)


@pytest.mark.parametrize(
    ("largest", "end"),
    [(3.0, 2.0), (0.1, 0.1), (0.07, 0.05), (2.1e-7, 2e-7), (0.0, 2.0), (float("nan"), 2.0)],
)
def test_that_gradients_have_a_scale_with_round_ends(largest: float, end: float) -> None:
    assert reach(gradient_scale(largest)) == pytest.approx(end)
