"""The diagram in a frame that zooms and scrolls it, with its scale below."""

from dataclasses import replace

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.frames.network import NetworkPicture, NetworkRequest
from playground.gui.canvas.diagram.target import Neuron, Target, tile_of
from playground.gui.canvas.matrix_menu import MatrixMenu
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.whole.layer_grid import LayerGrid
from playground.gui.canvas.whole.matrix_map import MatrixMap
from playground.gui.canvas.whole.whole_frame import Content, WholeFrame
from playground.gui.canvas.zoom.zoom_area import STEP, ZoomArea
from playground.gui.theme import HALF, small_font
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

_LOWEST = 96
_MOST_KEPT = 4
"""Neurons shown beside the strongest because they were picked: the last ones."""
_BUTTON = 22


class DiagramView(QWidget):
    """Shows as much of the diagram as there is room for; zoom 1 is as large as fits.

    Signals:
        wanted_changed: something else of the network is seen than before.
        pointed: layer and number of the neuron that is meant in an unfolded layer, or None.
    """

    wanted_changed = Signal()
    pointed = Signal(object)

    def __init__(self, canvas: NetworkCanvas, parent: QWidget) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.area = ZoomArea(canvas, canvas, self)
        self.area.setMinimumHeight(_LOWEST)
        self.area.zoomed.connect(self._show_buttons)
        canvas.walked.connect(self._follow)
        canvas.opened.connect(self.open_matrix)
        canvas.unfolded.connect(self.unfold)
        canvas.controls.more.unfolded.connect(self.unfold)
        canvas.controls.inserted.connect(self._show_layer)
        self._whole: WholeFrame | None = None
        self._kept: tuple[tuple[int, int], ...] = ()
        self._awaited: tuple[int, int] | None = None
        self._lay_out()

    def wanted(self) -> NetworkRequest:
        """The picture that is to come next."""
        request = replace(self._canvas.wanted(), kept=self._kept)
        return self._whole.content.ask(request) if self._whole else request

    def show_picture(self, picture: NetworkPicture) -> None:
        """Show how the network stands in what covers the diagram, and find who was waited for."""
        if self._whole is not None:
            self._whole.content.show_picture(picture)
        if self._awaited is not None:
            layer, number = self._awaited
            shown = self._canvas.diagram.columns[layer].shown
            if number in shown:
                self._awaited = None
                self._canvas.stand_on(Neuron(layer, shown.index(number)))

    def unfold(self, layer: int) -> None:
        """Show all neurons of a layer over the diagram."""
        grid = LayerGrid(self._canvas.diagram.columns, layer, self)
        grid.wanted_changed.connect(self.wanted_changed)
        grid.picked.connect(lambda number: self._pick(layer, number))
        grid.pointed.connect(lambda number: self.pointed.emit((layer, number)))
        self._cover(grid, grid, None)

    def open_matrix(self, gap: int) -> None:
        """Show the whole matrix between two layers over the diagram."""
        matrix = MatrixMap(self._canvas.diagram.columns, gap, self)
        matrix.wanted_changed.connect(self.wanted_changed)
        area = ZoomArea(matrix, matrix, self, 1.0)
        area.zoomed.connect(self._show_buttons)
        matrix.walked.connect(area.follow)
        self._cover(matrix, matrix, area)

    def fold(self) -> None:
        """Go back to the diagram."""
        if self._whole is not None:
            self._whole.hide()
            self._whole.deleteLater()
            self._whole = None
            self.pointed.emit(None)
            self._canvas.setFocus()
            self._show_buttons()
            self.wanted_changed.emit()

    def forget(self) -> None:
        """The layers are others now: nothing of what was chosen in them stands."""
        self._kept, self._awaited = (), None
        if self._whole is not None:
            self.fold()

    def _cover(self, widget: QWidget, content: Content, area: ZoomArea | None) -> None:
        self.fold()
        self._whole = WholeFrame(widget, content, self.area, area)
        self._whole.folded.connect(self.fold)
        self._show_buttons()
        self.wanted_changed.emit()

    def _show_layer(self, number: int) -> None:
        """Bring a layer that a person adds into view, once it has its place."""

        def scroll() -> None:
            headings = self._canvas.controls.headings
            if number < len(headings):
                self.area.ensureWidgetVisible(headings[number])

        QTimer.singleShot(0, self, scroll)

    def _pick(self, layer: int, number: int) -> None:
        """Show a neuron among the strongest of its layer, and stand on it."""
        others = [one for one in self._kept if one != (layer, number)]
        self._kept = (*others[-_MOST_KEPT + 1 :], (layer, number))
        self._awaited = (layer, number)
        self.fold()

    def _front(self) -> ZoomArea | None:
        """What the buttons zoom: what is seen, if it can be zoomed."""
        return self._whole.area if self._whole else self.area

    def _zoom_by(self, factor: float) -> None:
        front = self._front()
        if front is not None:
            front.zoom_by(factor)

    def _show_all(self) -> None:
        front = self._front()
        if front is not None:
            front.fit()

    def _show_buttons(self) -> None:
        front = self._front()
        self._smaller.setEnabled(front is not None and front.can_shrink)
        self._fit.setEnabled(front is not None)
        self._larger.setEnabled(front is not None and front.can_grow)

    def _follow(self, target: Target) -> None:
        """Bring what the keys have reached into view."""
        left, top, side = tile_of(self._canvas.diagram, target)
        self.area.follow(QRectF(left, top, side, side))

    def minimumSizeHint(self) -> QSize:
        width = sum(widget.sizeHint().width() for widget in self._always) + 2 * HALF
        return QSize(width, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is too little room, wheel and keys zoom without buttons."""
        super().resizeEvent(event)
        needed = self.minimumSizeHint().width() + 2 * self._larger.sizeHint().width()
        for button in (self._smaller, self._larger):
            button.setVisible(self.width() >= needed)

    def _lay_out(self) -> None:
        self._matrices = MatrixMenu(self._canvas, self)
        self._matrices.opened.connect(self.open_matrix)
        self._matrices.changed.connect(self.wanted_changed)
        self._canvas.controls.scale.changed.connect(self.wanted_changed)
        self._smaller = self._button(
            "−", "network.zoom_out", _("Zoom out"), _("Zoom out (Ctrl+−, Ctrl+wheel).")
        )
        self._fit = self._button(
            _("Zoom to fit"),
            "network.zoom_fit",
            _("Show the whole network"),
            _("Show the whole network (Ctrl+0, Home)."),
        )
        self._larger = self._button(
            "+", "network.zoom_in", _("Zoom in"), _("Zoom in (Ctrl++, Ctrl+wheel).")
        )
        self._smaller.clicked.connect(lambda: self._zoom_by(1 / STEP))
        self._fit.clicked.connect(self._show_all)
        self._larger.clicked.connect(lambda: self._zoom_by(STEP))
        scale = self._canvas.controls.scale
        self._always = (scale, self._matrices, self._fit)
        row = fill(QHBoxLayout(), None, scale, None, spacing=0, margins=(HALF, 0, HALF, 0))
        for button in (self._matrices, self._smaller, self._fit, self._larger):
            row.addWidget(button)
        fill(QVBoxLayout(self), (self.area, 1), row, spacing=0)

    def _button(self, text: str, name: str, accessible: str, tip: str) -> QToolButton:
        button = named(QToolButton(self), name, accessible, tip)
        button.setText(text)
        button.setAutoRaise(True)
        button.setFont(small_font(button.font()))
        button.setFixedHeight(_BUTTON)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
