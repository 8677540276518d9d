"""The runs as a table: the present one first, then the others, newest first."""

from collections.abc import Iterable

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QIcon, QPixmap
from PySide6.QtWidgets import QApplication

from playground.engine.common.language import _
from playground.gui.instruments.runs.columns import COLUMNS, PLACES, metric_tip
from playground.gui.instruments.runs.entry import PRESENT, Entry
from playground.gui.instruments.runs.sifting import Sieve
from playground.gui.theme import tabular_font
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip
from playground.state.history.record import RunRecord

Index = QModelIndex | QPersistentModelIndex
PICTURE = 40
"""Pixels of a picture of predictions along each side."""
MOST_LETTERS = 200
"""Of a name."""
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_TICK, _STAR, _PICTURE, _NAME = (PLACES[key] for key in ("tick", "star", "picture", "name"))


class RunsModel(QAbstractTableModel):
    """Shows entries; what a person changes is told and not changed here.

    Attributes:
        entries: the rows, sifted and sorted.
        sieve: by which they are; `sift` after a change.

    Signals:
        renamed(key, name), ticked(key, whether).
    """

    renamed = Signal(str, str)
    ticked = Signal(str, bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: list[Entry] = []
        self._all: list[Entry] = []
        self.sieve = Sieve()
        self._icons: dict[str, tuple[bytes, QIcon | None]] = {}
        self._ticked: frozenset[str] = frozenset()
        self._pinned = ""

    def show(self, entries: list[Entry]) -> None:
        """Show these rows."""
        self._all = entries
        self.sift()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, or with -1 the newest first."""
        self.sieve.order(column, order)
        self.sift()

    def sift(self) -> None:
        """Show what the sieve lets through now."""
        entries = self.sieve.sift(self._all)
        same = [one.record.key for one in entries] == [one.record.key for one in self.entries]
        if same:
            self.entries = entries
            self._changed(0, len(entries) - 1)
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def show_present(self, entry: Entry) -> None:
        """Show other numbers of the present run."""
        if self.entries:
            self.entries[0] = self._all[0] = entry
            self._changed(0, 0)

    def show_compared(self, ticked: Iterable[str], pinned: str) -> None:
        """Mark the runs that are compared."""
        self._ticked, self._pinned = frozenset(ticked), pinned
        self._changed(0, len(self.entries) - 1)

    def _changed(self, first: int, last: int) -> None:
        if self.entries:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or self.entries[index.row()].is_present:
            return flags
        if index.column() == _TICK:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == _NAME else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(entry, column)
            case Qt.ItemDataRole.EditRole if column == _NAME:
                return entry.record.name or entry.usual_name
            case Qt.ItemDataRole.CheckStateRole if column == _TICK and not entry.is_present:
                is_ticked = entry.record.key in self._ticked
                return Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.DecorationRole if column == _PICTURE:
                return self._picture(entry.record)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column)
            case Qt.ItemDataRole.FontRole:
                return _font(is_bold=entry.is_present or entry.record.key == self._pinned)
            case Qt.ItemDataRole.ForegroundRole if column == _STAR and not entry.record.is_starred:
                return QApplication.palette().placeholderText()
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._tip(entry, column))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._spoken(entry, column)
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == _TICK:
            is_ticked = Qt.CheckState(value) == Qt.CheckState.Checked
            self.ticked.emit(entry.record.key, is_ticked)
            return True
        if role == Qt.ItemDataRole.EditRole and index.column() == _NAME:
            name = one_line(str(value), MOST_LETTERS)
            self.renamed.emit(entry.record.key, "" if name == entry.usual_name else name)
            return True
        return False

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = COLUMNS[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return "" if column.key in ("tick", "picture") else _(column.title)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(metric_tip(column.tip) if column.metric else _(column.tip))
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(section)
            case Qt.ItemDataRole.AccessibleTextRole:
                return _(column.title)
        return None

    def _picture(self, record: RunRecord) -> QIcon | None:
        content, icon = self._icons.get(record.key, (None, None))
        if content is not record.thumbnail:
            icon = _icon(record.thumbnail)
            self._icons[record.key] = record.thumbnail, icon
        return icon

    def _text(self, entry: Entry, column: int) -> str:
        text = COLUMNS[column].text(entry)
        if column == _NAME and self._pinned not in ("", PRESENT):
            is_pinned = entry.record.key == self._pinned
            return _("Baseline: {name}").format(name=text) if is_pinned else text
        return text

    def _tip(self, entry: Entry, column: int) -> str:
        if column == _NAME:
            return "\n".join(filter(None, (self._text(entry, column), entry.record.note)))
        return _(COLUMNS[column].tip) if column in (_TICK, _STAR) else self._text(entry, column)

    def _spoken(self, entry: Entry, column: int) -> str:
        if column == _STAR:
            text = _("starred") if entry.record.is_starred else _("no star")
        elif column == _TICK:
            text = _("compared") if entry.record.key in self._ticked else _("not compared")
        else:
            text = self._text(entry, column) or _("nothing")
        return f"{_(COLUMNS[column].title)}: {text}"


def _alignment(column: int) -> Qt.AlignmentFlag:
    if column in (_TICK, _STAR, _PICTURE):
        return Qt.AlignmentFlag.AlignCenter
    return _RIGHT if COLUMNS[column].is_number else _LEFT


def _font(*, is_bold: bool) -> QFont:
    return tabular_font(QApplication.font(), bold=is_bold)


def _icon(content: bytes) -> QIcon | None:
    """A picture that stays as it is where its row is selected."""
    pixmap, icon = QPixmap(), QIcon()
    if not content or not pixmap.loadFromData(content):
        return None
    pixmap.setDevicePixelRatio(pixmap.height() / PICTURE)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        icon.addPixmap(pixmap, mode)
    return icon
