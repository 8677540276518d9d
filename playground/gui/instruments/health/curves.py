"""Lines over the steps, one for each layer."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from playground.engine.frames.frame import Bounds
from playground.engine.instruments.health.history import Doubles
from playground.gui.plots.base.plot_canvas import LIMIT, PlotCanvas
from playground.gui.theme import Colours

WIDTH = 1.5
LEAST_SPAN = 1e-3
"""The height of a range in which nothing moves, in parts of what stands there."""


def drawable(values: Doubles, *, logarithmic: bool) -> Doubles:
    """What a canvas can take: exponents of ten where logarithmic; gaps where there is no number."""
    shown = np.where(np.isfinite(values), np.clip(values, -LIMIT, LIMIT), np.nan)
    if not logarithmic:
        return shown
    exponents: Doubles = np.log10(np.where(shown > 0, shown, np.nan))
    return exponents


def whole_range(steps: Doubles, lines: Sequence[Doubles], guide: float | None) -> Bounds | None:
    """What shows all lines, with room above and below; None where there is nothing to show."""
    values = np.concatenate(lines) if lines else np.empty(0)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    if guide is not None:
        values = np.append(values, guide)
    low, high = float(values.min()), float(values.max())
    room = 0.06 * max(high - low, LEAST_SPAN * abs(high), 1e-9)
    return float(steps[0]), max(float(steps[-1]), float(steps[0]) + 1.0), low - room, high + room


class LayerCurves:
    """The lines of a plot, and the guide across it."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._items: list[Any] = []
        self._guide: Any = pg.PlotCurveItem()
        canvas.add(self._guide, 1)

    def draw(self, steps: Doubles, lines: Sequence[Doubles], shades: Sequence[str]) -> None:
        """Draw a line for each layer; all float64 `[looks]`."""
        while len(self._items) > len(lines):
            self._canvas.remove(self._items.pop())
        while len(self._items) < len(lines):
            self._items.append(pg.PlotCurveItem(connect="finite"))
            self._canvas.add(self._items[-1], 2)
        for item, line, shade in zip(self._items, lines, shades, strict=True):
            item.setPen(pg.mkPen(shade, width=WIDTH))
            item.setData(steps, line, skipFiniteCheck=False)

    def draw_guide(self, height: float | None, colours: Colours) -> None:
        """Draw a dashed line across what is seen, or none."""
        left, right, _, _ = self._canvas.visible()
        places = [] if height is None else [left, right]
        self._guide.setPen(pg.mkPen(colours.muted, width=1, style=Qt.PenStyle.DashLine))
        self._guide.setData(np.array(places), np.full(len(places), height or 0.0))
