"""The horizontal axis of a loss plot: steps, epochs or seconds, or their exponents of ten."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.series import Axis

Doubles = npt.NDArray[np.float64]
FARTHEST = 300.0
"""The greatest exponent whose power of ten is a number."""


@dataclass(frozen=True, slots=True)
class Across:
    """Where places on an axis lie on the canvas."""

    axis: Axis
    logarithmic: bool

    def to_canvas(self, places: Doubles, first: float) -> Doubles:
        """Where `places` are drawn; on a logarithmic axis, what lies before `first` at `first`."""
        if not self.logarithmic:
            return places
        exponents: Doubles = np.log10(np.maximum(places, first))
        return exponents

    def from_canvas(self, across: float) -> float:
        """The place that is drawn there."""
        if not self.logarithmic:
            return across
        return float(10.0 ** min(max(across, -FARTHEST), FARTHEST))

    def length(self, part: float, at: float) -> float:
        """How long a part of the axis is on the canvas, if it begins there."""
        return part / (math.log(10) * self.from_canvas(at)) if self.logarithmic else part

    def whole(self, ends: Sequence[float], first: float) -> tuple[float, float]:
        """From the start of a run to where its curves end on the canvas."""
        if not self.logarithmic:
            return 0.0, max(ends, default=1.0) or 1.0
        left = math.log10(first)
        return left, max([left + 1.0, *ends])


def first_place(*curves: Doubles) -> float:
    """The first of the places in several curves that lies behind the start of the run."""
    return min(
        (float(places[places > 0][0]) for places in curves if (places > 0).any()), default=1.0
    )
