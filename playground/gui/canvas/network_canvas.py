"""The network, seen and touched: what the mouse points at and where the keys stand, and hands."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.frames.network import NetworkPicture, NetworkRequest
from playground.gui.canvas.diagram.heat_maps import Cell
from playground.gui.canvas.diagram.target import (
    Edge,
    Neuron,
    Target,
    nearest,
    next_edge,
    target_at,
    walked,
)
from playground.gui.canvas.diagram.wanted import wanted_picture
from playground.gui.canvas.diagram.words import lines_of, spoken
from playground.gui.canvas.diagram_canvas import DiagramCanvas
from playground.gui.canvas.hands.hand import Hand
from playground.gui.canvas.hands.handle import place_of
from playground.gui.canvas.hands.input_offer import InputOffer
from playground.gui.canvas.layers.layer_card import LayerCard
from playground.gui.theme import GRID

_BESIDE = QPoint(GRID, GRID)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_MOUSE = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.PopupFocusReason)
"""What brings the focus without a wish to walk by keys: a click, and an editor that closes."""


class NetworkCanvas(DiagramCanvas):
    """The diagram with mouse and keys: what they point at stands out, and can be edited.

    Attributes:
        as_lines: of dense bundles the strongest edges are drawn, instead of heat maps of all.

    Signals:
        pointed: what the mouse is over, or else where the keys stand, is another than before.
        walked: where the keys have just gone.
        opened: the whole matrix of this gap shall be seen.
        unfolded: all neurons of the layer with this number shall be seen.
    """

    pointed = Signal()
    walked = Signal(object)
    opened = Signal(int)
    unfolded = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.as_lines = False
        self.hand = Hand(self)
        self._hovered: Target | None = None
        self._cell: Cell | None = None
        self._neuron = Neuron(0, 0)
        self._edge: Edge | None = None
        self._pointed: Target | None = None
        self._by_keys = False
        self.hand.closed.connect(self._point)
        self.controls.more_inputs.clicked.connect(self._offer_inputs)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Network diagram"))
        self.setMouseTracking(True)

    @property
    def cards(self) -> list[LayerCard]:
        """The card of each hidden layer."""
        return [heading.card for heading in self.controls.headings]

    @property
    def neuron(self) -> Neuron:
        """Where the keys stand, or the neuron whose edge they stand on."""
        return self._neuron

    @property
    def target(self) -> Target | None:
        """What the mouse is over, or else where the keys stand, or what is being edited."""
        stands = (self.hasFocus() and self._by_keys) or self.hand.is_open
        return self._hovered or (self._stands() if stands else None)

    @property
    def under_mouse(self) -> Target | Cell | None:
        """What the mouse is over: a neuron, an edge, or a cell of a heat map."""
        return self._hovered or self._cell

    def show_offer(self, offer: InputOffer) -> None:
        """Let these inputs be switched and moved."""
        self.hand.inputs.offer = offer
        self.controls.more_inputs.setVisible(bool(offer.off))

    def set_picture(self, picture: NetworkPicture | None) -> None:
        super().set_picture(picture)
        if picture is not None and picture is self.picture:
            self.hand.show(self._layout.columns, picture, self._stands())

    def wanted(self) -> NetworkRequest:
        """The picture that is to come next: curves take few numbers, and show each of them."""
        curves = self.picture is not None and self.picture.layers[0].maps.ndim == 2
        edges, lines = self.controls.scale.edges, self.as_lines
        request = wanted_picture(self._layout, self._room, edges, curves=curves, as_lines=lines)
        target, columns = self.target, self._layout.columns
        closely = place_of(columns, target) if target and columns[0].units else None
        return replace(request, closely=closely)

    def said(self) -> list[str]:
        """What is said of the neuron, the edge or the cell that the mouse is over."""
        if self._hovered is not None:
            return lines_of(self._layout.columns, self.picture, self._hovered)
        if self._cell is not None and self._painter is not None and self.picture is not None:
            return self._painter.heat.lines(self.picture.request.edges, self._cell)
        return []

    def stand_on(self, target: Target) -> None:
        """Let the keys stand there."""
        self.setFocus()
        self._move_to(target)
        self.walked.emit(target)

    # --- events --------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()), self._cell_at(event.position()))
        gap = self._layout.gap_at(event.position().x())
        self.controls.offer_layer(gap, self._layout, self._room)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.controls.offer_layer(None, self._layout, self._room)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._by_keys = False
        target = self._at(event.position())
        cell = self._cell_at(event.position())
        if target is not None:
            self._move_to(target)
        elif cell is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(cell.gap)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens a small editor at the neuron or the edge."""
        target = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and target and target == self._stands():
            self._open(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() not in _MOUSE
        self._move_to(self._stands())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._point()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the edges of the neuron before it goes on to the next control."""
        edge = next_edge(self._layout, self._neuron, self._edge, forward=forward)
        if edge is None and not (self._edge and not forward):
            return super().focusNextPrevChild(forward)
        self._move_to(edge or self._neuron)
        self.walked.emit(edge or self._neuron)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, Enter edits, + and − change the units, Insert adds and Delete removes.

        U shows a whole layer and M a whole matrix. Escape ends the walk.
        """
        self._by_keys = event.key() != Qt.Key.Key_Escape or self._edge is not None
        self._point()
        if self._neuron.column == 0 and self._edge is None:
            number = self._layout.columns[0].shown[self._neuron.row]
            if self.hand.inputs.press(event, number, self._beside(self._neuron)):
                return
        if not self._walk(event.key()) and not self._change(event.key()):
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _fit(self) -> None:
        super()._fit()
        self._neuron, self._edge = nearest(self._layout, self._neuron), None
        self._hovered = self._cell = None
        self._point()

    def _at(self, point: QPointF) -> Target | None:
        gap, picture = self._layout.gap_at(point.x()), self.picture
        with_edges = picture is not None and gap not in picture.matrices
        return target_at(self._layout, point.x(), point.y(), with_edges=with_edges)

    def _cell_at(self, point: QPointF) -> Cell | None:
        return self._painter.heat.cell_at(point) if self._painter else None

    def _hover(self, target: Target | None, cell: Cell | None = None) -> None:
        self._hovered = target
        if cell != self._cell:
            self._cell = cell
            self._update_below()
        self._point()

    def _move_to(self, target: Target) -> None:
        """Stand there, and let a screen reader say what it is."""
        if isinstance(target, Neuron):
            self._neuron, self._edge = nearest(self._layout, target), None
        else:
            self._edge = target
        self.setAccessibleName(spoken(self._layout.columns, self.picture, self._stands()))
        self._point()

    def _point(self) -> None:
        """Paint, and say, what is meant now."""
        if self.target != self._pointed:
            self._pointed = self.target
            self._update_below()
            self.pointed.emit()

    def _stands(self) -> Target:
        """Where the keys stand."""
        return self._edge or self._neuron

    def _offer_inputs(self) -> None:
        button = self.controls.more_inputs
        self.hand.inputs.open_more(button.mapToGlobal(button.rect().bottomLeft()))

    def _beside(self, target: Target) -> QPoint:
        """The point of the screen at which something about it opens."""
        place = self.diagram_painter().place(target)
        return self.mapToGlobal(QPoint(int(place.center().x()), int(place.bottom())) + _BESIDE)

    def _open(self, target: Target) -> bool:
        """Open the editor of a neuron or an edge; whether it has one."""
        place = self._beside(target)
        is_open = self.hand.open(self._layout.columns, self.picture, target, place)
        if is_open:
            self._hover(None)
            self.pointed.emit()
        return is_open

    def _walk(self, key: int) -> bool:
        step = _ARROWS.get(Qt.Key(key))
        if step is not None:
            self._move_to(walked(self._layout, self._neuron, *step))
            self.walked.emit(self._neuron)
        elif key == Qt.Key.Key_Escape and self._edge:
            self._move_to(self._neuron)
        else:
            return False
        return True

    def _change(self, key: int) -> bool:
        """Edit what the keys stand at, or change its layer; whether the key means that."""
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._open(self._stands()):
            return True
        match key:
            case Qt.Key.Key_U:
                self.unfolded.emit(self._neuron.column)
            case Qt.Key.Key_M:
                self.opened.emit(max(self._neuron.column - 1, 0))
            case _:
                return self._change_layer(key)
        return True

    def _change_layer(self, key: int) -> bool:
        is_edge = self._edge is not None
        return not is_edge and self.controls.change_layer(self._neuron.column - 1, Qt.Key(key))
