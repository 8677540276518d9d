"""An area that shows a picture larger or smaller, and scrolls where it is larger than the room."""

from typing import Protocol

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QWidget

from playground.gui.canvas.zoom.gestures import Gestures
from playground.gui.theme import GRID

SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 6.0
STEP = 1.25


class Zoomable(Protocol):
    """What such an area shows.

    Attributes:
        zoom: how much larger than what fits.
    """

    zoom: float

    def set_zoom(self, zoom: float) -> None:
        """Show everything larger or smaller."""

    def minimumSizeHint(self) -> QSize:
        """How large it is at least, as it is zoomed now."""

    def size(self) -> QSize:
        """How large it is."""


class ZoomArea(QScrollArea):
    """Zooms by wheel, pinch, keys and buttons; zoom 1 is as large as fits.

    Signals:
        zoomed: everything is seen larger or smaller than before.
    """

    zoomed = Signal()

    def __init__(
        self, widget: QWidget, shown: Zoomable, parent: QWidget, smallest: float = SMALLEST_ZOOM
    ) -> None:
        super().__init__(parent)
        self._shown, self._smallest = shown, smallest
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(widget)
        gestures = Gestures(widget, self)
        gestures.zoomed.connect(self.zoom_by)
        gestures.fitted.connect(self.fit)

    @property
    def can_shrink(self) -> bool:
        """Whether it can be shown smaller."""
        return self._shown.zoom > self._smallest

    @property
    def can_grow(self) -> bool:
        """Whether it can be shown larger."""
        return self._shown.zoom < LARGEST_ZOOM

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of what is shown; without one, about the middle of what is seen."""
        bars = self._bars()
        before, seen = self._shown.size(), self.viewport().size()
        offset = QPoint(bars[0].value(), bars[1].value())
        about = at.toPoint() if at is not None else offset + self.viewport().rect().center()
        self._zoom_to(self._shown.zoom * factor)
        for bar, old, new, point, scrolled, room in zip(
            bars,
            before.toTuple(),
            self._shown.size().toTuple(),
            about.toTuple(),
            offset.toTuple(),
            seen.toTuple(),
            strict=True,
        ):
            # What is under the mouse stays under it.
            bar.setValue(round(point * new / max(old, 1)) - (point - scrolled) if new > room else 0)

    def fit(self) -> None:
        """Show all of it: as large as fits, and where nothing would, as small as it must be."""
        self._zoom_to(1.0)
        while not self._fits() and self._shown.zoom > self._smallest:
            self._zoom_to(self._shown.zoom / 1.1)

    def follow(self, place: QRectF) -> None:
        """Bring what the keys have reached into view."""
        room = GRID + int(place.width() / 2), GRID + int(place.height() / 2)
        self.ensureVisible(int(place.center().x()), int(place.center().y()), *room)

    def _fits(self) -> bool:
        least, seen = self._shown.minimumSizeHint(), self.maximumViewportSize()
        return least.width() <= seen.width() and least.height() <= seen.height()

    def _zoom_to(self, zoom: float) -> None:
        self._shown.set_zoom(min(max(zoom, self._smallest), LARGEST_ZOOM))
        # At once, so that the point under the mouse can be kept there.
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.LayoutRequest))
        self.zoomed.emit()

    def _bars(self) -> tuple[QScrollBar, QScrollBar]:
        return self.horizontalScrollBar(), self.verticalScrollBar()
