"""A tensor as a picture: its rows from the top down, its columns from left to right."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.instruments.tensors.entry import Entry
from playground.engine.instruments.tensors.findings import HeatMap
from playground.engine.instruments.tensors.question import Picture
from playground.engine.instruments.tensors.sheet import Part, sheet_of
from playground.gui.instruments.tensors import words
from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.theme import Colours

HINT = N_("Click shows the number, wheel zooms, drag moves, A shows all.")
_PIXELS = 2
"""The least side of a block on the screen."""
_MOST = 512
HALF_CELL = 0.5
"""A cell lies around its index, as the ticks have it."""


class HeatPlot(Figure):
    """Orange below zero, blue above.

    Signals:
        moved: another part is seen.
        picked(row, column): a cell was clicked.
    """

    low = 160
    moved = Signal()
    picked = Signal(int, int)

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self._image: Any = pg.ImageItem(axisOrder="row-major", autoLevels=False)
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, HINT, parent)
        self._entry: Entry | None = None
        self._map: HeatMap | None = None
        self._scale = 1.0
        self._table = colour_maps.diverging(colours)
        self.canvas.view.invertY(True)
        self.canvas.add(self._image)
        self.canvas.set_titles(_("Column"), _("Row"))
        self.canvas.set_logarithmic(bottom=False, left=False, counted=True)
        self.name_drawing(_("Heat map of the tensor"))
        self.canvas.range_changed.connect(self.moved)
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.clicked.connect(self._pick)

    def show_entry(self, entry: Entry | None) -> None:
        """Show another tensor as a whole; the same one stays where it is."""
        before, self._entry = self._entry, entry
        if (before and (before.key, before.shape)) != (entry and (entry.key, entry.shape)):
            self._map = None
            self._image.clear()
            self.show_all()

    def show_map(self, picture: HeatMap, scale: float) -> None:
        """Show what has come; `scale` away from zero is the fullest colour."""
        self._map, self._scale = picture, scale
        self._draw()
        self.read_again()

    def wanted(self) -> Picture | None:
        """What is to be seen now."""
        if self._entry is None:
            return None
        left, right, top, bottom = (end + HALF_CELL for end in self.canvas.visible())
        first, across = int(np.floor(top)), int(np.floor(left))
        part = Part(first, across, int(np.ceil(bottom)) - first, int(np.ceil(right)) - across)
        width, height = self.canvas.size()
        rows, columns = (min(max(side // _PIXELS, 1), _MOST) for side in (height, width))
        return Picture(part.within(*sheet_of(self._entry.shape)), rows, columns)

    def show_all(self) -> None:
        rows, columns = sheet_of(self._entry.shape) if self._entry is not None else (1, 1)
        right, bottom = (max(length, 1) - HALF_CELL for length in (columns, rows))
        self.canvas.set_range((-HALF_CELL, right, -HALF_CELL, bottom))
        self.moved.emit()

    def read(self, x: float, y: float) -> str:
        place = self._block_at(x, y)
        if place is None or self._map is None or self._entry is None:
            return ""
        (down, across), (high, wide) = place, self._map.block
        row, column = self._map.part.top + down * high, self._map.part.left + across * wide
        text = words.value_text(float(self._map.values[place]), self._entry.dtype)
        if (high, wide) == (1, 1):
            sentence = _("Row {row}, column {column}: {value}")
            return sentence.format(row=row, column=column, value=text)
        sentence = _(
            "Largest magnitude of {high} × {wide} numbers from row {row}, column {column}: {value}"
        )
        return sentence.format(high=high, wide=wide, row=row, column=column, value=text)

    def table(self) -> PlotTable:
        if self._map is None:
            return PlotTable()
        down, across = np.indices(self._map.values.shape)
        (high, wide), part = self._map.block, self._map.part
        rows, columns = part.top + down * high, part.left + across * wide
        names = ("row", "column", "value")
        return PlotTable(names, (rows.ravel(), columns.ravel(), self._map.values.ravel()))

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._table = colour_maps.diverging(colours)
        self._draw()

    def _draw(self) -> None:
        shown = self._map
        if shown is None or not shown.values.size:
            return
        reach = self._scale
        pixels = colour_maps.value_pixels(shown.values, -reach, reach, self._table)
        odd = ~np.isfinite(shown.values)
        pixels[odd] = colour_maps.rgb(self.colours.text)
        self._image.setImage(pixels, autoLevels=False, levels=None)
        (down, across), (high, wide) = shown.values.shape, shown.block
        self._image.setRect(
            QRectF(
                shown.part.left - HALF_CELL, shown.part.top - HALF_CELL, across * wide, down * high
            )
        )
        self._explain(bool(odd.any()))
        self.set_remark("" if shown.is_whole else _("Very large: only some of the rows are read."))

    def _explain(self, has_odd: bool) -> None:
        ends = (-self._scale, self.colours.negative), (self._scale, self.colours.positive)
        entries = [LegendEntry(words.value_text(end), "square", colour) for end, colour in ends]
        entries.insert(1, LegendEntry("0", "square", self.colours.middle))
        if has_odd:
            entries.append(LegendEntry(_("nan or inf"), "square", self.colours.text))
        self.legend.set_entries(entries)

    def _block_at(self, x: float, y: float) -> tuple[int, int] | None:
        if self._map is None:
            return None
        (high, wide), part = self._map.block, self._map.part
        down = int((y + HALF_CELL - part.top) // high)
        across = int((x + HALF_CELL - part.left) // wide)
        rows, columns = self._map.values.shape
        return (down, across) if 0 <= down < rows and 0 <= across < columns else None

    def _pick(self, x: float, y: float) -> None:
        if self._block_at(x, y) is not None:
            self.picked.emit(round(y), round(x))
