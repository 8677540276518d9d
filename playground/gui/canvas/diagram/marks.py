"""What is marked on tiles and edges: biases, quiet, frozen and muted neurons, frozen weights."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.engine.frames.network import LayerPicture, NetworkPicture
from playground.gui.canvas.diagram.edge_levels import WEIGHT_SCALE, edge_levels
from playground.gui.canvas.diagram.edges import EdgeGaps
from playground.gui.canvas.diagram.layout import DiagramLayout, Place
from playground.gui.theme import Colours

DISC = 7.0
QUIET = 0.9
"""A neuron that is quiet for this part of the rows is marked."""


class DiagramMarks:
    """Paints the marks of a layout, in the colours of one scheme."""

    def __init__(
        self, layout: DiagramLayout, colours: Colours, shades: Mapping[int, QColor]
    ) -> None:
        self._layout, self._colours, self._shades = layout, colours, shades

    def paint(self, painter: QPainter, picture: NetworkPicture, edges: EdgeGaps) -> None:
        """Paint all marks of a picture."""
        for gap, layer in enumerate(picture.layers[1:]):
            if layer.frozen_edges is not None:
                self._edges(painter, layer, gap, edges)
        for layer, place in zip(picture.layers, self._layout.places, strict=True):
            if layer.bias is not None:
                self._biases(painter, place, edge_levels(layer.bias, WEIGHT_SCALE))
            for row in _rows(layer.quiet >= QUIET):
                self._quiet(painter, place, row)
            for row in _rows(layer.muted):
                self._muted(painter, place, row)
            for row in _rows(layer.frozen):
                corner = QPointF(place.x + place.side, place.tops[row] + place.side)
                self._lock(painter, corner - QPointF(3, 3))

    def _edges(self, painter: QPainter, layer: LayerPicture, gap: int, edges: EdgeGaps) -> None:
        """A lock on each frozen edge, unless its neuron has one for all."""
        assert layer.frozen_edges is not None
        whole = np.zeros(len(layer.shown), np.bool_) if layer.frozen is None else layer.frozen
        for after, before in np.argwhere(layer.frozen_edges & ~whole[:, None]):
            # Nearer to where it arrives, locks of one neuron's edges stand apart.
            self._lock(painter, edges.path(gap, int(after), int(before)).pointAtPercent(0.6))

    def _biases(self, painter: QPainter, place: Place, levels: np.ndarray) -> None:
        middle = QColor(self._colours.middle)
        painter.setPen(QPen(QColor(self._colours.surface), 1))
        radius = min(DISC, 0.4 * place.side) / 2 + 0.5
        for top, level in zip(place.tops, levels, strict=True):
            painter.setBrush(self._shades.get(int(level), middle))
            corner = QPointF(place.x + 1, top + place.side - 1)
            painter.drawEllipse(corner, radius, radius)

    def _quiet(self, painter: QPainter, place: Place, row: int) -> None:
        """A disc with a bar at the upper right corner: no entry for the signal."""
        centre = QPointF(place.x + place.side - 1, place.tops[row] + 1)
        painter.setPen(QPen(QColor(self._colours.surface), 1))
        painter.setBrush(QColor(self._colours.muted))
        painter.drawEllipse(centre, 4.5, 4.5)
        painter.setPen(QPen(QColor(self._colours.surface), 1.5))
        painter.drawLine(centre + QPointF(-2.5, 0), centre + QPointF(2.5, 0))

    def _muted(self, painter: QPainter, place: Place, row: int) -> None:
        """Crossed out."""
        tile = QRectF(place.x, place.tops[row], place.side, place.side).adjusted(4, 4, -4, -4)
        painter.setPen(QPen(QColor(self._colours.muted), 2))
        painter.drawLine(QLineF(tile.topLeft(), tile.bottomRight()))
        painter.drawLine(QLineF(tile.bottomLeft(), tile.topRight()))

    def _lock(self, painter: QPainter, centre: QPointF) -> None:
        body = QRectF(centre.x() - 4.5, centre.y() - 1.5, 9, 7)
        shackle = QRectF(centre.x() - 2.5, centre.y() - 5.5, 5, 8)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((self._colours.surface, 4.0), (self._colours.text, 1.5)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawArc(shackle, 0, 180 * 16)
        painter.setPen(QPen(QColor(self._colours.surface), 1))
        painter.setBrush(QColor(self._colours.text))
        painter.drawRoundedRect(body, 1.5, 1.5)


def _rows(marks: np.ndarray | None) -> list[int]:
    return [] if marks is None else [int(row) for row in np.flatnonzero(marks)]
