"""Any tensor as a table of rows and columns, of which a part is read at a time.

Imports no torch."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

LONG = 10_000
"""A vector with more numbers than these is folded."""
FOLD = 100
"""Numbers in each row of a folded vector."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some neighbouring rows and columns."""

    top: int
    left: int
    rows: int
    columns: int

    def within(self, rows: int, columns: int) -> "Part":
        """What of it lies in a table of this size."""
        top, left = min(max(self.top, 0), rows), min(max(self.left, 0), columns)
        bottom = min(max(self.top + self.rows, top), rows)
        right = min(max(self.left + self.columns, left), columns)
        return Part(top, left, bottom - top, right - left)

    def holds(self, other: "Part") -> bool:
        """Whether it covers another."""
        return (
            self.top <= other.top
            and self.left <= other.left
            and self.top + self.rows >= other.top + other.rows
            and self.left + self.columns >= other.left + other.columns
        )


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """The numbers of a part: float64 `[rows, columns]`; NaN beyond the end of a folded vector."""

    part: Part
    values: Numbers


def sheet_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of the table for a tensor of this shape.

    A vector stands upright; of more than two dimensions the last runs across.
    """
    if not shape:
        return 1, 1
    if len(shape) == 1:
        return (-(-shape[0] // FOLD), FOLD) if shape[0] > LONG else (shape[0], 1)
    return math.prod(shape[:-1]), shape[-1]


def index_of(shape: tuple[int, ...], row: int, column: int) -> tuple[int, ...] | None:
    """The index by which PyTorch gets a cell; None where a folded vector has ended."""
    if not shape:
        return ()
    if len(shape) == 1:
        place = row * sheet_of(shape)[1] + column
        return (place,) if place < shape[0] else None
    return (*(int(i) for i in np.unravel_index(row, shape[:-1])), column)
