"""Curves as they lie on a canvas."""

from dataclasses import dataclass

import numpy as np

from playground.gui.plots.loss.across import Across, Doubles
from playground.gui.plots.loss.drawing import drawable, positive_floor
from playground.gui.plots.loss.taking import NOTHING_TAKEN, Taken

BEYOND = 12.0
"""Pixels beyond its ends at which a line is still read."""


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Of the curves `of`, float64 `[points]` each: places, the line, its band, and validation."""

    of: Taken
    x: Doubles
    line: Doubles
    low: Doubles
    high: Doubles
    validation_x: Doubles
    validation: Doubles

    def distance(self, place: tuple[float, float], pixel: tuple[float, float]) -> float:
        """How many pixels the nearer of the two lines is above or below a place.

        Infinite where neither is.
        """
        lines = (self.x, self.line), (self.validation_x, self.validation)
        return min(_distance(place, x, y, pixel) for x, y in lines)


def lay(taken: Taken, across: Across, first: float, *, logarithmic: bool) -> Laid:
    """Put curves on a canvas.

    Args:
        first: where a logarithmic horizontal axis begins.
        logarithmic: whether the vertical axis is.
    """
    curve, validation = taken.train, taken.validation
    floor = positive_floor(curve, validation)
    heights = (taken.line, curve.minimum, curve.maximum, validation.mean)
    line, low, high, other = (
        drawable(values, logarithmic=logarithmic, floor=floor) for values in heights
    )
    x, other_x = (across.to_canvas(part.x, first) for part in (curve, validation))
    return Laid(taken, x, line, low, high, other_x, other)


def _distance(
    place: tuple[float, float], x: Doubles, y: Doubles, pixel: tuple[float, float]
) -> float:
    beyond = BEYOND * pixel[0]
    if not len(x) or not x[0] - beyond <= place[0] <= x[-1] + beyond:
        return float(np.inf)
    height = float(np.interp(place[0], x, y))
    return abs(height - place[1]) / pixel[1] if np.isfinite(height) else float(np.inf)


NOTHING_LAID = lay(NOTHING_TAKEN, Across("step", False), 1.0, logarithmic=False)
