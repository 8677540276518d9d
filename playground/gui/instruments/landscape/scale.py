"""How losses become colours: their logarithm where they reach over a wide range."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
WIDE = 8.0
"""The largest loss is so many times the smallest at least, for a logarithmic scale."""
LEVELS = 12


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
    def levels(self) -> Doubles:
        """The drawn heights of contour lines."""
        levels: Doubles = np.linspace(self.low, self.high, LEVELS + 2)[1:-1]
        return levels


def scale_of(values: Doubles) -> LossScale:
    """The scale of these losses; 0 to 1 where none is finite."""
    finite = values[np.isfinite(values)]
    if not len(finite):
        return LossScale(0.0, 1.0, logarithmic=False)
    low, high = float(finite.min()), float(finite.max())
    if low > 0 and high > WIDE * low:
        return LossScale(float(np.log10(low)), float(np.log10(high)), logarithmic=True)
    return LossScale(low, high if high > low else low + 1.0, logarithmic=False)
