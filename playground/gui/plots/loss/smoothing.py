"""How a loss curve is smoothed: means over a reach that hangs on what is shown, not on its points.

With the smoothing c, each place of the line is the mean of the losses within

    reach = c / (1 − c) × a three-hundredth of the steps shown, or × one step where that is more,

on either side of it; a loss counts the less the farther away it lies, down to nothing at the end of
the reach. (The moving average s ← c s + (1 − c) loss looks c / (1 − c) losses back on average.)

- It looks both ways, so that it does not lag: a straight line stays where it is.
- Towards the first step of the run it reaches less far, as far as there are losses on both sides,
  and so starts at the first loss. Towards the last step it takes those that are there, and lags by
  a third of the reach at the very end: the newest losses alone would drag it up and down.
- The reach is the same part of the picture however many points are drawn, however long the run.
- Zooming in shows more detail, since less is shown then; moving leaves the line as it is.
- On a logarithmic axis the reach is as wide on the picture, and so grows with the steps.
"""

import math

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.series import LossCurve

Doubles = npt.NDArray[np.float64]
PARTS = 300
GRID = 2048
"""Places at an even distance, on which an uneven curve is smoothed."""


def reach(smoothing: float, shown: float, step: float) -> float:
    """How far smoothing reaches to either side, where `shown` of an axis is seen.

    Args:
        smoothing: 0 to 0.99.
        shown: in the units of the axis; so are the result and `step`.
        step: how much one step of the run is.
    """
    return smoothing / (1.0 - smoothing) * max(shown / PARTS, step)


def smoothed(values: Doubles, points: float) -> Doubles:
    """Means of `values` `[points]` over so many points to either side, as said above.

    Values that are not finite are left out and stay where they are.
    """
    finite = np.isfinite(values)
    kernel = _kernel(min(points, float(len(values))))
    if len(kernel) < 2 or not finite.any():
        return values
    sums = _weighted(np.where(finite, values, 0.0), kernel)
    weights = _weighted(finite.astype(np.float64), kernel)
    return np.where(finite, sums / np.where(finite, weights, 1.0), values)


def smooth_part(
    curve: LossCurve, low: float, high: float, smoothing: float, shown: float, step: float
) -> tuple[LossCurve, Doubles]:
    """The part of a curve that lies in low..high, one point beyond at each end, and its line.

    The line is smoothed before it is cut, so that what lies beyond counts.

    Args:
        shown, step: as for `reach`.
    """
    points = reach(smoothing, shown, step) / _spacing(curve)
    return _cut(curve, smoothed(curve.mean, points), low, high)


def smooth_logarithmic_part(
    curve: LossCurve, low: float, high: float, smoothing: float, shown: float, step: float
) -> tuple[LossCurve, Doubles]:
    """The same on a logarithmic axis, of which `shown` exponents of ten are seen."""
    evened = _even_places(curve.x, shown / PARTS, step)
    return _cut(curve, _smoothed_at(evened, curve.mean, reach(smoothing, 0.0, 1.0)), low, high)


def _even_places(places: Doubles, part: float, step: float) -> Doubles:
    """Places in units of what the reach is a multiple of: `part` exponents, at least a `step`."""
    bend = step / (part * math.log(10))
    exponents = np.log10(np.maximum(places, bend) / bend)
    even: Doubles = np.minimum(places, bend) / step + exponents / part
    return even


def _smoothed_at(places: Doubles, values: Doubles, reach: float) -> Doubles:
    """Means of `values` within the reach of their uneven places, both `[points]`."""
    finite = np.isfinite(values)
    if reach == 0.0 or finite.sum() < 2:
        return values
    grid = np.linspace(places[0], places[-1], GRID)
    even: Doubles = np.interp(grid, places[finite], values[finite])
    line = smoothed(even, reach / float(grid[1] - grid[0]))
    return np.where(finite, np.interp(places, grid, line), values)


def _cut(curve: LossCurve, line: Doubles, low: float, high: float) -> tuple[LossCurve, Doubles]:
    first, last = np.searchsorted(curve.x, (low, high))
    part = slice(max(0, int(first) - 1), int(last) + 1)
    columns = (curve.x, curve.minimum, curve.mean, curve.maximum)
    return LossCurve(*(column[part] for column in columns)), line[part]


def _spacing(curve: LossCurve) -> float:
    gaps = len(curve.x) - 1
    return float(curve.x[-1] - curve.x[0]) / gaps or math.inf if gaps > 0 else math.inf


def _kernel(points: float) -> Doubles:
    """What the value itself counts, and each after it: a triangle over what a point stands for."""
    if points <= 0.5:
        return np.ones(1)
    edges = np.minimum(np.arange(math.ceil(points - 0.5) + 1) + 0.5, points) / points
    covered = edges - edges * edges / 2
    weights: Doubles = np.concatenate([2 * covered[:1], np.diff(covered)])
    return weights


def _weighted(values: Doubles, kernel: Doubles) -> Doubles:
    beyond = len(kernel) - 1
    both_ways = np.concatenate([kernel[:0:-1], kernel])
    # Sums of products, not differences of running sums: after a huge loss those hold no small one.
    result: Doubles = np.convolve(values, both_ways)[beyond : beyond + len(values)]
    return _with_narrow_start(result, values, min(beyond, len(values)))


def _with_narrow_start(result: Doubles, values: Doubles, size: int) -> Doubles:
    """Put sums over triangles that end at the first value in place of the first `size`.

    The triangle about value i reaches from 0 to 2 i: it counts i + 1 in the middle and 1 at the
    ends, which is a running sum of running sums less twice that of its first half.
    """
    start = np.zeros(2 * size)
    start[: min(2 * size, len(values))] = values[: 2 * size]
    running = np.concatenate([[0.0], np.cumsum(np.cumsum(start))])
    result[:size] = running[1 : 2 * size : 2] - 2 * running[:size]
    return result
