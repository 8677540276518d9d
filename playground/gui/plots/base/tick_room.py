"""How many pixels the texts of ticks need: more for long numbers, such as 1700000500."""

import math
from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics

from playground.gui.plots.base import ticks
from playground.gui.widgets.number_text import round_step

MOST_TICKS = 5
GAP = 12
"""Pixels between two texts below an axis."""
END_ROOM = 14
"""Pixels that the text of a tick may reach beyond its axis."""
_BESIDE_TEXT = 14


def left_width(font: QFont, low: float = 0.0, high: float = 0.0) -> int:
    """The width of a vertical axis with its title, for ticks between `low` and `high`."""
    metrics = QFontMetrics(font)
    texts = (ticks.WIDEST, _longest(low, high, MOST_TICKS))
    return max(map(metrics.horizontalAdvance, texts)) + metrics.height() + _BESIDE_TEXT


def room_across(font: QFont, low: float, high: float, pixels: float) -> int:
    """The pixels for each tick of a horizontal axis that is `pixels` long."""
    text = _longest(low, high, max(1, int(pixels / ticks.WORD)))
    return max(ticks.WORD, QFontMetrics(font).horizontalAdvance(text) + GAP)


def with_room_for_end_ticks(bounds: Callable[[], QRectF]) -> Callable[[], QRectF]:
    """pyqtgraph leaves out a tick's text at the very end of an axis that has a grid, such as 0."""

    def wider() -> QRectF:
        return bounds().adjusted(-END_ROOM, -END_ROOM, END_ROOM, END_ROOM)

    return wider


def _longest(low: float, high: float, most: int) -> str:
    spacing = round_step(high - low, most)
    last = spacing * math.floor(max(abs(low), abs(high)) / spacing)
    return ticks.tick_text(last, spacing, last)
