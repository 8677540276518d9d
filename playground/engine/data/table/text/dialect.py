"""How a table's lines fall into records and cells, and the records one by one."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|", "space": " ", "blanks": ""}
"""The character of each named separator; `blanks` are runs of blanks and tabs."""

LONGEST_CELL = 2**28
_BLANKS = str.maketrans("\t\u00a0", "  ")


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a text falls into cells.

    Attributes:
        separator: a key of SEPARATORS, or the character itself.
        quote: the quotation mark, or nothing where a quotation mark is a letter as any other.
        escape: a backslash stands before a quotation mark that is a letter.
        blank_first: a blank may stand between a separator and a quotation mark.
        whole: each line is one quoted cell, which holds the record.
        comment: what a line that is no record begins with, or nothing.
    """

    separator: str
    quote: str = '"'
    escape: bool = False
    blank_first: bool = False
    whole: bool = False
    comment: str = ""

    @property
    def mark(self) -> str:
        """The separating character; nothing for runs of blanks."""
        return SEPARATORS.get(self.separator, self.separator)

    @property
    def plain(self) -> bool:
        """Whether the text is CSV as every program reads it, but for the separator."""
        odd = self.escape or self.blank_first or self.whole or self.comment or not self.mark
        return not odd and self.mark.isascii() and self.quote in ('"', "")


@dataclass(frozen=True, slots=True)
class Record:
    """Cells as texts.

    Attributes:
        line: the physical line, from 1, on which the record starts.
        start, end: byte offsets of its first and behind its last line.
    """

    line: int
    fields: tuple[str, ...]
    start: int
    end: int

    @property
    def width(self) -> int:
        """How many cells it has."""
        return len(self.fields)


def records(content: bytes, dialect: Dialect, start: int = 0, line: int = 1) -> Iterator[Record]:
    """The records from byte `start` on, which lies in physical line `line`.

    Lines without any cell, and comments, are no records.
    """
    lines = _Lines(content, start, dialect)
    for fields in _reader(lines, dialect):
        first, lines.first = lines.first, -1
        offset = lines.offset
        if dialect.whole and len(fields) == 1:
            fields = next(csv.reader([fields[0]], delimiter=dialect.mark), [])
        if fields and not lines.bare:
            yield Record(line + lines.number_of_first, tuple(fields), first, offset)


def take(
    content: bytes, dialect: Dialect, limit: int, start: int = 0, line: int = 1
) -> list[Record]:
    """The first records, up to where a cell is too long to be one."""
    found: list[Record] = []
    try:
        found.extend(islice(records(content, dialect, start, line), limit))
    except csv.Error:
        return found
    return found


def _reader(lines: "_Lines", dialect: Dialect) -> Iterator[list[str]]:
    # The limit belongs to the whole process; a cell may be as long as a whole text.
    csv.field_size_limit(LONGEST_CELL)
    blanks = not dialect.mark
    return csv.reader(
        lines,
        delimiter=dialect.mark or " ",
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escape else None,
        skipinitialspace=dialect.blank_first or blanks,
    )


@dataclass(slots=True)
class _Lines:
    """The physical lines of UTF-8 text, and how far they have been read.

    Attributes:
        offset: behind the last line handed out.
        first: where the first line since `first` was last set to −1 starts.
        number_of_first: lines before that one.
        bare: that line is blank.
    """

    content: bytes
    offset: int
    dialect: Dialect
    first: int = -1
    number_of_first: int = 0
    bare: bool = False
    _inside: bool = field(default=False)

    def __iter__(self) -> Iterator[str]:
        stream = io.BytesIO(self.content)
        stream.seek(self.offset)
        for number, text in enumerate(io.TextIOWrapper(stream, encoding="utf-8", newline="")):
            if self.first < 0:
                self.first, self.number_of_first = self.offset, number
                self.bare = not text.strip()
            self.offset += len(text) if text.isascii() else len(text.encode("utf-8"))
            yield self._prepared(text)

    def _prepared(self, text: str) -> str:
        dialect = self.dialect
        if dialect.comment and not self._inside and text.lstrip().startswith(dialect.comment):
            self.bare = True
            return "\n"
        if dialect.comment and dialect.quote:
            self._inside ^= text.count(dialect.quote) % 2 == 1
        return text if dialect.mark else text.translate(_BLANKS).strip() + "\n"
