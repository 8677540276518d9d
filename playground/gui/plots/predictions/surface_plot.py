"""Two variables, or the two principal components of more: what the network makes of the plane,
under the points of the data."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF

from playground.engine.frames.frame import Array, Bounds, Labels
from playground.engine.frames.pictures import Surface
from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.colour_bar import ColourBar
from playground.gui.plots.base.shades import class_colours
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.picture_plot import SMALLEST_GRID, PlacePlot
from playground.gui.plots.predictions.point_layer import PointLayer
from playground.gui.plots.predictions.words import output_words, place_words
from playground.gui.theme import Colours

FINEST_GRID = 1024
CRISP_GRID = 200
"""Between classes lies a line: of a coarser surface, the numbers are drawn through first."""
COPIED_GRID = 100
"""Cells along each side, at most, of the surface as a table."""
TARGET_BANDS = 12
ALIKE = 1.25
"""Axes whose spans differ by less than this factor are drawn in equal units."""


class SurfacePlot(PlacePlot):
    """A surface in colour. For two classes orange through a neutral middle to blue; for more, the
    likeliest class's colour, paler where it is less sure; for regression a scale in target units.
    """

    def __init__(self, colours: Colours) -> None:
        self._image: Any = pg.ImageItem(axisOrder="row-major", autoLevels=False)
        self._tables(colours)
        super().__init__(colours)
        self._points = PointLayer(self.canvas)
        self._bar = ColourBar()
        self._bar.hide()
        self.add_beside(self._bar)
        self.canvas.add(self._image, 0)
        self.canvas.set_smooth(True)

    @property
    def can_discretise(self) -> bool:
        return True

    def set_colours(self, colours: Colours) -> None:
        self._tables(colours)
        super().set_colours(colours)

    def wanted_grid(self) -> int:
        pixels = max(self.canvas.size()) * self.devicePixelRatioF()
        return int(np.clip(pixels, SMALLEST_GRID, FINEST_GRID))

    def wanted_bounds(self) -> Bounds | None:
        return self.canvas.visible()

    def table(self) -> PlotTable:
        surface = self.picture
        if not isinstance(surface, Surface) or self.data is None:
            return PlotTable()
        x_low, x_high, y_low, y_high = surface.bounds
        rows, columns, outputs = surface.values.shape
        x, y = np.meshgrid(np.linspace(x_low, x_high, columns), np.linspace(y_low, y_high, rows))
        some = slice(None, None, -(-columns // COPIED_GRID))
        x, y, flat = x[some, some], y[some, some], surface.values[some, some].reshape(-1, outputs)
        names = self.data.class_names if self.has_probabilities else (self.data.target_name,)
        outs = tuple(np.ascontiguousarray(flat[:, number]) for number in range(outputs))
        return PlotTable((*self.data.axes, *names[-outputs:]), (x.ravel(), y.ravel(), *outs))

    def read(self, x: float, y: float) -> str:
        if self.data is None:
            return ""
        words = place_words(self.data, (x, y))
        output = self._output_at(x, y)
        return words if output is None else f"{words}    →    {output_words(self.data, output)}"

    def _tables(self, colours: Colours) -> None:
        self._soft = colour_maps.diverging(colours, colour_maps.STRENGTH)
        self._full = colour_maps.diverging(colours)
        self._viridis = colour_maps.viridis()

    def _draw_data(self) -> None:
        data = self.data
        if data is None or data.points.shape[1] != 2:
            self._points.clear()
            return
        self.canvas.set_titles(data.axes[0], data.axes[1])
        self.canvas.set_equal_aspect(_alike(data.bounds))
        self._low, self._high = data.target_range or levels(data.targets)
        regression = data.task == "regression"
        self._bar.setVisible(regression)
        if regression:
            table = self._regression_table()
            self._bar.set_scale(self._low, self._high, table, data.target_name)
            groups = _bands(data.targets, self._low, self._high)
            shades = _shades(table)
        else:
            groups, shades = data.targets.astype(np.int64), self._class_colours()
        self._points.set_points(data.points, groups, data.validation, shades, self.colours)
        self._show_legend()

    def _draw_picture(self) -> None:
        surface = self.picture
        if not isinstance(surface, Surface) or self.data is None:
            self._image.clear()
            return
        values = surface.values
        if self.discretise or values.shape[-1] > 2:
            values = drawn_through(values, CRISP_GRID)
        self._image.setImage(self._pixels(values), autoLevels=False, levels=None)
        self._image.setRect(cells(values.shape, surface.bounds))

    def _switch(self) -> None:
        self._points.set_show_validation(self.show_validation)
        self._show_legend()
        self._draw_picture()

    def _pixels(self, values: Array) -> colour_maps.Pixels:
        assert self.data is not None
        match self.data.task:
            case "regression":
                low, high, table = self._low, self._high, self._regression_table()
                return colour_maps.value_pixels(
                    values[..., 0], low, high, table, discretise=self.discretise
                )
            case "two_classes":
                return colour_maps.two_class_pixels(
                    values[..., -1], self._soft, discretise=self.discretise
                )
            case _:
                middle, shades = self.colours.middle, self._class_colours()
                return colour_maps.class_pixels(values, shades, middle, discretise=self.discretise)

    def _regression_table(self) -> colour_maps.Table:
        return self._full if self._low < 0 < self._high else self._viridis

    def _class_colours(self) -> tuple[str, ...]:
        return class_colours(self.colours, len(self.data.class_names) if self.data else 0)

    def _show_legend(self) -> None:
        entries = (*self.part_entries(), *self.class_entries(), *self.asked_entries())
        self.legend.set_entries(entries)

    def _output_at(self, x: float, y: float) -> Array | None:
        surface = self.picture
        if not isinstance(surface, Surface):
            return None
        x_low, x_high, y_low, y_high = surface.bounds
        rows, columns = surface.values.shape[:2]
        column = round((x - x_low) / (x_high - x_low) * (columns - 1))
        row = round((y - y_low) / (y_high - y_low) * (rows - 1))
        if not (0 <= column < columns and 0 <= row < rows):
            return None
        output: Array = surface.values[row, column]
        return output


def _alike(bounds: Bounds) -> bool:
    across, up = bounds[1] - bounds[0], bounds[3] - bounds[2]
    return max(across, up) <= ALIKE * min(across, up)


def levels(targets: Array) -> tuple[float, float]:
    """The scale of a regression target: even about zero where it has both signs."""
    finite = targets[np.isfinite(targets)]
    if not len(finite):
        return 0.0, 1.0
    low, high = float(finite.min()), float(finite.max())
    reach = max(-low, high)
    if low < 0 < high and min(-low, high) >= 0.2 * reach:
        return -reach, reach
    return (low, high) if high > low else (low - 1.0, low + 1.0)


def _bands(targets: Array, low: float, high: float) -> Labels:
    unit = np.clip((np.nan_to_num(targets) - low) / (high - low), 0, 1)
    bands: Labels = np.minimum(unit * TARGET_BANDS, TARGET_BANDS - 1).astype(np.int64)
    return bands


def _shades(table: colour_maps.Table) -> tuple[str, ...]:
    places = (np.arange(TARGET_BANDS) + 0.5) / TARGET_BANDS * 255
    return tuple(f"#{r:02x}{g:02x}{b:02x}" for r, g, b in table[places.astype(int)].tolist())


def drawn_through(values: Array, least: int) -> Array:
    """`[rows, columns, outputs]` with places in between, so that there are about `least` a side."""
    between = least // max(len(values), 2)
    if between < 2:
        return values
    for _ in range(2):
        values = np.moveaxis(_along(values, between), 1, 0)
    return values


def _along(values: Array, between: int) -> Array:
    """`[n, ...]` with straight lines drawn from each of the n to the next."""
    parts = np.arange(between, dtype=np.float32).reshape(1, -1, *[1] * (values.ndim - 1)) / between
    low, high = values[:-1, None], values[1:, None]
    lines = (low + (high - low) * parts).reshape(-1, *values.shape[1:])
    return np.concatenate([lines, values[-1:]])


def cells(shape: tuple[int, ...], bounds: Bounds) -> QRectF:
    """Where the pixels of `[rows, columns, ...]` lie: the outer ones are centred on the bounds."""
    x_low, x_high, y_low, y_high = bounds
    rows, columns = shape[:2]
    width, height = (x_high - x_low) / max(1, columns - 1), (y_high - y_low) / max(1, rows - 1)
    return QRectF(x_low - width / 2, y_low - height / 2, width * columns, height * rows)
