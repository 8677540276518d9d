"""Vertical lines with a word: where a run diverged, where its validation loss was best."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt

from playground.engine.common.language import _
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import Axis
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.plots.loss.across import Across
from playground.gui.theme import Colours

STILL_BEST = 0.98
"""A best validation loss measured later than this part of the run needs no mark: it is the last."""


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
        if step is not None:
            self._steps[text] = (step, error)
        elif self._steps.pop(text, None) is not None:
            self._forget(text)

    def clear(self) -> None:
        """Take all away."""
        for text in list(self._steps):
            self.set(text, None, error=False)

    def draw(self, log: LossLog | None, across: Across, first: float, colours: Colours) -> None:
        """Draw each mark where its step lies; each word stands below the upper edge of the plot.

        Args:
            first: where a logarithmic axis begins.
        """
        left, right, _, top = self._canvas.visible()
        places = np.array([_place(step, log, across.axis) for step in self.steps.values()])
        for text, x in zip(self.steps, across.to_canvas(places, first).tolist(), strict=True):
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


def place_of_best(step: int | None, log: LossLog | None) -> int | None:
    """Where to mark the best validation loss; None where it is about the last, or there is none."""
    measured = log.validation().x if log is not None else np.empty(0)
    late = step is not None and (not len(measured) or step > STILL_BEST * measured[-1])
    return None if late else step


def _place(step: int, log: LossLog | None, axis: Axis) -> float:
    if log is None or axis == "step" or not log.steps:
        return float(step)
    return log.place(step, axis)
