"""A matrix of counts, painted: rows are true classes, columns are predicted ones."""

from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.frames.frame import Labels
from playground.gui.plots.base.colour_maps import ramp
from playground.gui.plots.base.shades import blend, readable_on
from playground.gui.plots.base.upright import draw_upright
from playground.gui.plots.predictions.matrix_layout import MatrixLayout
from playground.gui.theme import Colours, small_font, tabular_font
from playground.gui.widgets.number_text import count_text

Numbers = Literal["both", "counts", "small", "none"]
"""What is written in each cell, the same in all: count and percentage, the count, or nothing."""
_MOVES = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_ELIDE = Qt.TextElideMode.ElideRight


class MatrixCanvas(QWidget):
    """Cells coloured by their part of the row, with count and percentage where they fit.

    Signals:
        hovered(row, column): the mouse or the arrow keys are at a cell.
        left: at none.
        menu_wanted(global position).
    """

    hovered = Signal(int, int)
    left = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, colours: Colours) -> None:
        super().__init__()
        self._counts: Labels = np.zeros((0, 0), np.int64)
        self._shares = np.zeros((0, 0))
        self._names: tuple[str, ...] = ()
        self._at: tuple[int, int] | None = None
        self._exporting = False
        self.setFont(tabular_font(self.font()))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(120, 96)
        self.setAccessibleName(_("Confusion matrix"))
        self.set_colours(colours)

    @property
    def widget(self) -> QWidget:
        """What is put into a layout."""
        return self

    def set_matrix(self, counts: Labels, names: tuple[str, ...]) -> None:
        """Show int64 `[classes, classes]`, true class first."""
        if names == self._names and np.array_equal(counts, self._counts):
            return
        self._counts, self._names = counts, names
        self._shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        if self._at is not None and max(self._at) >= len(names):
            self.point(None)
        self.update()

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        self._colours = colours
        faintest = blend(colours.surface, colours.grid, 0.6)
        self._shades = [QColor(*rgb) for rgb in ramp(faintest, colours.accent).tolist()]
        self._inks = [readable_on(shade) for shade in self._shades]
        self.update()

    def set_exporting(self, exporting: bool) -> None:
        """Leave out the frame around the cell that is pointed at."""
        self._exporting = exporting

    def share(self, row: int, column: int) -> float:
        """The part of a true class's rows that was predicted as another."""
        return float(self._shares[row, column])

    @property
    def places(self) -> MatrixLayout:
        """Where everything is painted."""
        return MatrixLayout(self.size(), self._names, self.fontMetrics())

    @property
    def numbers(self) -> Numbers:
        """What fits into every cell."""
        cell = self.places.cell(0, 0)
        count = count_text(int(self._counts.max(initial=0)))
        normal, small = self.fontMetrics(), QFontMetrics(small_font(self.font()))
        wide = max(normal.horizontalAdvance(count), small.horizontalAdvance("100\u202f%")) + 6
        if wide <= cell.width() and normal.height() + small.height() + 4 <= cell.height():
            return "both"
        if _fits(count, normal, cell):
            return "counts"
        return "small" if _fits(count, small, cell) else "none"

    def sizeHint(self) -> QSize:
        return QSize(400, 320)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        if self._names:
            places = self.places
            self._paint_cells(painter, places)
            self._paint_numbers(painter, places)
            self._paint_names(painter, places)
            self._paint_titles(painter, places)
            self._paint_pointer(painter, places)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.point(self.places.at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        self.point(None)
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is None or not self._names:
            super().keyPressEvent(event)
            return
        row, column = self._at or (0, 0)
        last = len(self._names) - 1
        self.point((min(max(row + move[0], 0), last), min(max(column + move[1], 0), last)))

    def point(self, cell: tuple[int, int] | None) -> None:
        """Frame a cell, as the mouse and the arrow keys do; None for none."""
        if cell == self._at:
            return
        self._at = cell
        self.update()
        if cell is None:
            self.left.emit()
        else:
            self.hovered.emit(*cell)

    def _paint_cells(self, painter: QPainter, places: MatrixLayout) -> None:
        levels = (self._shares * 255).astype(int).tolist()
        gap = 0.5 if places.cell(0, 0).width() > 6 else 0.0
        for row, line in enumerate(levels):
            for column, level in enumerate(line):
                cell = places.cell(row, column).adjusted(gap, gap, -gap, -gap)
                painter.fillRect(cell, self._shades[level])

    def _paint_numbers(self, painter: QPainter, places: MatrixLayout) -> None:
        numbers = self.numbers
        if numbers == "none":
            return
        small = small_font(self.font())
        painter.setFont(small if numbers == "small" else self.font())
        lift = self.fontMetrics().height() / 2 if numbers == "both" else 0.0
        for row, column in np.ndindex(self._counts.shape):
            painter.setPen(self._ink(row, column))
            cell = places.cell(row, column).translated(0, -lift + 1 if lift else 0)
            painter.drawText(cell, _CENTRE, count_text(int(self._counts[row, column])))
        if numbers == "both":
            painter.setFont(small)
            self._paint_shares(painter, places, lift)

    def _ink(self, row: int, column: int) -> QColor:
        """Nothing but zeros would be all one sees: they stand back."""
        if not self._counts[row, column]:
            return QColor(self._colours.disabled)
        return self._inks[int(self._shares[row, column] * 255)]

    def _paint_shares(self, painter: QPainter, places: MatrixLayout, drop: float) -> None:
        for row, column in np.ndindex(self._counts.shape):
            painter.setPen(self._ink(row, column))
            text = f"{self._shares[row, column] * 100:.0f}\u202f%"
            painter.drawText(places.cell(row, column).translated(0, drop - 1), _CENTRE, text)

    def _paint_names(self, painter: QPainter, places: MatrixLayout) -> None:
        painter.setFont(self.font())
        painter.setPen(QColor(self._colours.muted))
        metrics = self.fontMetrics()
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for number in range(0, len(self._names), places.row_step):
            beside = places.row_name(number)
            text = metrics.elidedText(self._names[number], _ELIDE, int(beside.width()))
            painter.drawText(beside, side, text)
        for number in range(0, len(self._names), places.column_step):
            under = places.column_name(number)
            if places.upright:
                text = metrics.elidedText(self._names[number], _ELIDE, int(under.height()))
                draw_upright(painter, under, side, text)
            else:
                text = metrics.elidedText(self._names[number], _ELIDE, int(under.width()))
                painter.drawText(under, _CENTRE, text)

    def _paint_titles(self, painter: QPainter, places: MatrixLayout) -> None:
        painter.setPen(QColor(self._colours.text))
        painter.drawText(places.bottom_title(), _CENTRE, _("predicted class"))
        draw_upright(painter, places.left_title(), _CENTRE, _("true class"))

    def _paint_pointer(self, painter: QPainter, places: MatrixLayout) -> None:
        if self._at is not None and not self._exporting:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self._colours.text), 2))
            painter.drawRect(places.cell(*self._at).adjusted(1, 1, -1, -1))


def _fits(text: str, metrics: QFontMetrics, cell: QRectF) -> bool:
    return metrics.horizontalAdvance(text) + 4 <= cell.width() and metrics.height() <= cell.height()
