"""The diagram in three layers: edges, the neurons' tiles, and what stands still above them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from playground.engine.frames.network import NetworkPicture
from playground.gui.canvas.diagram.colours import edge_colours, mixed, shade_table, tile_table
from playground.gui.canvas.diagram.edge_levels import WEIGHT_SCALE, edge_levels, gradient_scale
from playground.gui.canvas.diagram.edges import EdgeGaps
from playground.gui.canvas.diagram.heat_maps import Cell, HeatMaps
from playground.gui.canvas.diagram.layout import DiagramLayout, Place, Room
from playground.gui.canvas.diagram.overlay import RADIUS, DiagramOverlay
from playground.gui.canvas.diagram.pixel_tiles import PixelTiles
from playground.gui.canvas.diagram.target import Edge, Neuron, Target, edges_of
from playground.gui.canvas.diagram.tiles import TileAtlas
from playground.gui.theme import Colours

DISC = 7.0
QUIET = 0.9
"""A neuron that is quiet for this part of the rows is marked."""
_FADED = 0.8


class DiagramPainter:
    """Paints one layout in the colours of one scheme; a picture of the network can be missing."""

    def __init__(
        self, layout: DiagramLayout, room: Room, colours: Colours, font: QFont, ratio: float
    ) -> None:
        self._layout, self._room, self._colours = layout, room, colours
        self._font, self._ratio = font, ratio
        self._size = (max(room.width, layout.width), max(room.height, layout.height))
        self._shades = edge_colours(colours)
        self._table = tile_table(colours)
        self._overlay: QPixmap | None = None
        self._edges = EdgeGaps(layout, self._size[1], ratio, self._shades, QColor(colours.surface))
        self._atlas = TileAtlas()
        self._pixels = PixelTiles()
        self.heat = HeatMaps(layout, colours)
        self.picture: NetworkPicture | None = None

    def show(self, picture: NetworkPicture, scale: float | None = None) -> None:
        """Take a picture that fits the layout; `scale` is what edges are measured by elsewhere."""
        self.picture = picture
        self._atlas.show(picture.layers, self._table)
        scale = edge_scale(picture) if scale is None else scale
        self._pixels.show(picture.layers, shade_table(self._colours), scale)
        self.heat.show(picture.matrices, scale)
        self._edges.show(
            [
                None if layer.edges is None else edge_levels(layer.edges, scale)
                for layer in picture.layers[1:]
            ],
            picture.matrices,
        )

    @property
    def is_stale(self) -> bool:
        """Whether some edges wait to be painted anew."""
        return self._edges.is_stale

    def paint(self, painter: QPainter, chosen: Target | None) -> None:
        """Paint everything; what is chosen stands out."""
        self._edges.renew()
        self._edges.paint(painter)
        self.heat.paint(painter)
        if chosen is not None:
            self._paint_chosen_edges(painter, chosen)
        if self.picture is None:
            self._paint_plain_tiles(painter)
        else:
            self._atlas.paint(painter, self._layout)
            self._pixels.paint(painter, self._layout)
        painter.drawPixmap(QPointF(0.0, 0.0), self._still())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_marks(painter)
        if isinstance(chosen, Neuron):
            self._paint_ring(painter, self._tile(chosen))

    def _tile(self, neuron: Neuron) -> QRectF:
        left, top, side = self._layout.places[neuron.column].tile(neuron.row)
        return QRectF(left, top, side, side)

    def anchor(self, chosen: Target | Cell) -> QPointF:
        """The point that a label about it belongs to."""
        if isinstance(chosen, Cell):
            return self.heat.anchor(chosen)
        if isinstance(chosen, Edge):
            path = self._edges.path(chosen.gap, chosen.after, chosen.before)
            return path.pointAtPercent(0.5)
        tile = self._tile(chosen)
        return QPointF(tile.center().x(), tile.bottom())

    def _still(self) -> QPixmap:
        """The overlay, painted once."""
        if self._overlay is None:
            width, height = (round(length * self._ratio) for length in self._size)
            pixmap = QPixmap(width, height)
            pixmap.setDevicePixelRatio(self._ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setFont(self._font)
            DiagramOverlay(self._layout, self._room, self._colours, self._font).paint(painter)
            painter.end()
            self._overlay = pixmap
        return self._overlay

    def _paint_plain_tiles(self, painter: QPainter) -> None:
        for place in self._layout.places:
            for row in range(len(place.tops)):
                left, top, side = place.tile(row)
                painter.fillRect(QRectF(left, top, side, side), QColor(self._colours.middle))

    def _paint_chosen_edges(self, painter: QPainter, chosen: Target) -> None:
        """The edges of a neuron, or a single one, over the faded others."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._colours.surface)
        veil.setAlphaF(_FADED)
        for gap, edges in self._edges_of(chosen).items():
            painter.fillRect(self._edges.area(gap), veil)
            if isinstance(chosen, Edge):
                halo = QPen(mixed(self._colours.surface, self._colours.text, 0.2), 9)
                halo.setCapStyle(Qt.PenCapStyle.FlatCap)
                painter.strokePath(self._edges.path(gap, chosen.after, chosen.before), halo)
            self._edges.paint_some(painter, gap, edges)

    def _edges_of(self, chosen: Target) -> dict[int, list[tuple[int, int]]]:
        """Rows after and before of each edge, by gap."""
        found: dict[int, list[tuple[int, int]]] = {}
        for edge in [chosen] if isinstance(chosen, Edge) else edges_of(self._layout, chosen):
            found.setdefault(edge.gap, []).append((edge.after, edge.before))
        return found

    def _paint_marks(self, painter: QPainter) -> None:
        """The biases, and which neurons are quiet."""
        if self.picture is None:
            return
        for layer, place in zip(self.picture.layers, self._layout.places, strict=True):
            if layer.bias is not None:
                self._paint_biases(painter, place, edge_levels(layer.bias, WEIGHT_SCALE))
            for row in np.flatnonzero(layer.quiet >= QUIET):
                self._paint_quiet(painter, place, int(row))

    def _paint_biases(self, painter: QPainter, place: Place, levels: np.ndarray) -> None:
        middle = QColor(self._colours.middle)
        painter.setPen(QPen(QColor(self._colours.surface), 1))
        radius = min(DISC, 0.4 * place.side) / 2 + 0.5
        for top, level in zip(place.tops, levels, strict=True):
            painter.setBrush(self._shades.get(int(level), middle))
            corner = QPointF(place.x + 1, top + place.side - 1)
            painter.drawEllipse(corner, radius, radius)

    def _paint_quiet(self, painter: QPainter, place: Place, row: int) -> None:
        """A disc with a bar at the upper right corner: no entry for the signal."""
        centre = QPointF(place.x + place.side - 1, place.tops[row] + 1)
        painter.setPen(QPen(QColor(self._colours.surface), 1))
        painter.setBrush(QColor(self._colours.muted))
        painter.drawEllipse(centre, 4.5, 4.5)
        painter.setPen(QPen(QColor(self._colours.surface), 1.5))
        painter.drawLine(centre + QPointF(-2.5, 0), centre + QPointF(2.5, 0))

    def _paint_ring(self, painter: QPainter, tile: QRectF) -> None:
        painter.setPen(QPen(QColor(self._colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile.adjusted(-1, -1, 1, 1), RADIUS + 1, RADIUS + 1)


def edge_scale(picture: NetworkPicture) -> float:
    """What an edge's number is measured by: fixed for weights, by the largest for gradients."""
    if picture.request.edges == "weights":
        return WEIGHT_SCALE
    edges = [layer.edges for layer in picture.layers if layer.edges is not None]
    return gradient_scale(max(float(np.nan_to_num(np.abs(part)).max()) for part in edges))
