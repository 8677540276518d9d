"""Dense bundles of edges: the whole matrix between two layers as a heat map in their gap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.engine.frames.network import Edges, Matrices, MatrixPicture
from playground.gui.canvas.diagram.colours import shade_table
from playground.gui.canvas.diagram.edge_levels import MOST_EDGES
from playground.gui.canvas.diagram.layout import Column, DiagramLayout
from playground.gui.canvas.diagram.pixel_tiles import image_of
from playground.gui.canvas.diagram.words import matrix_lines
from playground.gui.theme import Colours

CELL = 3.0
"""The least side of a cell, so that the mouse can mean one."""
_FEWEST, _MOST = 4, 96
_INSET = 0.1
_LEAST_INSET, _LARGEST_INSET = 2.0, 12.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the heat map in a gap."""

    gap: int
    row: int
    column: int


def dense_gaps(columns: Sequence[Column]) -> tuple[int, ...]:
    """The gaps of which not even the edges between the neurons shown can all be drawn.

    What arrives from pixels is seen on the tiles after them.
    """
    return tuple(
        gap
        for gap, (before, after) in enumerate(pairwise(columns))
        if len(before.shown) * len(after.shown) > MOST_EDGES and before.across == 1
    )


def heat_area(layout: DiagramLayout, gap: int) -> QRectF:
    """Where the heat map of a gap lies: between the two columns, as high as the higher."""
    before, after = layout.places[gap : gap + 2]
    left, right = before.x + before.side, after.x
    inset = min(max(_INSET * (right - left), _LEAST_INSET), _LARGEST_INSET)
    top = min(before.tops[0], after.tops[0])
    bottom = max(before.bottom, after.bottom)
    return QRectF(left + inset, top, right - left - 2 * inset, bottom - top)


def wanted_matrices(layout: DiagramLayout, gaps: Sequence[int]) -> Matrices | None:
    """The matrices of these gaps, as fine as there is room for."""
    if not gaps:
        return None
    areas = [heat_area(layout, gap) for gap in gaps]
    rows, columns = (
        min(max(int(max(lengths) / CELL), _FEWEST), _MOST)
        for lengths in ([a.height() for a in areas], [a.width() for a in areas])
    )
    return Matrices(tuple(gaps), rows, columns)


class HeatMaps:
    """The heat maps of one layout, and what is read off them."""

    def __init__(self, layout: DiagramLayout, colours: Colours) -> None:
        self._layout, self._colours = layout, colours
        self._matrices: Mapping[int, MatrixPicture] = {}
        self._images: dict[int, QImage] = {}

    def show(self, matrices: Mapping[int, MatrixPicture], scale: float) -> None:
        """Take the matrices."""
        table = shade_table(self._colours)
        self._matrices = matrices
        self._images = {gap: image_of(m.values, table, scale) for gap, m in matrices.items()}

    def paint(self, painter: QPainter) -> None:
        """Paint each over its gap."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.setPen(QPen(QColor(self._colours.grid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for gap, image in self._images.items():
            area = heat_area(self._layout, gap)
            painter.drawImage(area, image)
            painter.drawRect(area)

    def cell_at(self, point: QPointF) -> Cell | None:
        """The cell at a point."""
        for gap, matrix in self._matrices.items():
            area = heat_area(self._layout, gap)
            if area.contains(point):
                rows, columns = matrix.values.shape
                row = int((point.y() - area.top()) / area.height() * rows)
                column = int((point.x() - area.left()) / area.width() * columns)
                return Cell(gap, min(row, rows - 1), min(column, columns - 1))
        return None

    def lines(self, kind: Edges, cell: Cell) -> list[str]:
        """What is said of a cell."""
        matrix = self._matrices.get(cell.gap)
        if matrix is None:
            return []
        columns = self._layout.columns
        return matrix_lines(columns, matrix, kind, cell.gap, (cell.row, cell.column))

    def place(self, cell: Cell) -> QRectF:
        """Where a cell is painted."""
        area = heat_area(self._layout, cell.gap)
        rows, columns = self._matrices[cell.gap].values.shape
        wide, high = area.width() / columns, area.height() / rows
        return QRectF(area.left() + cell.column * wide, area.top() + cell.row * high, wide, high)
