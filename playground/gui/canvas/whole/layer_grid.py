"""All neurons of one layer as a grid of tiles, live; only those that are seen are asked for."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from playground.engine.common.language import _
from playground.engine.frames.network import (
    LayerPicture,
    NetworkPicture,
    NetworkRequest,
    Unfolded,
)
from playground.gui.canvas.diagram.label import paint_label
from playground.gui.canvas.diagram.layout import Column, Room
from playground.gui.canvas.diagram.painter import DiagramPainter, edge_scale
from playground.gui.canvas.diagram.target import Neuron
from playground.gui.canvas.diagram.words import layer_heading, neuron_facts, number_name
from playground.gui.canvas.whole.grid_layout import Grid
from playground.gui.theme import colours_of, small_font

_SIDE, _PIXEL_SIDE = 40, 48
_LOOKS = (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange)


class LayerGrid(QAbstractScrollArea):
    """Shows the layer; hover, arrows, and a click or Enter choose a neuron.

    Signals:
        pointed: the number of the neuron that the mouse is over, or else the keys; None for none.
        picked: the neuron with this number shall be shown in the diagram.
        wanted_changed: other neurons are seen than before.
    """

    pointed = Signal(object)
    picked = Signal(int)
    wanted_changed = Signal()

    def __init__(self, columns: Sequence[Column], layer: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._layer = columns, layer
        self._picture: NetworkPicture | None = None
        self._painter: DiagramPainter | None = None
        self._current, self._hovered, self._walks = 0, -1, False
        self._grid = self._grid_now()
        self.setObjectName("network.whole.layer")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._fit)

    @property
    def title(self) -> str:
        return layer_heading(self._columns, self._layer)

    @property
    def hint(self) -> str:
        return _("Click a neuron to show it in the diagram.")

    @property
    def grid(self) -> Grid:
        """Where the tiles stand."""
        return self._grid

    @property
    def current(self) -> int:
        """The number of the neuron that is meant: under the mouse, or where the keys stand."""
        return self._hovered if self._hovered >= 0 else self._current

    def ask(self, request: NetworkRequest) -> NetworkRequest:
        """With the neurons that are seen; heat maps are not."""
        seen = Unfolded(self._layer, self._grid.first, self._grid.count)
        return replace(request, unfolded=seen, matrices=None)

    def show_picture(self, picture: NetworkPicture) -> None:
        """Show how the layer stands."""
        self._picture = picture
        if self._painter is not None:
            self._give(self._painter)
        self.viewport().update()

    def said(self) -> list[str]:
        """What is said of the current neuron."""
        lines = [number_name(self._columns, self._layer, self.current)]
        layer = self._seen()
        if layer is not None and self.current in layer.shown:
            lines += neuron_facts(layer, layer.shown.index(self.current))
        return lines

    # --- events --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _LOOKS:
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = colours_of(self)
        if self._painter is None:
            self._painter = self._new_painter()
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours.surface))
        means = self._hovered >= 0 or self.hasFocus()
        place = self._grid.place(self.current)
        is_seen = 0 <= self.current - self._grid.first < self._grid.count
        self._painter.paint(painter, Neuron(*place) if means and is_seen else None)
        self._paint_numbers(painter, colours.muted)
        if is_seen and (self._hovered >= 0 or self._walks):
            beside = self._painter.place(Neuron(*place))
            paint_label(painter, self.viewport().rect(), beside, self.said(), colours)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self._at(event))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._at(event)
        if number >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.picked.emit(number)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_to(self._current)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, pages and ends move; Enter shows the neuron in the diagram."""
        across, rows = self._grid.across, max(self._grid.height // self._grid.pitch, 1)
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -across,
            Qt.Key.Key_Down: across,
            Qt.Key.Key_PageUp: -across * rows,
            Qt.Key.Key_PageDown: across * rows,
            Qt.Key.Key_Home: -self._units,
            Qt.Key.Key_End: self._units,
        }
        key = Qt.Key(event.key())
        if key in steps:
            self._walks = True
            self._move_to(self._current + steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.picked.emit(self._current)
        else:
            event.ignore()

    # --- inside --------------------------------------------------------------------------------

    @property
    def _units(self) -> int:
        return self._columns[self._layer].units

    def _seen(self) -> LayerPicture | None:
        """What the picture shows of this layer, if it shows it."""
        picture = self._picture
        asked = picture.request.unfolded if picture else None
        return picture.unfolded if picture and asked and asked.layer == self._layer else None

    def _grid_now(self) -> Grid:
        size, bar = self.viewport().size(), self.verticalScrollBar()
        pixels = self._columns[self._layer].pictures
        side = _PIXEL_SIDE if pixels else _SIDE
        line = self.fontMetrics().height()
        return Grid(self._units, side, size.width(), size.height(), line, bar.value())

    def _fit(self) -> None:
        """Lay the tiles out anew, as far as they are seen."""
        before, bar = self._grid, self.verticalScrollBar()
        grid = self._grid_now()
        bar.setRange(0, max(grid.whole_height - grid.height, 0))
        bar.setPageStep(grid.height)
        bar.setSingleStep(grid.pitch // 2)
        self._grid, self._painter = self._grid_now(), None
        if (before.first, before.count) != (self._grid.first, self._grid.count):
            self.wanted_changed.emit()
        self.viewport().update()

    def _new_painter(self) -> DiagramPainter:
        grid, ratio = self._grid, self.devicePixelRatioF()
        room = Room(grid.width, grid.height)
        painter = DiagramPainter(grid.layout(), room, colours_of(self), self.font(), ratio)
        self._give(painter)
        return painter

    def _give(self, painter: DiagramPainter) -> None:
        """Let the painter show the neurons, column by column; others than are seen wait."""
        layer, grid = self._seen(), self._grid
        if self._picture is None or layer is None:
            return
        if layer.shown != tuple(range(grid.first, grid.first + grid.count)):
            return
        starts = range(min(grid.across, grid.count))
        layers = tuple(layer.part(slice(start, None, grid.across)) for start in starts)
        picture = replace(self._picture, layers=layers, matrices={})
        painter.show(picture, edge_scale(self._picture))

    def _paint_numbers(self, painter: QPainter, colour: str) -> None:
        """The number, or the name, below each tile."""
        grid, names = self._grid, self._columns[self._layer].names
        painter.setPen(QColor(colour))
        painter.setFont(small_font(self.font()))
        metrics = painter.fontMetrics()
        for number in range(grid.first, grid.first + grid.count):
            left, top = grid.tile(number)
            text = names[number] if number < len(names) else str(number + 1)
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, grid.side + 6)
            area = QRectF(left - 4, top + grid.side, grid.side + 8, grid.line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.setFont(self.font())

    def _at(self, event: QMouseEvent) -> int:
        """The number of the neuron under the mouse, or -1."""
        point = event.position()
        tile = self._grid.layout().tile_at(point.x(), point.y())
        return self._grid.number(*tile) if tile is not None else -1

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.viewport().update()
            self.pointed.emit(self.current)

    def _move_to(self, number: int) -> None:
        """Stand there, bring it into view, and let a screen reader say it."""
        self._current = min(max(number, 0), self._units - 1)
        self._hovered = -1
        top, bar = self._grid.tile(self._current)[1], self.verticalScrollBar()
        if top < 0:
            bar.setValue(bar.value() + top - self._grid.line)
        elif top + self._grid.pitch > self._grid.height:
            bar.setValue(bar.value() + top + self._grid.pitch - self._grid.height)
        self.setAccessibleName(", ".join(self.said()))
        self.viewport().update()
        self.pointed.emit(self._current)
