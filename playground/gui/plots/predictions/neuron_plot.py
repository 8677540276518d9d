"""What one neuron makes of the plane of the data, or of their one variable, around zero."""

from typing import Any

import numpy as np
import pyqtgraph as pg

from playground.engine.common.language import _
from playground.engine.frames.frame import Bounds
from playground.engine.frames.network import Place
from playground.engine.frames.pictures import NeuronMap
from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import LIMIT
from playground.gui.plots.base.shades import class_colours
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.gui.plots.predictions.point_layer import PointLayer
from playground.gui.plots.predictions.surface_plot import cells
from playground.gui.plots.predictions.words import place_words
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import output_text

GRID, CURVE_GRID = 64, 200
_MARGIN = 1.08


class NeuronPlot(CanvasPlot):
    """Fills the place of the predictions while a neuron is looked at.

    Over two variables its output in colour, orange below zero and blue above, under the points;
    over one variable its curve.
    """

    def __init__(self, colours: Colours) -> None:
        self._name = ""
        self._image: Any = pg.ImageItem(axisOrder="row-major", autoLevels=False)
        self._line: Any = pg.PlotCurveItem(connect="finite", antialias=True)
        super().__init__(colours)
        self._points = PointLayer(self.canvas)
        self.canvas.add(self._image, 0)
        self.canvas.add(self._line, 20)
        self.canvas.set_smooth(True)

    def name_neuron(self, name: str) -> None:
        """Say whose map it is."""
        self._name = name

    def wanted_grid(self) -> int:
        return CURVE_GRID if self._is_curve else GRID

    def wanted_bounds(self) -> Bounds | None:
        return self.data.bounds if self.data else None

    def whole(self) -> Bounds | None:
        shown, data = self.picture, self.data
        if data is None or not self._is_curve or not isinstance(shown, NeuronMap):
            return data.bounds if data else None
        reach = _reach(shown) * _MARGIN
        return data.bounds[0], data.bounds[1], -reach, reach

    def table(self) -> PlotTable:
        shown, data = self.picture, self.data
        if not isinstance(shown, NeuronMap) or data is None:
            return PlotTable()
        x, y = _places(shown)
        axes = (x,) if shown.values.ndim == 1 else (x, y)
        names = (*data.axes[: len(axes)], _column_name(shown.neuron))
        return PlotTable(names, (*axes, shown.values.ravel()))

    def read(self, x: float, y: float) -> str:
        shown, data = self.picture, self.data
        if not isinstance(shown, NeuronMap) or data is None:
            return ""
        places = _places(shown)
        distance = (places[0] - x) ** 2
        if shown.values.ndim == 2:
            distance = distance + (places[1] - y) ** 2
        output = float(shown.values.ravel()[int(distance.argmin())])
        at = (x, y)[: shown.values.ndim]
        text = output_text(output, float(np.ptp(shown.values)))
        return f"{place_words(data, at)}    →    {self._name}: {text}"

    @property
    def _is_curve(self) -> bool:
        return self.data is not None and self.data.points.shape[1] == 1

    def _draw_data(self) -> None:
        data = self.data
        if data is None:
            self._points.clear()
            return
        self.canvas.set_titles(data.axes[0], _("output") if self._is_curve else data.axes[1])
        if self._is_curve:
            self._points.clear()
            return
        is_regression = data.task == "regression"
        shades = class_colours(self.colours, len(data.class_names)) or (self.colours.muted,)
        groups = np.zeros(len(data.points)) if is_regression else data.targets
        self._points.set_points(
            data.points,
            groups.astype(np.int64),
            data.validation,
            shades,
            self.colours,
        )

    def _draw_picture(self) -> None:
        shown = self.picture
        if not isinstance(shown, NeuronMap):
            self._image.clear()
            self._line.setData(np.empty(0), np.empty(0))
            return
        self.legend.set_entries([LegendEntry(self._name, "square", self.colours.positive)])
        self.set_remark(_range_words(shown))
        reach = _reach(shown)
        if shown.values.ndim == 1:
            self._line.setPen(pg.mkPen(self.colours.train, width=2))
            heights = np.clip(shown.values.astype(np.float64), -LIMIT, LIMIT)
            self._line.setData(_places(shown)[0], heights)
            self.show_all()
            return
        table = colour_maps.diverging(self.colours, colour_maps.STRENGTH)
        pixels = colour_maps.value_pixels(shown.values, -reach, reach, table)
        self._image.setImage(pixels, autoLevels=False, levels=None)
        self._image.setRect(cells(shown.values.shape, shown.bounds))


def _column_name(neuron: Place) -> str:
    """In a table of data, which is the same in every language."""
    layer = f"hidden {neuron.layer}" if neuron.layer else "inputs"
    return f"{layer}, neuron {neuron.number + 1}"


def _range_words(shown: NeuronMap) -> str:
    finite = shown.values[np.isfinite(shown.values)]
    if not len(finite):
        return _("Its output is not a number here.")
    ends = float(finite.min()), float(finite.max())
    low, high = (output_text(end, ends[1] - ends[0]) for end in ends)
    return _("Output from {low} to {high}; orange below zero, blue above.").format(
        low=low, high=high
    )


def _reach(shown: NeuronMap) -> float:
    """The number at the ends of the colours: the largest output, and 1 at least."""
    finite = np.abs(shown.values[np.isfinite(shown.values)])
    return max(float(finite.max(initial=0.0)), 1.0)


def _places(shown: NeuronMap) -> tuple[np.ndarray, np.ndarray]:
    """float64 x and y of each value, flat."""
    low, high, bottom, top = shown.bounds
    x = np.linspace(low, high, shown.values.shape[-1])
    if shown.values.ndim == 1:
        return x, np.zeros_like(x)
    across, up = np.meshgrid(x, np.linspace(bottom, top, shown.values.shape[0]))
    return across.ravel(), up.ravel()
