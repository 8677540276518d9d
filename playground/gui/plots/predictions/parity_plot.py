"""Regression on many variables: what is predicted against what is true, and the line of equals."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from playground.engine.common.language import _
from playground.engine.frames.frame import Array, Bounds
from playground.engine.frames.pictures import Parity
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import LIMIT
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.gui.plots.predictions.point_layer import symbol_pen
from playground.gui.plots.predictions.words import padded
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import output_text

MARGIN = 0.1
SIZE = 7.0
MOST_DRAWN = 1000
"""Points drawn of each part: the eye sees no more, and each picture draws them anew."""


class ParityPlot(CanvasPlot):
    """Each row of the data as a point; a good network's lie on the diagonal."""

    def __init__(self, colours: Colours) -> None:
        self._train: Any = pg.ScatterPlotItem()
        self._validation: Any = pg.ScatterPlotItem()
        self._equals: Any = pg.PlotCurveItem()
        super().__init__(colours)
        self.canvas.add(self._equals, 0)
        self.canvas.add(self._validation, 2)
        self.canvas.add(self._train, 1)
        self.canvas.set_grid(True)
        self.canvas.set_equal_aspect(True)
        self.canvas.range_changed.connect(self._draw_equals)

    @property
    def points_shown(self) -> int | None:
        if not isinstance(self.picture, Parity):
            return None
        return len(self._train.data) + len(self._validation.data)

    def whole(self) -> Bounds | None:
        if self.data is None or self.data.task != "regression" or not len(self.data.targets):
            return None
        low, high = float(self.data.targets.min()), float(self.data.targets.max())
        margin = MARGIN * (high - low) or max(1.0, abs(high) * MARGIN)
        low, high = max(low - margin, -LIMIT), min(high + margin, LIMIT)
        return (low, high, low, high)

    def table(self) -> PlotTable:
        parity = self.picture
        if not isinstance(parity, Parity):
            return PlotTable()
        parts = ["training"] * len(parity.train_target)
        parts += ["validation"] * len(parity.validation_target)
        target = np.concatenate([parity.train_target, parity.validation_target])
        predicted = np.concatenate([parity.train_predicted, parity.validation_predicted])
        return PlotTable(("part", "target", "predicted"), (parts, target, predicted))

    def read(self, x: float, y: float) -> str:
        if self.data is None:
            return ""
        span = self.data.target_span
        target, predicted, off = (padded(output_text(value, span)) for value in (x, y, y - x))
        return "    ".join(
            (
                _("target {number}").format(number=target),
                _("predicted {number}").format(number=predicted),
                _("error {number}").format(number=off),
            )
        )

    def _draw_data(self) -> None:
        if self.data is None:
            return
        name = self.data.target_name
        across, up = _("{target}: true value"), _("{target}: predicted value")
        self.canvas.set_titles(across.format(target=name), up.format(target=name))
        colours = self.colours
        self._equals.setPen(pg.mkPen(colours.muted, style=Qt.PenStyle.DashLine))
        self._style(self._train, "o", colours.train, colours.surface, 0.6)
        self._style(self._validation, "d", colours.surface, colours.validation, 1.4)
        entries = [LegendEntry(_("training"), "circle", colours.train)]
        if self._validation_shown():
            entries.append(LegendEntry(_("validation"), "diamond", colours.validation))
        entries.append(LegendEntry(_("predicted = target"), "dashed", colours.muted))
        self.legend.set_entries(entries)
        self._draw_equals()

    def _draw_picture(self) -> None:
        parity = self.picture
        if not isinstance(parity, Parity):
            for item in (self._train, self._validation):
                item.clear()
            return
        _place(self._train, parity.train_target, parity.train_predicted)
        self._validation.setVisible(self._validation_shown())
        _place(self._validation, parity.validation_target, parity.validation_predicted)
        self.set_remark(self.sample_words())

    def _draw_equals(self) -> None:
        left, right, bottom, top = self.canvas.visible()
        low, high = max(left, bottom), min(right, top)
        ends = np.array([low, high]) if low < high else np.empty(0)
        self._equals.setData(ends, ends)

    def _switch(self) -> None:
        self._draw_data()
        self._draw_picture()

    def _validation_shown(self) -> bool:
        return self.show_validation and self.data is not None and self.data.validation_rows > 0

    @staticmethod
    def _style(item: Any, symbol: str, fill: str, line: str, width: float) -> None:  # noqa: ANN401
        item.setSymbol(symbol)
        item.setSize(SIZE)
        item.setBrush(QColor(fill))
        item.setPen(symbol_pen(QColor(line), width, SIZE))
        item.opts["antialias"] = True


def _place(item: Any, target: Array, predicted: Array) -> None:  # noqa: ANN401 - pyqtgraph's
    every = -(-len(target) // MOST_DRAWN) or 1
    x, y = (
        np.clip(np.nan_to_num(values[::every].astype(np.float64), nan=LIMIT), -LIMIT, LIMIT)
        for values in (target, predicted)
    )
    item.setData(x=x, y=y)
