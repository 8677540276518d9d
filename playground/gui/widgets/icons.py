"""Our own icons: drawings in one colour, which takes the colour of the text around them."""

from functools import cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.assets import asset
from playground.gui.theme import Colours

SIZES = (16, 20, 24, 32, 48, 64)


def load_icon(name: str, colours: Colours) -> QIcon:
    """The icon `assets/icons/{name}.svg`, in the colours of text and of disabled text.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, colours.text),
        (QIcon.Mode.Disabled, colours.disabled),
    ):
        for drawing in _drawings(name):
            icon.addPixmap(_in_colour(drawing, colour), mode)
    return icon


@cache
def _drawings(name: str) -> tuple[QImage, ...]:
    """The icon in each size, in no colour yet: reading and drawing it takes longest."""
    renderer = QSvgRenderer(str(asset(f"icons/{name}.svg").resolve(strict=True)))
    return tuple(_draw(renderer, size) for size in SIZES)


def _draw(renderer: QSvgRenderer, size: int) -> QImage:
    drawing = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    drawing.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawing)
    renderer.render(painter)
    painter.end()
    return drawing


def _in_colour(drawing: QImage, colour: str) -> QPixmap:
    coloured = drawing.copy()
    painter = QPainter(coloured)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)
    painter.fillRect(coloured.rect(), QColor(colour))
    painter.end()
    return QPixmap.fromImage(coloured)
