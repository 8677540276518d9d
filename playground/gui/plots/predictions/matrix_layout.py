"""Where the parts of a confusion matrix lie within its widget."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QFontMetrics

from playground.gui.theme import GRID, HALF

LONGEST_NAME = 96
LARGEST_CELL = 112.0
FLATTEST = 0.7
"""How high a cell of the largest width is, at most, in parts of its width."""


class MatrixLayout:
    """Places for `names` classes in a widget of `size`.

    Attributes:
        upright: the names of the columns are turned, for they do not fit otherwise.
        row_step, column_step: every how many names are written.
    """

    def __init__(self, size: QSize, names: tuple[str, ...], metrics: QFontMetrics) -> None:
        self._line = metrics.height()
        self._count = max(1, len(names))
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0) + 2
        self._beside = min(LONGEST_NAME, widest, size.width() // 4)
        left = 2 * GRID + self._line + self._beside
        wide = max(1.0, min(size.width() - left - GRID, self._count * LARGEST_CELL))
        self.upright = widest > wide / self._count - 2
        self._under = min(widest, LONGEST_NAME, size.height() // 4) if self.upright else self._line
        below = self._under + self._line + GRID + HALF
        most = self._count * LARGEST_CELL * FLATTEST
        high = max(1.0, min(size.height() - below - HALF, most))
        across = max(0.0, size.width() - left - GRID - wide) / 2
        down = max(0.0, size.height() - below - HALF - high) / 2
        self.area = QRectF(left + across, HALF + down, wide, high)
        self.row_step = math.ceil(0.9 * self._line * self._count / high)
        self.column_step = math.ceil(0.9 * self._line * self._count / wide) if self.upright else 1

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is."""
        width, height = self.area.width() / self._count, self.area.height() / self._count
        left, top = self.area.left() + column * width, self.area.top() + row * height
        return QRectF(left, top, width, height)

    def at(self, position: QPointF) -> tuple[int, int] | None:
        """The row and column at a place; None beside the matrix."""
        if not self.area.contains(position):
            return None
        across = (position.x() - self.area.left()) / self.area.width()
        down = (position.y() - self.area.top()) / self.area.height()
        last = self._count - 1
        return min(int(down * self._count), last), min(int(across * self._count), last)

    def row_name(self, row: int) -> QRectF:
        """Where the name of a row is written."""
        middle = self.cell(row, 0).center().y()
        left = self.area.left() - self._beside - HALF
        return QRectF(left, middle - self._line / 2, self._beside, self._line)

    def column_name(self, column: int) -> QRectF:
        """Where the name of a column is written."""
        cell = self.cell(self._count - 1, column)
        width = self._line if self.upright else cell.width()
        left, top = cell.center().x() - width / 2, cell.bottom() + HALF / 2
        return QRectF(left, top, width, self._under)

    def left_title(self) -> QRectF:
        """Beside the rows' names; the text is turned."""
        left = self.area.left() - self._beside - 2 * HALF - self._line
        return QRectF(left, self.area.top(), self._line, self.area.height())

    def bottom_title(self) -> QRectF:
        """Under the columns' names."""
        top = self.area.bottom() + self._under + HALF
        return QRectF(self.area.left(), top, self.area.width(), self._line)
