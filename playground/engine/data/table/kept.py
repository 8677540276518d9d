"""Keeps a table's texts between questions: a kind that is chosen need not read the file again."""

from playground.engine.common.language import spoken
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.table.containers.opened import Opened
from playground.engine.data.table.containers.opening import as_text
from playground.engine.data.table.text.text_table import TextTable, read_texts
from playground.engine.spec.run import DataSpec, TableFile

LAYOUT = (
    "sheet",
    "encoding",
    "separator",
    "skip_lines",
    "comment",
    "header",
    "footer_lines",
    "bent_rows",
)
"""The settings of `data.*` that decide what the cells are."""


class KeptTexts:
    """The texts of one table as it was last laid out."""

    def __init__(self, table: TableFile) -> None:
        self._table = table
        self._key: tuple[object, ...] = ()
        self._texts: TextTable | None = None
        self._opened: Opened | None = None
        self._choices = ("", "")

    def of(
        self, spec: DataSpec, progress: Progress = silent, limit: int | None = None
    ) -> TextTable:
        """As `read_texts`.

        Raises:
            InputError: it is no table with these choices.
        """
        # The notes of a layout are sentences, so the language is part of it.
        key = (spoken().key, *(getattr(spec, name) for name in LAYOUT))
        kept = self._texts
        if kept is not None and key == self._key and (kept.text.complete or limit is not None):
            return kept
        # What is kept is let go before as much is read again.
        self._texts = kept = None
        opened = self._unpacked(spec, part_of(progress, 0.0, 0.1))
        self._texts = read_texts(opened, spec, part_of(progress, 0.1, 1.0), limit)
        self._key = key
        return self._texts

    def beginning(self, spec: DataSpec, limit: int) -> TextTable:
        """The first `limit` bytes by other choices; what is kept stays.

        Raises:
            InputError: it is no table with these choices.
        """
        return read_texts(self._unpacked(spec, silent), spec, limit=limit)

    def _unpacked(self, spec: DataSpec, progress: Progress) -> Opened:
        choices = (spec.sheet, spec.encoding)
        if self._opened is None or self._choices != choices:
            # Two texts at a time would take twice the memory.
            self._opened = None
            self._opened, self._choices = as_text(self._table, spec, progress), choices
        return self._opened
