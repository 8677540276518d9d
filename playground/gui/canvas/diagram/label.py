"""The small label that says what the mouse is over."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from playground.gui.theme import GRID, HALF, Colours, tabular_font

_DISTANCE = 6


def paint_label(
    painter: QPainter, within: QRect, anchor: QPointF, lines: Sequence[str], colours: Colours
) -> None:
    """Paint lines of text, the first in bold, below a point; above it or moved where none fits."""
    plain = tabular_font(painter.font())
    bold = QFont(plain)
    bold.setBold(True)
    fonts = [bold, *[plain] * (len(lines) - 1)]
    line = QFontMetricsF(bold).height()
    width = max(
        QFontMetricsF(font).horizontalAdvance(text) for font, text in zip(fonts, lines, strict=True)
    )
    box = _box(within, anchor, width + 2 * GRID, len(lines) * line + GRID)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(QColor(colours.raised))
    painter.drawRoundedRect(box, GRID, GRID)
    painter.setPen(QColor(colours.text))
    for number, (font, text) in enumerate(zip(fonts, lines, strict=True)):
        painter.setFont(font)
        area = QRectF(box.left() + GRID, box.top() + HALF + number * line, width + 1, line)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)


def _box(within: QRect, anchor: QPointF, width: float, height: float) -> QRectF:
    top = anchor.y() + _DISTANCE
    if top + height > within.bottom():
        top = anchor.y() - _DISTANCE - height
    left = min(max(anchor.x() - width / 2, within.left() + 2.0), within.right() - width - 2.0)
    return QRectF(round(left) + 0.5, round(max(top, within.top() + 2.0)) + 0.5, width, height)
