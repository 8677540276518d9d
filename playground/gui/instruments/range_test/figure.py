"""The curve of a range test: the loss against the learning rate."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.instruments.range_reading import Reading
from playground.engine.instruments.rate_range import Doubles, RateRange
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import LIMIT, PlotCanvas
from playground.gui.plots.base.shades import blend
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import loss_text

MARGIN = 0.08
SEEN = 1.6
"""How far above the start of the curve its end is seen, in heights of its descent, at most."""
_NOTHING = Reading(np.empty(0), np.empty(0), np.empty(0), None, None)


class RangeFigure(Figure):
    """Losses as points, the smooth curve, and lines at the suggested and at the present rate.

    Attributes:
        reading: what is drawn.
    """

    empty_covers = True
    low = 190

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, parent=parent)
        self.canvas.setParent(self)
        self.setObjectName("plot.range_test")
        self.name_drawing(_("Loss against the learning rate"))
        self.reading = _NOTHING
        self._rates = (1e-7, 10.0)
        self._present: float | None = None
        self._points: Any = pg.ScatterPlotItem(size=4, pen=None)
        self._line: Any = pg.PlotCurveItem()
        self._marks: tuple[Any, Any] = (pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90))
        for level, item in enumerate((*self._marks, self._points, self._line)):
            self.canvas.add(item, level)
        self.canvas.set_grid(True)
        self.canvas.set_logarithmic(bottom=True, left=False)
        self.canvas.set_titles(_("learning rate"), _("loss"))
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.zoomed.connect(self._keep_range)
        self._follows = True
        self._style()
        self.show_all()

    def show_reading(self, reading: Reading, wanted: RateRange) -> None:
        """Draw a test, as far as it has come."""
        if (wanted.low, wanted.high) != self._rates:
            self._rates, self._follows = (wanted.low, wanted.high), True
        self.reading = reading
        self._draw()
        if self._follows:
            self.show_all()
        self.read_again()

    def show_present(self, rate: float) -> None:
        """Mark the learning rate that is set now."""
        self._present = rate
        self._draw_marks()

    def show_all(self) -> None:
        """Show all rates, and the losses as far as they mean something."""
        self._follows = True
        low, high = np.log10(self._rates)
        bottom, top = _losses_seen(self.reading.smooth)
        self.canvas.make_room(bottom, top)
        self.canvas.set_range((float(low), float(high), bottom, top))

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._style()

    def table(self) -> PlotTable:
        reading = self.reading
        names = ("learning_rate", "loss", "smooth_loss")
        return PlotTable(names, (reading.rates, reading.losses, reading.smooth))

    def read(self, x: float, y: float) -> str:
        del y
        reading = self.reading
        if not len(reading.rates):
            return ""
        nearest = int(np.abs(np.log10(reading.rates) - x).argmin())
        words = _("learning rate {rate}, smoothed loss {smooth}, loss of the batch {loss}")
        return words.format(
            rate=number(reading.rates[nearest], ".2g"),
            smooth=loss_text(float(reading.smooth[nearest])),
            loss=loss_text(float(reading.losses[nearest])),
        )

    def _keep_range(self) -> None:
        self._follows = False

    def _style(self) -> None:
        colours = self.colours
        self._points.setBrush(QColor(_pale(colours)))
        self._line.setPen(pg.mkPen(colours.train, width=2))
        self._marks[0].setPen(pg.mkPen(colours.validation, width=1.5))
        self._marks[1].setPen(pg.mkPen(colours.muted, style=Qt.PenStyle.DashLine))
        self._draw_marks()

    def _draw(self) -> None:
        reading = self.reading
        x = np.log10(reading.rates)
        self._points.setData(x=x, y=np.clip(reading.losses, -LIMIT, LIMIT))
        self._line.setData(x, np.clip(reading.smooth, -LIMIT, LIMIT))
        self._draw_marks()

    def _draw_marks(self) -> None:
        places = (self.reading.suggested, self._present)
        for mark, rate in zip(self._marks, places, strict=True):
            is_seen = rate is not None and len(self.reading.rates) > 0
            mark.setVisible(is_seen)
            if rate is not None:
                mark.setValue(float(np.log10(rate)))
        self._show_legend()

    def _show_legend(self) -> None:
        if not len(self.reading.rates):
            return
        colours = self.colours
        entries = [
            LegendEntry(_("loss of the batch"), "circle", _pale(colours)),
            LegendEntry(_("smoothed"), "line", colours.train),
        ]
        if self.reading.suggested is not None:
            entries.append(LegendEntry(_("suggested"), "line", colours.validation))
        if self._present is not None:
            entries.append(LegendEntry(_("current rate"), "dashed", colours.muted))
        self.legend.set_entries(entries)


def _pale(colours: Colours) -> str:
    return blend(colours.surface, colours.train, 0.4)


def _losses_seen(smooth: Doubles) -> tuple[float, float]:
    """Around the curve; where it explodes, no further than its descent makes worth seeing."""
    if not len(smooth):
        return 0.0, 1.0
    bottom = int(smooth.argmin())
    low, top = float(smooth[bottom]), float(smooth[: bottom + 1].max())
    least = max(top - low, 0.1 * abs(top), 1e-12)
    high = min(float(smooth.max()), low + SEEN * least)
    high = max(high, low + least)
    margin = MARGIN * (high - low)
    return max(low - margin, -LIMIT), min(high + margin, LIMIT)
