"""A slider whose places are the states that are kept of a run, and at its end the present."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from playground.engine.common.language import _
from playground.gui.widgets.naming import named

HEIGHT = 18
RADIUS = 5.5
LEAST = 96
PAGE = 10
TICK = 3
"""Pixels that a tick reaches up and down."""
CLOSEST = 4
"""Pixels between two ticks at least: closer ones would be a grey bar."""


class PastSlider(QSlider):
    """Left and right go from one kept state to the next, Home to the first, End to the present."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        tip = _(
            "Go back to an earlier step of this run. Left and right arrow: the previous and the "
            "next kept step; Home: the start; End: now. Training pauses, and nothing is lost; "
            "saving and exporting still use the present."
        )
        named(self, "rewind.place", _("Place in the run"), tip)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPageStep(PAGE)
        self.setRange(0, 0)

    def sizeHint(self) -> QSize:
        return QSize(2 * LEAST, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._drag(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def _drag(self, x: float) -> None:
        part = (x - self.place(0)) / max(1.0, self.place(1) - self.place(0))
        self.setValue(round(part * self.maximum()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down belong to nothing that lies from left to right, and page keys go by pages."""
        pages = {Qt.Key.Key_PageUp: -PAGE, Qt.Key.Key_PageDown: PAGE}
        if event.key() in pages:
            self.setValue(self.value() + pages[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only while it has the focus: else a page that scrolls would rewind the run."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._paint_ticks(painter)
        self._paint_handle(painter)
        painter.end()

    def _paint_ticks(self, painter: QPainter) -> None:
        middle = self.height() // 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._colour(QPalette.ColorRole.Mid))
        painter.drawLine(round(self.place(0)), middle, round(self.place(1)), middle)
        places = [round(self.place(n / max(1, self.maximum()))) for n in range(self.maximum() + 1)]
        free = -CLOSEST
        for x in places:
            if x >= free:
                painter.drawLine(x, middle - TICK, x, middle + TICK)
                free = x + CLOSEST

    def _paint_handle(self, painter: QPainter) -> None:
        centre = QPointF(self.place(self.value() / max(1, self.maximum())), self.height() / 2)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        highlight = self._colour(QPalette.ColorRole.Highlight)
        if self.hasFocus():
            ring = QColor(highlight)
            ring.setAlpha(90)
            painter.setPen(QPen(ring, 3.5))
            painter.drawEllipse(centre, RADIUS + 1, RADIUS + 1)
        is_past = self.value() < self.maximum()
        painter.setPen(QPen(highlight, 2))
        painter.setBrush(highlight if is_past else self._colour(QPalette.ColorRole.Base))
        painter.drawEllipse(centre, RADIUS, RADIUS)

    def place(self, part: float) -> float:
        """Where a part of the way from the start to the present lies, in pixels."""
        edge = RADIUS + 2
        return edge + part * (self.width() - 2 * edge)

    def _colour(self, role: QPalette.ColorRole) -> QColor:
        group = QPalette.ColorGroup.Normal if self.isEnabled() else QPalette.ColorGroup.Disabled
        return self.palette().color(group, role)
