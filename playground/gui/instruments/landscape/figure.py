"""The map: losses in colour, contour lines, the path of the run, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.gui.instruments.landscape.contour_lines import ContourLines
from playground.gui.instruments.landscape.scale import LossScale, scale_of
from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.colour_bar import ColourBar
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry, Sample
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import loss_text

if TYPE_CHECKING:
    from playground.engine.instruments.landscape import LossMap

Point = tuple[float, float]
HINT = N_("Click marks a point, wheel zooms, drag moves, A shows all, right-click saves.")
NARROW = 260
"""Pixels below which there is no scale of colours beside the map."""
_WHITE, _BLACK = "#ffffff", "#000000"


@dataclass(frozen=True, slots=True)
class Track:
    """What lies on the map.

    Attributes:
        path: places of the run so far, in order.
        present: where it stands now.
        mark: the place that was chosen.
    """

    path: Sequence[Point] = ()
    present: Point | None = None
    mark: Point | None = None


class MapFigure(Figure):
    """Draws one map and what lies on it.

    Attributes:
        shown: the map, if there is one.
        track: what lies on it.
        contours: the lines of equal loss.
    """

    empty_covers = True
    low = 190

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, HINT, parent)
        self.canvas.setParent(self)
        self.setObjectName("plot.landscape")
        self.name_drawing(_("Map of the loss"))
        self.shown: LossMap | None = None
        self.track = Track()
        self._scale = LossScale(0.0, 1.0, logarithmic=False)
        self._table = colour_maps.viridis()
        self._image: Any = pg.ImageItem(axisOrder="row-major", autoLevels=False)
        self._halo: Any = pg.PlotCurveItem()
        self._path: Any = pg.PlotCurveItem()
        self._places: Any = pg.ScatterPlotItem(antialias=True)
        self.canvas.add(self._image)
        self.contours = ContourLines(self.canvas, self._table, level=1)
        for level, item in enumerate((self._halo, self._path, self._places), 2):
            self.canvas.add(item, level)
        self.canvas.set_smooth(True)
        self._bar = ColourBar()
        self._bar.hide()
        self.add_beside(self._bar)
        self.canvas.all_wanted.connect(self.show_all)
        self._style()

    def show_map(self, shown: "LossMap") -> None:
        """Draw a map; another part of the plane is shown whole."""
        before, self.shown = self.shown, shown
        self._draw_map()
        if before is None or before.bounds != shown.bounds or before.plane is not shown.plane:
            self.show_all()
        self.read_again()

    def show_track(self, track: Track) -> None:
        """Draw what lies on the map."""
        if track != self.track:
            self.track = track
            self._draw_track()

    def show_all(self) -> None:
        if self.shown is not None:
            self.canvas.make_room(*self.shown.bounds[2:])
            self.canvas.set_range(self.shown.bounds)

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._style()
        if self.shown is not None:
            self._draw_map()
        self._draw_track()

    def loss_near(self, across: float, up: float) -> float | None:
        """The loss of the nearest measured place, NaN if not finite; None beyond the map."""
        shown = self.shown
        if shown is None or not shown.size:
            return None
        x_low, x_high, y_low, y_high = shown.bounds
        column = round((across - x_low) / (x_high - x_low) * (shown.size - 1))
        row = round((up - y_low) / (y_high - y_low) * (shown.size - 1))
        if not (0 <= column < shown.size and 0 <= row < shown.size):
            return None
        return float(shown.values[row, column])

    def read(self, x: float, y: float) -> str:
        loss = self.loss_near(x, y)
        if loss is None:
            return ""
        place = {"x": number(x, ".3g"), "y": number(y, ".3g")}
        if not np.isfinite(loss):
            return _("({x}, {y}): the loss is not finite").format(**place)
        return _("({x}, {y}): loss {loss}").format(loss=loss_text(loss), **place)

    def table(self) -> PlotTable:
        shown = self.shown
        if shown is None:
            return PlotTable()
        x_low, x_high, y_low, y_high = shown.bounds
        places = np.linspace(x_low, x_high, shown.size), np.linspace(y_low, y_high, shown.size)
        x, y = np.meshgrid(*places)
        return PlotTable(("across", "up", "loss"), (x.ravel(), y.ravel(), shown.values.ravel()))

    def _draw_map(self) -> None:
        shown = self.shown
        if shown is None or not shown.size:
            return
        self._scale = scale = scale_of(shown.values)
        drawn = scale.drawn(shown.values)
        pixels = colour_maps.value_pixels(drawn, scale.low, scale.high, self._table)
        pixels[~np.isfinite(drawn)] = colour_maps.rgb(self.colours.border).astype(np.uint8)
        self._image.setImage(pixels, autoLevels=False, levels=None)
        self._image.setRect(_cells(shown))
        self.contours.show_map(shown, scale)
        ends = (scale.low, scale.high)
        self._bar.set_scale(*ends, self._table, _("loss"), logarithmic=scale.logarithmic)
        self._show_bar()
        self.canvas.set_titles(*_titles(shown))
        self._show_legend()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_bar()

    def _show_bar(self) -> None:
        """Where there is little room, the map has all of it; the read-out still says the losses."""
        self._bar.setVisible(self.shown is not None and self.width() >= NARROW)

    def _draw_track(self) -> None:
        track = self.track
        way = [*track.path, *([track.present] if track.present else [])]
        x, y = np.array(way or [(0.0, 0.0)])[: len(way)].reshape(-1, 2).T
        for line in (self._halo, self._path):
            line.setData(x, y)
        spots = []
        if track.path:
            spots.append(self._spot(track.path[0], "o", 9, _WHITE))
        if track.present is not None:
            spots.append(self._spot(track.present, "o", 13, self.colours.negative))
        if track.mark is not None:
            spots.append(self._spot(track.mark, "d", 13, _WHITE))
        self._places.setData(spots)
        self._show_legend()

    def _spot(self, place: Point, symbol: str, size: int, colour: str) -> dict[str, object]:
        edge = _BLACK if colour == _WHITE else _WHITE
        return {
            "pos": place,
            "symbol": symbol,
            "size": size,
            "brush": QColor(colour),
            "pen": pg.mkPen(edge, width=1.5),
        }

    def _style(self) -> None:
        self._halo.setPen(pg.mkPen(_WHITE, width=4))
        self._path.setPen(pg.mkPen(self.colours.negative, width=2))

    def _show_legend(self) -> None:
        if self.shown is None:
            return
        colours, track = self.colours, self.track
        rows: list[tuple[bool, str, Sample, str]] = [
            (len(track.path) > 1, _("path of the run"), "line", colours.negative),
            (track.present is not None, _("current weights"), "circle", colours.negative),
            (track.mark is not None, _("marked point"), "diamond", colours.muted),
            (not np.isfinite(self.shown.values).all(), _("not finite"), "square", colours.border),
        ]
        self.legend.set_entries(
            [LegendEntry(text, sample, colour) for there, text, sample, colour in rows if there]
        )


def _cells(shown: "LossMap") -> QRectF:
    """Where the pixels lie: the outer ones are centred on the bounds."""
    x_low, x_high, y_low, y_high = shown.bounds
    width, height = (x_high - x_low) / (shown.size - 1), (y_high - y_low) / (shown.size - 1)
    corner = (x_low - width / 2, y_low - height / 2)
    return QRectF(*corner, width * shown.size, height * shown.size)


def _titles(shown: "LossMap") -> tuple[str, str]:
    if shown.plane.kind == "random":
        return _("direction 1"), _("direction 2")
    return _("component 1"), _("component 2")
