"""An activation function and its slope as a small picture, as PyTorch computes them."""

from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPalette, QPen, QPolygonF

from playground.engine.catalogue.index import row
from playground.engine.common.numbers import number

REACH = 4.0
"""From how far below zero to how far above the function is drawn."""
POINTS = 161
SIZE = (340, 170)
MARGIN = 22

Points = tuple[tuple[float, float, float], ...]


@cache
def sampled(key: str) -> Points:
    """Input, output and slope at evenly spread inputs; the slope is autograd's."""
    import torch

    function = row("activations", key).load()()
    inputs = torch.linspace(-REACH, REACH, POINTS, requires_grad=True)
    outputs = function(inputs)
    (slopes,) = torch.autograd.grad(outputs.sum(), inputs)
    together = torch.stack((inputs, outputs, slopes), dim=1).detach()
    return tuple((x, y, slope) for x, y, slope in together.tolist())


def curve_picture(key: str, palette: QPalette, scale: float) -> QImage:
    """The function as a line and its slope dashed, in the colours of `palette`.

    Args:
        scale: device pixels for each pixel.
    """
    width, height = SIZE
    picture = QImage(round(width * scale), round(height * scale), QImage.Format.Format_ARGB32)
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    points = sampled(key)
    low = min(-1.0, *(min(y, slope) for _x, y, slope in points))
    high = max(1.0, *(max(y, slope) for _x, y, slope in points))
    room = QRectF(MARGIN, 6, width - 2 * MARGIN, height - 12)

    def place(x: float, y: float) -> QPointF:
        across = (x + REACH) / (2 * REACH)
        up = (y - low) / (high - low)
        return QPointF(room.left() + across * room.width(), room.bottom() - up * room.height())

    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    faint, text = palette.color(QPalette.ColorRole.Mid), palette.color(QPalette.ColorRole.Text)
    painter.setPen(QPen(faint, 1))
    painter.drawLine(place(-REACH, 0), place(REACH, 0))
    painter.drawLine(place(0, low), place(0, high))
    painter.setPen(text)
    for x, y, mark in ((REACH - 0.3, 0, REACH), (0.1, high, high)):
        painter.drawText(place(x, y) + QPointF(2, 12), number(mark, ".2g"))
    accent = palette.color(QPalette.ColorRole.Highlight)
    _draw(painter, [place(x, slope) for x, _y, slope in points], text, Qt.PenStyle.DashLine)
    _draw(painter, [place(x, y) for x, y, _slope in points], accent, Qt.PenStyle.SolidLine)
    painter.end()
    return picture


def _draw(painter: QPainter, line: list[QPointF], colour: QColor, style: Qt.PenStyle) -> None:
    width = 2.0 if style == Qt.PenStyle.SolidLine else 1.0
    painter.setPen(QPen(colour, width, style))
    painter.drawPolyline(QPolygonF(line))
