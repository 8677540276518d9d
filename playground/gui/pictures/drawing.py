"""What can be made a picture of: anything of a known size that a painter can paint."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Drawing:
    """A size in pixels of the screen, and what paints it from the upper left corner on."""

    size: QSize
    paint: Callable[[QPainter], None]


def widget_drawing(widget: QWidget) -> Drawing:
    """A widget as it is shown now."""
    return Drawing(widget.size(), lambda painter: widget.render(painter, QPoint(0, 0)))


def drawing_image(drawing: Drawing, scale: float) -> QImage:
    """The drawing as an image of so many pixels per pixel of the screen."""
    image = QImage(drawing.size * scale, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    painter = QPainter(image)
    drawing.paint(painter)
    painter.end()
    return image
