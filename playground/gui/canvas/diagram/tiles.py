"""The neurons' outputs as small pictures, painted from one image for all of them."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from playground.engine.frames.network import ZERO, LayerPicture, Levels
from playground.gui.canvas.diagram.colours import class_table, tile_table
from playground.gui.canvas.diagram.layout import DiagramLayout
from playground.gui.theme import Colours

_CURVE = 26
"""A curve is as wide as its picture divided by half of this."""


class TileAtlas:
    """All maps of one picture below each other: one image is made and kept, not one per neuron."""

    def __init__(self, colours: Colours) -> None:
        self._image = QImage()
        self._grid = 1
        self._firsts: list[int] = []
        self._colours = colours
        self._table = tile_table(colours)

    def show(self, layers: Sequence[LayerPicture]) -> None:
        """Take the maps of these layers; curves become pictures."""
        maps = [_pictures(layer.maps) for layer in layers]
        counts = [len(part) for part in maps]
        self._firsts = [sum(counts[:number]) for number in range(len(counts))]
        # The first row of a map is the lowest of the plane, and that of an image its highest.
        levels = np.concatenate(maps)[:, ::-1]
        self._grid = levels.shape[-1]
        pixels = np.take(self._table, levels)
        for row, number in enumerate(_classes(layers[-1])):
            tile = self._firsts[-1] + row
            pixels[tile] = np.take(class_table(self._colours, number), levels[tile])
        pixels = pixels.reshape(-1, self._grid)
        stride = pixels.strides[0]
        image = QImage(pixels.data, self._grid, len(pixels), stride, QImage.Format.Format_RGB32)
        self._image = image.copy()

    def paint(self, painter: QPainter, layout: DiagramLayout) -> None:
        """Paint every neuron's tile."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, first in zip(layout.places, self._firsts, strict=True):
            if place.across > 1:
                continue  # single pixels are too small for maps
            for row, top in enumerate(place.tops):
                source = QRect(0, (first + row) * self._grid, self._grid, self._grid)
                target = QRect(int(place.x), int(top), int(place.side), int(place.side))
                painter.drawImage(target, self._image, source)

    def draw(self, painter: QPainter, layout: DiagramLayout) -> None:
        """Paint every tile as an image of its own: Qt's SVG knows no part of an image."""
        for place, first in zip(layout.places, self._firsts, strict=True):
            for row, top in enumerate(place.tops if place.across == 1 else ()):
                tile = self._image.copy(0, (first + row) * self._grid, self._grid, self._grid)
                painter.drawImage(QRectF(place.x, top, place.side, place.side), tile)


def _classes(outputs: LayerPicture) -> tuple[int, ...]:
    """The numbers of the classes of which each output is the chance; none where it is another."""
    has_maps = outputs.maps.ndim == 3
    return outputs.shown if has_maps and outputs.chances and len(outputs.labels) > 1 else ()


def _pictures(maps: Levels) -> Levels:
    """Levels `[shown, grid, grid]`; a curve is drawn with what lies between it and zero."""
    if maps.ndim == 3:
        return maps
    grid = maps.shape[-1]
    rows = np.arange(grid, dtype=np.float32)[None, :, None]
    heights = ((maps.astype(np.float32) - 1.0) / 254.0 * (grid - 1))[:, None, :]
    middle = (grid - 1) / 2
    # A steep piece covers all rows from its own height to the next one's.
    following = np.concatenate([heights[..., 1:], heights[..., -1:]], axis=-1)
    low, high = np.minimum(heights, following), np.maximum(heights, following)
    away = np.maximum(np.maximum(low - rows, rows - high), 0.0)
    line = np.clip(max(grid / _CURVE, 1.0) - away, 0.0, 1.0)
    between = (rows - middle) * (rows - heights) <= 0
    shade = np.maximum(line, 0.35 * between)
    signs = np.where(heights >= middle, 127.0, -127.0)
    pictures: Levels = (ZERO + signs * shade).astype(np.uint8)
    return pictures
