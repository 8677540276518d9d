"""The losses of both lanes in one plot: a colour for each, training solid, validation dashed."""

import dataclasses
import math
from collections.abc import Callable

import numpy as np
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import Axis, LossCurve
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.loss.across import Across, first_place
from playground.gui.plots.loss.drawing import (
    Doubles,
    LossDrawing,
    drawable,
    positive_floor,
    whole_range,
)
from playground.gui.plots.loss.following import follow
from playground.gui.plots.loss.smoothing import smooth_logarithmic_part, smooth_part
from playground.gui.plots.loss.words import loss_words
from playground.gui.theme import Colours
from playground.state.view import ViewSpec

MOST_POINTS = 1000
NARROW = 180
"""Pixels of width below which the drawing takes the room of the legend."""
LONGEST = 22
"""Letters of a name in the legend."""
EXPLODED, SEEN = 10.0, 2.0
"""A loss so many times the highest of the other lane is seen up to so many times that."""
_TITLES: dict[Axis, str] = {
    "step": N_("step"),
    "epoch": N_("epoch"),
    "seconds": N_("time (s)"),
}
_REMARK = N_("Axes and smoothing as in Loss.")
Logs = tuple[LossLog, LossLog]


def lane_colours(colours: Colours) -> tuple[str, str]:
    """The colours of both lanes, which colour-blind eyes can tell apart."""
    return colours.train, colours.warning


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Curves:
    """One lane: its losses, and the smoothed line through those of training."""

    train: LossCurve
    line: Doubles
    validation: LossCurve


