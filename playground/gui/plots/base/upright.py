"""Text that is read from below upwards, beside a vertical axis."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter


def draw_upright(painter: QPainter, place: QRectF, align: Qt.AlignmentFlag, text: str) -> None:
    """Write `text` from the bottom of `place` to its top, aligned as seen by who reads it."""
    painter.save()
    painter.translate(place.center())
    painter.rotate(-90)
    width, height = place.height(), place.width()
    painter.drawText(QRectF(-width / 2, -height / 2, width, height), align, text)
    painter.restore()
