"""The network, seen and touched: one painted widget, with the layers' headings on it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.engine.frames.network import NetworkPicture, NetworkRequest
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.canvas_controls import CanvasControls
from playground.gui.canvas.diagram.columns import columns_of, is_of, with_picture, with_pictures
from playground.gui.canvas.diagram.heat_maps import Cell
from playground.gui.canvas.diagram.label import paint_label
from playground.gui.canvas.diagram.layout import (
    Column,
    DiagramLayout,
    Room,
    fit_diagram,
    least_size,
)
from playground.gui.canvas.diagram.painter import DiagramPainter
from playground.gui.canvas.diagram.room import room_for
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
from playground.gui.canvas.diagram.words import ends_text, lines_of, spoken
from playground.gui.canvas.hand import Hand
from playground.gui.canvas.handle import place_of
from playground.gui.canvas.layer_card import LayerCard
from playground.gui.theme import GRID, colours_of

_PATIENCE = 500
"""Milliseconds for which a picture of other layers than the settings' is still shown."""
_RENEWAL = 16
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class NetworkCanvas(QWidget):
    """Shows the layers of a network and, once there is one, its picture.

    Attributes:
        zoom: how much larger than what fits; below 1, than what is easily seen.
        as_lines: of dense bundles the strongest edges are drawn, instead of heat maps of all.

    Signals:
        pointed: what the mouse is over, or else where the keys stand, is another than before.
        walked: where the keys have just gone.
        opened: the heat map of this gap was clicked.
    """

    pointed = Signal()
    walked = Signal(object)
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: NetworkPicture | None = None
        self.as_lines = False
        self.controls = CanvasControls(self)
        self._wanted: tuple[Column, ...] = (Column("inputs", 1, (0,)), Column("outputs", 1, (0,)))
        self._painter: DiagramPainter | None = None
        self.zoom = 1.0
        self._room = Room(1, 1)
        self._layout = fit_diagram(self._wanted, self._room)
        self._hovered: Target | None = None
        self._cell: Cell | None = None
        self._neuron = Neuron(0, 0)
        self._edge: Edge | None = None
        self._pointed: Target | None = None
        self.hand = Hand(self)
        self.hand.closed.connect(self._point)
        self.controls.more_inputs.clicked.connect(self._offer_inputs)
        self._late = self._timer(_PATIENCE, self._forget_picture)
        self._renewal = self._timer(_RENEWAL, self._update_below)
        self.setObjectName("network.diagram")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def cards(self) -> list[LayerCard]:
        """The card of each hidden layer."""
        return [heading.card for heading in self.controls.headings]

    @property
    def diagram(self) -> DiagramLayout:
        """Where everything stands."""
        return self._layout

    @property
    def neuron(self) -> Neuron:
        """Where the keys stand, or the neuron whose edge they stand on."""
        return self._neuron

    @property
    def target(self) -> Target | None:
        """What the mouse is over, or else where the keys stand, or what is being edited."""
        return self._hovered or (self._stands() if self.hasFocus() or self.hand.is_open else None)

    def show_network(
        self,
        spec: NetworkSpec,
        inputs: Sequence[str],
        outputs: Sequence[str],
        units: int,
        pixels: tuple[int, int] | None = None,
        features: tuple[str, ...] = (),
    ) -> None:
        """Show these layers; a picture that was of others leaves as soon as there is a new one."""
        wanted = columns_of(spec, inputs, outputs, units, pixels)
        ends_stay = (wanted[0], wanted[-1]) == (self._wanted[0], self._wanted[-1])
        self._wanted = wanted
        self.controls.show_layers(spec)
        self.hand.inputs.features = features
        self.controls.more_inputs.setVisible(self.hand.inputs.can_grow)
        if not ends_stay or (self.picture and len(self.picture.layers) != len(wanted)):
            self.picture = None
        if self.picture and not is_of(self.picture, wanted):
            self._late.start()
        self._fit()

    def wanted(self) -> NetworkRequest:
        """The picture that is to come next: curves take few numbers, and show each of them."""
        curves = self.picture is not None and self.picture.layers[0].maps.ndim == 2
        edges, lines = self.controls.scale.edges, self.as_lines
        request = wanted_picture(self._layout, self._room, edges, curves=curves, as_lines=lines)
        target, columns = self.target, self._layout.columns
        closely = place_of(columns, target) if target and columns[0].units else None
        return replace(request, closely=closely)

    def set_picture(self, picture: NetworkPicture | None) -> None:
        """Show how the network stands; a picture of other layers is left aside."""
        if picture is None or not is_of(picture, self._wanted):
            return
        self._late.stop()
        before, self.picture = self.picture, picture
        if before is None or _shown(before) != _shown(picture):
            self._fit()
        elif self._painter is not None:
            self._painter.show(picture)
        self.controls.scale.show_picture(picture)
        self._update_below()
        self.hand.show(self._layout.columns, picture, self._stands())

    def settle(self) -> None:
        """Let every edge show the newest picture."""
        self.diagram_painter().renew_all()

    def said(self) -> list[str]:
        """What is said of the neuron, the edge or the cell that the mouse is over."""
        if self._hovered is not None:
            return lines_of(self._layout.columns, self.picture, self._hovered)
        if self._cell is not None and self._painter is not None and self.picture is not None:
            return self._painter.heat.lines(self.picture.request.edges, self._cell)
        return []

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller."""
        self.zoom = zoom
        self._fit()

    def stand_on(self, target: Target) -> None:
        """Let the keys stand there."""
        self.setFocus()
        self._move_to(target)
        self.walked.emit(target)

    def minimumSizeHint(self) -> QSize:
        least = QSize(*(int(length) for length in least_size(self._columns(), self._room)))
        return least.expandedTo(self._seen() * self.zoom) if self.zoom > 1.0 else least

    # --- events --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another palette, font or style: everything is made anew."""
        super().changeEvent(event)
        if event.type() in _LOOKS:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, diagram = colours_of(self), self.diagram_painter()
        painter = QPainter(self)
        painter.fillRect(event.rect(), colours.surface)
        diagram.paint(painter, self.target)
        lines, meant = self.said(), self._hovered or self._cell
        if lines and meant:
            within = self.visibleRegion().boundingRect()
            paint_label(painter, within, diagram.anchor(meant), lines, colours)
        painter.end()
        if diagram.is_stale:
            self._renewal.start()

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
        """Arrows walk, Enter edits, + and − change the units, Insert adds and Delete removes."""
        if self._neuron.column == 0 and self._edge is None:
            number = self._layout.columns[0].shown[self._neuron.row]
            if self.hand.inputs.press(event, number, self._beside(self._neuron)):
                return
        if not self._walk(event.key()) and not self._change(event.key()):
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _timer(self, milliseconds: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def diagram_painter(self) -> DiagramPainter:
        """What paints the layout as it is now."""
        if self._painter is None:
            ratio, colours = self.devicePixelRatioF(), colours_of(self)
            self._painter = DiagramPainter(self._layout, self._room, colours, self.font(), ratio)
            if self.picture is not None:
                self._painter.show(self.picture)
        return self._painter

    def _columns(self) -> tuple[Column, ...]:
        """What is shown: the picture's neurons, or what the settings ask for."""
        if self.picture is not None:
            return with_picture(self._wanted, self.picture)
        return with_pictures(self._wanted, self._room.most_pictures)

    def _fit(self) -> None:
        """Lay everything out anew."""
        columns = self._columns()
        headings = self.controls.least_width(), self.controls.number_width()
        self._room = room_for(columns, self, self._seen().width(), headings, self.zoom)
        self._layout = fit_diagram(columns, self._room)
        self._painter = None
        self._neuron, self._edge = nearest(self._layout, self._neuron), None
        self._hovered = self._cell = None
        self._point()
        self.controls.place(self._layout, self._room)
        self.setAccessibleDescription(ends_text(self._layout.columns))
        self.updateGeometry()
        self.update()

    def _seen(self) -> QSize:
        """How much of it is seen at once."""
        parent = self.parentWidget()
        return parent.size() if parent else self.size()

    def _update_below(self) -> None:
        """Paint anew what changes; the controls, which do not, cost as much as all the rest."""
        header = int(self._room.header)
        self.update(QRect(0, header, self.width(), self.height() - header))

    def _forget_picture(self) -> None:
        self.picture = None
        self._fit()

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
        anchor = self.diagram_painter().anchor(target) + QPointF(GRID, GRID)
        return self.mapToGlobal(anchor.toPoint())

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
        is_edge = self._edge is not None
        return not is_edge and self.controls.change_layer(self._neuron.column - 1, Qt.Key(key))


def _shown(picture: NetworkPicture) -> list[tuple[int, ...]]:
    return [layer.shown for layer in picture.layers]
