"""Lights a layer of the diagram, with numbers on its neurons and on the edges of one of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from playground.engine.common.numbers import number
from playground.gui.canvas.diagram.edges import EdgeGaps
from playground.gui.canvas.diagram.layout import DiagramLayout
from playground.gui.canvas.diagram.overlay import RADIUS
from playground.gui.theme import Colours, small_font, tabular_font

Numbers = npt.NDArray[np.float64]
_PADDING = 3.0
_STRONG = 3.0
_CHIP = 0.86
"""How opaque the ground of a number is."""


@dataclass(frozen=True, slots=True, eq=False)
class Light:
    """What is lit.

    Attributes:
        column: whose neurons stand out; -1 for none.
        numbers: by column, one for each neuron of the layer.
        neuron: number of the neuron whose arriving edges stand out; -1 for none.
        edges: a number for each of these edges, by the number of the neuron before.
    """

    column: int = -1
    numbers: Mapping[int, Numbers] = field(default_factory=dict)
    neuron: int = -1
    edges: Numbers | None = None


class LightPainter:
    """Paints what is lit over a diagram; a layer that is laid out otherwise stays dark."""

    def __init__(self, layout: DiagramLayout, edges: EdgeGaps, colours: Colours) -> None:
        self._layout, self._edges, self._colours = layout, edges, colours

    def paint(self, painter: QPainter, light: Light) -> None:
        """Paint it with the painter's font."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular_font(small_font(painter.font())))
        if 0 <= light.column < len(self._layout.columns):
            self._paint_edges(painter, light)
            self._paint_rings(painter, light.column)
        for column, numbers in light.numbers.items():
            if 0 <= column < len(self._layout.columns):
                self._paint_numbers(painter, column, numbers)
        painter.restore()

    def _tile(self, column: int, row: int) -> QRectF:
        left, top, side = self._layout.places[column].tile(row)
        return QRectF(left, top, side, side)

    def _paint_rings(self, painter: QPainter, column: int) -> None:
        if self._layout.places[column].across > 1:
            return
        painter.setPen(QPen(QColor(self._colours.accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for row in range(len(self._layout.columns[column].shown)):
            tile = self._tile(column, row).adjusted(-1, -1, 1, 1)
            painter.drawRoundedRect(tile, RADIUS + 1, RADIUS + 1)

    def _paint_edges(self, painter: QPainter, light: Light) -> None:
        """The edges that arrive at one neuron, each with its number."""
        shown = self._layout.columns[light.column].shown
        if light.edges is None or light.column == 0 or light.neuron not in shown:
            return
        gap, after = light.column - 1, shown.index(light.neuron)
        before = self._layout.columns[gap]
        if self._layout.places[gap].across > 1:
            return
        pen = QPen(QColor(self._colours.accent), 2)
        for row in range(len(before.shown)):
            painter.strokePath(self._edges.path(gap, after, row), pen)
        for row, unit in enumerate(before.shown):
            if unit < len(light.edges):
                # Nearer to where it comes from, where edges lie apart.
                middle = self._edges.path(gap, after, row).pointAtPercent(0.3)
                self._chip(painter, middle, float(light.edges[unit]))

    def _paint_numbers(self, painter: QPainter, column: int, numbers: Numbers) -> None:
        if self._layout.places[column].across > 1:
            return
        for row, unit in enumerate(self._layout.columns[column].shown):
            tile = self._tile(column, row)
            if unit < len(numbers) and tile.height() >= QFontMetricsF(painter.font()).height():
                self._chip(painter, tile.center(), float(numbers[unit]))

    def _chip(self, painter: QPainter, middle: QPointF, value: float) -> None:
        """A number on a quiet ground."""
        text, metrics = short(value), QFontMetricsF(painter.font())
        width, height = metrics.horizontalAdvance(text) + 2 * _PADDING, metrics.height()
        box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
        ground = QColor(self._colours.surface)
        ground.setAlphaF(_CHIP)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, _STRONG, _STRONG)
        painter.setPen(QColor(self._colours.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def short(value: float) -> str:
    """As few letters as tell it: `0.42`, `−0.003`, `5e−4`."""
    size = abs(value)
    if not math.isfinite(value):
        return number(value)
    form = (
        ".2f"
        if 0.095 <= size < 99.995 or size == 0.0
        else ".1g"
        if 0.00095 <= size < 0.1
        else ".0e"
    )
    return number(value, form).replace("-", "−").replace("e−0", "e−").replace("e+0", "e")
