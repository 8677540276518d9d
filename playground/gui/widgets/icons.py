"""Our own icons: drawings in one colour, which takes the colour of the text around them."""

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from playground.assets import asset
from playground.gui.theme import Colours

SIZES = (16, 20, 24, 32, 48, 64)


def load_icon(name: str, colours: Colours) -> QIcon:
    """The icon `assets/icons/{name}.svg`, in the colours of text and of disabled text.

    Raises:
        FileNotFoundError: there is no such icon.
    """
    drawing = asset(f"icons/{name}.svg").read_text(encoding="utf-8")
    icon = QIcon()
    for mode, colour in (
        (QIcon.Mode.Normal, colours.text),
        (QIcon.Mode.Disabled, colours.disabled),
    ):
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
        for size in SIZES:
            icon.addPixmap(_draw(renderer, size), mode)
    return icon


def _draw(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
