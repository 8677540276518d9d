"""One picture of an animation: a drawing as pixels, with a line below that says of when it is."""

import numpy as np
from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter

from playground.gui.pictures.animation import Pixels
from playground.gui.pictures.drawing import Drawing, drawing_image
from playground.gui.theme import GRID, Colours


def captioned(drawing: Drawing, words: str, font: QFont, colours: Colours) -> Drawing:
    """The drawing over a line of words, cut where it is too long."""
    size = drawing.size
    line = QFontMetrics(font).height() + GRID

    def paint(painter: QPainter) -> None:
        drawing.paint(painter)
        area = QRectF(0, size.height(), size.width(), line)
        painter.fillRect(area, QColor(colours.surface))
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        inner = area.adjusted(GRID, 0, -GRID, 0)
        cut = painter.fontMetrics().elidedText(
            words, Qt.TextElideMode.ElideRight, round(inner.width())
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, cut)

    return Drawing(QSize(size.width(), size.height() + line), paint)


def drawing_pixels(drawing: Drawing, size: QSize) -> Pixels:
    """The drawing in a picture of this size; one of another size is made to fit, and centred."""
    image = drawing_image(drawing, 1.0)
    if image.size() != size:
        image = _fitted(image, size)
    image = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(size.height(), image.bytesPerLine())
    return rows[:, : 3 * size.width()].reshape(size.height(), size.width(), 3).copy()


def _fitted(image: QImage, size: QSize) -> QImage:
    """What is left over takes the colour of the lower left corner."""
    ways = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    inner, outer = image.scaled(size, *ways), QImage(size, QImage.Format.Format_RGB32)
    outer.fill(image.pixelColor(0, image.height() - 1))
    rest = (size - inner.size()) / 2
    painter = QPainter(outer)
    painter.drawImage(QPoint(rest.width(), rest.height()), inner)
    painter.end()
    return outer
