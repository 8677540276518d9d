"""Keeps a table's texts between questions: a kind that is chosen need not read the file again."""

from playground.engine.common.language import spoken
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.text_table import TextTable, read_texts
from playground.engine.spec.run import DataSpec, TableFile

LAYOUT = (
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
    """The texts of one table as it was last laid out.

    Attributes:
        table: the file as it is.
    """

    def __init__(self, table: TableFile) -> None:
        self.table = table
        self._key: tuple[object, ...] = ()
        self._texts: TextTable | None = None

    def of(
        self, spec: DataSpec, progress: Progress = silent, limit: int | None = None
    ) -> TextTable:
        """As `read_texts`.

        Raises:
            InputError: it is no table with these choices.
        """
        # The reasons of what was guessed are sentences in the language spoken.
        key = (spoken().key, *(getattr(spec, name) for name in LAYOUT))
        kept = self._texts
        if kept is not None and key == self._key and (kept.text.complete or limit is not None):
            return kept
        # What is kept is let go before as much is read again.
        self._texts = kept = None
        self._texts, self._key = read_texts(self.table, spec, progress, limit), key
        return self._texts
