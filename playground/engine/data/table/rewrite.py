"""Rewrites a table that is odd CSV as plain CSV: record by record, as Python's csv module reads."""

import csv
import io
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.dialect import Dialect, Record, records
from playground.engine.data.table.layout import Body

_REPORT = 4096


@dataclass(frozen=True, slots=True)
class BentRecord:
    """A record of another width than the table's."""

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
    bent: list[BentRecord] = field(default_factory=list)
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
    fits = record.width == body.width
    raw = b""
    if not fits or record.end == len(content):
        raw = content[record.start : record.end]
    if fits and not (raw.count(b'"') % 2 and body.dialect.quote == '"'):
        yield record.line, record.fields
        return
    if b'"' in raw and body.dialect.quote == '"' and body.dialect.mark:
        yield from _line_by_line(raw.decode("utf-8"), record, body, result)
        return
    fields = _filled(record.fields, body.width) if filled else None
    if fields is not None:
        yield record.line, fields
    else:
        text = content[record.start : record.end].decode("utf-8")
        result.bent.append(BentRecord(record.line, record.width, text.strip("\r\n")))


def _line_by_line(
    text: str, record: Record, body: Body, result: Rewritten
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a quotation mark swallowed lines, or cells: each line by itself, read with patience."""
    found = list(enumerate(text.splitlines(), record.line))
    for line, each in found:
        fields = patient_fields(each, body.dialect)
        if len(fields) == body.width:
            result.repaired.append(line)
            yield line, fields
        elif each.strip():
            result.bent.append(BentRecord(line, len(fields), each))


def patient_fields(line: str, dialect: Dialect) -> tuple[str, ...]:
    """The cells of a line, where a quotation mark counts only at both borders of a cell."""
    mark = re.escape(dialect.mark)
    pattern = re.compile(rf'\s*"((?:[^"]|"(?!\s*(?:{mark}|$)))*)"\s*(?={mark}|$)|([^{mark}]*)')
    fields, position = [], 0
    while position <= len(line):
        match = pattern.match(line, position)
        assert match is not None
        quoted = match[1]
        fields.append(match[2] if quoted is None else quoted.replace('""', '"'))
        position = match.end() + 1
    return tuple(fields)


def _filled(fields: tuple[str, ...], width: int) -> tuple[str, ...] | None:
    if len(fields) <= width:
        return fields + ("",) * (width - len(fields))
    return fields[:width] if not any(cell.strip() for cell in fields[width:]) else None
