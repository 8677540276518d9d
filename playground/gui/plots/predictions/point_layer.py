"""The rows of the data as points: training as filled circles, validation as diamonds with a hole.

Each has an edge that stands out on every picture, or a dark one would sink into its surface.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen

from playground.engine.frames.frame import Array, Labels
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import edge_of
from playground.gui.theme import Colours

MANY = 1500
"""From so many points on they are drawn smaller."""
LEVEL = 10.0
EDGE = 0.9
"""Pixels."""
HOLE = 0.34
"""The part of a validation point, from corner to corner, that is none."""


class PointLayer:
    """Points in groups (classes, or bands of a target), each group in one colour."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._items: list[tuple[Any, bool]] = []
        self._show_validation = True

    def set_points(
        self,
        points: Array,
        groups: Labels,
        validation: npt.NDArray[np.bool_],
        group_colours: Sequence[str],
        colours: Colours,
    ) -> None:
        """Replace all points.

        Args:
            points: float `[rows, 2]`, the places.
            groups: int64 `[rows]`, numbers into `group_colours`.
            validation: bool `[rows]`.
            colours: of the scheme, in which their edges are to stand out.
        """
        self.clear()
        size = 7.0 if len(points) < MANY else 5.0
        for part in (False, True):
            for number, colour in enumerate(group_colours):
                rows = (groups == number) & (validation == part)
                if rows.any():
                    self._add(
                        points[rows], _style(colour, part, size, edge_of(colour, colours)), part
                    )
        self.set_show_validation(self._show_validation)

    def clear(self) -> None:
        """Draw no points."""
        for item, _ in self._items:
            self._canvas.remove(item)
        self._items = []

    def set_show_validation(self, shown: bool) -> None:
        """Show or hide the points of the validation part."""
        self._show_validation = shown
        for item, validation in self._items:
            item.setVisible(shown or not validation)

    def _add(self, points: Array, style: dict[str, object], validation: bool) -> None:
        x, y = (np.ascontiguousarray(points[:, side], np.float64) for side in (0, 1))
        item: Any = pg.ScatterPlotItem(x=x, y=y, **style)
        _keep_bounds(item)
        self._items.append((item, validation))
        self._canvas.add(item, LEVEL + validation, cached=True)


def _keep_bounds(item: Any) -> None:  # noqa: ANN401 - a pyqtgraph item
    """Have the item work out its bounds once for each view rather than ten times a picture."""
    bounds, moved = item.boundingRect, item.viewTransformChanged
    kept: list[QRectF] = []

    def known() -> QRectF:
        if not kept:
            kept.append(bounds())
        return kept[0]

    def forget() -> None:
        kept.clear()
        moved()

    # Set on the instance: subclasses of an untyped class cannot be checked.
    item.boundingRect, item.viewTransformChanged = known, forget


def _style(colour: str, validation: bool, size: float, edge: str) -> dict[str, object]:
    size = size + 3.0 if validation else size
    return {
        "symbol": _hollow_diamond() if validation else "o",
        "size": size,
        "brush": QBrush(QColor(colour)),
        "pen": symbol_pen(QColor(edge), EDGE, size),
        "antialias": True,
    }


def _hollow_diamond() -> QPainterPath:
    """Within a square of side 1 around 0; the picture is seen through its hole."""
    path = QPainterPath()
    for reach in (0.5, HOLE / 2):
        path.addPolygon(
            [QPointF(0, -reach), QPointF(reach, 0), QPointF(0, reach), QPointF(-reach, 0)]
        )
        path.closeSubpath()
    return path


def symbol_pen(colour: QColor, width: float, size: float) -> QPen:
    """A pen that is `width` pixels wide around a symbol of `size` pixels.

    Symbols are drawn one unit wide and scaled up, their pens with them. A cosmetic pen would not
    be, but few programs that show SVG know of such pens.
    """
    return QPen(colour, width / size)
