"""Rewrites a table that is odd CSV as plain CSV: record by record, as Python's csv module reads."""

import csv
import io
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.text.dialect import Dialect, Record, records
from playground.engine.data.table.text.layout import Body
from playground.engine.data.table.text.mend import mended, well_quoted

_REPORT = 4096


@dataclass(frozen=True, slots=True)
class Bent:
    """A record that is not as wide as the table.

    Attributes:
        before: how many rows of the right width stand before it.
        line: its physical line, 0 where it is not known yet.
        width: how many cells it has.
    """

    before: int
    line: int
    width: int
    text: str


@dataclass(slots=True)
class Rewritten:
    """Plain CSV with commas, and where its rows come from.

    Attributes:
        lines: the physical line of each row.
        repaired: lines whose quotation marks were read as letters.
    """

    content: bytes = b""
    lines: "array[int]" = field(default_factory=lambda: array("q"))
    bent: list[Bent] = field(default_factory=list)
    repaired: list[int] = field(default_factory=list)


def rewrite(
    content: bytes, body: Body, filled: bool, most_rows: int, report: Progress
) -> Rewritten:
    """The rows of `body` as plain CSV, as many as `most_rows` and one more at most.

    Args:
        filled: short records are filled up with empty cells, and empty cells beyond the last
            column are cut off.
    """
    result = Rewritten()
    stream = io.BytesIO()
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
    writer = csv.writer(text, lineterminator="\n")
    part = content if body.end == len(content) else content[: body.end]
    length = max(1, body.end - body.start)
    for number, record in enumerate(records(part, body.dialect, body.start, body.line)):
        if number % _REPORT == 0:
            report((record.start - body.start) / length, _("Reading rows"))
        for line, fields in _fitting(record, part, body, filled, result):
            writer.writerow(fields)
            result.lines.append(line)
        if len(result.lines) > most_rows:
            break
    text.flush()
    result.content = stream.getvalue()
    return result


def _fitting(
    record: Record, content: bytes, body: Body, filled: bool, result: Rewritten
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that a record gives: itself, or the lines of it that fit."""
    text = content[record.start : record.end].decode("utf-8")
    fits = record.width == body.width
    if _may_be_mended(text, body.dialect) and not well_quoted(text, body.dialect):
        yield from _line_by_line(text, record, body, result)
        return
    if fits:
        yield record.line, record.fields
        return
    fields = _filled(record.fields, body.width) if filled else None
    if fields is not None:
        yield record.line, fields
    else:
        result.bent.append(Bent(len(result.lines), record.line, record.width, text.strip("\r\n")))


def _line_by_line(
    text: str, record: Record, body: Body, result: Rewritten
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a quotation mark swallowed lines, or cells: each line by itself, read with patience."""
    for line, each in enumerate(text.splitlines(), record.line):
        (plain,) = csv.reader([each], delimiter=body.dialect.mark, quotechar=body.dialect.quote)
        well = len(plain) == body.width and well_quoted(each, body.dialect)
        fields = tuple(plain) if well else mended(each, body.dialect, body.width)
        if fields is not None:
            if fields != tuple(plain):
                result.repaired.append(line)
            yield line, fields
        elif each.strip():
            result.bent.append(Bent(len(result.lines), line, len(plain), each))


def _may_be_mended(text: str, dialect: Dialect) -> bool:
    odd = dialect.escape or dialect.whole or dialect.blank_first or not dialect.mark
    return not odd and bool(dialect.quote) and dialect.quote in text


def _filled(fields: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    if len(fields) <= width:
        return fields + ("",) * (width - len(fields))
    return fields[:width] if not any(cell.strip() for cell in fields[width:]) else None
