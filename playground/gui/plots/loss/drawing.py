"""Two losses as lines, with a faint band from the least to the greatest a point stands for."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget
from shiboken6 import Shiboken

from playground.engine.frames.frame import Bounds
from playground.engine.loss_log.series import LossCurve
from playground.gui.plots.base.plot_canvas import LIMIT, PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.theme import Colours

Doubles = npt.NDArray[np.float64]
WIDTH = 1.5
DASH = (7.0, 4.0)
"""Pixels drawn and pixels left out."""
MOST_DASHES = 1500
HIGH = 0.99
"""Part of the spikes that the range shows for certain."""
BAND_OPACITY = 0.22


def drawable(values: Doubles, *, logarithmic: bool, floor: float) -> Doubles:
    """What a canvas can take: within ±LIMIT; exponents of ten where logarithmic.

    On a logarithmic axis what is not above `floor` is drawn there: a loss of 0 stays visible.
    """
    clamped = np.clip(values, -LIMIT, LIMIT)
    if not logarithmic:
        return clamped
    exponents: Doubles = np.log10(np.maximum(clamped, floor))
    return exponents


def positive_floor(*curves: LossCurve) -> float:
    """A tenth of the smallest loss above 0, for the places of those that are not."""
    lowest = [curve.mean[curve.mean > 0] for curve in curves]
    smallest = [float(values.min()) for values in lowest if len(values)]
    return max(1e-30, min(smallest, default=1.0) / 10)


def whole_range(
    across: tuple[float, float], lines: Doubles, high: Doubles, *, logarithmic: bool
) -> Bounds:
    """What shows the run over this width: its lines, and spikes but for the very highest.

    Args:
        lines, high: as `drawable` makes them.
    """
    values = lines[np.isfinite(lines)]
    if not len(values):
        return (*across, -3.0, 1.0) if logarithmic else (*across, 0.0, 1.0)
    spikes = high[np.isfinite(high)]
    top = max(float(values.max()), _all_but_the_highest(spikes) if len(spikes) else -1e30)
    bottom = float(values.min())
    if not logarithmic and 0 <= bottom < 0.4 * top:
        bottom = 0.0
    margin = 0.05 * (top - bottom) or max(0.5 * abs(top), 1e-9)
    return (*across, bottom - (margin if bottom else 0.0), top + margin)


def _all_but_the_highest(values: Doubles) -> float:
    """What 99 of 100 of them do not exceed."""
    place = math.ceil(HIGH * len(values)) - 1
    return float(np.partition(values, place)[place])


class LossDrawing:
    """The items of a loss plot."""

    def __init__(self, canvas: PlotCanvas, colours: Colours) -> None:
        self._bounds = {"train": QRectF(), "validation": QRectF()}
        self._train = self._line_item("train", "finite")
        self._validation = self._line_item("validation", "pairs")
        self._band = _Band()
        canvas.add(self._band, 0)
        canvas.add(self._validation, 2)
        canvas.add(self._train, 1)
        self.set_colours(colours)

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        self._train.setPen(pg.mkPen(colours.train, width=WIDTH))
        self._validation.setPen(pg.mkPen(colours.validation, width=WIDTH))
        self._band.set_brush(faint(colours.train, BAND_OPACITY))

    def draw(self, x: Doubles, low: Doubles, mean: Doubles, high: Doubles) -> None:
        """Draw the training loss; all float64 `[points]`, as `drawable` makes them."""
        self._train.prepareGeometryChange()
        self._bounds["train"] = _around(x, mean)
        self._train.setData(x, mean, skipFiniteCheck=False)
        self._band.set_bars(x, low, high)

    def draw_validation(self, x: Doubles, mean: Doubles, pixel: tuple[float, float]) -> None:
        """Draw the validation loss, where a pixel is so much of x and so much of y."""
        self._validation.prepareGeometryChange()
        self._bounds["validation"] = _around(x, mean)
        self._validation.setData(*dashes(x, mean, pixel), connect="pairs")

    def _line_item(self, name: str, connect: str) -> Any:  # noqa: ANN401 - pyqtgraph's
        item: Any = pg.PlotCurveItem(connect=connect)
        # Left to itself it works them out anew for every set of data, and far more slowly. Set on
        # the instance: subclasses of an untyped class cannot be checked.
        item.boundingRect = lambda: self._bounds[name]
        return item

    def clear(self) -> None:
        """Draw nothing."""
        nothing = np.empty(0)
        self.draw(nothing, nothing, nothing, nothing)
        self.draw_validation(nothing, nothing, (1.0, 1.0))


def _around(x: Doubles, y: Doubles) -> QRectF:
    """What holds a line, with room for its width on any scale."""
    known = np.isfinite(y)
    if not known.any():
        return QRectF()
    places = (x[known], y[known])
    low, high = (np.array([reduce(of) for of in places]) for reduce in (np.min, np.max))
    room = 0.02 * (high - low) + 1e-12
    corner, size = low - room, high - low + 2 * room
    return QRectF(corner[0], corner[1], size[0], size[1])


def dashes(x: Doubles, y: Doubles, pixel: tuple[float, float]) -> tuple[Doubles, Doubles]:
    """A line as separate dashes of `DASH` pixels: pairs of ends, float64 `[2 × dashes]` each.

    Qt's own dashed pens cost ten times the drawing.

    Args:
        x, y: the line, float64 `[points]`; places that are not finite are left out.
        pixel: how much of x and of y one pixel is.
    """
    finite = np.isfinite(x) & np.isfinite(y)
    x, y = x[finite], y[finite]
    if len(x) < 2:
        return x[:0], y[:0]
    along = np.concatenate(
        [[0.0], np.cumsum(np.hypot(np.diff(x) / pixel[0], np.diff(y) / pixel[1]))]
    )
    period = max(float(sum(DASH)), along[-1] / MOST_DASHES)
    starts = np.arange(0.0, along[-1], period)
    stops = np.minimum(starts + period * DASH[0] / sum(DASH), along[-1])
    ends = np.column_stack([starts, stops]).ravel()
    return np.interp(ends, along, x), np.interp(ends, along, y)


class _Band(QGraphicsItem):
    """Upright bars from the lowest to the highest: the fastest way Qt fills such a shape."""

    def __init__(self) -> None:
        super().__init__()
        self._bars = np.empty((0, 4))
        self._shown: Doubles | None = None
        self._whole = QRectF()
        self._brush = QBrush()

    def set_brush(self, colour: QColor) -> None:
        self._brush = QBrush(colour)
        self.update()

    def set_bars(self, x: Doubles, low: Doubles, high: Doubles) -> None:
        shown = np.isfinite(low) & np.isfinite(high) & (high > low)
        self.prepareGeometryChange()
        if shown.sum() < 2:
            self._bars, self._whole = np.empty((0, 4)), QRectF()
            return
        middles = (x[1:] + x[:-1]) / 2
        left, right = np.append(x[0], middles), np.append(middles, x[-1])
        bars = np.stack([left, low, right - left, high - low], axis=1)
        self._bars = np.ascontiguousarray(bars[shown], np.float64)
        bottom, top = low[shown].min(), high[shown].max()
        self._whole = QRectF(x[0], bottom, x[-1] - x[0], top - bottom)

    def keep_within(self, bounds: Bounds | None) -> None:
        """Draw what lies within `bounds` alone, until told otherwise by None."""
        self._shown = None if bounds is None else _cut_bars(self._bars, bounds)
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self._whole

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option, widget
        bars = self._bars if self._shown is None else self._shown
        if not len(bars):
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._brush)
        # A QRectF is four doubles: Qt reads them where they are, which spares an object for each.
        first = Shiboken.wrapInstance(bars.ctypes.data, QRectF)
        assert isinstance(first, QRectF)
        painter.drawRects(first, len(bars))


def _cut_bars(bars: Doubles, bounds: Bounds) -> Doubles:
    corners = np.array(bounds).reshape(2, 2).T
    low, high = bars[:, :2], bars[:, :2] + bars[:, 2:]
    low, high = (np.clip(ends, corners[0], corners[1]) for ends in (low, high))
    cut = np.hstack([low, high - low])
    return np.ascontiguousarray(cut[(cut[:, 2:] > 0).all(axis=1)])
