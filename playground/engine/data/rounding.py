"""For which columns of numbers float32, of seven digits, is too coarse. Imports no torch."""

import numpy as np

from playground.engine.data.raw import FloatArray, Outputs

TOLERANCE = 1e-6
"""How far float32 may move a number, relative to its distance from the mean or to the deviation:
about as far as the network's own rounding does."""
SMALLEST = float(np.finfo(np.float32).tiny) * 2.0**24
"""Deviations below it leave float32 less than its 24 bits."""
_HALF_A_DIGIT = 2.0**-24
"""The most that rounding to float32 moves a number by, relative to it."""


def may_hurt(column: Outputs, deviation: float) -> bool:
    """Whether it is worth while to ask `hurts`, by the deviation and the largest number alone."""
    largest = max(-float(column.min()), float(column.max()))
    return not (deviation >= SMALLEST and largest * _HALF_A_DIGIT <= deviation * TOLERANCE)


def hurts(column: FloatArray) -> bool:
    """Whether rounding a column to float32 moves a number by more than `TOLERANCE` allows.

    Args:
        column: float64 `[rows]`, at least one row; none too large for float32.
    """
    deviation = deviation_of(column)
    reach = np.maximum(np.abs(column - column.mean()), deviation)
    moved = np.abs(column.astype(np.float32).astype(np.float64) - column)
    return deviation < SMALLEST or bool((moved > TOLERANCE * reach).any())


def deviation_of(column: FloatArray) -> float:
    """Of the population, 1 for a constant: as a part of the reach, whose square is never 0."""
    from_mean = column - column.mean()
    reach = float(np.abs(from_mean).max())
    if bool((column == column[0]).all()) or reach == 0.0:
        return 1.0
    return float((from_mean / reach).std()) * reach


def told_apart(column: FloatArray) -> tuple[int, int] | None:
    """How many different numbers a column has, and how many float32 makes of them; None where it
    makes as many, or fewer only because they are many.

    Args:
        column: as for `hurts`.
    """
    if not (may_hurt(column, float(column.std())) and hurts(column)):
        return None
    different, left = len(np.unique(column)), len(np.unique(column.astype(np.float32)))
    return (different, left) if left < different else None
