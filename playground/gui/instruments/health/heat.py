"""How the values of one layer are spread over the steps, as a picture: a column for each moment."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.frames.frame import Bounds
from playground.engine.instruments.health.history import Doubles
from playground.engine.instruments.health.look import BINS, Histogram

ROWS, COLUMNS = 96, 240


@dataclass(frozen=True, slots=True, eq=False)
class Heat:
    """A picture of histograms.

    Attributes:
        bounds: first and last step, lowest and highest value.
        shares: float64 `[ROWS, columns]`, lowest row first: the part of the values in each cell.
        levels: the same in parts of the fullest cell of each column, as their square roots: few
            values are to be seen beside many.
    """

    bounds: Bounds
    shares: Doubles
    levels: Doubles

    def share_at(self, x: float, y: float) -> tuple[float, float, float] | None:
        """The ends of the cell at a place, and the part of the values in it; None outside."""
        left, right, low, high = self.bounds
        rows, columns = self.shares.shape
        row, column = (
            int((y - low) / (high - low) * rows // 1),
            int((x - left) / (right - left) * columns // 1),
        )
        if not (0 <= row < rows and 0 <= column < columns):
            return None
        height = (high - low) / rows
        share = float(self.shares[row, column])
        return low + row * height, low + (row + 1) * height, share


def heat_of(steps: Doubles, histograms: Sequence[Histogram]) -> Heat | None:
    """The picture of histograms at `steps`; None where none of them counts a value."""
    counted = [one for one in histograms if one.shares.any()]
    if not counted:
        return None
    low, high = min(one.low for one in counted), max(one.high for one in counted)
    left, right = float(steps[0]), max(float(steps[-1]), float(steps[0]) + 1.0)
    edges = np.linspace(low, high, ROWS + 1)
    # Each column shows the latest look before its middle.
    middles = left + (right - left) * (np.arange(COLUMNS) + 0.5) / COLUMNS
    chosen = np.maximum(np.searchsorted(steps, middles, side="right") - 1, 0)
    shown, places = np.unique(chosen, return_inverse=True)
    shares = np.stack([_column(histograms[number], edges) for number in shown], axis=1)[:, places]
    fullest = shares.max(axis=0, keepdims=True)
    levels = np.sqrt(shares / np.where(fullest > 0, fullest, 1.0))
    return Heat((left, right, low, high), shares, levels)


def _column(histogram: Histogram, edges: Doubles) -> Doubles:
    """The part of the values between each two edges, float64 `[ROWS]`."""
    own = histogram.low + (histogram.high - histogram.low) / BINS * np.arange(BINS + 1)
    below = np.zeros(BINS + 1)
    histogram.shares.cumsum(dtype=np.float64, out=below[1:])
    filled = np.interp(edges, own, below)
    column: Doubles = filled[1:] - filled[:-1]
    return column
