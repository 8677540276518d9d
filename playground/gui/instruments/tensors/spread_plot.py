"""How the numbers of a tensor spread: a histogram."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.tensors.entry import Entry
from playground.engine.instruments.tensors.findings import Histogram
from playground.gui.instruments.tensors import words
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.theme import Colours

_HEADROOM = 1.08


class SpreadPlot(Figure):
    """Bars over the values, each as high as numbers lie there."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self._bars: Any = pg.PlotCurveItem([0.0, 1.0], [0.0], stepMode="center", fillLevel=0.0)
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, parent=parent)
        self._shown: Histogram | None = None
        self._key = ""
        self.canvas.add(self._bars)
        self.canvas.set_titles(_("Value"), _("Numbers"))
        self.name_drawing(_("Histogram of the tensor"))
        self._follows = True
        self.canvas.zoomed.connect(self._stay)
        self.canvas.all_wanted.connect(self.show_all)
        self._paint()

    def show_histogram(self, entry: Entry, found: Histogram) -> None:
        """Show how its numbers spread now; it stays where a person zoomed to."""
        if entry.key != self._key:
            self._key, self._follows = entry.key, True
        self._shown = found
        self._bars.setData(found.edges, found.counts)
        sample = words.sample_words(found.looked, int(np.prod(entry.shape, dtype=np.int64)))
        self.set_remark(f"{words.odd_words(found.left_out)} {sample}".strip())
        if self._follows:
            self._fit()
        self.read_again()

    def show_all(self) -> None:
        self._follows = True
        self._fit()

    def read(self, x: float, y: float) -> str:
        del y
        found = self._shown
        if found is None or not found.edges[0] <= x <= found.edges[-1]:
            return ""
        place = min(int(np.searchsorted(found.edges, x, "right")) - 1, len(found.counts) - 1)
        n = int(found.counts[place])
        low, high = (words.value_text(float(edge)) for edge in found.edges[place : place + 2])
        text = ngettext("{low} to {high}: {n} number", "{low} to {high}: {n} numbers", n)
        return text.format(low=low, high=high, n=grouped(n))

    def table(self) -> PlotTable:
        if self._shown is None:
            return PlotTable()
        edges, counts = self._shown.edges, self._shown.counts
        names = ("from", "to", "count")
        return PlotTable(names, (edges[:-1], edges[1:], counts.astype(np.int64)))

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._paint()

    def _paint(self) -> None:
        self._bars.setPen(pg.mkPen(self.colours.surface))
        self._bars.setBrush(pg.mkBrush(self.colours.accent))

    def _fit(self) -> None:
        found = self._shown
        if found is None:
            return
        top = max(float(found.counts.max(initial=0.0)), 1.0) * _HEADROOM
        self.canvas.set_range((float(found.edges[0]), float(found.edges[-1]), 0.0, top))

    def _stay(self) -> None:
        self._follows = False
