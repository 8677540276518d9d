"""The edges between the layers, kept as one pixmap for each gap and renewed where they changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from playground.gui.canvas.diagram.edge_levels import Levels, width
from playground.gui.canvas.diagram.layout import DiagramLayout

AT_ONCE = 2
"""Gaps whose edges are painted anew in one picture; the others wait for the next ones."""


class EdgeGaps:
    """Paints the edges of one layout; what is not renewed yet shows how it was a moment ago."""

    def __init__(
        self,
        layout: DiagramLayout,
        height: float,
        ratio: float,
        colours: Mapping[int, QColor],
        background: QColor,
    ) -> None:
        self._layout = layout
        self._height, self._ratio = height, ratio
        self._background = background
        self._pens = {level: QPen(colour, width(level)) for level, colour in colours.items()}
        for pen in self._pens.values():
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        gaps = range(len(layout.places) - 1)
        self._paths = [gap_paths(layout, gap) for gap in gaps]
        self._levels: list[Levels | None] = [None for _ in gaps]
        self._pixmaps: list[QPixmap | None] = [None for _ in gaps]
        self._stale: list[int] = []
        self._bundled: frozenset[int] = frozenset()

    def show(self, levels: Sequence[Levels | None], bundled: Collection[int] = ()) -> None:
        """Take the levels of all edges, gap by gap; of `bundled` gaps only some are painted."""
        for gap in self._bundled.symmetric_difference(bundled):
            self._levels[gap], self._pixmaps[gap] = None, None
        self._bundled = frozenset(bundled)
        for gap, new in enumerate(levels):
            old = self._levels[gap]
            if new is None or (old is not None and np.array_equal(old, new)):
                continue
            self._levels[gap] = new
            if gap not in self._stale and gap not in self._bundled:
                self._stale.append(gap)

    @property
    def is_stale(self) -> bool:
        """Whether some gap shows edges as they were."""
        return bool(self._stale)

    def renew(self, most: int = AT_ONCE) -> None:
        """Paint some of the gaps that have changed, the one that waits longest first."""
        self._stale = [gap for gap in self._stale if gap not in self._bundled]
        missing = [gap for gap in self._stale if self._pixmaps[gap] is None]
        due = [*missing, *[gap for gap in self._stale if gap not in missing][:most]]
        for gap in due:
            self._stale.remove(gap)
            self._pixmaps[gap] = self._painted(gap)

    def paint(self, painter: QPainter) -> None:
        """Paint the gaps as they are kept."""
        for gap, pixmap in enumerate(self._pixmaps):
            if pixmap is not None:
                painter.drawPixmap(QPointF(self._left(gap), 0.0), pixmap)

    def draw(self, painter: QPainter) -> None:
        """Paint all edges as curves, as they stand."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for gap in set(range(len(self._levels))) - self._bundled:
            self._draw_gap(painter, gap)

    def paint_some(self, painter: QPainter, gap: int, edges: Iterable[tuple[int, int]]) -> None:
        """Paint these edges (row after, row before) of a gap, the weak ones first."""
        levels = self._levels[gap]
        if levels is None:
            return
        # Each edge may be covered by a stronger one, never by a weaker.
        for after, before in sorted(edges, key=lambda edge: abs(int(levels[edge]))):
            pen = self._pens.get(int(levels[after, before]))
            if pen is not None:
                painter.strokePath(self._paths[gap][after][before], pen)

    def path(self, gap: int, after: int, before: int) -> QPainterPath:
        """The curve of one edge."""
        return self._paths[gap][after][before]

    def area(self, gap: int) -> QRectF:
        """Where the edges of a gap lie."""
        left = self._left(gap)
        return QRectF(left, 0.0, self._layout.places[gap + 1].x - left, self._height)

    def _left(self, gap: int) -> float:
        place = self._layout.places[gap]
        return place.x + place.side

    def _painted(self, gap: int) -> QPixmap:
        area = self.area(gap)
        pixmap = QPixmap((area.size() * self._ratio).toSize())
        pixmap.setDevicePixelRatio(self._ratio)
        pixmap.fill(self._background)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.left(), 0.0)
        self._draw_gap(painter, gap)
        painter.end()
        return pixmap

    def _draw_gap(self, painter: QPainter, gap: int) -> None:
        levels = self._levels[gap]
        if levels is not None:
            self.paint_some(painter, gap, ((int(a), int(b)) for a, b in np.argwhere(levels)))


def gap_paths(layout: DiagramLayout, gap: int) -> list[list[QPainterPath]]:
    """The curve of each edge of a gap, by row after and row before it."""
    start = layout.places[gap].x + layout.places[gap].side
    end = layout.places[gap + 1].x
    leaving, arriving = layout.ends(gap)
    return [
        [
            _curve(start, float(y), end, float(arrival))
            for y, arrival in zip(leaving, row, strict=True)
        ]
        for row in arriving
    ]


def _curve(x: float, y: float, to_x: float, to_y: float) -> QPainterPath:
    half = (x + to_x) / 2
    path = QPainterPath(QPointF(x, y))
    path.cubicTo(QPointF(half, y), QPointF(half, to_y), QPointF(to_x, to_y))
    return path
