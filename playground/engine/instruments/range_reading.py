"""What the losses of a range test say: a smooth curve, and the rate at which it falls fastest."""

from dataclasses import dataclass

import numpy as np

from playground.engine.instruments.rate_range import Doubles

WIDTH = 0.12
"""Standard deviation of the smoothing, in decades of the rate."""
NARROWEST = 2.0
"""The same, in steps: few steps are smoothed over more decades."""
LEAST_FALL = 0.05
"""The part of itself by which the smooth loss must fall for a rate to be suggested."""
SURE = 6.0
"""How many times its own uncertainty the smooth loss must fall."""
FEWEST = 10


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A range test as it is drawn.

    Attributes:
        rates, losses: float64 `[n]`, of the steps whose loss is finite.
        smooth: float64 `[n]`.
        suggested: the rate at which `smooth` falls fastest; None where it does not clearly fall.
        lowest: the rate of the lowest `smooth`; None where there are no losses.
    """

    rates: Doubles
    losses: Doubles
    smooth: Doubles
    suggested: float | None
    lowest: float | None


def read(rates: Doubles, losses: Doubles, untouched: Doubles) -> Reading:
    """Read a test by its steps, see `RangeStep`; all float64 `[n]`.

    What the losses owe to the choice of the rows is taken out before they are smoothed: the loss of
    the untouched weights on the same batch is exchanged for its mean.
    """
    finite = np.isfinite(losses) & np.isfinite(untouched)
    rates, losses, untouched = rates[finite], losses[finite], untouched[finite]
    if not len(rates):
        return Reading(rates, losses, losses, None, None)
    even = losses - untouched + untouched.mean()
    smooth = smoothed(rates, even)
    return Reading(
        rates, losses, smooth, _steepest(rates, even, smooth), float(rates[smooth.argmin()])
    )


def smoothed(rates: Doubles, losses: Doubles) -> Doubles:
    """The mean of the losses around each rate, weighted by a bell curve over log₁₀ rate."""
    if len(rates) < 2:
        return losses.copy()
    places = np.log10(rates)
    weights = np.exp(-(((places[:, None] - places) / _width(places)) ** 2) / 2)
    mean: Doubles = weights @ losses / weights.sum(axis=1)
    return mean


def _width(places: Doubles) -> float:
    return max(WIDTH, NARROWEST * float(places[1] - places[0]))


def _steepest(rates: Doubles, losses: Doubles, smooth: Doubles) -> float | None:
    """Where `smooth` falls fastest per decade, on its way down to its lowest place."""
    if len(rates) < FEWEST:
        return None
    bottom = int(smooth.argmin())
    if bottom < 2:
        return None
    top = float(smooth[: bottom + 1].max())
    fall = top - float(smooth[bottom])
    if fall <= max(LEAST_FALL * abs(top), SURE * _uncertainty(rates, losses, smooth, bottom)):
        return None
    places = np.log10(rates)
    steepest = int(np.gradient(smooth[: bottom + 1], places[: bottom + 1]).argmin())
    # At the very first rates a fall has another reason than the rate.
    return float(rates[steepest]) if places[steepest] - places[0] > _width(places) else None


def _uncertainty(rates: Doubles, losses: Doubles, smooth: Doubles, bottom: int) -> float:
    """The standard error of a place of `smooth`, by how the losses scatter about it."""
    places = np.log10(rates)
    together = max(1.0, 2 * np.sqrt(np.pi) * _width(places) / float(places[1] - places[0]))
    scatter = float((losses - smooth)[: bottom + 1].std())
    return scatter / float(np.sqrt(together))
