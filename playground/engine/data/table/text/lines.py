"""Finds the physical line on which a row stands, when somebody asks."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from playground.engine.data.table.text.layout import Body

IntArray = npt.NDArray[np.int64]
_PIECE = 2**24


@dataclass(slots=True, eq=False)
class LineFinder:
    """The lines of a table's rows; the text is read again only when they are needed.

    Attributes:
        records: of each row, its number among the records of the body; None where they are equal.
        known: the line of each record, where it is known.
    """

    content: bytes
    body: Body
    records: IntArray | None = None
    known: Sequence[int] | IntArray | None = None
    _most: int = field(default=0)

    def line(self, row: int) -> int:
        """The physical line, from 1, of row `row` (from 0)."""
        return self.of_record(int(self.records[row]) if self.records is not None else row)

    def of_rows(self, rows: int) -> IntArray:
        """The physical lines of all of so many rows: int64 `[rows]`."""
        records = np.arange(rows, dtype=np.int64) if self.records is None else self.records
        return self._of(records)

    def between(self) -> IntArray:
        """The lines of records above the last row that are no rows of the table."""
        if self.records is None or not len(self.records):
            return np.empty(0, dtype=np.int64)
        every = np.arange(int(self.records[-1]), dtype=np.int64)
        return self._of(np.setdiff1d(every, self.records, assume_unique=True))

    def _of(self, records: IntArray) -> IntArray:
        if not len(records):
            return np.empty(0, dtype=np.int64)
        self.of_record(int(records[-1]))
        lines: IntArray = np.asarray(self.known, dtype=np.int64)[records]
        return lines

    def of_record(self, record: int) -> int:
        """The physical line, from 1, of record `record` (from 0)."""
        if self.known is None or len(self.known) <= record:
            self.known = lines_of_records(self.content, self.body, max(record + 1, 2 * self._most))
            self._most = len(self.known)
        return int(self.known[record])


def lines_of_records(content: bytes, body: Body, most: int) -> Sequence[int] | IntArray:
    """The physical lines of at least the first `most` records, if there are as many."""
    if not body.dialect.quote or not content.count(b'"', body.start, body.end):
        return _lines_without_quotes(content, body)
    stream = io.TextIOWrapper(io.BytesIO(content[: body.end]), encoding="utf-8", newline="")
    stream.seek(body.start)
    reader = csv.reader(stream, delimiter=body.dialect.mark)
    lines, before = [], 0
    for fields in reader:
        if fields:
            lines.append(body.line + before)
            if len(lines) >= most:
                break
        before = reader.line_num
    return lines


def _lines_without_quotes(content: bytes, body: Body) -> IntArray:
    found: list[IntArray] = []
    begins, line = body.start, body.line
    for start in range(body.start, body.end, _PIECE):
        count = min(_PIECE, body.end - start)
        data = np.frombuffer(content, np.uint8, count, start)
        after = content[start + count] if start + count < body.end else 0
        ending = (data == 10) | ((data == 13) & (np.append(data[1:], after) != 10))
        ends = np.flatnonzero(ending) + start
        if start + count >= body.end:
            ends = np.append(ends, body.end)
        starts = np.concatenate(([begins], ends[:-1] + 1))[: len(ends)]
        length = ends - starts
        bare = (length == 1) & (
            np.frombuffer(content, np.uint8)[np.minimum(starts, len(content) - 1)] == 13
        )
        numbers = np.arange(line, line + len(ends), dtype=np.int64)
        found.append(numbers[(length > 0) & ~bare])
        line += len(ends)
        begins = int(ends[-1]) + 1 if len(ends) else begins
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
