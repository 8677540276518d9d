"""The diagram in three layers: edges, the neurons' tiles, and what stands still above them."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap

from playground.engine.frames.network import NetworkPicture
from playground.gui.canvas.diagram.colours import edge_colours, mixed, shade_table
from playground.gui.canvas.diagram.edge_levels import WEIGHT_SCALE, edge_levels, gradient_scale
from playground.gui.canvas.diagram.edges import EdgeGaps
from playground.gui.canvas.diagram.heat_maps import Cell, HeatMaps
from playground.gui.canvas.diagram.layout import DiagramLayout, Room
from playground.gui.canvas.diagram.light import LightPainter
from playground.gui.canvas.diagram.marks import DiagramMarks
from playground.gui.canvas.diagram.overlay import RADIUS, DiagramOverlay
from playground.gui.canvas.diagram.pixel_tiles import PixelTiles
from playground.gui.canvas.diagram.target import Edge, Neuron, Target, edges_of
from playground.gui.canvas.diagram.tiles import TileAtlas
from playground.gui.theme import Colours

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
        self._overlay: QPixmap | None = None
        self._edges = EdgeGaps(layout, self._size[1], ratio, self._shades, QColor(colours.surface))
        self._atlas = TileAtlas(colours)
        self._pixels = PixelTiles()
        self._marks = DiagramMarks(layout, colours, self._shades)
        self.light = LightPainter(layout, self._edges, colours)
        self.heat = HeatMaps(layout, colours)
        self.picture: NetworkPicture | None = None

    def show(self, picture: NetworkPicture, scale: float | None = None) -> None:
        """Take a picture that fits the layout; `scale` is what edges are measured by elsewhere."""
        self.picture = picture
        self._atlas.show(picture.layers)
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
        if self.picture is not None:
            self._marks.paint(painter, self.picture, self._edges)
        if isinstance(chosen, Neuron):
            self._paint_ring(painter, self._tile(chosen))

    def draw(self, painter: QPainter) -> None:
        """Paint everything as lines, texts and one small image for each neuron, for a file."""
        self._edges.draw(painter)
        self.heat.paint(painter)
        if self.picture is None:
            self._paint_plain_tiles(painter)
        else:
            self._atlas.draw(painter, self._layout)
            self._pixels.paint(painter, self._layout)
        painter.setFont(self._font)
        DiagramOverlay(self._layout, self._room, self._colours, self._font).paint(painter)
        if self.picture is not None:
            self._marks.paint(painter, self.picture, self._edges)

    def renew_all(self) -> None:
        """Let no edge wait: each shows the newest picture."""
        self._edges.renew(len(self._layout.places))

    def _tile(self, neuron: Neuron) -> QRectF:
        left, top, side = self._layout.places[neuron.column].tile(neuron.row)
        return QRectF(left, top, side, side)

    def place(self, chosen: Target | Cell) -> QRectF:
        """What a label about it stands beside: a tile, a cell, or the middle of an edge."""
        if isinstance(chosen, Cell):
            return self.heat.place(chosen)
        if isinstance(chosen, Edge):
            path = self._edges.path(chosen.gap, chosen.after, chosen.before)
            return QRectF(path.pointAtPercent(0.5), QSizeF(1.0, 1.0))
        return self._tile(chosen)

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
