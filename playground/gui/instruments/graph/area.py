"""The picture of a graph in its area, with buttons that zoom it."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.engine.common.language import _
from playground.gui.canvas.zoom.zoom_area import STEP, ZoomArea
from playground.gui.instruments.graph.picture import GraphPicture
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

_READABLE = 0.8
"""The smallest zoom at which a graph is shown whole by itself."""


class GraphArea(ZoomArea):
    """Shows the whole graph where it can be read so, and otherwise its right end, the loss."""

    def __init__(self, picture: GraphPicture, parent: QWidget) -> None:
        super().__init__(picture, picture, parent)
        self._picture = picture
        self._is_own = True
        self._room = QSize()

    def begin(self) -> None:
        """Show the graph as it is shown at first."""
        self._is_own = True
        self._zoom_to(self._first_zoom())
        across = self.horizontalScrollBar()
        across.setValue(across.maximum())

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom as a person wants it; that stays when the area gets another size."""
        self._is_own = False
        super().zoom_by(factor, at)

    def fit(self) -> None:
        """Show all of it, however small."""
        self._is_own = False
        super().fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Begin anew in other room; scroll bars that come and go make none."""
        super().resizeEvent(event)
        room = self.maximumViewportSize()
        if self._is_own and room != self._room:
            self._room = room
            self.begin()

    def _first_zoom(self) -> float:
        """What shows all of it, or as much as can be read."""
        needed, room = self._picture.scene.size, self.maximumViewportSize()
        if needed.isEmpty():
            return 1.0
        whole = min(1.0, room.height() / needed.height(), room.width() / needed.width())
        return max(whole, _READABLE)


class ZoomButtons(QWidget):
    """Zoom out, fit, zoom in."""

    def __init__(self, area: GraphArea, parent: QWidget) -> None:
        super().__init__(parent)
        self._area = area
        self._smaller = self._button(
            "−", "graph.zoom_out", _("Zoom out"), _("Zoom out (Ctrl+−, Ctrl+wheel).")
        )
        self._fit = self._button(
            _("Zoom to fit"),
            "graph.zoom_fit",
            _("Show the whole graph"),
            _("Show the whole graph (Ctrl+0, Home)."),
        )
        self._larger = self._button(
            "+", "graph.zoom_in", _("Zoom in"), _("Zoom in (Ctrl++, Ctrl+wheel).")
        )
        self._smaller.clicked.connect(lambda: area.zoom_by(1 / STEP))
        self._fit.clicked.connect(area.fit)
        self._larger.clicked.connect(lambda: area.zoom_by(STEP))
        area.zoomed.connect(self._show)
        fill(QHBoxLayout(self), self._smaller, self._fit, self._larger, spacing=0)

    def _show(self) -> None:
        self._smaller.setEnabled(self._area.can_shrink)
        self._larger.setEnabled(self._area.can_grow)

    def _button(self, text: str, name: str, accessible: str, tip: str) -> QToolButton:
        button = named(QToolButton(self), name, accessible, tip)
        button.setText(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button
