"""Losses in the words of a read-out."""

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.loss_log.series import Axis, LossCurve
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text, loss_text, time_text


def loss_words(axis: Axis, x: float, train: LossCurve, validation: LossCurve) -> str:
    """The losses nearest to the place `x`; empty where there are none."""
    if not len(train.x):
        return ""
    at = _nearest(train.x, x)
    words = [_place(axis, float(train.x[at])), _training(train, at)]
    if len(validation.x):
        nearest = _nearest(validation.x, x)
        loss = loss_text(float(validation.mean[nearest]))
        words.append(_("validation {loss}").format(loss=loss))
    return "    ".join(words)


def present_entry(words: str, colours: Colours) -> LegendEntry:
    """The training loss of the present run, told from other runs by `words`, if there are any."""
    text = _("training ({settings})").format(settings=words) if words else _("training")
    return LegendEntry(text, "line", colours.train)


def _place(axis: Axis, x: float) -> str:
    if axis == "seconds":
        return time_text(x)
    if axis == "epoch":
        return _("epoch {number}").format(number=number(x, ".2f"))
    return _("step {number}").format(number=count_text(round(x)))


def _training(train: LossCurve, at: int) -> str:
    loss, low, high = (float(curve[at]) for curve in (train.mean, train.minimum, train.maximum))
    ends = {"loss": loss_text(loss), "low": loss_text(low), "high": loss_text(high)}
    if low == high:
        return _("training {loss}").format(**ends)
    return _("training {loss} ({low} to {high})").format(**ends)


def _nearest(places: npt.NDArray[np.float64], x: float) -> int:
    at = int(np.searchsorted(places, x))
    if at == 0 or at == len(places):
        return min(at, len(places) - 1)
    return at if places[at] - x < x - places[at - 1] else at - 1
