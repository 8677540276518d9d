"""What one run predicts less what another does, drawn like the predictions themselves."""

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QResizeEvent

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.frames.contrast import ErrorChange
from playground.engine.frames.frame import Array, Bounds, DataPicture, Labels, Picture
from playground.engine.frames.pictures import Confusion, Curve, Surface
from playground.gui.plots.base.colour_maps import diverging
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.shades import readable_on
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.predictions.confusion_plot import ConfusionPlot
from playground.gui.plots.predictions.curve_plot import CurvePlot
from playground.gui.plots.predictions.matrix_canvas import MatrixCanvas
from playground.gui.plots.predictions.matrix_layout import MatrixLayout
from playground.gui.plots.predictions.picture_plot import CanvasPlot, PicturePlot
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text, output_text

SIZE = 6.0
WIDE = 320
"""Pixels from which on there is room for a scale of colours."""
_CENTRE = Qt.AlignmentFlag.AlignCenter


def reach_of(values: Array) -> float:
    """A round number that no finite difference exceeds: a scale that does not move all the time."""
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max(initial=0.0))
    if not most:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return float(next(f * power for f in (1, 2, 5, 10) if f * power >= most * (1 - 1e-9)))


def data_of_difference(data: DataPicture, values: Array) -> DataPicture:
    """Data without points, whose one target is the difference, on the axes of `data`."""
    reach, several = reach_of(values), len(data.class_names) > 2
    low = 0.0 if several else -reach
    name = _("difference") if data.task == "regression" else _("difference of probability")
    flat = data.points.shape[1] == 1
    axes = (data.axes[0], name) if flat else data.axes
    bounds = (*data.bounds[:2], low - 0.05 * reach, 1.05 * reach) if flat else data.bounds
    nothing = np.empty(0)
    return replace(
        data,
        task="regression",
        target_names=(name,),
        class_names=(),
        points=data.points[:0],
        targets=nothing,
        validation=nothing.astype(np.bool_),
        axes=axes,
        bounds=bounds,
        target_range=(low, reach),
        rows=None,
        target_number=None,
    )


class SurfaceDifference(SurfacePlot):
    """Where in the plane two runs differ; where there is room, with its scale."""

    @property
    def points_shown(self) -> int | None:
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setVisible(self.width() >= WIDE)

    def _draw_data(self) -> None:
        super()._draw_data()
        self._bar.setVisible(self.width() >= WIDE)

    def _show_legend(self) -> None:
        self.legend.set_entries(())


class CurveDifference(CurvePlot):
    """Where along the variable two runs differ."""

    @property
    def points_shown(self) -> int | None:
        return None

    def _show_legend(self) -> None:
        self.legend.set_entries(())


class ErrorChangePlot(CanvasPlot):
    """By how much the predictions of each row differ, against what is true of it."""

    def __init__(self, colours: Colours) -> None:
        self._train: Any = pg.ScatterPlotItem()
        self._validation: Any = pg.ScatterPlotItem()
        self._zero: Any = pg.InfiniteLine(angle=0)
        super().__init__(colours)
        for level, item in enumerate((self._zero, self._validation, self._train)):
            self.canvas.add(item, level)
        self.canvas.set_grid(True)

    @property
    def points_shown(self) -> int | None:
        return None

    def whole(self) -> Bounds | None:
        change = self.picture
        if not isinstance(change, ErrorChange) or self.data is None:
            return None
        targets = np.concatenate([change.train_target, change.validation_target])
        reach = reach_of(np.concatenate([change.train, change.validation]))
        margin = 0.05 * float(np.ptp(targets)) or 1.0
        return float(targets.min()) - margin, float(targets.max()) + margin, -reach, reach

    def set_picture(self, picture: Picture) -> None:
        super().set_picture(picture)
        if not self.zoomed:
            self.show_all()

    def table(self) -> PlotTable:
        change = self.picture
        if not isinstance(change, ErrorChange):
            return PlotTable()
        parts = ["training"] * len(change.train) + ["validation"] * len(change.validation)
        target = np.concatenate([change.train_target, change.validation_target])
        return PlotTable(
            ("part", "target", "difference"),
            (parts, target, np.concatenate([change.train, change.validation])),
        )

    def read(self, x: float, y: float) -> str:
        words = _("target {target}    difference {difference}")
        return words.format(target=output_text(x), difference=output_text(y))

    def _draw_data(self) -> None:
        colours = self.colours
        self.canvas.set_titles(_("true value"), _("difference"))
        self._zero.setPen(pg.mkPen(colours.muted, style=Qt.PenStyle.DashLine))
        for item, colour in ((self._train, colours.train), (self._validation, colours.validation)):
            item.setBrush(QColor(colour))
            item.setPen(None)
            item.setSize(SIZE)
        self._validation.setSymbol("d")
        self.legend.set_entries(
            [
                LegendEntry(_("training"), "circle", colours.train),
                LegendEntry(_("validation"), "diamond", colours.validation),
            ]
        )

    def _draw_picture(self) -> None:
        change = self.picture
        if not isinstance(change, ErrorChange):
            return
        for item, x, y in (
            (self._train, change.train_target, change.train),
            (self._validation, change.validation_target, change.validation),
        ):
            item.setData(x=x.astype(np.float64), y=np.nan_to_num(y.astype(np.float64)))


