"""Losses in the words of a read-out."""

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.series import Axis, LossCurve
from playground.gui.widgets.number_text import count_text, loss_text, time_text


def loss_words(axis: Axis, x: float, train: LossCurve, validation: LossCurve) -> str:
    """The losses nearest to the place `x`; empty where there are none."""
    if not len(train.x):
        return ""
    at = _nearest(train.x, x)
    words = [_place(axis, float(train.x[at])), f"training {loss_text(float(train.mean[at]))}"]
    low, high = float(train.minimum[at]), float(train.maximum[at])
    if low != high:
        words[-1] += f" ({loss_text(low)} to {loss_text(high)})"
    if len(validation.x):
        nearest = _nearest(validation.x, x)
        words.append(f"validation {loss_text(float(validation.mean[nearest]))}")
    return "    ".join(words)


def _place(axis: Axis, x: float) -> str:
    if axis == "seconds":
        return time_text(x)
    return f"epoch {x:.2f}" if axis == "epoch" else f"step {count_text(round(x))}"


def _nearest(places: npt.NDArray[np.float64], x: float) -> int:
    at = int(np.searchsorted(places, x))
    if at == 0 or at == len(places):
        return min(at, len(places) - 1)
    return at if places[at] - x < x - places[at - 1] else at - 1
