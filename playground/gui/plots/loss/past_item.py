"""The curves of other runs as one item, which is painted once and kept as pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from playground.engine.frames.frame import Bounds
from playground.gui.plots.base.cutting import cut_segments
from playground.gui.plots.loss.across import Doubles


@dataclass(frozen=True, slots=True, eq=False)
class PastLine:
    """Float64 `[points]` in places of the canvas; `is_pairs` for pieces of two points each."""

    x: Doubles
    y: Doubles
    colour: str
    width: float
    is_pairs: bool = False


class PastItem(QGraphicsItem):
    """Lines within a range of the canvas."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[PastLine] = ()
        self._paths: list[tuple[QPainterPath, QPen]] = []
        self._whole = QRectF()

    def set_lines(self, lines: Sequence[PastLine], bounds: Bounds) -> None:
        """Draw these, the last on top."""
        left, right, bottom, top = bounds
        whole = QRectF(left, bottom, right - left, top - bottom)
        if whole != self._whole:
            self.prepareGeometryChange()
            self._whole = whole
        self._lines = lines
        self._paths = [(_path(line.x, line.y, line.is_pairs), _pen(line)) for line in lines]
        self.update()

    def keep_within(self, bounds: Bounds | None) -> None:
        """Draw what lies within `bounds` alone, until told otherwise by None."""
        self._paths = [
            (
                _path(line.x, line.y, line.is_pairs) if bounds is None else _cut(line, bounds),
                _pen(line),
            )
            for line in self._lines
        ]
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        return self._whole

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        del option, widget
        for path, pen in self._paths:
            painter.setPen(pen)
            painter.drawPath(path)


def _pen(line: PastLine) -> QPen:
    pen: QPen = pg.mkPen(line.colour, width=line.width)
    return pen


def _path(x: Doubles, y: Doubles, is_pairs: bool) -> QPainterPath:
    path: Any = pg.functions.arrayToQPath(x, y, connect="pairs" if is_pairs else "finite")
    assert isinstance(path, QPainterPath)
    return path


def _cut(line: PastLine, bounds: Bounds) -> QPainterPath:
    places = np.column_stack([line.x, line.y])
    every = 2 if line.is_pairs else 1
    starts, ends = cut_segments(places[:-1:every], places[1::every], bounds)
    cut = np.stack([starts, ends], axis=1).reshape(-1, 2)
    return _path(np.ascontiguousarray(cut[:, 0]), np.ascontiguousarray(cut[:, 1]), True)
