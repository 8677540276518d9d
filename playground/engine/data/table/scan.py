"""Where a table's records end, and what is wrong with their shape.

`scan` counts separators in bulk and is right whenever it finds every record of the same width. Only
when it does not, `inspect` reads record by record and names the lines.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.text import PIECE, TableText, line_at
from playground.engine.data.table.words import listed

SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
MAXIMUM_ROWS = 5_000_000
MAXIMUM_COLUMNS = 2_000
_NAMED_LINES = 4

Offsets = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is laid out.

    Attributes:
        records: that are not blank, the header included.
        fields: of every record.
        first_end: byte offset after the first record.
        end: byte offset after the last whole record.
    """

    records: int
    fields: int
    first_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Record:
    """Fields as texts; `line` is the physical line, from 1, on which the record starts."""

    line: int
    fields: tuple[str, ...]
    end: int


def shape_of(text: TableText, separator: str, report: Progress = silent) -> Shape:
    """Measure `text`, whose last record may be cut off where it is only a beginning.

    Args:
        separator: one character.

    Raises:
        InputError: no records, ragged records, an unclosed quote, too many rows or columns.
    """
    shape = _scan(text, separator, report) or inspect(text, separator)
    if not shape.records:
        raise InputError(
            _("{file} has no rows; choose a table with a header and rows.").format(file=text.name)
        )
    if shape.fields > MAXIMUM_COLUMNS:
        raise InputError(
            _("{file} has {n} columns; at most {most} can be read.").format(
                file=text.name, n=grouped(shape.fields), most=grouped(MAXIMUM_COLUMNS)
            )
        )
    if shape.records - 1 > MAXIMUM_ROWS:
        raise InputError(
            _("{file} has {n} rows; at most {most} can be read.").format(
                file=text.name, n=grouped(shape.records - 1), most=grouped(MAXIMUM_ROWS)
            )
        )
    return shape


def records(content: bytes, separator: str, strict: bool = False) -> Iterator[Record]:
    """The records that are not blank, one by one.

    Raises:
        csv.Error: a field is longer than 128 KiB, as an unclosed quote makes it; with `strict`
            also where text follows a closing quote, or a quote is open at the end.
    """
    lines = _Lines(content)
    reader = csv.reader(lines, delimiter=separator, strict=strict)
    line = 1
    for fields in reader:
        if len(fields) > 1 or (fields and fields[0].strip()):
            yield Record(line, tuple(fields), lines.offset)
        line = reader.line_num + 1


class _Lines:
    """The physical lines of UTF-8 text, and how far they have been read."""

    def __init__(self, content: bytes) -> None:
        self._stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="")
        self.offset = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._stream:
            self.offset += len(line.encode("utf-8"))
            yield line


def line_of_record(content: bytes, separator: str, index: int) -> int:
    """The physical line on which the record `index` (from 0, blank ones not counted) starts."""
    for number, record in enumerate(records(content, separator)):
        if number == index:
            return record.line
    raise IndexError(index)


@dataclass(slots=True)
class _Progress:
    """What the scan of one piece hands to the next."""

    inside: bool = False
    separators: int = 0
    start: int = 0
    records: int = 0
    fields: int = 0
    first_end: int = 0
    stray: bool = False
    border: int = -1
    longest: int = 0


def _scan(text: TableText, separator: str, report: Progress) -> Shape | None:
    """The shape, or None where a record differs in width or a quote stays open."""
    state = _Progress()
    total = len(text.content)
    for start in range(0, total, PIECE):
        report(start / total, _("Counting rows"))
        ends, counts = _records_of_piece(text.content, ord(separator), start, state)
        last = start + PIECE >= total
        open_start = int(ends[-1]) + 1 if len(ends) else state.start
        if last and text.complete and open_start < total:
            ends = np.append(ends, total)
            counts = np.append(counts, state.separators)
        if state.stray or not _take(text.content, ends, counts, state):
            return None
    longest = max(state.longest, total - state.border)
    if longest > csv.field_size_limit():  # what only `inspect` can tell from a quote left open
        return None
    if state.inside and (text.complete or total - state.start > csv.field_size_limit()):
        return None
    end = total if text.complete else state.start
    return Shape(state.records, state.fields, state.first_end, end) if state.records else None


def _records_of_piece(
    content: bytes, separator: int, start: int, state: _Progress
) -> tuple[Offsets, Offsets]:
    """Offsets of the line ends of this piece, and the separators of each record that ends there.

    Leaves the open record's start to `_take`, and its separators and open quote in `state`.
    """
    count = min(PIECE, len(content) - start)
    data = np.frombuffer(content, np.uint8, count, start)
    ending = data == ord("\n")
    if 13 in data:
        following = np.append(
            data[1:], content[start + count] if start + count < len(content) else 0
        )
        ending |= (data == ord("\r")) & (following != ord("\n"))
    marks = data == separator
    quotes = data == ord('"')
    if state.inside or quotes.any():
        inside = np.logical_xor.accumulate(quotes) ^ state.inside
        ending &= ~inside
        marks &= ~inside
        state.inside = bool(inside[-1])
        state.stray |= _has_stray(
            content, np.flatnonzero(quotes) + start, inside[quotes], separator
        )
    borders = np.flatnonzero(ending | marks) + start
    if len(borders):
        state.longest = max(state.longest, int(np.diff(borders, prepend=state.border).max()))
        state.border = int(borders[-1])
    ends = np.flatnonzero(ending)
    places = np.flatnonzero(marks)
    before = np.searchsorted(places, ends)
    counts = np.diff(before, prepend=0)
    if len(ends):
        counts[0] += state.separators
        state.separators = len(places) - int(before[-1])
    else:
        state.separators += len(places)
    return ends.astype(np.int64) + start, counts.astype(np.int64)


