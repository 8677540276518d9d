"""Which rows are seen, and in which order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt

from playground.gui.instruments.runs.columns import COLUMNS, Order
from playground.gui.instruments.runs.entry import Entry
from playground.state.history.record import RunRecord
from playground.state.history.words import SettingWords


@dataclass(slots=True)
class Sieve:
    """What a person wants to see; the present run is always seen, and the first.

    Attributes:
        words: each of them stands in name, note or settings.
        column: by which the rows are sorted; -1 for the newest first.
    """

    words: tuple[str, ...] = ()
    is_starred_only: bool = False
    column: int = -1
    falls: bool = False
    _settings: SettingWords = field(default_factory=SettingWords)
    _texts: dict[str, tuple[RunRecord, str]] = field(default_factory=dict)

    def order(self, column: int, order: Qt.SortOrder) -> None:
        """Sort by this column from now on."""
        self.column, self.falls = column, order == Qt.SortOrder.DescendingOrder

    def sift(self, entries: Sequence[Entry]) -> list[Entry]:
        """The rows that are seen, in their order."""
        first = [entry for entry in entries if entry.is_present]
        rest = [entry for entry in entries if not entry.is_present and self._passes(entry)]
        return first + (self._sorted(rest) if self.column >= 0 else rest)

    def _sorted(self, entries: Sequence[Entry]) -> list[Entry]:
        by = COLUMNS[self.column].order
        known = [(value, entry) for entry in entries if not _is_missing(value := by(entry))]
        unknown = [entry for entry in entries if _is_missing(by(entry))]
        known.sort(key=lambda pair: pair[0], reverse=self.falls)  # type: ignore[arg-type,return-value]
        return [entry for _value, entry in known] + unknown

    def _passes(self, entry: Entry) -> bool:
        if self.is_starred_only and not entry.record.is_starred:
            return False
        return not self.words or all(word in self._text(entry) for word in self.words)

    def _text(self, entry: Entry) -> str:
        record = entry.record
        known = self._texts.get(record.key)
        if known is None or known[0] is not record:
            parts = (entry.name, record.note, *self._settings.of(record.spec))
            known = self._texts[record.key] = (record, "\n".join(parts).casefold())
        return known[1]


def _is_missing(value: Order) -> bool:
    """What is not known, or no number, comes last, whichever way the others go."""
    return value is None or (isinstance(value, float) and math.isnan(value))
