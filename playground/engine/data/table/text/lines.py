"""Where the records and the quotation marks of a text lie, looked at in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.layout import Body
from playground.engine.data.table.words import listed

IntArray = npt.NDArray[np.int64]
_PIECE = 2**24
_NAMED = 4


@dataclass(eq=False)
class RowLines:
    """The physical lines of a table's rows, looked for when somebody asks.

    Attributes:
        known: of all records; None where they are not known yet.
        rows: which records are rows, bool `[records]`; None where all are.
    """

    content: bytes
    body: Body
    known: IntArray | None = None
    rows: npt.NDArray[np.bool_] | None = None

    @cached_property
    def _every(self) -> IntArray:
        return lines_of_records(self.content, self.body) if self.known is None else self.known

    def of_rows(self) -> IntArray:
        """The physical lines, from 1, of all rows: int64 `[rows]`."""
        return self._every if self.rows is None else self._every[self.rows]

    def between(self) -> IntArray:
        """The lines of records above the last row that are no rows of the table."""
        if self.rows is None:
            return np.empty(0, dtype=np.int64)
        last = int(np.flatnonzero(self.rows)[-1])
        return self._every[:last][~self.rows[:last]]

    def keep(self, mask: npt.NDArray[np.bool_]) -> None:
        """Of the rows so far only those are rows that `mask` says, bool `[rows]`."""
        if self.rows is None:
            self.rows = mask
        else:
            self.rows[self.rows] = mask


def named_lines(lines: Sequence[int] | IntArray) -> str:
    """Lines in a sentence: `3, 7, 9, 12 and 4 more`."""
    return listed([grouped(int(line)) for line in lines[:_NAMED]], _NAMED, len(lines))


def lines_of_records(content: bytes, body: Body) -> IntArray:
    """The physical lines on which records of plain CSV start; empty lines are no records."""
    data = np.frombuffer(content, np.uint8)
    feeds, returns = (_places(content, mark, body.start, body.end) for mark in b"\n\r")
    returns = returns[data[np.minimum(returns + 1, len(data) - 1)] != ord("\n")]
    ends = np.union1d(feeds, returns) if len(returns) else feeds
    starts = np.concatenate(([body.start], ends + 1))
    starts = starts[starts < body.end]
    filled = (data[starts] != ord("\n")) & (data[starts] != ord("\r"))
    if body.dialect.quote:
        quotes = _places(content, ord('"'), body.start, body.end)
        filled &= np.searchsorted(quotes, starts) % 2 == 0
    return body.line + np.flatnonzero(filled)


def has_stray_quotes(content: bytes, body: Body) -> bool:
    """Whether a quotation mark of the rows opens or closes elsewhere than at a cell's border.

    Where none does, every reader of CSV sees the same cells.
    """
    places = _places(content, ord('"'), body.start, body.end)
    if not len(places) or len(places) % 2:
        return bool(len(places))
    data = np.frombuffer(content, np.uint8)
    border = np.zeros(256, dtype=np.bool_)
    border[[ord("\n"), ord("\r"), ord('"'), ord(body.dialect.mark)]] = True
    opening, closing = places[0::2], places[1::2]
    before = border[data[opening - 1]] | (opening == body.start)
    after = border[data[np.minimum(closing + 1, body.end - 1)]] | (closing == body.end - 1)
    return not (before.all() and after.all())


def _places(content: bytes, mark: int, start: int, end: int) -> IntArray:
    """Where a byte lies between two others; in pieces, which take less memory."""
    found = [np.empty(0, dtype=np.int64)]
    if content.find(mark, start, end) < 0:
        return found[0]
    for first in range(start, end, _PIECE):
        data = np.frombuffer(content, np.uint8, min(_PIECE, end - first), first)
        found.append(np.flatnonzero(data == mark) + first)
    return np.concatenate(found)
