"""What assistive technology finds in the painted diagram: one child for each neuron shown."""

from PySide6.QtCore import QObject, QPoint, QRect, QRectF
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from playground.gui.canvas.diagram.target import Neuron, tile_of
from playground.gui.canvas.diagram.words import spoken
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.widgets.part_access import NOBODY, PartAccess


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


class NeuronAccess(PartAccess[NetworkCanvas]):
    """One tile: `hidden 1, neuron 3, bias 0.42, 4 inputs`."""

    def __init__(self, canvas: NetworkCanvas, neuron: Neuron) -> None:
        super().__init__(canvas)
        self.neuron = neuron

    def is_on(self, whole: NetworkCanvas) -> bool:
        columns, neuron = whole.diagram.columns, self.neuron
        return neuron.column < len(columns) and neuron.row < len(columns[neuron.column].shown)

    def place_on(self, whole: NetworkCanvas) -> QRect:
        left, top, side = tile_of(whole.diagram, self.neuron)
        return QRectF(left, top, side, side).toRect()

    def name_on(self, whole: NetworkCanvas) -> str:
        return spoken(whole.diagram.columns, whole.picture, self.neuron)

    def is_current_on(self, whole: NetworkCanvas) -> bool:
        return whole.target == self.neuron
