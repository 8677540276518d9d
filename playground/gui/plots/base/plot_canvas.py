"""A pyqtgraph plot behind typed methods: axes, ranges, cross-hair, zoom by wheel, drag and keys.

pyqtgraph has no types; nothing outside this package touches it.
"""

import html
import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QGraphicsItem, QWidget

from playground.engine.frames.frame import Bounds
from playground.gui.plots.base import cutting, ticks
from playground.gui.plots.base.shades import faint
from playground.gui.plots.base.tick_room import left_width, room_across, with_room_for_end_ticks
from playground.gui.theme import Colours, small_font, tabular_font
from playground.gui.widgets.number_text import round_step

LIMIT = 1e30
"""Nothing is drawn beyond ±LIMIT: one larger number would make an axis useless."""
LEAST = (1e-9, 1e-12)
"""The smallest range that can be zoomed to, across and up, where the data are not smaller."""
DEEPEST = 1e3
"""How far data that are smaller can be zoomed into."""
PAN_STEP = 0.1
ZOOM_STEP = 0.8
_PANS = {
    Qt.Key.Key_Left: (-PAN_STEP, 0.0),
    Qt.Key.Key_Right: (PAN_STEP, 0.0),
    Qt.Key.Key_Down: (0.0, -PAN_STEP),
    Qt.Key.Key_Up: (0.0, PAN_STEP),
}
_ZOOMS = {Qt.Key.Key_Plus: ZOOM_STEP, Qt.Key.Key_Equal: ZOOM_STEP, Qt.Key.Key_Minus: 1 / ZOOM_STEP}