def _has_stray(content: bytes, places: Offsets, opens: Mask, separator: int) -> bool:
    """Whether a quote opens or closes elsewhere than at the border of a field."""
    data = np.frombuffer(content, np.uint8)
    border = np.zeros(256, dtype=np.bool_)
    border[[ord("\n"), ord("\r"), ord('"'), separator]] = True
    before = border[data[places[opens] - 1]] | (places[opens] == 0)
    last = len(content) - 1
    closing = places[~opens]
    after = border[data[np.minimum(closing + 1, last)]] | (closing == last)
    return not (before.all() and after.all())


def _take(content: bytes, ends: Offsets, counts: Offsets, state: _Progress) -> bool:
    """Count these records; False where one is not as wide as the first."""
    if not len(ends):
        return True
    starts = np.concatenate(([state.start], ends[:-1] + 1))
    state.start = int(ends[-1]) + 1
    blank = _blank(content, starts, ends, counts)
    full = np.flatnonzero(~blank)
    if not len(full):
        return True
    if not state.fields:
        state.fields = int(counts[full[0]]) + 1
        state.first_end = min(int(ends[full[0]]) + 1, len(content))
    state.records += len(full)
    return bool((counts[full] == state.fields - 1).all())


def _blank(content: bytes, starts: Offsets, ends: Offsets, counts: Offsets) -> Mask:
    blank = starts >= ends
    for index in np.flatnonzero((counts == 0) & ~blank):
        blank[index] = not content[starts[index] : ends[index]].strip()
    return blank


def inspect(text: TableText, separator: str) -> Shape:
    """Measure record by record.

    Raises:
        InputError: ragged records or an unclosed quote; the lines are named.
    """
    content = text.content
    count, end, first_end, wrong = 0, 0, 0, 0
    first: Record | None = None
    ragged: list[Record] = []
    try:
        for record in records(content, separator, strict=True):
            if not text.complete and record.end >= len(content):
                break
            first = first or record
            first_end = first_end or record.end
            count, end = count + 1, record.end
            if len(record.fields) != len(first.fields):
                wrong += 1
                ragged = [*ragged, record][:_NAMED_LINES]
    except csv.Error as error:
        # A beginning may end inside a quoted field, though not inside a very long one.
        if text.complete or "unexpected end" not in str(error):
            line, fault = _bad_quote(content, separator, end)
            raise InputError(fault.format(file=text.name, line=line)) from None
    if first is not None and wrong:
        raise InputError(_ragged(text.name, first, ragged, wrong))
    width = len(first.fields) if first else 0
    return Shape(count, width, first_end, len(content) if text.complete else end)


def _bad_quote(content: bytes, separator: str, start: int) -> tuple[int, str]:
    """The line and the fault in the quotes of the record that starts at byte `start`.

    The fault is a sentence with the fields `file` and `line`.
    """
    opening = re.compile(rb"(?:\A|[\r\n" + re.escape(separator).encode() + rb'])"')
    after = (b"", b"\r", b"\n", separator.encode())
    tail = content[start:]
    position = 0
    while match := opening.search(tail, position):
        closing = tail.find(b'"', match.end())
        while closing >= 0 and tail[closing + 1 : closing + 2] == b'"':
            closing = tail.find(b'"', closing + 2)
        line = line_at(content, start + match.end() - 1)
        if closing >= 0 and tail[closing + 1 : closing + 2] in after:
            position = closing + 1
        elif closing >= 0 and b"\n" not in tail[match.end() : closing]:
            return line, _(
                "{file}, line {line}: text follows a closing quote; double the quotes inside a "
                "text."
            )
        else:
            return line, _(
                "{file}, line {line}: a quote opens there and is never closed; close or remove it."
            )
    too_long = _("{file}, line {line}: a field is too long to be one of a table; shorten it.")
    return line_at(content, start), too_long


def _ragged(name: str, first: Record, ragged: list[Record], wrong: int) -> str:
    return ngettext(
        "{file}: line {lines} does not have as many fields as line {first} ({found} instead of "
        "{wanted}); give every row the same number or choose another separator.",
        "{file}: lines {lines} do not have as many fields as line {first} (line {line} has {found} "
        "instead of {wanted}); give every row the same number or choose another separator.",
        wrong,
    ).format(
        file=name,
        lines=listed([str(record.line) for record in ragged], _NAMED_LINES, wrong),
        first=first.line,
        line=ragged[0].line,
        found=grouped(len(ragged[0].fields)),
        wanted=grouped(len(first.fields)),
    )
