"""Which rows of the right width are none: blank ones, headers again, notes at the end."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.table.text.heading import Below, columns_below
from playground.engine.data.table.text.lines import RowLines, named_lines
from playground.engine.data.table.text.looks import VALUES, look
from playground.engine.data.table.words import shorten

if TYPE_CHECKING:
    import pyarrow as pa

Mask = npt.NDArray[np.bool_]
_LAST = 220
_CELLS = 200_000
_MOST_NOTES = 20
_FEWEST = 5
"""Rows that must stand above one that is taken for a note."""
_TOTAL = re.compile(
    r"(?:grand |sub|general |overall )?(?:total|totals|totais|totales|sum|sums|summe|gesamt|somme"
    r"|soma|suma|insgesamt|average|mean|média|media|promedio|durchschnitt|moyenne)(?: geral|:)?",
    re.IGNORECASE,
)


def sift_rows(
    columns: "Sequence[pa.ChunkedArray]", header: Sequence[str], apart: int | None, lines: RowLines
) -> tuple[Mask, list[str]]:
    """Which rows are rows, and sentences on those that are none.

    Args:
        header: the names as they stand in the file; empty without a header.
        apart: how many of the last rows stand apart, below a blank line; None where no row at
            the end is to be left out.
    """
    notes = []
    blank = equal_rows(columns, [""] * len(columns))
    last = len(blank) - (0 if apart is None else rows_at_the_end(columns, blank, apart))
    again = equal_rows(columns, header) & ~blank if any(header) else np.zeros_like(blank)
    again[last:] = False
    keep = ~(blank | again)
    keep[last:] = False
    if last < len(blank):
        rows = last + np.flatnonzero(~blank[last:])
        text = repr(shorten(columns[0][int(rows[0])].as_py()))
        notes.append(
            ngettext(
                "Line {lines} at the end is no row and is left out: {text}.",
                "Lines {lines} at the end are no rows and are left out: {text}.",
                len(rows),
            ).format(lines=named_lines(lines.of_rows()[rows]), text=text)
        )
    if len(empty := np.flatnonzero(blank[:last])):
        notes.append(
            ngettext(
                "The row in line {lines} has no value and is left out.",
                "{n} rows without any value are left out, in lines {lines}.",
                len(empty),
            ).format(n=grouped(len(empty)), lines=named_lines(lines.of_rows()[empty]))
        )
    if len(headers := np.flatnonzero(again)):
        notes.append(
            ngettext(
                "The header stands again in line {lines}; it is left out there.",
                "The header stands again in lines {lines}; it is left out there.",
                len(headers),
            ).format(lines=named_lines(lines.of_rows()[headers]))
        )
    return keep, notes


def equal_rows(columns: "Sequence[pa.ChunkedArray]", texts: Sequence[str]) -> Mask:
    """Which rows hold these texts, cell by cell."""
    import pyarrow.compute as pc

    rows = len(columns[0]) if columns else 0
    mask: Mask = np.ones(rows, dtype=np.bool_)
    for column, text in zip(columns, texts, strict=True):
        mask &= pc.equal(column, text).to_numpy()
        if not mask.any():
            break
    return mask


def rows_at_the_end(columns: "Sequence[pa.ChunkedArray]", blank: Mask, apart: int) -> int:
    """How many of the last rows are notes, totals or blank; 0 where all are rows."""
    if len(columns) < 2:
        return 0
    first = max(0, len(blank) - min(_LAST, max(2 * _MOST_NOTES, _CELLS // len(columns))))
    rows = list(zip(*(column[first:].to_pylist() for column in columns), strict=True))
    count = notes = 0
    for row in reversed(rows[-_MOST_NOTES:]):
        above = rows[: len(rows) - count - 1]
        if any(row) and not (above and _is_note(row, above, count < apart)):
            break
        count += 1
        notes += any(row)
    return count if notes else 0


def _is_note(row: Sequence[str], above: Sequence[Sequence[str]], apart: bool) -> bool:
    """Whether a row says something about the rows above and is none of them."""
    given = [place for place, cell in enumerate(row) if cell]
    full = [other for other in above if any(other)]
    again = any(other[0] == row[0] for other in full)
    if len(full) < _FEWEST or look(row[0]) != "text" or again:
        return False
    if given == [0]:
        # In a table with gaps a row may well have one cell only.
        alone = sum(sum(map(bool, other)) == 1 for other in full)
        return alone <= 0.05 * len(full)
    total = _TOTAL.fullmatch(row[0]) is not None
    return total or (apart and _is_strange(row, columns_below(full, len(row))))


def _is_strange(row: Sequence[str], below: Sequence[Below]) -> bool:
    return any(
        column.kind in VALUES and look(cell) == "text"
        for cell, column in zip(row, below, strict=True)
    )


def rows_apart(end: bytes) -> int:
    """How many lines of the end of a text stand below its last blank line (0 without one)."""
    lines = [line.strip() for line in re.split(rb"\r\n|\r|\n", end.rstrip())][1:]
    if b"" not in lines:
        return 0
    return lines[::-1].index(b"")
