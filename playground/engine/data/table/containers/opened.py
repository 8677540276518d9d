"""A table as text, with what its format says of it; and the sentences on files that are no use."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.spec.run import DataSpec, TableFile

MAXIMUM_BYTES = 256 * 2**20
"""Of a file, and of the text it is opened as."""
MAXIMUM_MEMORY = 2**30
"""Bytes that a part of a file may unpack to, where it is read part by part."""
MAXIMUM_ROWS = 5_000_000
MAXIMUM_COLUMNS = 10_000

Declared = Literal["", "number", "category", "text", "yes_no", "date"]
"""What a format says a column holds; empty where it says nothing.

A `number` has a decimal point and no thousands mark; a `date` is written as ISO 8601 has it; a
`yes_no` is TRUE or FALSE; a `category` and a `text` are never numbers, whatever they look like.
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What need not be guessed of a table's text, because its format says it.

    Attributes:
        encoding, separator, header: keys of `data.encoding`, `data.separator` and `data.header`;
            empty where the text is as a person has it.
        kinds: of each column, in order; empty where the format says nothing of any.
        notes: sentences on what was opened, for the person.
        sheets: the names of all sheets of a workbook.
    """

    encoding: str = ""
    separator: str = ""
    header: str = ""
    kinds: tuple[Declared, ...] = ()
    notes: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()

    def settle(self, spec: DataSpec) -> DataSpec:
        """`spec` with the layout that is given."""
        layout: dict[str, str | int] = {
            name: getattr(self, name) or getattr(spec, name)
            for name in ("encoding", "separator", "header")
        }
        if self.header == "yes":
            # The format says where the rows are, too.
            layout |= {"skip_lines": 0, "comment": "none", "footer_lines": 0}
        return replace(spec, **layout)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Opened(TableFile):
    """A table whose `content` is text: as it was given, or as a format was written out.

    A line of the text is the line, or the row of the sheet, where a person finds it in the file.
    """

    given: Given = field(default_factory=Given)


def damaged(name: str) -> InputError:
    """The file breaks off, or is not what its beginning says."""
    return InputError(
        _("{file} is damaged or incomplete; get it again, or export it anew.").format(file=name)
    )


def locked(name: str) -> InputError:
    """The file is encrypted."""
    return InputError(
        _("{file} is protected by a password; save it without one, and open that.").format(
            file=name
        )
    )


def too_much(name: str, most: int = MAXIMUM_BYTES) -> InputError:
    """The text of the table would be too large."""
    return InputError(
        _("{file} unpacks to more than {most} MiB, which is the most that can be read.").format(
            file=name, most=grouped(most // 2**20)
        )
    )


def check_shape(name: str, rows: int, columns: int) -> None:
    """Refuse more rows or columns than can be read, before memory is taken for them."""
    if columns > MAXIMUM_COLUMNS:
        raise InputError(
            _("{file} has {n} columns; at most {most} can be read.").format(
                file=name, n=grouped(columns), most=grouped(MAXIMUM_COLUMNS)
            )
        )
    if rows > MAXIMUM_ROWS:
        raise InputError(
            _("{file} has more than {most} rows, and more cannot be read; leave some out.").format(
                file=name, most=grouped(MAXIMUM_ROWS)
            )
        )


def joined(name: str, pieces: Iterable[bytes], most: int = MAXIMUM_BYTES) -> bytes:
    """All pieces as one; stops as soon as they are more than can be read."""
    kept: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > most:
            raise too_much(name, most)
        kept.append(piece)
    return b"".join(kept)


def as_csv(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as comma-separated text, a line for each; stops as soon as it is too much."""
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, "utf-8", "replace", newline="")
    writer = csv.writer(text, lineterminator="\n")
    for row in rows:
        writer.writerow(row)
        if stream.tell() > MAXIMUM_BYTES:
            raise too_much(name)
    text.flush()
    return stream.getvalue()
