"""How much room the texts around the tiles take in a widget's font."""

from collections.abc import Sequence

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QWidget

from playground.gui.canvas.diagram.layout import SMALLEST, Column, Room
from playground.gui.canvas.diagram.words import end_heading
from playground.gui.theme import GRID

_NARROWEST_NAME, _WIDEST_NAME = 56, 120
_BOLD = 1.15
_NAME_PART = 0.18
"""How much of the width the names at one end may take."""


def room_for(
    columns: Sequence[Column], widget: QWidget, seen: int, headings: tuple[int, int], zoom: float
) -> Room:
    """The room in a widget as large as it is.

    Args:
        seen: how much of the width is seen at once.
        headings: the least width of a layer's heading, and that of its number of units alone.
        zoom: how much larger than what fits, or smaller than what is easily seen.
    """
    size, metrics = widget.size(), widget.fontMetrics()
    widest = min(max(int(_NAME_PART * seen), _NARROWEST_NAME), _WIDEST_NAME)
    widest = int(widest * min(zoom, 1.0))
    left, right = (_width(column, widest, metrics) for column in (columns[0], columns[-1]))
    line = metrics.height()
    return Room(size.width(), size.height(), left, right, *headings, line, zoom=zoom)


def _width(column: Column, widest: int, metrics: QFontMetrics) -> int:
    shown = range(len(column.shown) if column.across == 1 else 0)
    labels = [column.label(row) for row in shown]
    width = max((metrics.horizontalAdvance(label) for label in labels), default=0)
    name = min(width + 2, widest) + GRID if width else 0
    # The heading, in bold, lies over the tiles and the names.
    return max(name, int(_BOLD * metrics.horizontalAdvance(end_heading(column))) - SMALLEST)
