"""Where a table starts in its file: below titles and notes, with or without a header."""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from playground.engine.common.language import _
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.dialect import Record
from playground.engine.data.table.text.heading import Row, columns_below, judge_header
from playground.engine.data.table.text.looks import VALUES, look
from playground.engine.data.table.text.names import folded
from playground.engine.spec.run import DataSpec

_ROWS = 200


@dataclass(frozen=True, slots=True)
class Start:
    """Where the rows start.

    Attributes:
        above: records above the table, which are no part of it.
        first: the record of the first row.
        width: how many cells most rows have.
        header: whether there is one, and why.
        names: as they stand in the header; empty without one.
    """

    above: int
    first: int
    width: int
    header: Guess
    names: tuple[str, ...]


def find_start(found: Sequence[Record], spec: DataSpec, wanted: frozenset[str]) -> Start:
    """Where the table starts among its first records, of which there is at least one."""
    width = usual_width(found)
    needed = {folded(name) for name in wanted}
    for place, record in enumerate(found[:100]):
        if needed and spec.header == "auto" and needed <= set(map(folded, record.fields)):
            header = Guess("yes", _("This line names the columns that are needed."))
            if place + 1 < len(found):
                width = usual_width(found[place + 1 :])
            return Start(place, place + 1, width, header, record.fields)
    cells = [cell.strip() for cell in found[0].fields]
    if spec.bent_rows == "fill" and all(cells) and not any(look(c) in VALUES for c in cells):
        return _with_header(found, 0, found[0].width, spec)
    place = _first_row(found, width) if spec.skip_lines < 0 else 0
    return _with_header(found, place, width, spec)


def usual_width(found: Sequence[Record]) -> int:
    """How many cells most rows of the first table have."""
    first = _first_table(found)
    if first:
        return first
    counts = Counter(record.width for record in found)
    # Titles and notes of one cell may be many beside a small table.
    several = {width for width in counts if width > 1 and (counts[width] > 1 or len(found) < 3)}
    return max(several or counts, key=lambda width: (counts[width], width))


def _first_table(found: Sequence[Record]) -> int:
    """The width of a table above another one, or 0."""
    for _width, group in itertools.groupby(found, key=lambda record: record.width):
        rows = [record.fields for record in group]
        width = len(rows[0])
        if width >= 3 and len(rows) >= 6:
            below = columns_below(rows[1:], width)
            if any(column.kind in VALUES for column in below):
                return width
    return 0


def _first_row(found: Sequence[Record], width: int) -> int:
    """The first record that is as wide as the table and no title that is filled up."""
    place = next(n for n, record in enumerate(found) if record.width == width)
    while place + 1 < len(found) and _is_title(found, place, width):
        place += 1
    return place


def _is_title(found: Sequence[Record], place: int, width: int) -> bool:
    """Whether a record is mostly empty and stands above the names of the columns."""
    cells = [cell.strip() for cell in found[place].fields]
    given = [number for number, cell in enumerate(cells) if cell]
    if not given:
        return True
    if cells[0].endswith(":") and width > 1:
        keys = sum(record.fields[0].strip().endswith(":") for record in found)
        return keys < 0.2 * len(found)
    # A name that spans columns leaves the cells beside it blank; titles stand at the left.
    at_left = given == list(range(len(given)))
    long = len(given) == 1 and len(cells[given[0]]) > 30
    several = len(given) > max(1, width // 2)
    if several or not (at_left or long) or any(look(cell) in VALUES for cell in cells if cell):
        return False
    for record in found[place + 1 : place + 12]:
        texts = [cell.strip() for cell in record.fields if cell.strip()]
        if record.width == width and len(texts) > len(given):
            spanning = not record.fields[0].strip()
            looks = {look(text) for text in texts}
            return spanning or ("text" in looks and looks.isdisjoint(VALUES))
    return False


def _with_header(found: Sequence[Record], place: int, width: int, spec: DataSpec) -> Start:
    if spec.header == "no":
        return Start(place, place, width, Guess("no", CHOSEN), ())
    before = found[place - 1] if place else None
    if spec.header == "yes":
        if before and _is_header_above(found, place, width):
            place -= 1
        return Start(place, place + 1, width, Guess("yes", CHOSEN), found[place].fields)
    own = _judge(found, place, width)
    unsure = own.value == "no" or not _texts_above_values(found, place, width)
    if before and unsure and _is_header_above(found, place, width):
        why = Guess("yes", _("The line above the rows holds text, though not a cell for each."))
        return Start(place - 1, place, width, why, before.fields)
    if own.value == "no":
        return Start(place, place, width, own, ())
    return Start(place, place + 1, width, own, found[place].fields)


def _judge(found: Sequence[Record], place: int, width: int) -> Guess:
    if found[place].width != width:
        return Guess("no", _("No line names the columns."))
    # Where tables were joined, the header stands again among the rows.
    again = found[place].fields
    rows = rows_from(found, place + 1, width)
    others = [row for row in rows if row != again]
    if all(cell.strip() for cell in again) and 2 * len(others) > len(rows):
        rows = others
    return judge_header(found[place].fields, rows, columns_below(rows, width))


def rows_from(found: Sequence[Record], first: int, width: int) -> Sequence[Row]:
    """The cells of the first records from `first` on that are as wide as the table."""
    return [record.fields for record in found[first:] if record.width == width][:_ROWS]


def _texts_above_values(found: Sequence[Record], place: int, width: int) -> bool:
    """Whether the record holds text above columns of numbers or dates."""
    below = columns_below(rows_from(found, place + 1, width), width)
    return any(
        look(cell.strip()) == "text" and column.kind in VALUES
        for cell, column in zip(found[place].fields, below, strict=True)
    )


def _is_header_above(found: Sequence[Record], place: int, width: int) -> bool:
    """Whether the record above, which is not as wide as the rows, names the columns."""
    cells = [cell.strip() for cell in found[place - 1].fields]
    given = [cell for cell in cells if cell]
    near = len(cells) >= width - 1
    return near and len(given) >= 2 and not any(look(cell) in VALUES for cell in given)
