"""Takes of a log what is to be drawn of it: curves of the part that is seen, and a smooth line."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import LossCurve
from playground.gui.plots.loss.across import Across, Doubles, first_place
from playground.gui.plots.loss.smoothing import reach, smooth_logarithmic_part, smooth_part

BESIDE = 0.02
"""The part of the width that is drawn beyond either side of what is seen."""
MOST_POINTS = 2000
FILLED = 0.9
"""The part of the width that the curve takes up at least, once it has many points, about."""
CLOSER = 0.7
"""How close the closest points of a logarithmic axis lie, as a part of their mean distance."""
NO_CURVE = LossCurve(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


@dataclass(frozen=True, slots=True)
class LossView:
    """How losses are looked at.

    Attributes:
        width: of the drawing, in pixels.
        seen: from where to where on the canvas; None for whole runs.
    """

    across: Across
    smoothing: float
    width: int
    seen: tuple[float, float] | None


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """Curves of one log; `line` is the smoothed training loss, float64 `[points]`.

    Attributes:
        first: the first place behind the start of the run.
    """

    train: LossCurve
    validation: LossCurve
    line: Doubles
    first: float


NOTHING_TAKEN = Taken(NO_CURVE, NO_CURVE, NO_CURVE.mean, 1.0)


def take(
    log: LossLog | None, view: LossView, whole: Callable[[Taken], tuple[float, float]]
) -> Taken:
    """Take what is seen of a log.

    Args:
        whole: from where to where on the canvas everything reaches that is drawn, once it is known
            how far these curves do; what is seen beyond is no part of what is smoothed over.
    """
    if log is None or not log.steps:
        return NOTHING_TAKEN
    left, right, low, high = -math.inf, math.inf, -math.inf, math.inf
    step, beyond = log.place(log.steps, view.across.axis) / log.steps or 1.0, 0.0
    if view.seen is not None:
        left, right = view.seen
        margin = (right - left) * BESIDE
        low, high = left - margin, right + margin
        beyond = reach(view.smoothing, right - left, view.across.length(step, left))
    curve = _curve(log.train, view, low - beyond, high + beyond)
    validation = _curve(log.validation, view, low, high)
    taken = Taken(curve, validation, curve.mean, first_place(curve.x, validation.x))
    start, end = whole(taken)
    shown = max(min(right, end) - max(left, start), 1e-12)
    smooth = smooth_logarithmic_part if view.across.logarithmic else smooth_part
    ends = (view.across.from_canvas(low), view.across.from_canvas(high))
    train, line = smooth(curve, *ends, view.smoothing, shown, step)
    return Taken(train, validation, line, taken.first)


def _curve(pull: Callable[..., LossCurve], view: LossView, low: float, high: float) -> LossCurve:
    across = view.across
    # A bar narrower than a pixel may cover the middle of none, and would not be painted.
    filled = FILLED * (CLOSER if across.logarithmic else 1.0)
    points = min(MOST_POINTS, int(filled * view.width))
    bounds = (across.from_canvas(low), across.from_canvas(high))
    return pull(across.axis, *bounds, points, logarithmic=across.logarithmic)
