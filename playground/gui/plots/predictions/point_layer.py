"""The rows of the data as points: training as filled circles, validation as hollow diamonds."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPen

from playground.engine.frames.frame import Array, Labels
from playground.gui.plots.base.plot_canvas import PlotCanvas

MANY = 1500
"""From so many points on they are drawn smaller."""
LEVEL = 10.0


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
        surface: str,
        outline: str = "",
    ) -> None:
        """Replace all points.

        Args:
            points: float `[rows, 2]`, the places.
            groups: int64 `[rows]`, numbers into `group_colours`.
            validation: bool `[rows]`.
            surface: the colour behind: it rings the filled points and fills the hollow.
            outline: rings all points, and fills them with their colours, where those alone would
                vanish on the picture.
        """
        self.clear()
        size = 7.0 if len(points) < MANY else 5.0
        for part in (False, True):
            for number, colour in enumerate(group_colours):
                rows = (groups == number) & (validation == part)
                if rows.any():
                    self._add(points[rows], _style(colour, part, size, outline, surface), part)
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


def _style(
    colour: str, validation: bool, size: float, outlined: str, surface: str
) -> dict[str, object]:
    hollow = validation and not outlined
    size = size + 2.0 if validation else size
    line = QColor(outlined or (colour if validation else surface))
    return {
        "symbol": "d" if validation else "o",
        "size": size,
        "brush": QBrush(QColor(surface if hollow else colour)),
        "pen": symbol_pen(line, 1.5 if hollow else 0.8, size),
        "antialias": True,
    }


def symbol_pen(colour: QColor, width: float, size: float) -> QPen:
    """A pen that is `width` pixels wide around a symbol of `size` pixels.

    Symbols are drawn one unit wide and scaled up, their pens with them. A cosmetic pen would not
    be, but few programs that show SVG know of such pens.
    """
    return QPen(colour, width / size)
