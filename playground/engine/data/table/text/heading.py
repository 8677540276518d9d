"""Whether a line names the columns: by what stands below it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from playground.engine.common.language import _
from playground.engine.data.table.text.decoded import Guess
from playground.engine.data.table.text.looks import VALUES, Look, look
from playground.engine.data.table.words import shorten

Row = Sequence[str]
_DIFFERENT = ({"date", "number"}, {"quantity", "number"})


@dataclass(frozen=True)
class Below:
    """The cells of a column below the line in question."""

    cells: tuple[str, ...]

    @cached_property
    def kind(self) -> Look:
        """What nearly all cells with a value are; `text` where they differ, `missing` if none."""
        kinds = [kind for cell in self.cells if (kind := look(cell)) != "missing"]
        if not kinds:
            return "missing"
        most = max(set(kinds), key=kinds.count)
        if sum(kind in VALUES for kind in kinds) >= 0.8 * len(kinds):
            return most if most != "text" else "number"
        return "text"

    @cached_property
    def recurring(self) -> bool:
        """Whether its texts stand in it more than once, as those of categories do."""
        return len(set(self.cells)) <= 0.5 * len(self.cells)

    @cached_property
    def years(self) -> bool:
        """Whether it is a column of years itself."""
        return all(_year(cell) for cell in self.cells if cell)


def columns_below(rows: Sequence[Row], width: int) -> list[Below]:
    """The columns of `rows`, which are `width` cells wide."""
    return [Below(tuple(row[place].strip() for row in rows)) for place in range(width)]


def judge_header(first: Row, rows: Sequence[Row], below: Sequence[Below]) -> Guess:
    """`yes` or `no`, and why: whether `first` names the columns of `rows`."""
    cells = [cell.strip() for cell in first]
    if any(cell.lower() in ("true", "false") for cell in cells):
        return Guess("no", _("The first line holds values, as the lines below do."))
    numbered = _numbers_columns(cells, rows, below)
    texts = [(c, col.cells) for c, col in zip(cells, below, strict=True) if look(c) == "text"]
    named = bool(texts) and not any(cell in column for cell, column in texts)
    above, inside = 0, 0
    for cell, column in zip(cells, below, strict=True):
        kind = look(cell)
        if column.kind not in VALUES or kind == "missing":
            continue
        year = kind == "number" and named and _year(cell) and not column.years
        if year or kind == "text" or {kind, column.kind} in _DIFFERENT:
            above += 1
        elif not numbered:
            inside += 1
    if numbered and not inside:
        return Guess("yes", _("The first line numbers the columns."))
    if above > inside:
        return Guess("yes", _("The first line holds text above columns of numbers."))
    if inside:
        return Guess("no", _("The first line holds numbers, as the lines below do."))
    return _judge_texts(cells, below)


def _judge_texts(cells: Row, below: Sequence[Below]) -> Guess:
    if any(look(cell) in ("number", "quantity") and not _year(cell) for cell in cells):
        return Guess("no", _("The first line holds numbers."))
    if any(cell and look(cell) == "missing" for cell in cells):
        return Guess("no", _("The first line has marks of missing values."))
    given = [(cell, column) for cell, column in zip(cells, below, strict=True) if cell]
    again = [cell for cell, column in given if cell in column.cells]
    texts = [cell for cell, column in given if column.recurring or cell in column.cells]
    if again and 2 * len(again) >= len(texts):
        why = _("{text} of the first line occurs again in the same column.")
        return Guess("no", why.format(text=repr(shorten(again[0]))))
    if not texts and _rows_alike(cells, below):
        return Guess("no", _("The first line is written as the lines below are."))
    if again:
        return Guess("yes", _("Most texts of the first line do not occur again in their columns."))
    return Guess("yes", _("No text of the first line occurs again in its column."))


def _rows_alike(cells: Row, below: Sequence[Below]) -> bool:
    """Whether columns of codes begin with a code of the same pattern (`A-12` above `B-07`)."""
    patterns = [
        ({_pattern(cell) for cell in column.cells if cell}, _pattern(cell))
        for cell, column in zip(cells, below, strict=True)
    ]
    codes = [(seen, own) for seen, own in patterns if len(seen) == 1 and "9" in next(iter(seen))]
    return bool(codes) and all(own in seen for seen, own in codes)


def _pattern(text: str) -> str:
    return "".join("9" if c.isdigit() else "a" if c.isalpha() else c for c in text)


def _numbers_columns(cells: Row, rows: Sequence[Row], below: Sequence[Below]) -> bool:
    """Whether the numbers of a line are a scale: years, pixels, wavelengths, `0, 1, 2, …`."""
    places = [place for place, cell in enumerate(cells) if look(cell) == "number"]
    values = _values([cells[place] for place in places])
    if len(values) < 2 or not _rising(values):
        return False
    if all(_year(cells[place]) for place in places):
        return not all(below[place].years for place in places)
    others = [_values([row[place].strip() for place in places]) for row in rows[:5]]
    counts = values in ([float(n + start) for n in range(len(values))] for start in (0, 1))
    if counts and len(values) >= 3:
        return not any(_even(other) and len(other) == len(values) for other in others)
    return len(values) >= 6 and not any(_rising(other) for other in others)


def _year(cell: str) -> bool:
    return len(cell) == 4 and cell.isdecimal() and 1800 <= int(cell) <= 2100


def _values(cells: Row) -> list[float]:
    try:
        return [float(cell.replace(",", ".")) for cell in cells]
    except ValueError:
        return []


def _rising(values: Sequence[float]) -> bool:
    pairs = list(itertools.pairwise(values))
    return bool(pairs) and (all(a < b for a, b in pairs) or all(a > b for a, b in pairs))


def _even(values: Sequence[float]) -> bool:
    steps = [b - a for a, b in itertools.pairwise(values)]
    return bool(steps) and all(abs(step - steps[0]) <= 1e-9 * abs(values[-1]) for step in steps)
