"""The small label that says what the mouse is over."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from playground.gui.theme import GRID, HALF, Colours, tabular_font

_DISTANCE = 6


def paint_label(
    painter: QPainter, within: QRect, place: QRectF, lines: Sequence[str], colours: Colours
) -> None:
    """Paint lines of text, the first in bold, beside the place that they are about: below it, or
    else above, right or left of it, wherever there is room."""
    plain = tabular_font(painter.font())
    bold = QFont(plain)
    bold.setBold(True)
    fonts = [bold, *[plain] * (len(lines) - 1)]
    line = QFontMetricsF(bold).height()
    width = max(
        QFontMetricsF(font).horizontalAdvance(text) for font, text in zip(fonts, lines, strict=True)
    )
    box = label_box(QRectF(within), place, width + 2 * GRID, len(lines) * line + GRID)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(colours.raised))
    painter.drawRoundedRect(box, GRID, GRID)
    painter.setPen(QColor(colours.text))
    for number, (font, text) in enumerate(zip(fonts, lines, strict=True)):
        painter.setFont(font)
        area = QRectF(box.left() + GRID, box.top() + HALF + number * line, width + 1, line)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def label_box(within: QRectF, place: QRectF, width: float, height: float) -> QRectF:
    """Where a label of this size stands: within this area, and over its place as little as can be,
    of the places as good as each other the first of below, above, right and left."""
    left, top = place.center().x() - width / 2, place.center().y() - height / 2
    corners = (
        (left, place.bottom() + _DISTANCE),
        (left, place.top() - _DISTANCE - height),
        (place.right() + _DISTANCE, top),
        (place.left() - _DISTANCE - width, top),
    )
    boxes = [_moved_into(within, QRectF(*corner, width, height)) for corner in corners]
    return min(boxes, key=lambda box: _area(box.intersected(place)))


def _moved_into(within: QRectF, box: QRectF) -> QRectF:
    left = max(min(box.left(), within.right() - box.width() - 2.0), within.left() + 2.0)
    top = max(min(box.top(), within.bottom() - box.height() - 2.0), within.top() + 2.0)
    return QRectF(round(left) + 0.5, round(top) + 0.5, box.width(), box.height())


def _area(box: QRectF) -> float:
    return box.width() * box.height()
