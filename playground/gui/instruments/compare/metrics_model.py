"""How several runs did, as a table, and how its cells are painted."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from playground.engine.common.language import _
from playground.gui.instruments.compare.columns import Column
from playground.gui.instruments.compare.settings_model import head_of
from playground.gui.theme import GRID, HALF, small_font, tabular_font
from playground.gui.widgets.standing import Cell, Row, Standing, rows_of

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
BAR = 4
WIDEST = "+0.0000   ✓ 0.0000"


class MetricsModel(QAbstractTableModel):
    """A column for each run and a row for each measure."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self.rows: list[Row] = []

    def set_runs(
        self, columns: Sequence[Column], standings: Sequence[Standing], baseline: int
    ) -> None:
        """Show how these runs did; as long as they are the same, what is selected stays."""
        rows = rows_of(standings, baseline)
        heads = [(column.key, column.words, column.colour) for column in columns]
        shown = [(column.key, column.words, column.colour) for column in self._columns]
        is_same = heads == shown and [r.label for r in rows] == [r.label for r in self.rows]
        if is_same and rows:
            self.rows = rows
            last = self.index(len(rows) - 1, len(columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._columns, self.rows = tuple(columns), rows
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """What stands there."""
        return self.rows[index.row()].cells[index.column()]

    def colour(self, column: int) -> QColor:
        """The colour of a run."""
        return QColor(self._columns[column].colour)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        cell = self.cell(index)
        if role == _ROLE.DisplayRole:
            return cell.text
        if role in (_ROLE.ToolTipRole, _ROLE.AccessibleTextRole):
            best = _("best of the compared runs") if cell.is_best else ""
            return ", ".join(filter(None, (cell.text, cell.difference, best)))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's
        if orientation == Qt.Orientation.Horizontal:
            return head_of(self._columns[section], role)
        return self.rows[section].label if role == _ROLE.DisplayRole else None


class MetricDelegate(QStyledItemDelegate):
    """Paints a value, its difference from the baseline, a mark for the best, and a bar below."""

    def __init__(self, model: MetricsModel) -> None:
        super().__init__(model)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del index
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(WIDEST) + 2 * GRID, metrics.height() + BAR + GRID)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        palette, font = option.palette, option.font
        whole = QRectF(option.rect)
        cell, role = self._model.cell(index), QPalette.ColorRole
        painter.save()
        self._paint_focus(painter, option, whole)
        place = whole.adjusted(GRID, HALF / 2, -GRID, -BAR - HALF)
        middle, end = Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignRight
        painter.setFont(tabular_font(font, bold=cell.is_best))
        painter.setPen(palette.color(role.Text))
        painter.drawText(place, middle | end, f"✓ {cell.text}" if cell.is_best else cell.text)
        painter.setFont(small_font(tabular_font(font)))
        painter.setPen(palette.color(role.PlaceholderText))
        painter.drawText(place, middle, cell.difference)
        if cell.share is not None:
            bar = QRectF(place.left(), whole.bottom() - BAR - 2, place.width(), BAR)
            painter.fillRect(bar, palette.color(role.Midlight))
            bar.setWidth(bar.width() * cell.share)
            painter.fillRect(bar, self._model.colour(index.column()))
        painter.restore()

    @staticmethod
    def _paint_focus(painter: QPainter, option: QStyleOptionViewItem, whole: QRectF) -> None:
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(option.palette.color(QPalette.ColorRole.Highlight))
            painter.drawRect(whole.adjusted(0.5, 0.5, -1.5, -1.5))
