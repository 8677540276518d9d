"""Which rows are seen, and in which order."""

import math

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from playground.engine.settings import paths as settings
from playground.gui.instruments.runs.columns import COLUMNS
from playground.gui.instruments.runs.entry import Entry
from playground.gui.instruments.runs.model import RunsModel
from playground.state.history.words import setting_words

Index = QModelIndex | QPersistentModelIndex


class SiftedRuns(QSortFilterProxyModel):
    """Sorts by a column and hides what does not match; the present run stays the first."""

    def __init__(self, model: RunsModel, parent: QObject) -> None:
        super().__init__(parent)
        self._runs = model
        self._words: tuple[str, ...] = ()
        self._is_starred_only = False
        self._texts: dict[str, tuple[object, str]] = {}
        self.setSourceModel(model)

    def sift(self, text: str, *, starred_only: bool) -> None:
        """Show the rows that hold each word of a text, in name, note or settings."""
        self._words = tuple(text.casefold().split())
        self._is_starred_only = starred_only
        self.invalidateFilter()

    def entry(self, index: Index) -> Entry:
        """What a row of this model shows."""
        return self._runs.entries[self.mapToSource(index).row()]

    def filterAcceptsRow(self, row: int, _parent: Index) -> bool:  # noqa: N802 - a virtual of Qt
        entry = self._runs.entries[row]
        if entry.is_present:
            return True
        if self._is_starred_only and not entry.record.is_starred:
            return False
        return not self._words or all(word in self._text(entry) for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:  # noqa: N802 - a virtual of Qt
        one, other = self._runs.entries[left.row()], self._runs.entries[right.row()]
        rises = self.sortOrder() == Qt.SortOrder.AscendingOrder
        if one.is_present or other.is_present:
            return one.is_present == rises
        order = COLUMNS[left.column()].order
        first, second = order(one), order(other)
        if _is_missing(first) or _is_missing(second):
            # What is not known comes last, whichever way the others go.
            return _is_missing(second) == rises and _is_missing(first) != _is_missing(second)
        return first < second  # type: ignore[operator]

    def _text(self, entry: Entry) -> str:
        record = entry.record
        known = self._texts.get(record.key)
        if known is None or known[0] is not record:
            spec = record.spec
            words = [setting_words(spec, path) for path in settings.parameters(spec)]
            text = "\n".join((entry.name, record.note, *words)).casefold()
            known = self._texts[record.key] = (record, text)
        return known[1]


def _is_missing(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))