class SignedMatrix(MatrixCanvas):
    """Signed counts: blue where there are more, orange where there are fewer."""

    def set_matrix(self, counts: Labels, names: tuple[str, ...]) -> None:
        """Show int64 `[classes, classes]`, true class first."""
        super().set_matrix(counts, names)
        self._shares = counts / max(int(np.abs(counts).max(initial=0)), 1)
        self.update()

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._shades = [QColor(*rgb) for rgb in diverging(colours).tolist()]
        self._inks = [readable_on(shade) for shade in self._shades]

    def _paint_cells(self, painter: QPainter, places: MatrixLayout) -> None:
        for row, column in np.ndindex(self._counts.shape):
            cell = places.cell(row, column).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.fillRect(cell, self._shades[self._level(row, column)])

    def _paint_numbers(self, painter: QPainter, places: MatrixLayout) -> None:
        if self.numbers == "none":
            return
        for row, column in np.ndindex(self._counts.shape):
            painter.setPen(self._inks[self._level(row, column)])
            text = signed(int(self._counts[row, column]))
            painter.drawText(places.cell(row, column), _CENTRE, text)

    def _level(self, row: int, column: int) -> int:
        return int((self._shares[row, column] + 1) / 2 * 255)


class CountDifference(ConfusionPlot):
    """How many rows more one run takes for a class than the other."""

    canvas_kind = SignedMatrix

    def read(self, x: float, y: float) -> str:
        if self.data is None or not len(self.counts):
            return ""
        row, column = int(x), int(y)
        true, predicted = (self.data.class_names[number] for number in (row, column))
        words = _("true {true}, predicted {predicted}:  {difference} rows")
        difference = signed(int(self.counts[row, column]))
        return words.format(true=true, predicted=predicted, difference=difference)


def signed(count: int) -> str:
    """A difference of counts with its sign: `+3`, `−2`, `0`."""
    sign = "+" if count > 0 else "−" if count < 0 else ""
    return sign + count_text(abs(count))


def difference_plot(picture: Picture, colours: Colours) -> PicturePlot:
    """The plot that draws such a difference."""
    match picture:
        case Surface():
            return SurfaceDifference(colours)
        case Curve():
            return CurveDifference(colours)
        case Confusion():
            return CountDifference(colours)
    return ErrorChangePlot(colours)


def scale_words(data: DataPicture) -> str:
    """From where to where the scale of a difference reaches, where it has one: `−1 to 1`."""
    if data.target_names and data.target_range and not len(data.points):
        low, high = data.target_range
        return _("{low} to {high}").format(low=number(low), high=number(high))
    return ""


def data_for(data: DataPicture, difference: Picture) -> DataPicture:
    """The data to draw a difference with, where those of both runs are `data`."""
    match difference:
        case Surface():
            return data_of_difference(data, difference.values)
        case Curve():
            return data_of_difference(data, difference.y)
    return data
