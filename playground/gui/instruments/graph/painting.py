"""Paints a laid-out graph."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from playground.gui.instruments.graph.scene import Box, Scene, arrow_head
from playground.gui.instruments.graph.words import gradient_text, title_of
from playground.gui.theme import GRID, HALF, Colours, colours_of, small_font, tabular_font

if TYPE_CHECKING:
    from playground.engine.instruments.graph.node import Graph, GraphNode

_ROUND = 5.0


@dataclass(frozen=True, slots=True)
class Lit:
    """What stands out.

    Attributes:
        chosen: the node that was chosen.
        nodes: those of its line of code.
        box: the box on which the keys stand.
    """

    chosen: int | None
    nodes: frozenset[int]
    box: int | None


@dataclass(frozen=True, slots=True)
class Frame:
    """What of a scene is seen.

    Attributes:
        seen: the part of the widget that is painted.
        offset: where the scene begins in it.
        zoom: how many pixels of it one of the scene takes.
    """

    seen: QRect
    offset: QPointF
    zoom: float

    def part(self) -> QRectF:
        """The part of the scene that is painted."""
        corner = (QPointF(self.seen.topLeft()) - self.offset) / self.zoom
        return QRectF(corner, QSizeF(self.seen.size()) / self.zoom)


def paint_scene(widget: QWidget, frame: Frame, graph: Graph, scene: Scene, lit: Lit) -> None:
    """Paint the part of a scene that is seen."""
    colours, painter = colours_of(widget), QPainter(widget)
    painter.fillRect(frame.seen, QColor(colours.surface))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(frame.offset)
    painter.scale(frame.zoom, frame.zoom)
    part = frame.part()
    _paint_lines(painter, part, scene, lit, colours)
    for number, box in enumerate(scene.boxes):
        if box.rect.adjusted(-HALF, -HALF, HALF, HALF).intersects(part):
            _paint_box(painter, graph.nodes[box.node], box, lit, colours)
            if number == lit.box:
                _paint_focus(painter, box, colours)
    painter.end()


def mixed(one: str, other: str, share: float) -> QColor:
    """`share` of one colour, the rest of another, opaque."""
    first, second = QColor(one), QColor(other)
    red, green, blue = (
        round(share * a + (1.0 - share) * b)
        for a, b in (
            (first.red(), second.red()),
            (first.green(), second.green()),
            (first.blue(), second.blue()),
        )
    )
    return QColor(red, green, blue)


def _paint_lines(painter: QPainter, part: QRectF, scene: Scene, lit: Lit, colours: Colours) -> None:
    for line in sorted(scene.lines, key=lambda one: lit.chosen in (one.start, one.end)):
        if not line.path.boundingRect().adjusted(-8, -8, 8, 8).intersects(part):
            continue
        stands_out = lit.chosen is not None and lit.chosen in (line.start, line.end)
        colour = QColor(colours.accent if stands_out else colours.disabled)
        painter.setPen(QPen(colour, 2.0 if stands_out else 1.2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(line.path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawPolygon(arrow_head(line.arrow))


def _paint_box(painter: QPainter, node: GraphNode, box: Box, lit: Lit, colours: Colours) -> None:
    is_chosen, is_lit = box.node == lit.chosen, box.node in lit.nodes
    edge = colours.accent if is_lit else colours.border
    painter.setPen(QPen(QColor(edge), 2.5 if is_chosen else 1.2))
    painter.setBrush(_fill(node, box, is_lit, colours))
    painter.drawRoundedRect(box.rect, _ROUND, _ROUND)
    font = painter.font()
    inside = box.rect.adjusted(GRID, HALF, -GRID, -HALF)
    painter.setPen(QColor(colours.text))
    painter.drawText(inside, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, title_of(node))
    painter.setFont(tabular_font(small_font(font)))
    painter.setPen(QColor(_gradient_colour(node, colours)))
    below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
    painter.drawText(inside, below, gradient_text(node))
    painter.setFont(font)


def _fill(node: GraphNode, box: Box, is_lit: bool, colours: Colours) -> QColor:
    """Leaves are tinted in the colour of weights, and the loss in that of training."""
    ground = colours.raised
    if is_lit:
        return mixed(colours.accent, ground, 0.22)
    if node.name:
        return mixed(colours.negative, ground, 0.16)
    return mixed(colours.train, ground, 0.10) if box.node == 0 else QColor(ground)


def _gradient_colour(node: GraphNode, colours: Colours) -> str:
    """One that is gone is warned of, one that is no number more so."""
    norms = [one.norm for one in node.gradients if one is not None]
    if any(not math.isfinite(norm) for norm in norms):
        return colours.error
    return colours.warning if all(norm == 0.0 for norm in norms) else colours.muted


def _paint_focus(painter: QPainter, box: Box, colours: Colours) -> None:
    painter.setPen(QPen(QColor(colours.text), 1.0, Qt.PenStyle.DotLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.rect.adjusted(-3, -3, 3, 3), _ROUND + 2, _ROUND + 2)
