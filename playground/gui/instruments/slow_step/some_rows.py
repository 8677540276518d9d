"""A table of any length of which only some rows are there at a time."""

from abc import abstractmethod

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from playground.engine.common.numbers import number

Index = QModelIndex | QPersistentModelIndex
PENDING = "…"
"""Stands for what has not come yet."""


class SomeRows(QAbstractTableModel):
    """Asks for rows that are to be shown and are not there, one question at a time.

    Signals:
        wanted: the number of such a row.
    """

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = self._first = self._there = 0
        self._heads: tuple[str, ...] = ()
        self._asked = False

    def _show(self, heads: tuple[str, ...], count: int, first: int, there: int) -> None:
        """So many rows are there from the first on; what they hold is taken over already."""
        is_other = (heads, count) != (self._heads, self._count)
        if is_other:
            self.beginResetModel()
        self._heads, self._count, self._first, self._there = heads, count, first, there
        self._asked = False
        if is_other:
            self.endResetModel()
        elif count:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, count - 1)
            self.dataChanged.emit(self.index(0, 0), self.index(count - 1, len(heads) - 1))

    @abstractmethod
    def _value(self, row: int, column: int) -> float | None:
        """What stands in a row, counted from the first that is there; None for nothing."""

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._count

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._said(index.row(), index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        is_row = orientation == Qt.Orientation.Vertical
        if role == Qt.ItemDataRole.DisplayRole:
            return self._row_name(section) if is_row else self._heads[section]
        if role == Qt.ItemDataRole.ToolTipRole and not is_row:
            return self._hint(section)
        return None

    @abstractmethod
    def _row_name(self, row: int) -> str:
        """What stands before a row."""

    def _hint(self, _column: int) -> str | None:
        """A sentence on a column."""
        return None

    def _is_there(self, row: int) -> bool:
        return self._first <= row < self._first + self._there

    def _text(self, row: int, column: int) -> str:
        if not self._is_there(row):
            if not self._asked:
                self._asked = True
                self.wanted.emit(row)
            return PENDING
        value = self._value(row - self._first, column)
        return "" if value is None else number(value, ".4g").replace("-", "−")

    def _said(self, row: int, column: int) -> str:
        """A cell with its row and column, as a screen reader says it."""
        return f"{self._row_name(row)}, {self._heads[column]}: {self._text(row, column)}"
