"""Vertical lines with a word: where a run diverged, where its validation loss was best."""

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

from playground.engine.common.language import _
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.theme import Colours


class LossMarks:
    """Marks by their English words, at steps; the plot knows where on its axis a step lies."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._canvas = canvas
        self._steps: dict[str, tuple[int, bool]] = {}
        self._items: dict[str, tuple[Any, Any]] = {}

    @property
    def steps(self) -> dict[str, int]:
        """Where each mark is."""
        return {text: step for text, (step, _error) in self._steps.items()}

    def set(self, text: str, step: int | None, *, error: bool) -> None:
        """Put a mark, move it, or take it away (None)."""
        self._forget(text)
        self._steps.pop(text, None)
        if step is not None:
            self._steps[text] = (step, error)

    def clear(self) -> None:
        """Take all away."""
        for text in list(self._steps):
            self.set(text, None, error=False)

    def draw(self, places: dict[str, float], colours: Colours) -> None:
        """Draw each mark at its place; each word stands below the upper edge, inside the plot."""
        left, right, _, top = self._canvas.visible()
        for text, x in places.items():
            line, word = self._items.get(text) or self._make(text)
            colour = colours.error if self._steps[text][1] else colours.muted
            line.setPen(pg.mkPen(faint(colour, 0.9), style=Qt.PenStyle.DotLine))
            line.setPos(x)
            word.setColor(colour)
            word.setAnchor((1, 0) if x > (left + right) / 2 else (0, 0))
            word.setPos(QPointF(x, top))

    def _make(self, text: str) -> tuple[Any, Any]:
        items = (pg.InfiniteLine(angle=90), pg.TextItem(_(text)))
        self._items[text] = items
        for level, item in enumerate(items, 5):
            self._canvas.add(item, level)
        return items

    def _forget(self, text: str) -> None:
        for item in self._items.pop(text, ()):
            self._canvas.remove(item)
