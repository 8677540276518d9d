"""The numbers of one tensor as a table of any size, of which only what is seen is there."""

import math

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScrollBar,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from playground.engine.common.language import _
from playground.engine.instruments.tensors.entry import Entry
from playground.engine.instruments.tensors.question import MOST_CELLS
from playground.engine.instruments.tensors.sheet import Cells, Numbers, Part, index_of, sheet_of
from playground.gui.instruments.tensors import words
from playground.gui.instruments.tensors.tints import Tints
from playground.gui.theme import Colours, tabular_font
from playground.gui.widgets.naming import named

Index = QModelIndex | QPersistentModelIndex
PENDING = "·"
"""Stands for a number that has not come yet."""
_WIDEST = "-0.0000e-00"
_ROLE = Qt.ItemDataRole
MOST_ROWS = 2**20
"""Rows of the table; Qt keeps some bytes for each."""


class NumbersModel(QAbstractTableModel):
    """The cells that have come."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entry: Entry | None = None
        self._rows = self._columns = 0
        self._cells: Cells | None = None
        self._names: tuple[str, ...] = ()
        self._texts: dict[tuple[int, int], tuple[float, str]] = {}

    def show_entry(self, entry: Entry | None) -> bool:
        """Become the table of a tensor; whether it has another size, or is of another."""
        before, self.entry = self.entry, entry
        is_same = before is not None and entry is not None and before.key == entry.key
        if is_same and before is not None and entry is not None and before.shape == entry.shape:
            return False
        self.beginResetModel()
        rows, columns = sheet_of(entry.shape) if entry is not None else (0, 0)
        self._rows, self._columns, self._cells = min(rows, MOST_ROWS), columns, None
        self._texts = {}
        is_table = entry is not None and entry.axes and len(entry.shape) > 1
        self._names = entry.axes[-1].names if entry is not None and is_table else ()
        self.endResetModel()
        return True

    def show_cells(self, cells: Cells, seen: Part) -> bool:
        """Take these numbers in the place of those of before; whether those seen are others."""
        before, self._cells = self._cells, cells
        if len(self._texts) > MOST_CELLS:
            self._texts = {}
        seen = seen.within(self._rows, self._columns)
        if before is None or not (before.part.holds(seen) and cells.part.holds(seen)):
            return True
        one, other = (_within(known, seen) for known in (before, cells))
        return not np.array_equal(one, other, equal_nan=True)

    def value(self, row: int, column: int) -> float | None:
        """The number in a cell; None where it has not come."""
        if self._cells is None:
            return None
        part = self._cells.part
        row, column = row - part.top, column - part.left
        if not (0 <= row < part.rows and 0 <= column < part.columns):
            return None
        return float(self._cells.values[row, column])

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        value, entry = self.value(row, column), self.entry
        if entry is None or index_of(entry.shape, row, column) is None:
            return ""
        if value is None:
            return PENDING
        known = self._texts.get((row, column))
        if known is None or known[0] != value:
            known = value, words.value_text(value, entry.dtype)
            self._texts[row, column] = known
        return known[1]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._rows

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._columns

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        if role == _ROLE.DisplayRole:
            return self.text(index.row(), index.column())
        if role == _ROLE.AccessibleTextRole:
            return self.said(index.row(), index.column())
        return None

    def said(self, row: int, column: int) -> str:
        """A cell with the line of code that gets it: `model[0].weight[3, 1] = 0.42`."""
        entry, value = self.entry, self.value(row, column)
        place = index_of(entry.shape, row, column) if entry is not None else None
        if entry is None or place is None or value is None:
            return ""
        index = f"[{', '.join(str(number) for number in place)}]" if place else ""
        return f"{entry.code}{index} = {words.exact_text(value, entry.dtype)}"

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> object:
        if role != _ROLE.DisplayRole or self.entry is None:
            return None
        if orientation == Qt.Orientation.Horizontal:
            name = self._names[section] if section < len(self._names) else ""
            return f"{section}: {name}" if name else str(section)
        first = index_of(self.entry.shape, section, 0) or (0,)
        lead = first[:-1] if len(self.entry.shape) > 1 else first
        return ", ".join(str(number) for number in lead)


class _Cell(QStyledItemDelegate):
    """Paints a number over its tint; quicker than a style does."""

    def __init__(self, model: NumbersModel, tints: Tints, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self.tints = tints

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tints, model = self.tints, self._model
        row, column = index.row(), index.column()
        value = model.value(row, column)
        rect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, tints.chosen)
            painter.setPen(tints.on_chosen)
        else:
            painter.fillRect(rect, tints.behind(value))
            painter.setPen(tints.ink(value))
        room = rect.adjusted(4, 0, -6, 0)
        painter.drawText(room, _RIGHT, model.text(row, column))


_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class NumbersView(QTableView):
    """The table.

    Signals:
        moved: other cells are in sight.
        pointed: a cell is current: what is said of it.
        copy_wanted: the part that is selected.
    """

    moved = Signal()
    pointed = Signal(str)
    copy_wanted = Signal(object)

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "tensors.numbers", _("Numbers of the tensor"))
        self.numbers = NumbersModel(self)
        self.setModel(self.numbers)
        self.setFont(tabular_font(self.font()))
        self._cell = _Cell(self.numbers, Tints(colours), self)
        self.setItemDelegate(self._cell)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self._set_sizes()
        # A model that is reset keeps its selection model, and tells it nothing is current.
        self.selectionModel().currentChanged.connect(lambda *_places: self._point())
        for bar in self._bars():
            bar.valueChanged.connect(lambda _value: self.moved.emit())

    def show_entry(self, entry: Entry | None) -> None:
        """Show another tensor, from its beginning; the same one stays where it is."""
        before, now = self.numbers.entry, self.currentIndex()
        row, column, places = now.row(), now.column(), [bar.value() for bar in self._bars()]
        if not self.numbers.show_entry(entry) or entry is None:
            return
        if before is None or before.key != entry.key:
            row, column, places = 0, 0, [0, 0]
        rows, columns = self.numbers.rowCount(), self.numbers.columnCount()
        self.setCurrentIndex(self.numbers.index(min(row, rows - 1), min(column, columns - 1)))
        for bar, place in zip(self._bars(), places, strict=True):
            bar.setValue(place)

    def show_cells(self, cells: Cells, scale: float) -> None:
        """Show these numbers; `scale` away from zero is the fullest tint."""
        tints = self._cell.tints
        if self.numbers.show_cells(cells, self._seen(0)) or tints.scale != scale:
            tints.scale = scale
            self.viewport().update()
            self._point()

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        self._cell.tints = Tints(colours)
        self.viewport().update()

    def in_sight(self) -> Part:
        """The rows and columns that are seen, and as many again on each side."""
        return self._seen(1)

    def _seen(self, around: int) -> Part:
        top, left = max(self.rowAt(0), 0), max(self.columnAt(0), 0)
        rows = self.viewport().height() // max(self.rowHeight(top), 1) + 2
        columns = self.viewport().width() // max(self.columnWidth(left), 1) + 2
        times = 2 * around + 1
        return Part(top - around * rows, left - around * columns, times * rows, times * columns)

    def selected(self) -> Part | None:
        """The part that is selected, or else the current cell."""
        chosen = self.selectionModel().selection()
        if not chosen.isEmpty():
            area = chosen.first()
            return Part(area.top(), area.left(), area.height(), area.width())
        now = self.currentIndex()
        return Part(now.row(), now.column(), 1, 1) if now.isValid() else None

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current one, and show it."""
        index = self.numbers.index(row, column)
        self.setCurrentIndex(index)
        self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy what is selected; all else goes as in every table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            if (part := self.selected()) is not None:
                self.copy_wanted.emit(part)
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.moved.emit()

    def _bars(self) -> tuple[QScrollBar, QScrollBar]:
        return self.verticalScrollBar(), self.horizontalScrollBar()

    def _set_sizes(self) -> None:
        letters = self.fontMetrics()
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.setDefaultSectionSize(letters.height() + 4)
        down.setMinimumSectionSize(letters.height() + 2)
        across.setDefaultSectionSize(letters.horizontalAdvance(_WIDEST) + 12)
        for head in (down, across):
            head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            head.setHighlightSections(False)
        down.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _point(self) -> None:
        now = self.currentIndex()
        self.pointed.emit(self.numbers.said(now.row(), now.column()) if now.isValid() else "")


def _within(cells: Cells, part: Part) -> Numbers:
    top, left = part.top - cells.part.top, part.left - cells.part.left
    return cells.values[top : top + part.rows, left : left + part.columns]


def scale_of(low: float, high: float) -> float:
    """How far from zero the numbers of a tensor reach; 1 where they reach nowhere."""
    reach = max(abs(low), abs(high))
    return reach if reach > 0.0 and math.isfinite(reach) else 1.0
