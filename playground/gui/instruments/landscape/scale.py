"""How losses become colours: their logarithm where they reach over a wide range."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.gui.plots.base.ticks import nice_ticks, tick_text, tick_texts

Doubles = npt.NDArray[np.float64]
WIDE = 8.0
"""The largest loss is so many times the smallest at least, for a logarithmic scale."""
LEVELS = 12
"""Contour lines, about."""
_DIGITS = (
    (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0),
    (1.0, 2.0, 3.0, 5.0),
    (1.0, 2.0, 5.0),
    (1.0, 3.0),
    (1.0,),
)
"""Of the losses within a decade, from many to few."""


@dataclass(frozen=True, slots=True)
class LossScale:
    """From `low` to `high`, as exponents of ten where it is logarithmic."""

    low: float
    high: float
    logarithmic: bool

    def drawn(self, values: Doubles) -> Doubles:
        """What is coloured: NaN where the loss is not finite."""
        if not self.logarithmic:
            return values
        with np.errstate(invalid="ignore", divide="ignore"):
            exponents: Doubles = np.log10(values)
        return exponents

    @property
    def losses(self) -> list[float]:
        """Round losses, for contour lines."""
        if not self.logarithmic:
            return [loss for loss in nice_ticks(self.low, self.high, LEVELS) if self._holds(loss)]
        first, last = math.floor(self.low), math.ceil(self.high)
        most, decades = LEVELS + 2, self.high - self.low
        digits = next((row for row in _DIGITS if len(row) * decades <= most), (1.0,))
        every = max(1, math.ceil(decades / most))
        powers = range(-(-first // every) * every - every, last + 1, every)
        losses = [digit * 10.0**power for power in powers for digit in digits]
        return [loss for loss in losses if self._holds(loss)]

    def texts(self, losses: list[float]) -> list[str]:
        """How these losses are written on their contour lines."""
        if self.logarithmic or len(losses) < 2:
            return [tick_text(loss) for loss in losses]
        return tick_texts(losses, losses[1] - losses[0])

    def _holds(self, loss: float) -> bool:
        return self.low < (math.log10(loss) if self.logarithmic else loss) < self.high


def scale_of(values: Doubles) -> LossScale:
    """The scale of these losses; 0 to 1 where none is finite."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return LossScale(0.0, 1.0, logarithmic=False)
    low, high = float(finite.min()), float(finite.max())
    if low > 0 and high > WIDE * low:
        return LossScale(float(np.log10(low)), float(np.log10(high)), logarithmic=True)
    return LossScale(low, high if high > low else low + 1.0, logarithmic=False)
