"""One variable: the fitted curve over the points, or a curve of probability per class."""

from typing import Any

import numpy as np
import pyqtgraph as pg

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.frames.frame import Array, Bounds
from playground.engine.frames.pictures import Curve
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import LIMIT
from playground.gui.plots.base.shades import class_colours
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.picture_plot import SMALLEST_GRID, PlacePlot
from playground.gui.plots.predictions.point_layer import PointLayer
from playground.gui.plots.predictions.words import output_words, place_words
from playground.gui.theme import Colours

PIXELS_PER_POINT = 2
FINEST_GRID = 400
LANE = 0.06
LANES = 0.4
"""Below probability 0 the points of each class have a lane of height LANE, all together at most
LANES high."""
_QUARTERS = tuple(quarter / 4 for quarter in range(5))


class CurvePlot(PlacePlot):
    """Points and what the network makes of the whole range of the variable."""

    def __init__(self, colours: Colours) -> None:
        self._lines: list[Any] = []
        super().__init__(colours)
        self._points = PointLayer(self.canvas)
        self.canvas.set_grid(True)

    @property
    def can_discretise(self) -> bool:
        return self.has_probabilities

    def wanted_grid(self) -> int:
        points = self.canvas.size()[0] // PIXELS_PER_POINT
        return int(np.clip(points, SMALLEST_GRID, FINEST_GRID))

    def wanted_bounds(self) -> Bounds | None:
        return self.canvas.visible()

    def _bounds(self) -> Bounds | None:
        if self.data is None:
            return None
        left, right, bottom, top = self.data.bounds
        if self.has_probabilities:
            bottom, top = -self._lane() * (len(self.data.class_names) + 0.5), 1.04
        return left, right, bottom, top

    def table(self) -> PlotTable:
        curve, data = self.picture, self.data
        if not isinstance(curve, Curve) or data is None:
            return PlotTable()
        names = data.class_names if self.has_probabilities else (data.target_name,)
        columns = tuple(np.ascontiguousarray(column) for column in curve.y.T)
        return PlotTable((data.axes[0], *names[-len(columns) :]), (curve.x, *columns))

    def read(self, x: float, y: float) -> str:
        del y
        if self.data is None:
            return ""
        words = place_words(self.data, (x,))
        curve = self.picture
        if not isinstance(curve, Curve) or not curve.x[0] <= x <= curve.x[-1]:
            return words
        output = curve.y[int(np.abs(curve.x - x).argmin())]
        return f"{words}    →    {output_words(self.data, output)}"

    def _draw_data(self) -> None:
        data = self.data
        self._make_lines()
        if data is None or data.points.shape[1] != 1:
            self._points.clear()
            return
        left = _("probability") if self.has_probabilities else data.target_name
        self.canvas.set_titles(data.axes[0], left)
        quarters = [(quarter, number(quarter)) for quarter in _QUARTERS]
        self.canvas.set_left_ticks(quarters if self.has_probabilities else None)
        self._points.set_points(
            self._places(),
            data.targets.astype(np.int64)
            if self.has_probabilities
            else np.zeros(len(data.targets), np.int64),
            data.validation,
            self._shades(points=True),
            self.colours,
        )
        self._show_legend()

    def _draw_picture(self) -> None:
        curve = self.picture
        if not isinstance(curve, Curve):
            for line in self._lines:
                line.setData(np.empty(0), np.empty(0))
            return
        x = curve.x.astype(np.float64)
        shown = self._shown(curve.y)
        for line, column in zip(self._lines, shown.T, strict=False):
            line.setData(x, np.clip(column.astype(np.float64), -LIMIT, LIMIT))

    def _switch(self) -> None:
        self._points.set_show_validation(self.show_validation)
        self._show_legend()
        self._draw_picture()

    def _shown(self, y: Array) -> Array:
        if not self.has_probabilities:
            return y
        both = np.column_stack([1 - y, y]) if y.shape[1] == 1 else y
        if not self.discretise:
            return both
        winners: Array = (both.argmax(axis=1)[:, None] == np.arange(both.shape[1])).astype(
            np.float32
        )
        return winners

    def _lane(self) -> float:
        classes = len(self.data.class_names) if self.data else 0
        return min(LANE, LANES / max(1, classes))

    def _places(self) -> Array:
        assert self.data is not None
        heights = self.data.targets
        if self.has_probabilities:
            heights = -self._lane() * (heights + 0.7)
        places: Array = np.column_stack([self.data.points[:, 0], heights])
        return places

    def _place_of_asked(self) -> tuple[float, float] | None:
        asked = self.asked
        if asked is None or self.data is None or len(asked.place) != 1:
            return None
        if not np.isfinite(asked.output).all():
            return None
        return float(asked.place[0]), float(np.clip(asked.output.max(), -LIMIT, LIMIT))

    def _shades(self, *, points: bool) -> tuple[str, ...]:
        if self.has_probabilities and self.data is not None:
            return class_colours(self.colours, len(self.data.class_names))
        return (self.colours.muted if points else self.colours.train,)

    def _make_lines(self) -> None:
        for old in self._lines:
            self.canvas.remove(old)
        self._lines = []
        for shade in self._shades(points=False):
            pen = pg.mkPen(shade, width=2)
            line: Any = pg.PlotCurveItem(pen=pen, connect="finite", antialias=True)
            self._lines.append(line)
            self.canvas.add(line, 20)

    def _show_legend(self) -> None:
        entries = self.part_entries()
        if self.has_probabilities:
            lines = [LegendEntry(e.text, "line", e.colour) for e in self.class_entries()]
        else:
            lines = [LegendEntry(_("prediction"), "line", self.colours.train)]
        self.legend.set_entries([*entries, *lines, *self.asked_entries()])
