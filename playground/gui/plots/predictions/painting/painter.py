"""Paints the points of the data in the plots of the plane."""

import math

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import number
from playground.engine.spec.data import DataSpec
from playground.gui.plots.predictions.painting.hand import Hand
from playground.gui.plots.predictions.painting.ring import THIN, BrushRing, PlaneEdge
from playground.gui.plots.predictions.painting.strokes import Brush, Points, without
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text
from playground.state.view import SECTION, ViewSpec, parameters

POINTS = "data.points"
HINT = N_("Drag paints, right-drag erases. Keys: arrows, Enter, Delete, [ ].")
CLASS_HINT = N_("Drag paints, right-drag erases. Keys: arrows, Enter, Delete, [ ], 1 to 9.")
SIZE_FACTOR = 1.25
THIRD = {"painted_classes": "class", "painted_surface": "value", "painted_curve": ""}
"""By source: what is chosen beside the place of a point."""


class Painter(QObject):
    """Makes strokes of what mouse and keys do, each a gesture of edits of `data.points`.

    Signals:
        edited(path, value): other points, or another tool by a key.
        finished(path): the stroke is over.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, colours: Colours, parent: QObject) -> None:
        super().__init__(parent)
        self.random = np.random.default_rng()
        self._colours = colours
        self._data, self._view = DataSpec(), ViewSpec()
        self._hands: dict[CanvasPlot, tuple[Hand, PlaneEdge]] = {}
        self._last = (0.0, 0.0)

    @property
    def active(self) -> bool:
        """Whether the data are painted ones."""
        return is_painted(self._data.source)

    @property
    def third(self) -> str:
        """What is chosen beside the place of a point: `class`, `value`, or nothing."""
        return THIRD.get(self._data.source, "")

    @property
    def points(self) -> Points:
        """The points as they stand."""
        return self._data.points

    def set_state(self, data: DataSpec, view: ViewSpec) -> None:
        """Go on from these points with these tools."""
        before = self._data.source
        self._data, self._view = data, view
        if data.source != before:
            self._show_activity()

    def set_colours(self, colours: Colours) -> None:
        """Recolour what is drawn over the plots."""
        self._colours = colours
        self._show_activity()

    def take_up(self, plot: CanvasPlot) -> None:
        """Paint in this plot too."""
        hand, ring = Hand(plot.canvas, self), BrushRing(plot.canvas)
        hand.pressed.connect(self._press)
        hand.dragged.connect(self._drag)
        hand.lifted.connect(self._lift)
        hand.pointed.connect(lambda x, y: self._point_at(plot, ring, x, y))
        hand.left.connect(ring.hide)
        hand.dotted.connect(lambda x, y: self._once(self._brush().point(self.random, x, y)))
        hand.rubbed.connect(self._rub_once)
        hand.numbered.connect(self._choose_class)
        hand.sized.connect(self._resize)
        self._hands[plot] = hand, PlaneEdge(plot.canvas)
        self._show_activity()

    def clear(self) -> None:
        """Take all points away."""
        self._set(())
        self._lift()

    # --- strokes -------------------------------------------------------------------------------

    def _press(self, x: float, y: float, erases: bool) -> None:
        self._last = (x, y)
        if erases or self._view.brush == "eraser":
            self._set(without(self.points, x, y, self._view.brush_size))
        elif self._view.brush == "point":
            self._set((*self.points, *self._brush().point(self.random, x, y)))
        else:
            self._set((*self.points, *self._brush().dab(self.random, x, y)))

    def _drag(self, x: float, y: float, erases: bool) -> None:
        if erases or self._view.brush == "eraser":
            self._press(x, y, True)
        elif self._view.brush == "brush":
            self._draw_to(x, y)

    def _draw_to(self, x: float, y: float) -> None:
        """Put the brush down all along the way."""
        brush, (x0, y0) = self._brush(), self._last
        way = math.hypot(x - x0, y - y0)
        dabs = int(way / brush.spacing)
        new: list[str] = []
        for dab in range(1, dabs + 1):
            part = dab * brush.spacing / way
            self._last = (x0 + part * (x - x0), y0 + part * (y - y0))
            new += brush.dab(self.random, *self._last)
        if new:
            self._set((*self.points, *new))

    def _lift(self) -> None:
        self.finished.emit(POINTS)

    def _once(self, new: Points) -> None:
        self._set((*self.points, *new))
        self._lift()

    def _rub_once(self, x: float, y: float) -> None:
        self._set(without(self.points, x, y, self._view.brush_size))
        self._lift()

    def _set(self, points: Points) -> None:
        if points != self.points:
            self.edited.emit(POINTS, points)

    # --- tools ---------------------------------------------------------------------------------

    def _brush(self) -> Brush:
        view = self._view
        thirds = {"class": float(view.brush_class), "value": view.brush_value}
        return Brush(view.brush_size, view.brush_jitter, thirds.get(self.third))

    def _choose_class(self, number: int) -> None:
        if self.third == "class":
            self._set_tool("brush_class", number)

    def _resize(self, steps: int) -> None:
        bounds = parameters()[f"{SECTION}.brush_size"]
        size = self._view.brush_size * SIZE_FACTOR**steps
        self._set_tool("brush_size", min(max(size, bounds.minimum), bounds.maximum))

    def _set_tool(self, name: str, value: object) -> None:
        self.edited.emit(f"{SECTION}.{name}", value)
        self.finished.emit(f"{SECTION}.{name}")

    # --- what is shown -------------------------------------------------------------------------

    def _show_activity(self) -> None:
        for plot, (hand, edge) in self._hands.items():
            hand.active = self.active
            edge.show_in(self._colours.muted, visible=self.active)
            hint = CLASS_HINT if self.third == "class" else HINT
            plot.set_hint(hint if self.active else "")
            plot.canvas.widget.setAccessibleName(
                _("Plot to paint in") if self.active else plot.drawing_name
            )
            if not self.active:
                hand.left.emit()

    def _point_at(self, plot: CanvasPlot, ring: BrushRing, x: float, y: float) -> None:
        view = self._view
        shade = self._colours.muted
        if self.third == "class":
            shade = self._colours.class_colour(view.brush_class - 1)
        radius = THIN if view.brush == "point" else view.brush_size
        inside = "" if view.brush == "eraser" else shade
        ring.show_at(x, y, radius, self._colours.text, inside)
        n = len(self.points)
        words = ngettext(
            "Cross-hair at x = {x}, y = {y}. {n} point.",
            "Cross-hair at x = {x}, y = {y}. {n} points.",
            n,
        ).format(x=number(x), y=number(y), n=count_text(n))
        plot.canvas.widget.setAccessibleDescription(words)
