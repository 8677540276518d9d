"""A switch and a check box that are seen to be on or off in light and dark."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton, QWidget

WIDTH, HEIGHT = 34.0, 18.0
_MARK = (QPointF(5.0, 12.5), QPointF(10.0, 17.5), QPointF(19.0, 7.0))
"""In a box of 24 × 24."""


class CheckBox(QCheckBox):
    """A check box with a mark in the palette's colour on its accent."""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        part = QStyle.SubElement.SE_CheckBoxIndicator
        box = self.style().subElementRect(part, option, self).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(box.topLeft())
        painter.scale(box.width() / 24, box.height() / 24)
        colour = self.palette().color(QPalette.ColorRole.HighlightedText)
        ends, joins = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(colour, 4, Qt.PenStyle.SolidLine, ends, joins))
        painter.drawPolyline(_MARK)
        painter.end()


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
