"""The network, seen and touched: one painted widget, with the layers' headings on it."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.engine.frames.network import NetworkPicture, NetworkRequest
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.diagram.columns import columns_of, is_of, with_picture
from playground.gui.canvas.diagram.edge_levels import WEIGHT_SCALE, reach
from playground.gui.canvas.diagram.label import paint_label
from playground.gui.canvas.diagram.layout import (
    FOOTER,
    MOST_SHOWN,
    ROW,
    Column,
    DiagramLayout,
    Room,
    fit_diagram,
    least_size,
)
from playground.gui.canvas.diagram.painter import DiagramPainter, Edge, Neuron, edge_scale
from playground.gui.canvas.diagram.room import room_for
from playground.gui.canvas.diagram.words import edge_lines, neuron_lines, spoken_neuron
from playground.gui.canvas.diagram_picture import diagram_drawing
from playground.gui.canvas.edge_scale import EdgeScale
from playground.gui.canvas.layer_card import LayerCard
from playground.gui.canvas.layer_heading import LayerHeading, small_button
from playground.gui.forms.form import order_tabs
from playground.gui.pictures.drawing import Drawing
from playground.gui.theme import HALF, colours_of
from playground.gui.widgets.number_text import count_text

_GRID, _CURVE_GRID = 32, 64
_WIDEST_HEADING = 120
_PATIENCE = 500
"""Milliseconds for which a picture of other layers than the settings' is still shown."""
_RENEWAL = 16
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class NetworkCanvas(QWidget):
    """Shows the layers of a network and, once there is one, its picture.

    Signals:
        inserted: a hidden layer shall stand at this number.
    """

    inserted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.headings: list[LayerHeading] = []
        self.picture: NetworkPicture | None = None
        self._wanted: tuple[Column, ...] = (Column("inputs", 1, (0,)), Column("outputs", 1, (0,)))
        self._painter: DiagramPainter | None = None
        self._room = Room(1, 1)
        self._layout = fit_diagram(self._wanted, self._room)
        self._hovered: Neuron | Edge | None = None
        self._current = Neuron(0, 0)
        self._scale = EdgeScale(self)
        self._scale.changed.connect(self._show_reach)
        self._gap = 0
        self._add = small_button("+", "network.insert", "Add a hidden layer here", self)
        self._add.setAutoRaise(False)
        self._add.hide()
        self._add.clicked.connect(lambda: self.inserted.emit(self._gap))
        self._late = self._timer(_PATIENCE, self._forget_picture)
        self._renewal = self._timer(_RENEWAL, self._update_below)
        self.setObjectName("network.diagram")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def cards(self) -> list[LayerCard]:
        """The card of each hidden layer."""
        return [heading.card for heading in self.headings]

    @property
    def diagram(self) -> DiagramLayout:
        """Where everything stands."""
        return self._layout

    def add_heading(self) -> LayerCard:
        """Make the heading of one more hidden layer; the caller connects its card."""
        heading = LayerHeading(len(self.headings), self)
        heading.show()
        before = self.headings[-1].stops()[-1] if self.headings else self
        order_tabs([before, *heading.stops()])
        self.headings.append(heading)
        return heading.card

    def drop_heading(self) -> None:
        """Take away the last heading."""
        heading = self.headings.pop()
        heading.hide()
        heading.card.hide()
        heading.card.setObjectName("")
        heading.deleteLater()

    def show_network(
        self, spec: NetworkSpec, inputs: Sequence[str], outputs: Sequence[str], units: int
    ) -> None:
        """Show these layers; a picture that was of others leaves as soon as there is a new one."""
        wanted = columns_of(spec, inputs, outputs, units)
        ends_stay = (wanted[0], wanted[-1]) == (self._wanted[0], self._wanted[-1])
        self._wanted = wanted
        for heading in self.headings:
            heading.show_layer(spec)
        if not ends_stay or (self.picture and len(self.picture.layers) != len(wanted)):
            self.picture = None
        if self.picture and not is_of(self.picture, wanted):
            self._late.start()
        self._fit()

    def wanted(self) -> NetworkRequest:
        """The picture that is to come next: curves take few numbers, and show each of them."""
        curves = self.picture is not None and self.picture.layers[0].maps.ndim == 2
        grid = _CURVE_GRID if curves else _GRID
        return NetworkRequest(grid, MOST_SHOWN, self._scale.edges)

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
        self._show_reach()
        self._update_below()

    def drawing(self) -> Drawing:
        """All of the diagram, for a file."""
        return diagram_drawing(self, self._diagram_painter(), self.headings, self._scale)

    def settle(self) -> None:
        """Let every edge show the newest picture."""
        self._diagram_painter().renew_all()

    def said(self) -> list[str]:
        """What is said of the neuron or the edge that the mouse is over."""
        columns, picture = self._layout.columns, self.picture
        match self._hovered:
            case Neuron(column, row):
                return neuron_lines(columns, picture, column, row)
            case Edge(gap, after, before):
                return edge_lines(columns, picture, gap, after, before)
            case None:
                return []

    def minimumSizeHint(self) -> QSize:
        return QSize(*(int(length) for length in least_size(self._columns(), self._room)))

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
        colours, diagram = colours_of(self), self._diagram_painter()
        painter = QPainter(self)
        painter.fillRect(event.rect(), colours.surface)
        chosen = self._chosen()
        diagram.paint(painter, chosen)
        if self._hovered is not None:
            anchor = diagram.anchor(self._hovered)
            paint_label(painter, self.rect(), anchor, self.said(), colours)
        painter.end()
        if diagram.is_stale:
            self._renewal.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event.position()))
        self._offer_layer(self._layout.gap_at(event.position().x()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._offer_layer(None)
        self._hover(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        target = self._at(event.position())
        if isinstance(target, Neuron):
            self._move_to(target)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_to(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_below()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, + and − change the units, Delete removes, Insert adds, Enter opens."""
        if not self._walk(event.key()) and not self._change(event.key()):
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _timer(self, milliseconds: int, act: object) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(act)
        return timer

    def _diagram_painter(self) -> DiagramPainter:
        if self._painter is None:
            ratio, colours = self.devicePixelRatioF(), colours_of(self)
            self._painter = DiagramPainter(self._layout, self._room, colours, self.font(), ratio)
            if self.picture is not None:
                self._painter.show(self.picture)
        return self._painter

    def _columns(self) -> tuple[Column, ...]:
        """What is shown: the picture's neurons, or what the settings ask for."""
        return with_picture(self._wanted, self.picture) if self.picture else self._wanted

    def _fit(self) -> None:
        """Lay everything out anew."""
        columns, parent = self._columns(), self.parentWidget()
        heading = max((one.least_width() for one in self.headings), default=0)
        seen = parent.width() if parent else self.width()
        self._room = room_for(columns, self.size(), seen, self.fontMetrics(), heading=heading)
        self._layout = fit_diagram(columns, self._room)
        self._painter = None
        self._current = self._within(self._current)
        self._hovered = None
        self._place_headings()
        self._place_scale()
        self._name_ends()
        self.updateGeometry()
        self.update()

    def _place_headings(self) -> None:
        middles = [place.middle for place in self._layout.places]
        distances = [after - before for before, after in pairwise(middles[1:-1])]
        width = int(min([_WIDEST_HEADING, *distances]))
        for heading, middle in zip(self.headings, middles[1:-1], strict=False):
            height = int(self._room.header) - 2 * HALF
            heading.setGeometry(int(middle - width / 2), HALF, width, height)

    def _show_reach(self) -> None:
        """Show what the ends of the scale stand for; gradients have another one at each moment."""
        picture = self.picture
        known = picture is not None and picture.request.edges == self._scale.edges
        scale = edge_scale(picture) if picture and known else WEIGHT_SCALE
        self._scale.show_reach(reach(scale))
        self._place_scale()

    def _place_scale(self) -> None:
        size = self._scale.sizeHint()
        middle = max(self.width(), int(self._layout.width)) // 2
        top = max(self.height(), int(self._layout.height)) - FOOTER
        self._scale.setGeometry(middle - size.width() // 2, top, size.width(), FOOTER)

    def _update_below(self) -> None:
        """Paint anew what changes; the controls, which do not, cost as much as all the rest."""
        header = int(self._room.header)
        self.update(QRect(0, header, self.width(), self.height() - header - FOOTER))

    def _forget_picture(self) -> None:
        self.picture = None
        self._fit()

    def _at(self, point: QPointF) -> Neuron | Edge | None:
        tile = self._layout.tile_at(point.x(), point.y())
        if tile is not None:
            return Neuron(*tile)
        edge = self._layout.edge_at(point.x(), point.y()) if self.picture else None
        return Edge(*edge) if edge is not None else None

    def _hover(self, target: Neuron | Edge | None) -> None:
        if target != self._hovered:
            self._hovered = target
            self._update_below()

    def _offer_layer(self, gap: int | None) -> None:
        """Put a + into the gap that the mouse is in, below its edges."""
        self._add.setVisible(gap is not None)
        if gap is not None:
            before, after = self._layout.places[gap : gap + 2]
            middle = (before.x + before.side + after.x - self._add.width()) / 2
            self._add.move(int(middle), int(self.height() - self._room.footer - ROW))
            self._gap = gap

    def _chosen(self) -> Neuron | Edge | None:
        return self._hovered or (self._current if self.hasFocus() else None)

    def _within(self, neuron: Neuron) -> Neuron:
        """The neuron itself, or the nearest one there is."""
        column = min(max(neuron.column, 0), len(self._layout.columns) - 1)
        last = len(self._layout.columns[column].shown) - 1
        return Neuron(column, min(max(neuron.row, 0), last))

    def _move_to(self, neuron: Neuron) -> None:
        """Stand on this neuron, and let a screen reader say which one it is."""
        self._current = self._within(neuron)
        words = spoken_neuron(
            self._layout.columns, self.picture, self._current.column, self._current.row
        )
        self.setAccessibleName(words)
        self._update_below()

    def _walk(self, key: int) -> bool:
        steps = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        step = steps.get(Qt.Key(key))
        if step is not None:
            self._move_to(Neuron(self._current.column + step[0], self._current.row + step[1]))
        return step is not None

    def _change(self, key: int) -> bool:
        """Change the layer that the current neuron is in; whether the key means a change."""
        number = self._current.column - 1
        if key == Qt.Key.Key_Insert:
            self.inserted.emit(min(max(number + 1, 0), len(self.headings)))
            return True
        if not 0 <= number < len(self.headings):
            return False
        heading = self.headings[number]
        match key:
            case Qt.Key.Key_Plus:
                heading.card.nudge(1)
            case Qt.Key.Key_Minus:
                heading.card.nudge(-1)
            case Qt.Key.Key_Delete:
                heading.card.removed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                heading.card.open_below(heading)
            case _:
                return False
        return True

    def _name_ends(self) -> None:
        first, last = self._layout.columns[0], self._layout.columns[-1]
        said = f"{count_text(first.units)} inputs, {len(self.headings)} hidden layers, "
        said += f"{count_text(last.units)} outputs"
        self.setAccessibleDescription(said)


def _shown(picture: NetworkPicture) -> list[tuple[int, ...]]:
    return [layer.shown for layer in picture.layers]
