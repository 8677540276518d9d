"""The inputs that Predict asks about, where they lie among the data."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QBrush, QColor

from playground.engine.common.language import _
from playground.engine.frames.frame import Array, Bounds
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.predictions.point_layer import symbol_pen
from playground.gui.theme import Colours

SIZE, LINE = 13.0, 2.5
LEVEL = 60.0
FARTHEST = 4.0
"""How many times the breadth of the data the plot is widened at most, to either side."""
STEP = 0.25
"""In parts of that breadth: the plot is not to move with every other number."""
MARGIN = 0.06


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """What was asked.

    Attributes:
        place: `[1]` or `[2]`, where the inputs lie in a picture of the data.
        output: the prediction, `[1]` or one probability per class.
        note: what is to be known of the inputs, in a sentence, or empty.
    """

    place: Array
    output: Array
    note: str = ""


class AskedMark:
    """A ring at a place of a plot."""

    def __init__(self, canvas: PlotCanvas, colours: Colours) -> None:
        self._item: Any = pg.ScatterPlotItem(symbol="o", size=SIZE, antialias=True)
        self.set_colours(colours)
        canvas.add(self._item, LEVEL)

    def show(self, place: tuple[float, float] | None) -> None:
        """Put it there, or take it away."""
        places = [place] if place is not None and all(map(math.isfinite, place)) else []
        self._item.setData(pos=np.array(places, np.float64).reshape(-1, 2))

    def set_colours(self, colours: Colours) -> None:
        """Stand out in this scheme."""
        self._item.setBrush(QBrush(QColor(colours.surface)))
        self._item.setPen(symbol_pen(QColor(colours.text), LINE, SIZE))


def asked_entry(colours: Colours) -> LegendEntry:
    """What the legend says of it."""
    return LegendEntry(_("input in Predict"), "ring", colours.text)


def widened(bounds: Bounds, place: tuple[float, float]) -> Bounds:
    """`bounds` of the data with room for a place outside them, if it is not too far away."""
    x_low, x_high, y_low, y_high = bounds
    return (*_reaching(x_low, x_high, place[0]), *_reaching(y_low, y_high, place[1]))


def _reaching(low: float, high: float, to: float) -> tuple[float, float]:
    breadth = high - low
    if breadth <= 0:
        return low, high
    beyond = max(low - to, to - high) / breadth
    steps = math.ceil(min(beyond + MARGIN, FARTHEST) / STEP)
    if beyond <= 0:
        return low, high
    step = STEP * breadth
    return (low - steps * step, high) if to < low else (low, high + steps * step)
