"""The diagram as a widget: the layers of a network, laid out and painted."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.engine.frames.network import NetworkPicture
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
from playground.gui.canvas.diagram.light import Light
from playground.gui.canvas.diagram.painter import DiagramPainter
from playground.gui.canvas.diagram.room import room_for
from playground.gui.canvas.diagram.target import Target
from playground.gui.canvas.diagram.words import ends_text
from playground.gui.theme import Colours, colours_of

_PATIENCE = 500
"""Milliseconds for which a picture of other layers than the settings' is still shown."""
_RENEWAL = 16


class DiagramCanvas(QWidget):
    """Shows the layers of a network and, once there is one, its picture.

    A subclass says what stands out and what is said of it.

    Attributes:
        zoom: how much larger than what fits; below 1, than what is easily seen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.picture: NetworkPicture | None = None
        self.controls = CanvasControls(self)
        self.zoom = 1.0
        self._wanted: tuple[Column, ...] = (Column("inputs", 1, (0,)), Column("outputs", 1, (0,)))
        self._painter: DiagramPainter | None = None
        self._light: Light | None = None
        self._room = Room(1, 1)
        self._layout = fit_diagram(self._wanted, self._room)
        self._late = self._timer(_PATIENCE, self._forget_picture)
        self._renewal = self._timer(_RENEWAL, self._update_below)
        self.setObjectName("network.diagram")
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def diagram(self) -> DiagramLayout:
        """Where everything stands."""
        return self._layout

    @property
    def target(self) -> Target | None:
        """What stands out."""
        return None

    @property
    def under_mouse(self) -> Target | Cell | None:
        """What the mouse is over."""
        return None

    def said(self) -> list[str]:
        """What is said of what the mouse is over."""
        return []

    def show_network(
        self,
        spec: NetworkSpec,
        inputs: Sequence[str],
        outputs: Sequence[str],
        units: int,
        pixels: tuple[int, int] | None = None,
    ) -> None:
        """Show these layers; a picture that was of others leaves as soon as there is a new one."""
        wanted = columns_of(spec, inputs, outputs, units, pixels)
        ends_stay = (wanted[0], wanted[-1]) == (self._wanted[0], self._wanted[-1])
        self._wanted = wanted
        self.controls.show_layers(spec)
        if not ends_stay or (self.picture and len(self.picture.layers) != len(wanted)):
            self.picture = None
        if self.picture and not is_of(self.picture, wanted):
            self._late.start()
        self._fit()

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

    def set_light(self, light: Light | None) -> None:
        """Light a layer with its numbers; None to light nothing."""
        self._light = light
        self.update()  # rings reach above the tiles

    def settle(self) -> None:
        """Let every edge show the newest picture."""
        self.diagram_painter().renew_all()

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller."""
        self.zoom = zoom
        self._fit()

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
        if event.type() == QEvent.Type.PaletteChange:
            self._painter = None
            self.update()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, diagram = colours_of(self), self.diagram_painter()
        painter = QPainter(self)
        painter.fillRect(event.rect(), colours.surface)
        diagram.paint(painter, self.target)
        if self._light is not None:
            diagram.light.paint(painter, self._light)
        lines, meant = self.said(), self.under_mouse
        if lines and meant:
            within = self.visibleRegion().boundingRect()
            # The controls above the tiles would lie over it.
            within.setTop(max(within.top(), int(self._room.header)))
            paint_label(painter, within, diagram.place(meant), lines, colours)
        painter.end()
        if diagram.is_stale:
            self._renewal.start()

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
            self._painter = self.painter_in(colours_of(self))
        return self._painter

    def painter_in(self, colours: Colours) -> DiagramPainter:
        """Another painter of the layout as it is now."""
        ratio = self.devicePixelRatioF()
        painter = DiagramPainter(self._layout, self._room, colours, self.font(), ratio)
        if self.picture is not None:
            painter.show(self.picture)
        return painter

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


def _shown(picture: NetworkPicture) -> list[tuple[int, ...]]:
    return [layer.shown for layer in picture.layers]
