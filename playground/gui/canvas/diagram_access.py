"""What assistive technology finds in the painted diagram: one child for each neuron shown."""

import weakref
from typing import cast

import shiboken6
from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QAccessibleWidget

from playground.gui.canvas.diagram.target import Neuron, tile_of
from playground.gui.canvas.diagram.words import spoken
from playground.gui.canvas.network_canvas import NetworkCanvas

NOBODY = cast(QAccessibleInterface, None)
"""Qt's way to say that there is none, which its types do not know."""


def install_diagram_access() -> None:
    """Let Qt describe every diagram so, from now on; it asks only where somebody listens."""
    QAccessible.installFactory(_describe)


def _describe(_class_name: str, described: QObject) -> QAccessibleInterface | None:
    return DiagramAccess(described) if isinstance(described, NetworkCanvas) else None


class DiagramAccess(QAccessibleWidget):
    """The diagram: its controls, which are widgets, and then its neurons, column by column."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas, QAccessible.Role.List)
        self._canvas = canvas
        self._neurons: dict[Neuron, NeuronAccess] = {}
        canvas.pointed.connect(self._tell)

    def childCount(self) -> int:
        return self._controls() + len(self._shown())

    def child(self, index: int) -> QAccessibleInterface:
        if index < self._controls():
            return super().child(index)
        shown, number = self._shown(), index - self._controls()
        return self._of(shown[number]) if number < len(shown) else NOBODY

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if not isinstance(child, NeuronAccess):
            return super().indexOfChild(child)
        return self._index(child.neuron)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = self._canvas.mapFromGlobal(QPoint(x, y))
        tile = self._canvas.diagram.tile_at(point.x(), point.y())
        return super().childAt(x, y) if tile is None else self._of(Neuron(*tile))

    def focusChild(self) -> QAccessibleInterface:
        return self._of(self._canvas.neuron) if self._canvas.hasFocus() else super().focusChild()

    def _tell(self) -> None:
        """Say that the keys stand on another neuron."""
        target = self._canvas.target
        if isinstance(target, Neuron) and self._canvas.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self._canvas, QAccessible.Event.Focus)
            event.setChild(self._index(target))
            QAccessible.updateAccessibility(event)

    def _controls(self) -> int:
        return super().childCount()

    def _shown(self) -> list[Neuron]:
        return [
            Neuron(number, row)
            for number, column in enumerate(self._canvas.diagram.columns)
            for row in range(len(column.shown))
        ]

    def _index(self, neuron: Neuron) -> int:
        shown = self._shown()
        return self._controls() + shown.index(neuron) if neuron in shown else -1

    def _of(self, neuron: Neuron) -> "NeuronAccess":
        """What stands for a neuron; the same one as long as the diagram is there."""
        if neuron not in self._neurons:
            self._neurons[neuron] = NeuronAccess(self._canvas, neuron)
            QAccessible.registerAccessibleInterface(self._neurons[neuron])
        return self._neurons[neuron]


class NeuronAccess(QAccessibleInterface):
    """One tile: `hidden 1, neuron 3, bias 0.42, 4 inputs`."""

    def __init__(self, canvas: NetworkCanvas, neuron: Neuron) -> None:
        super().__init__()
        self._of_canvas = weakref.ref(canvas)
        self.neuron = neuron

    def isValid(self) -> bool:
        canvas = self._canvas
        if canvas is None:
            return False
        columns, neuron = canvas.diagram.columns, self.neuron
        return neuron.column < len(columns) and neuron.row < len(columns[neuron.column].shown)

    def object(self) -> QObject:
        return cast(QObject, None)

    def window(self) -> QWindow:
        canvas = self._canvas
        return canvas.window().windowHandle() if canvas is not None else cast(QWindow, None)

    def parent(self) -> QAccessibleInterface:
        canvas = self._canvas
        return QAccessible.queryAccessibleInterface(canvas) if canvas is not None else NOBODY

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return NOBODY

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return NOBODY

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        canvas, tile = self._canvas, self._tile()
        return QRect(canvas.mapToGlobal(tile.topLeft()), tile.size()) if canvas else QRect()

    def state(self) -> QAccessible.State:
        canvas, state = self._canvas, QAccessible.State()
        if canvas is None or not self.isValid():
            state.invalid = 1
            return state
        state.focusable = 1
        state.focused = int(canvas.hasFocus() and canvas.target == self.neuron)
        state.offscreen = int(not canvas.visibleRegion().intersects(self._tile()))
        return state

    def text(self, kind: QAccessible.Text) -> str:
        canvas = self._canvas
        if canvas is None or not self.isValid() or kind != QAccessible.Text.Name:
            return ""
        return spoken(canvas.diagram.columns, canvas.picture, self.neuron)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """It cannot be named."""

    def _tile(self) -> QRect:
        """Where it is painted on the diagram."""
        if self._canvas is None or not self.isValid():
            return QRect()
        left, top, side = tile_of(self._canvas.diagram, self.neuron)
        return QRectF(left, top, side, side).toRect()

    @property
    def _canvas(self) -> NetworkCanvas | None:
        """The diagram, as long as it is there: a screen reader may ask later."""
        canvas = self._of_canvas()
        return canvas if canvas is not None and shiboken6.isValid(canvas) else None
