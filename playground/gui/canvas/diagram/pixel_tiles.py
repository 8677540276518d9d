"""Edges from the pixels of pictures, painted as pictures themselves."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from playground.engine.frames.network import Array, LayerPicture
from playground.gui.canvas.diagram.colours import Table
from playground.gui.canvas.diagram.edge_levels import shade_levels
from playground.gui.canvas.diagram.layout import DiagramLayout


class PixelTiles:
    """The tiles of those layers that have pictures of pixels."""

    def __init__(self) -> None:
        self._images: dict[int, list[QImage]] = {}

    def show(self, layers: Sequence[LayerPicture], table: Table, scale: float) -> None:
        """Take the pictures of these layers."""
        self._images = {
            number: [image_of(numbers, table, scale) for numbers in layer.pixels]
            for number, layer in enumerate(layers)
            if layer.pixels is not None
        }

    def paint(self, painter: QPainter, layout: DiagramLayout) -> None:
        """Paint them over their tiles: one for each neuron, one for all pixels together."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        for number, images in self._images.items():
            place = layout.places[number]
            for image, top in zip(images, place.tops, strict=False):
                painter.drawImage(QRectF(place.x, top, place.side, place.side), image)


def image_of(values: Array, table: Table, scale: float) -> QImage:
    """Numbers `[height, width]` in the colours of edges."""
    pixels = np.take(table, shade_levels(values, scale))
    height, width = pixels.shape
    image = QImage(pixels.data, width, height, pixels.strides[0], QImage.Format.Format_RGB32)
    return image.copy()
