"""All weights, or gradients, between two layers as one heat map."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.frames.network import Matrices, MatrixPicture, NetworkPicture, NetworkRequest
from playground.gui.canvas.diagram.colours import shade_table
from playground.gui.canvas.diagram.label import paint_label
from playground.gui.canvas.diagram.layout import Column
from playground.gui.canvas.diagram.painter import edge_scale
from playground.gui.canvas.diagram.pixel_tiles import image_of
from playground.gui.canvas.diagram.words import layer_name, matrix_lines
from playground.gui.theme import GRID, colours_of
from playground.gui.widgets.number_text import count_text

_CELL = 3
"""The least side of a cell."""
_LARGEST_CELL = 24
_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class MatrixMap(QWidget):
    """A row for each neuron before, a column for each after; blocks where they are too many.

    Attributes:
        zoom: how much larger than what fits.

    Signals:
        wanted_changed: it has another size, and shows more or fewer cells.
        walked: the QRectF of the cell that the keys have reached.
    """

    wanted_changed = Signal()
    walked = Signal(QRectF)

    def __init__(self, columns: Sequence[Column], gap: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._gap = columns, gap
        self._picture: NetworkPicture | None = None
        self.zoom = 1.0
        self._cell: tuple[int, int] = (0, 0)
        self._hovers = self._walks = False
        self.setObjectName("network.whole.matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def title(self) -> str:
        before, after = (self._columns[self._gap + end].units for end in (0, 1))
        return (
            f"{self._names()[0]} → {self._names()[1]}: {count_text(before)} × {count_text(after)}"
        )

    @property
    def hint(self) -> str:
        before, after = self._names()
        return _("Rows: {before}. Columns: {after}. Ctrl+wheel zooms.").format(
            before=before, after=after
        )

    def ask(self, request: NetworkRequest) -> NetworkRequest:
        """With this matrix alone, as fine as there is room for."""
        area = self._whole()
        rows, columns = (max(length // _CELL, 1) for length in (area.height(), area.width()))
        return replace(request, matrices=Matrices((self._gap,), rows, columns))

    def show_picture(self, picture: NetworkPicture) -> None:
        """Show how the matrix stands."""
        self._picture = picture
        self.update()

    def said(self) -> list[str]:
        """What is said of the current cell."""
        matrix, picture = self._matrix(), self._picture
        if matrix is None or picture is None:
            return []
        kind = picture.request.edges
        return matrix_lines(self._columns, matrix, kind, self._gap, self._place(matrix))

    def cell(self, row: int, column: int) -> QRectF:
        """Where a cell is painted."""
        area, matrix = self._area(), self._matrix()
        rows, columns = matrix.values.shape if matrix else (1, 1)
        wide, high = area.width() / columns, area.height() / rows
        return QRectF(area.left() + column * wide, area.top() + row * high, wide, high)

    def set_zoom(self, zoom: float) -> None:
        """Show every cell larger or smaller."""
        self.zoom = zoom
        self.updateGeometry()

    # --- events --------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        parent = self.parentWidget()
        return parent.size() * self.zoom if parent and self.zoom > 1.0 else QSize()

    def sizeHint(self) -> QSize:
        return QSize(320, 200)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wanted_changed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        colours, painter = colours_of(self), QPainter(self)
        painter.fillRect(event.rect(), QColor(colours.surface))
        matrix, picture = self._matrix(), self._picture
        if matrix is not None and picture is not None:
            image = image_of(matrix.values, shade_table(colours), edge_scale(picture))
            area = self._area()
            painter.drawImage(area, image)
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawRect(area)
            if self._hovers or (self._walks and self.hasFocus()):
                cell = self.cell(*self._place(matrix))
                painter.setPen(QPen(QColor(colours.accent), 2))
                painter.drawRect(cell)
                seen = self.visibleRegion().boundingRect()
                paint_label(painter, seen, cell, self.said(), colours)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        matrix, area, point = self._matrix(), self._area(), event.position()
        self._hovers = matrix is not None and QRectF(area).contains(point)
        if matrix is not None and self._hovers:
            rows, columns = matrix.values.shape
            row = int((point.y() - area.top()) / area.height() * rows)
            column = int((point.x() - area.left()) / area.width() * columns)
            self._cell = (min(row, rows - 1), min(column, columns - 1))
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovers = False
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._move_by(0, 0)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            event.ignore()
        else:
            self._walks = True
            self._move_by(*step)
            self.walked.emit(self.cell(*self._cell))

    # --- inside --------------------------------------------------------------------------------

    def _names(self) -> tuple[str, str]:
        return layer_name(self._columns, self._gap), layer_name(self._columns, self._gap + 1)

    def _matrix(self) -> MatrixPicture | None:
        return self._picture.matrices.get(self._gap) if self._picture else None

    def _place(self, matrix: MatrixPicture) -> tuple[int, int]:
        """The current cell, or the nearest that there is now."""
        rows, columns = matrix.values.shape
        return min(self._cell[0], rows - 1), min(self._cell[1], columns - 1)

    def _whole(self) -> QRect:
        return self.rect().adjusted(GRID, GRID // 2, -GRID, -GRID)

    def _area(self) -> QRect:
        """The room that the matrix takes: cells of a small one do not grow without bounds."""
        whole, matrix = self._whole(), self._matrix()
        if matrix is None:
            return whole
        rows, columns = matrix.values.shape
        wide = min(whole.width(), int(columns * _LARGEST_CELL * self.zoom))
        high = min(whole.height(), int(rows * _LARGEST_CELL * self.zoom))
        left = whole.left() + (whole.width() - wide) // 2
        return QRect(QPoint(left, whole.top()), QSize(wide, high))

    def _move_by(self, down: int, right: int) -> None:
        matrix = self._matrix()
        if matrix is not None:
            rows, columns = matrix.values.shape
            row, column = self._place(matrix)
            self._cell = (
                min(max(row + down, 0), rows - 1),
                min(max(column + right, 0), columns - 1),
            )
        self._hovers = False
        self.setAccessibleName(", ".join([self.title, *self.said()]))
        self.update()
