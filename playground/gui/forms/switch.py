"""A switch that is seen to be on or off in light and dark."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QWidget

WIDTH, HEIGHT = 34.0, 18.0


class Switch(QCheckBox):
    """A check box drawn as a sliding switch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(int(WIDTH) + 4, int(HEIGHT) + 4)

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - a virtual of Qt
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        body = QRectF(2.5, 2.5, WIDTH - 1, HEIGHT - 1)
        role = QPalette.ColorRole
        accent = self.palette().color(role.Highlight)
        painter.setPen(QPen(accent if self.isChecked() else self.palette().color(role.Mid), 1))
        painter.setBrush(accent if self.isChecked() else self.palette().color(role.Base))
        painter.drawRoundedRect(body, body.height() / 2, body.height() / 2)
        place = body.right() - body.height() / 2 if self.isChecked() else body.left() + 8.5
        painter.setPen(Qt.PenStyle.NoPen)
        knob = role.HighlightedText if self.isChecked() else role.PlaceholderText
        painter.setBrush(self.palette().color(knob))
        painter.drawEllipse(QPointF(place, body.center().y()), 5.5, 5.5)
        painter.end()