class RaceFigure(Figure):
    """Drawing, legend and read-out.

    Attributes:
        following: whether the range grows with the curves: until a person zooms or moves.
    """

    low = 150

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, parent=parent)
        self.canvas.setParent(self)
        self.setObjectName("plot.race")
        self.name_drawing(_("Losses of the race"))
        self.set_remark(_(_REMARK))
        self.following = True
        self._logs: Logs | None = None
        self._names = ("", "")
        self._view = ViewSpec()
        self._curves: tuple[_Curves, ...] = ()
        self._first = 1.0
        self._drawings = (
            LossDrawing(self.canvas, colours),
            LossDrawing(self.canvas, colours),
        )
        self.canvas.set_grid(True)
        self.canvas.zoomed.connect(self._stop_following)
        self.canvas.all_wanted.connect(self.show_all)
        self._style()
        self.set_view(self._view)

    @property
    def drawn(self) -> list[tuple[LossCurve, LossCurve]]:
        """Training and validation losses of each lane as they were last drawn."""
        return [(lane.train, lane.validation) for lane in self._curves]

    def show_race(self, logs: Logs, names: tuple[str, str]) -> None:
        """Draw these losses from now on."""
        self._logs, self._names = logs, names
        self.show_all()

    def set_view(self, view: ViewSpec) -> None:
        """Draw as the loss plot is set."""
        self._view, self.following = view, True
        self.canvas.set_titles(_(_TITLES[self._across.axis]), _("loss"))
        counted = self._across.axis == "step"
        logarithmic = view.loss_logarithmic
        self.canvas.set_logarithmic(
            bottom=self._across.logarithmic, left=logarithmic, counted=counted
        )
        self.refresh()

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._style()
        self.refresh()

    def show_all(self) -> None:
        """Show both whole curves and follow them from now on."""
        self.following = True
        self.refresh()

    def refresh(self) -> None:
        """Draw what the logs have by now."""
        if self._logs is None:
            return
        pulled = [(self._taken(log.train), self._taken(log.validation)) for log in self._logs]
        curves = [curve.x for pair in pulled for curve in pair]
        self._first = first_place(*curves)
        shown = self._width(curves)
        lanes = zip(pulled, self._logs, strict=True)
        self._curves = tuple(self._smooth(*pair, log.steps, shown) for pair, log in lanes)
        self._draw()
        self._show_legend()
        self.read_again()

    def table(self) -> PlotTable:
        names, rows = ("lane", "part", self._across.axis, "loss"), []
        for name, lane in zip(self._names, self._curves, strict=False):
            for part, curve in (("training", lane.train), ("validation", lane.validation)):
                rows += [(name, part, x, y) for x, y in zip(curve.x, curve.mean, strict=True)]
        lanes, parts, places, losses = zip(*rows, strict=True) if rows else ((), (), (), ())
        return PlotTable(
            names, (list(lanes), list(parts), np.array(places, float), np.array(losses, float))
        )

    def read(self, x: float, y: float) -> str:
        del y
        across = self._across
        place = across.from_canvas(x)
        words = (
            (name, loss_words(across.axis, place, lane.train, lane.validation))
            for name, lane in zip(self._names, self._curves, strict=False)
        )
        return "    ".join(f"{name}: {said}" for name, said in words if said)

    @property
    def _across(self) -> Across:
        axis: Axis = self._view.loss_axis  # type: ignore[assignment]
        return Across(axis, self._view.loss_axis_logarithmic)

    def _taken(self, take: object) -> LossCurve:
        across = self._across
        low, high = -math.inf, math.inf
        if not self.following:
            left, right, _bottom, _top = self.canvas.visible()
            low, high = across.from_canvas(left), across.from_canvas(right)
        points = min(MOST_POINTS, self.canvas.size()[0])
        assert callable(take)
        curve: LossCurve = take(across.axis, low, high, points, logarithmic=across.logarithmic)
        return curve

    def _width(self, curves: list[Doubles]) -> float:
        left, right = self._ends(curves)
        return max(right - left, 1e-12)

    def _ends(self, curves: list[Doubles]) -> tuple[float, float]:
        across = self._across
        ends = [float(across.to_canvas(x[-1:], self._first)[0]) for x in curves if len(x)]
        return across.whole(ends, self._first)

    def _smooth(self, train: LossCurve, validation: LossCurve, steps: int, shown: float) -> _Curves:
        step = float(train.x[-1]) / steps if len(train.x) and steps else 1.0
        smooth = smooth_logarithmic_part if self._across.logarithmic else smooth_part
        bounds = (-math.inf, math.inf)
        train, line = smooth(train, *bounds, self._view.smoothing, shown, step or 1.0)
        return _Curves(train, line, validation)

    def _draw(self) -> None:
        every = [curve for lane in self._curves for curve in (lane.train, lane.validation)]
        floor, across = positive_floor(*every), self._across
        logarithmic = self._view.loss_logarithmic

        def shown(values: Doubles) -> Doubles:
            return drawable(values, logarithmic=logarithmic, floor=floor)

        for drawing, lane in zip(self._drawings, self._curves, strict=True):
            line = shown(lane.line)
            # No bands: two over each other could not be told apart.
            drawing.draw(across.to_canvas(lane.train.x, self._first), line, line, line)
        if self.following:
            lines = [shown(values) for e in self._curves for values in (e.line, e.validation.mean)]
            joined = np.minimum(np.concatenate(lines), self._ceiling(shown))
            ends = self._ends([curve.x for curve in every])
            needed = whole_range(ends, joined, joined, logarithmic=logarithmic)
            bounds = follow(needed, self.canvas.visible())
            if bounds != self.canvas.visible():
                self.canvas.set_range(bounds)
        for drawing, lane in zip(self._drawings, self._curves, strict=True):
            x = across.to_canvas(lane.validation.x, self._first)
            drawing.draw_validation(x, shown(lane.validation.mean), self.canvas.pixel())

    def _ceiling(self, shown: Callable[[Doubles], Doubles]) -> float:
        """Above which nothing need be seen: a lane that explodes leaves the other its room."""
        tops = [float(lane.line[np.isfinite(lane.line)].max(initial=0.0)) for lane in self._curves]
        if max(tops) <= EXPLODED * min(tops):
            return math.inf
        return float(shown(np.array([SEEN * min(tops)]))[0])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.width() < NARROW:  # the lanes are named beside their pictures too
            self.legend.hide()

    def _show_legend(self) -> None:
        colours = lane_colours(self.colours)
        entries = [
            LegendEntry(_shortened(name), "line", colour)
            for name, colour in zip(self._names, colours, strict=True)
        ]
        if any(len(lane.validation.x) for lane in self._curves):
            entries.append(LegendEntry(_("validation"), "dashed", self.colours.muted))
        self.legend.set_entries(entries)

    def _style(self) -> None:
        for drawing, own in zip(self._drawings, lane_colours(self.colours), strict=True):
            drawing.set_colours(dataclasses.replace(self.colours, train=own, validation=own))

    def _stop_following(self) -> None:
        self.following = False
        self.refresh()


def _shortened(name: str) -> str:
    """A name without its middle, where it is too long for a legend: its value stands at its end."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST // 2]}…{name[1 - LONGEST // 2 :]}"