class PlotCanvas(QObject):
    """One pair of axes.

    Attributes:
        view: pyqtgraph's ViewBox.

    Signals:
        hovered(x, y): the mouse is there, in the units of the axes (exponents where logarithmic).
        left: it left.
        range_changed: another part is seen, whoever moved it; a change of size counts.
        resized: the area between the axes has another size.
        zoomed: a person moved or zoomed.
        clicked(x, y): a click with the left button, in the units of the axes.
        all_wanted: double click or A: show everything again.
        menu_wanted(global position): right click or the menu key.
    """

    hovered = Signal(float, float)
    left = Signal()
    range_changed = Signal()
    zoomed = Signal()
    clicked = Signal(float, float)
    all_wanted = Signal()
    menu_wanted = Signal(QPoint)
    resized = Signal()

    def __init__(self, colours: Colours, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._logarithmic = {"left": False, "bottom": False}
        self._counted = False
        self._least = (0.0, 0.0)
        self._cached: list[Any] = []
        self._whole: Callable[[], None] = _nothing
        self._plot: Any = pg.PlotWidget()
        self._item: Any = self._plot.getPlotItem()
        self.view: Any = self._item.getViewBox()
        self._axes: dict[str, Any] = {side: self._item.getAxis(side) for side in ("left", "bottom")}
        self._titles = {"left": "", "bottom": ""}
        self._cross = tuple(pg.InfiniteLine(angle=angle) for angle in (90, 0))
        self._set_up()
        self.set_colours(colours)

    @property
    def widget(self) -> QWidget:
        """What is put into a layout."""
        widget: QWidget = self._plot
        return widget

    def add(self, item: Any, level: float = 0.0, *, cached: bool = False) -> None:  # noqa: ANN401
        """Draw a pyqtgraph or Qt item, above those of a lower level; it does not move the range.

        A cached one is kept as pixels while it does not change: what lies under it may.
        """
        item.setZValue(level)
        if cached:
            self._cached.append(item)
            item.setCacheMode(_cache(True))
        self.view.addItem(item, ignoreBounds=True)

    def remove(self, item: Any) -> None:  # noqa: ANN401 - a pyqtgraph item
        """Draw `item` no more."""
        self._cached = [kept for kept in self._cached if kept is not item]
        self.view.removeItem(item)

    def set_titles(self, bottom: str, left: str) -> None:
        """Name the axes, with their units; the texts may come from a file."""
        self._titles = {"bottom": bottom, "left": left}
        for side, axis in self._axes.items():
            axis.setLabel(html.escape(self._titles[side]), color=self._colours.text)
            axis.resizeEvent()  # puts a title of another length into the middle

    def set_grid(self, shown: bool) -> None:
        """Draw lines across the plot at the ticks."""
        for axis in self._axes.values():
            axis.setGrid(255 if shown else False)

    def set_left_ticks(self, levels: Sequence[tuple[float, str]] | None) -> None:
        """Fix the ticks of the vertical axis; None for those that fit the range."""
        self._axes["left"].setTicks(None if levels is None else [list(levels), []])

    def set_logarithmic(self, *, bottom: bool, left: bool, counted: bool = False) -> None:
        """Read horizontal places, or vertical ones, as exponents of ten.

        Args:
            counted: horizontal places are whole, such as steps: no tick lies between two.
        """
        self._logarithmic, self._counted = {"bottom": bottom, "left": left}, counted
        for axis in self._axes.values():
            axis.picture = None
            axis.update()

    def set_equal_aspect(self, equal: bool) -> None:
        """Make a unit as long across as it is up."""
        self.view.setAspectLocked(equal, ratio=1.0)

    def set_range(self, bounds: Bounds) -> None:
        """Show at least `bounds`, exactly where the aspect is free."""
        x_low, x_high, y_low, y_high = bounds
        across, up = x_high - x_low, y_high - y_low
        least = min(LEAST[0], across / DEEPEST), min(LEAST[1], up / DEEPEST)
        if least != self._least:
            self._least = least
            self.view.setLimits(minXRange=least[0], minYRange=least[1])
        self.view.setRange(xRange=(x_low, x_high), yRange=(y_low, y_high), padding=0)
        # Left to itself it moves its items while it is painted, and is painted once more for that.
        self.view.prepareForPaint()

    def make_room(self, low: float, high: float) -> None:
        """Let the vertical axis be as wide as its texts are from `low` to `high`."""
        axis = self._axes["left"]
        axis.setWidth(left_width(axis.style["tickFont"], low, high))

    def visible(self) -> Bounds:
        """What is seen now."""
        (x_low, x_high), (y_low, y_high) = self.view.viewRange()
        return (float(x_low), float(x_high), float(y_low), float(y_high))

    def size(self) -> tuple[int, int]:
        """Width and height of the area between the axes, in pixels."""
        return max(1, int(self.view.width())), max(1, int(self.view.height()))

    def pixel(self) -> tuple[float, float]:
        """How much of the horizontal and of the vertical axis one pixel is."""
        (x_low, x_high, y_low, y_high), (width, height) = self.visible(), self.size()
        return (x_high - x_low) / width, (y_high - y_low) / height

    def set_smooth(self, smooth: bool) -> None:
        """Blend the pixels of images instead of showing squares."""
        self._plot.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)

    def set_colours(self, colours: Colours) -> None:
        """Recolour axes, background and cross-hair."""
        self._colours = colours
        self._plot.setBackground(colours.surface)
        for axis in self._axes.values():
            axis.setPen(colours.grid)
            axis.setTickPen(colours.grid)
            axis.setTextPen(colours.muted)
        self.set_titles(self._titles["bottom"], self._titles["left"])
        pen = pg.mkPen(faint(colours.text, 0.5), style=Qt.PenStyle.DashLine)
        for line in self._cross:
            line.setPen(pen)

    def set_exporting(self, exporting: bool) -> None:
        """Draw as lines and shapes rather than ready-made pixels, without the cross-hair."""
        for line in self._cross:
            line.setVisible(False)
        for item in self.view.allChildren():
            if hasattr(item, "setExportMode"):
                item.setExportMode(exporting, {"antialias": True})
        for item in self._cached:
            item.setCacheMode(_cache(not exporting))
        # Qt's SVG cuts nothing off at the axes, or not so that every program knows it.
        if exporting:
            items = [item for item in self.view.allChildren() if item not in self._cross]
            self._whole = cutting.cut_to(items, self.visible())
        else:
            self._whole()
            self._whole = _nothing

    def watch(self, watcher: QObject) -> None:
        """Let `watcher` filter the events of the drawing before the plot itself does."""
        self._plot.installEventFilter(watcher)
        self._plot.viewport().installEventFilter(watcher)

    def place_at(self, position: QPointF) -> tuple[float, float] | None:
        """What lies at a position of the drawing, in units of the axes; None beside the axes."""
        return self._place_in_scene(self._plot.mapToScene(position.toPoint()))

    def point_at(self, x: float, y: float) -> None:
        """Show the cross-hair at a place and read what lies there."""
        for line, place in zip(self._cross, (x, y), strict=True):
            line.setValue(place)
            line.setVisible(True)
        self.hovered.emit(x, y)

    def forget_mouse(self) -> None:
        """What the cross-hair read is gone: hide it until the mouse moves."""
        if self._cross[0].isVisible():
            self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys, the menu key and the mouse that leaves from pyqtgraph's widget."""
        kind = event.type()
        if kind == QEvent.Type.Leave:
            self._leave()
        elif isinstance(event, QKeyEvent) and kind == QEvent.Type.KeyPress:
            return self._key(Qt.Key(event.key()), event.modifiers())
        elif isinstance(event, QContextMenuEvent):
            if event.reason() == QContextMenuEvent.Reason.Keyboard:
                self.menu_wanted.emit(self._plot.mapToGlobal(self._plot.rect().center()))
            return True
        return super().eventFilter(watched, event)

    def _set_up(self) -> None:
        self._plot.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.setMinimumSize(120, 48)
        self._plot.installEventFilter(self)
        self._plot.viewport().installEventFilter(self)
        # Tab would stop there too; with the proxy, Qt would take the plot's own policy away.
        self._plot.viewport().setFocusProxy(None)
        self._plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._item.setMenuEnabled(False)
        menu = self._item.ctrlMenu
        menu.setParent(self._plot, menu.windowFlags())  # without an owner it outlives the window
        self._item.hideButtons()
        self._item.layout.setContentsMargins(2, 6, 14, 2)
        self.view.disableAutoRange()
        self.view.setLimits(xMin=-LIMIT, xMax=LIMIT, yMin=-LIMIT, yMax=LIMIT)
        self.view.sigRangeChangedManually.connect(self.zoomed)
        self.view.sigRangeChanged.connect(self.range_changed)
        self.view.sigResized.connect(self.resized)
        self._set_up_axes()
        for line in self._cross:
            line.setVisible(False)
            self.add(line, 100)
        scene: Any = self._plot.scene()
        scene.sigMouseMoved.connect(self._mouse_moved)
        scene.sigMouseClicked.connect(self._clicked)

    def _set_up_axes(self) -> None:
        font = small_font(tabular_font(self._plot.font()))
        metrics = QFontMetrics(font)
        for axis in self._axes.values():
            axis.enableAutoSIPrefix(False)
            axis.setZValue(-200)  # below the data, or its grid would cross out the curves
            axis.setTickFont(font)
            axis.setStyle(tickLength=4, autoExpandTextSpace=False, autoReduceTextSpace=False)
            axis.setStyle(tickAlpha=255, maxTickLevel=0, hideOverlappingLabels=False)
            axis.boundingRect = with_room_for_end_ticks(axis.boundingRect)
        left, bottom = self._axes["left"], self._axes["bottom"]
        left.setWidth(left_width(font))
        bottom.setHeight(2 * metrics.height() + 12)
        # Set on the instances: subclasses of an untyped class cannot be checked.
        for side, room in (("left", ticks.LINE), ("bottom", ticks.WORD)):
            axis = self._axes[side]
            axis.tickStrings = partial(self._tick_texts, side)
            axis.tickValues = partial(self._tick_values, side, room, axis.tickValues)

    def _tick_texts(
        self, side: str, values: list[float], scale: float, spacing: float | None
    ) -> list[str]:
        del scale
        texts = ticks.log_tick_texts if self._logarithmic[side] else ticks.tick_texts
        return texts(values, spacing)

    def _tick_values(
        self,
        side: str,
        room: int,
        linear: Callable[..., ticks.Levels],
        low: float,
        high: float,
        pixels: float,
    ) -> ticks.Levels:
        if self._logarithmic[side]:
            return ticks.log_levels(low, high, pixels, room)
        font = self._axes[side].style["tickFont"]
        tight = ticks.TIGHT if side == "left" else room_across(font, low, high, pixels)
        least = round_step(high - low, max(1, int(pixels / tight)))
        if self._counted and side == "bottom":
            least = max(least, 1.0)
        return ticks.spread_out(linear(low, high, pixels), low, high, least)

    def _mouse_moved(self, position: QPointF) -> None:
        place = self._place_in_scene(position)
        if place is None:
            self._leave()
        elif all(map(math.isfinite, place)):
            self.point_at(*place)

    def _place_in_scene(self, position: QPointF) -> tuple[float, float] | None:
        if not self.view.sceneBoundingRect().contains(position):
            return None
        point: QPointF = self.view.mapSceneToView(position)
        return point.x(), point.y()

    def _leave(self) -> None:
        for line in self._cross:
            line.setVisible(False)
        self.left.emit()

    def _clicked(self, event: Any) -> None:  # noqa: ANN401 - pyqtgraph's MouseClickEvent
        if event.button() == Qt.MouseButton.RightButton:
            self.menu_wanted.emit(event.screenPos().toPoint())
        elif event.double():
            self.all_wanted.emit()
        elif (place := self._place_in_scene(event.scenePos())) is not None:
            self.clicked.emit(*place)

    def _key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> bool:
        if modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        if key == Qt.Key.Key_A:
            self.all_wanted.emit()
        elif key in _PANS:
            self._pan(*_PANS[key])
        elif key in _ZOOMS:
            self.view.scaleBy((_ZOOMS[key], _ZOOMS[key]))
            self.zoomed.emit()
        else:
            return False
        return True

    def _pan(self, across: float, up: float) -> None:
        x_low, x_high, y_low, y_high = self.visible()
        self.view.translateBy(x=across * (x_high - x_low), y=up * (y_high - y_low))
        self.zoomed.emit()


def _nothing() -> None:
    """Put back what was cut off, where nothing was."""


def _cache(cached: bool) -> QGraphicsItem.CacheMode:
    modes = QGraphicsItem.CacheMode
    return modes.DeviceCoordinateCache if cached else modes.NoCache
