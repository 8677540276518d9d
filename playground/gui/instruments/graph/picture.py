"""The picture of a graph: boxes and edges that can be clicked and walked through."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QKeyEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.graph.painting import Frame, Lit, paint_scene
from playground.gui.instruments.graph.scene import Box, Scene, scene_of
from playground.gui.instruments.graph.words import gradient_text, title_of
from playground.gui.theme import GRID, small_font, tabular_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.tool_tip import tool_tip

if TYPE_CHECKING:
    from playground.engine.instruments.graph.node import Graph

_KEYS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)
_WIDEST = "‖∇‖ 8.88e-88"
"""Room for a gradient's length however small it becomes: boxes keep their width."""


class GraphPicture(QWidget):
    """Draws a graph from its leaves at the left to its result at the right.

    Attributes:
        zoom: how much larger than at first.
        scene: where everything lies at zoom 1.
        chosen: the number of the chosen node, or None.
        box: the number of the box on which the keys stand.
        line: the number of the line of code whose nodes are lit; -1 for none.

    Signals:
        picked: the number of the node that a person chose.
        walked: the QRectF of the box that the keys have reached.
        resized: another graph takes another room.
    """

    picked = Signal(int)
    walked = Signal(QRectF)
    resized = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "graph.picture", _("Autograd graph"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.zoom = 1.0
        self.scene = Scene()
        self.chosen: int | None = None
        self._graph: Graph | None = None
        self.line = -1
        self.box = 0
        self._once = False
        self._form: object = None

    def show_graph(self, graph: Graph | None, *, once: bool = False) -> None:
        """Show a graph; where only its numbers are others, everything keeps its place."""
        form = None if graph is None else (graph.form(), once)
        is_other = form != self._form
        self._graph, self._form, self._once = graph, form, once
        if is_other:
            self.chosen, self.line, self.box = None, -1, 0
            self._lay_out()
        self.update()

    def choose(self, number: int | None) -> None:
        """Light a node and all that its line of code made."""
        graph = self._graph
        self.chosen = number
        self.line = -1 if graph is None or number is None else graph.nodes[number].line
        self._describe()
        self.update()

    def light_line(self, line: int) -> None:
        """Light all that a line of code made."""
        self.chosen, self.line = None, line
        self.update()

    def lit(self) -> list[int]:
        """The numbers of the nodes that are lit."""
        nodes = self._graph.nodes if self._graph else ()
        if self.line < 0:
            return [] if self.chosen is None else [self.chosen]
        return [number for number, node in enumerate(nodes) if node.line == self.line]

    def offset(self) -> QPointF:
        """Where the scene begins: in the middle of the room, where there is more than it needs."""
        spare = (self.size() - self.minimumSizeHint()) / 2
        return QPointF(max(spare.width(), 0), max(spare.height(), 0))

    def place_of(self, box: Box) -> QRectF:
        """Where a box is painted."""
        corner = box.rect.topLeft() * self.zoom + self.offset()
        return QRectF(corner, box.rect.size() * self.zoom)

    def box_at(self, point: QPointF) -> int | None:
        """The number of the box at a point of the widget."""
        at = (point - self.offset()) / self.zoom
        boxes = enumerate(self.scene.boxes)
        return next((number for number, box in boxes if box.rect.contains(at)), None)

    def said(self, number: int) -> str:
        """What is said of a node in words: what its box shows, and its operation."""
        if self._graph is None:
            return ""
        node = self._graph.nodes[number]
        words = (title_of(node), node.operation, gradient_text(node))
        return ", ".join(dict.fromkeys(words))

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller."""
        self.zoom = zoom
        self.updateGeometry()
        self.update()

    # --- events --------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        return (self.scene.size * self.zoom).toSize()

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is seen."""
        if self._graph is not None:
            stands = self.box if self.hasFocus() else None
            lit = Lit(self.chosen, frozenset(self.lit()), stands)
            frame = Frame(event.rect(), self.offset(), self.zoom)
            paint_scene(self, frame, self._graph, self.scene, lit)

    def event(self, event: QEvent) -> bool:
        """Say what is under the mouse; other letters take other room."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        if event.type() == QEvent.Type.FontChange:
            self._lay_out()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self.box_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number is not None:
            self._pick(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _KEYS and self.scene.boxes:
            self._walk(Qt.Key(event.key()))
        else:
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        graph = self._graph
        if graph is None:
            self.scene = Scene()
        else:
            widths, height = self._sizes(graph)
            self.scene = scene_of(graph, widths, height, once=self._once)
        self.updateGeometry()
        self.resized.emit()

    def _sizes(self, graph: Graph) -> tuple[Sequence[float], float]:
        """How wide each node's box is, and how high all are."""
        font, small = self.font(), tabular_font(small_font(self.font()))
        large, little = QFontMetricsF(font), QFontMetricsF(small)
        widest = little.horizontalAdvance(_WIDEST)
        widths = [
            max(large.horizontalAdvance(title_of(node)), widest) + 2 * GRID for node in graph.nodes
        ]
        return widths, large.height() + little.height() + GRID

    def _pick(self, number: int) -> None:
        self.box = number
        box = self.scene.boxes[number]
        self.choose(box.node)
        self.walked.emit(self.place_of(box))
        self.picked.emit(box.node)

    def _walk(self, key: Qt.Key) -> None:
        """Go to the nearest box in a direction; the first key chooses the loss."""
        if self.chosen is None:
            self._pick(self.box)
            return
        here = self.scene.boxes[self.box]
        away = {Qt.Key.Key_Left: 1, Qt.Key.Key_Right: -1}.get(key, 0)
        others = [
            (abs(box.rect.center().y() - here.rect.center().y()), number)
            for number, box in enumerate(self.scene.boxes)
            if box.column == here.column + away and self._lies(key, here, box)
        ]
        if others:
            self._pick(min(others)[1])

    def _lies(self, key: Qt.Key, here: Box, box: Box) -> bool:
        """Whether a box lies on the side to which a key leads."""
        if key == Qt.Key.Key_Up:
            return box.rect.top() < here.rect.top()
        return box.rect.top() > here.rect.top() if key == Qt.Key.Key_Down else True

    def _describe(self) -> None:
        self.setAccessibleDescription("" if self.chosen is None else self.said(self.chosen))

    def _tell(self, event: QHelpEvent) -> None:
        number = self.box_at(QPointF(event.pos()))
        if number is None or self._graph is None:
            QToolTip.hideText()
            return
        node = self._graph.nodes[self.scene.boxes[number].node]
        lines = [title_of(node), node.operation, gradient_text(node)]
        text = "\n".join(dict.fromkeys(lines))
        QToolTip.showText(event.globalPos(), tool_tip(text), self)
