"""Where the boxes and the edges of a graph lie, in pixels at zoom 1: the loss at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainterPath

from playground.gui.instruments.graph.layering import Spot, layered
from playground.gui.theme import GRID

if TYPE_CHECKING:
    from playground.engine.instruments.graph.node import Graph

_ACROSS, _DOWN = 3 * GRID, 12
"""Pixels between two columns, and between two rows."""
_MARGIN = GRID
_ARROW = 6.0


@dataclass(frozen=True, slots=True, eq=False)
class Box:
    """One node; a leaf that is drawn once for each use has several."""

    node: int
    column: int
    rect: QRectF


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """An edge from the node that uses a result to the one that made it; so the gradient goes."""

    start: int
    end: int
    path: QPainterPath
    arrow: QPointF


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """All that is drawn."""

    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    size: QSizeF = field(default_factory=QSizeF)


def scene_of(graph: Graph, widths: Sequence[float], height: float, *, once: bool) -> Scene:
    """Lay a graph out.

    Args:
        widths: of each node's box.
        height: of every box.
        once: a leaf has one box however often it is used; otherwise one for each use.
    """
    inputs = [node.inputs for node in graph.nodes]
    leaves = frozenset(number for number, following in enumerate(inputs) if not following)
    repeated = frozenset() if once or leaves == {0} else leaves
    columns = layered(inputs, repeated)
    sides = _sides(columns, widths)
    places = {
        id(spot): _rect(spot, side, widths, height)
        for column, side in zip(columns, sides, strict=True)
        for spot in column
    }
    spots = [spot for column in columns for spot in column if spot.node is not None]
    boxes = tuple(Box(spot.node or 0, spot.column, places[id(spot)]) for spot in spots)
    lines = [_line(spot, below, places) for spot in spots for below in spot.below]
    bottom = max(rect.bottom() for rect in places.values())
    return Scene(boxes, tuple(lines), QSizeF(sides[0][1] + _MARGIN, bottom + _MARGIN))


def _sides(columns: Sequence[Sequence[Spot]], widths: Sequence[float]) -> list[tuple[float, float]]:
    """The left and the right of each column, from the loss on."""
    sides, left = [], float(_MARGIN)
    for column in reversed(columns):
        nodes = [spot.node for spot in column if spot.node is not None]
        right = left + max((widths[node] for node in nodes), default=0.0)
        sides.append((left, right))
        left = right + _ACROSS
    return sides[::-1]


def _rect(spot: Spot, side: tuple[float, float], widths: Sequence[float], height: float) -> QRectF:
    left, right = side
    top = round(_MARGIN + spot.row * (height + _DOWN))
    if spot.node is None:
        return QRectF(left, top, right - left, height)
    width = widths[spot.node]
    return QRectF(round((left + right - width) / 2.0), top, width, height)


def _line(start: Spot, end: Spot, places: dict[int, QRectF]) -> Line:
    """An edge, with straight pieces where it passes columns."""
    rect = places[id(start)]
    at = QPointF(rect.left(), rect.center().y())
    path, spot = QPainterPath(at), end
    while spot.node is None:
        passed = places[id(spot)]
        at = _curve(path, at, QPointF(passed.right(), passed.center().y()))
        at = QPointF(passed.left(), at.y())
        path.lineTo(at)
        spot = spot.below[0]
    last = places[id(spot)]
    tip = QPointF(last.right(), last.center().y())
    _curve(path, at, QPointF(tip.x() + _ARROW, tip.y()))
    return Line(start.node or 0, spot.node, path, tip)


def _curve(path: QPainterPath, start: QPointF, end: QPointF) -> QPointF:
    middle = (start.x() + end.x()) / 2.0
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, end.y()), end)
    return end


def arrow_head(tip: QPointF) -> list[QPointF]:
    """The corners of an arrow head that points to the left."""
    back = tip.x() + _ARROW
    return [
        tip,
        QPointF(back, tip.y() - _ARROW / 2.0),
        QPointF(back, tip.y() + _ARROW / 2.0),
    ]
