"""Reads a table that is odd CSV record by record, as Python's csv module does."""

import csv
import itertools
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.opened import check_shape
from playground.engine.data.table.text.cells import BentRow, Cells
from playground.engine.data.table.text.dialect import Dialect, Record, records
from playground.engine.data.table.text.layout import Body
from playground.engine.data.table.text.lines import RowLines
from playground.engine.data.table.text.mend import mended, well_quoted

_ROWS = 4096


@dataclass(slots=True)
class _Found:
    """What was met on the way: the lines of rows, other records, and lines that were mended."""

    lines: "array[int]" = field(default_factory=lambda: array("q"))
    bent: list[BentRow] = field(default_factory=list)
    repaired: list[int] = field(default_factory=list)


def read_by_record(name: str, content: bytes, body: Body, filled: bool, report: Progress) -> Cells:
    """The cells of any rows.

    Args:
        filled: short records are filled up with empty cells, and empty cells beyond the last
            column are cut off.

    Raises:
        InputError: there are too many rows.
    """
    import pyarrow as pa

    found, count = _Found(), 1 + content.count(b"\n")
    rows = _rows(content, body, filled, found)
    chunks: list[list[pa.Array]] = [[] for _column in range(body.width)]
    while some := list(itertools.islice(rows, _ROWS)):
        check_shape(name, len(found.lines), 0)
        report(min(found.lines[-1] / count, 1.0), _("Reading rows"))
        for chunk, cells in zip(chunks, zip(*some, strict=True), strict=True):
            chunk.append(pa.array(cells, pa.string()))
    columns = [pa.chunked_array(chunk, pa.string()) for chunk in chunks]
    lines = RowLines(content, body, np.array(found.lines, dtype=np.int64))
    return Cells(columns, found.bent, lines, found.repaired)


def _rows(content: bytes, body: Body, filled: bool, found: _Found) -> Iterator[tuple[str, ...]]:
    part = content[: body.end]
    for record in records(part, body.dialect, body.start, body.line):
        for line, fields in _fitting(record, part, body, filled, found):
            found.lines.append(line)
            yield fields


def _fitting(
    record: Record, content: bytes, body: Body, filled: bool, found: _Found
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that a record gives: itself, or the lines of it that fit."""
    text = content[record.start : record.end].decode("utf-8")
    if _may_be_mended(text, body.dialect) and not well_quoted(text, body.dialect):
        yield from _line_by_line(text, record, body, found)
        return
    fields = _filled(record.fields, body.width) if filled else record.fields
    if len(fields) == body.width:
        yield record.line, fields
    else:
        _leave_out(record.line, record.width, text, body, found)


def _line_by_line(
    text: str, record: Record, body: Body, found: _Found
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Where a quotation mark swallowed lines, or cells: each line by itself, read with patience."""
    for line, each in enumerate(text.splitlines(), record.line):
        (plain,) = csv.reader([each], delimiter=body.dialect.mark, quotechar=body.dialect.quote)
        well = len(plain) == body.width and well_quoted(each, body.dialect)
        fields = tuple(plain) if well else mended(each, body.dialect, body.width)
        if fields is not None:
            if fields != tuple(plain):
                found.repaired.append(line)
            yield line, fields
        elif each.strip():
            _leave_out(line, len(plain), each, body, found)


def _leave_out(line: int, width: int, text: str, body: Body, found: _Found) -> None:
    found.bent.append(BentRow(line, width, body.width, text.strip("\r\n"), len(found.lines)))


def _may_be_mended(text: str, dialect: Dialect) -> bool:
    odd = dialect.escape or dialect.whole or dialect.blank_first or not dialect.mark
    return not odd and bool(dialect.quote) and dialect.quote in text


def _filled(fields: tuple[str, ...], width: int) -> tuple[str, ...]:
    beyond = any(cell.strip() for cell in fields[width:])
    return fields if beyond else (*fields, *[""] * (width - len(fields)))[:width]
