"""What each column of a table is: its kind, and the values behind it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.data.progress import Progress, silent
from playground.engine.data.raw import FloatArray
from playground.engine.data.table.cells import Cells, NumberCells, TextCells
from playground.engine.data.table.guess import Layout
from playground.engine.data.table.numbers import MISSING, NumberFormat
from playground.engine.data.table.scan import Shape, line_of_record
from playground.engine.data.table.text import TableText
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

MAXIMUM_CATEGORIES = 50
MAXIMUM_CLASSES = 100
LARGEST_NUMBER = 1e30
"""Beyond it float32, in which networks train, comes to its end as soon as errors are squared."""

_TEXTS_PER_REPORT = 20_000

Kind = Literal["number", "category", "unusable"]


@dataclass(frozen=True, slots=True, eq=False)
class ReadTable:
    """A table, or its beginning, with all its cells."""

    text: TableText
    layout: Layout
    shape: Shape
    cells: dict[str, Cells]

    @property
    def rows(self) -> int:
        """How many rows there are below the header."""
        return next((length(cells) for cells in self.cells.values()), 0)

    def place(self, row: int, name: str) -> str:
        """Where a cell stands: `casas.csv, line 7, column 'area'`. Reads the table again."""
        index = row + self.layout.has_header
        line = line_of_record(self.text.content, self.layout.mark, index)
        place = _("{file}, line {line}, column {column}")
        return place.format(file=self.text.name, line=line, column=repr(name))


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A column whose kind is settled.

    Attributes:
        why: the reason for the kind, as a sentence.
        problem: a sentence on why it cannot be used as chosen, or nothing.
    """

    name: str
    cells: Cells
    kind: Kind
    why: str
    problem: str = ""


def length(cells: Cells) -> int:
    """How many rows the column has."""
    return len(cells.values if isinstance(cells, NumberCells) else cells.codes)


def missing(cells: Cells) -> "np.typing.NDArray[np.bool_]":
    """bool `[rows]`: where a value is missing."""
    return np.isnan(cells.values) if isinstance(cells, NumberCells) else cells.codes < 0


def natural_order(texts: Iterable[str], numbers: NumberFormat) -> list[str]:
    """By number where all are numbers, else alphabetically, accents aside."""
    listed = list(texts)
    values = {text: numbers.parse(text) for text in listed}
    if all(value is not None for value in values.values()):
        return sorted(listed, key=lambda text: (values[text] or 0.0, text))
    return sorted(listed, key=lambda text: (_without_accents(text.casefold()), text))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def settle(table: ReadTable, name: str, spec: DataSpec, report: Progress = silent) -> Settled:
    """The kind of the column `name`, as chosen or as its values have it."""
    cells = table.cells[name]
    report(0.0, _("Looking at columns"))
    if missing(cells).all():
        return Settled(name, cells, "unusable", _("Every value is missing."))
    if name in spec.categories and isinstance(cells, TextCells):
        return _settle_category(name, cells, chosen=True)
    numbers = to_numbers(cells, table.layout.numbers, report)
    if isinstance(numbers, int):
        if name in spec.numbers:
            return _not_a_number(table, name, cells, numbers)
        assert isinstance(cells, TextCells)
        return _settle_category(name, cells, chosen=False)
    return _settle_number(table, name, numbers, chosen=name in spec.numbers)


def to_numbers(cells: Cells, numbers: NumberFormat, report: Progress = silent) -> FloatArray | int:
    """The column as float64 `[rows]`, NaN where missing, or the first row that holds no number."""
    if isinstance(cells, NumberCells):
        return cells.values
    parsed: list[float | None] = []
    for start in range(0, len(cells.texts), _TEXTS_PER_REPORT):
        report(start / len(cells.texts), _("Looking at columns"))
        piece = cells.texts[start : start + _TEXTS_PER_REPORT]
        parsed += [numbers.parse(text) for text in piece]
    values = np.array([np.nan if value is None else value for value in [*parsed, None]])
    wrong = np.array([value is None for value in parsed] + [False])
    if wrong.any():
        # Code −1 stands for a missing value, and picks the last place.
        return int(np.flatnonzero(wrong[cells.codes])[0])
    found: FloatArray = values[cells.codes]
    return found


def first_text(cells: Cells, row: int) -> str:
    """The text in a row that holds no number."""
    return cells.texts[cells.codes[row]] if isinstance(cells, TextCells) else ""


def _not_a_number(table: ReadTable, name: str, cells: Cells, row: int) -> Settled:
    text = shorten(first_text(cells, row))
    problem = _(
        "{place}: {text} is not a number, but the column is to be read as numbers; correct it, or "
        "read the column as a category."
    ).format(place=table.place(row, name), text=repr(text))
    return Settled(name, cells, "number", _("As chosen."), problem)


def _settle_number(table: ReadTable, name: str, values: FloatArray, chosen: bool) -> Settled:
    cells = NumberCells(values)
    large = np.flatnonzero(np.abs(values) > LARGEST_NUMBER)
    if len(large):
        row = int(large[0])
        problem = _(
            "{place}: {value} is too large to learn from (at most {most}); correct it or ignore "
            "the column."
        ).format(
            place=table.place(row, name), value=number(values[row]), most=number(LARGEST_NUMBER)
        )
        return Settled(name, cells, "number", _("Its values are numbers."), problem)
    low, high = np.nanmin(values), np.nanmax(values)
    if low == high:
        return Settled(name, cells, "unusable", _why_constant(cells))
    why = _("As chosen.") if chosen else _("Its values are numbers.")
    return Settled(name, cells, "number", why)


def only_value(cells: Cells) -> str:
    """The value of a column that has no other, as a sentence has it."""
    if isinstance(cells, NumberCells):
        return number(np.nanmin(cells.values), ".10g")
    return repr(shorten(cells.texts[0]))


def missing_marks() -> tuple[str, ...]:
    """What counts as missing in a table, each once, whatever its case."""
    marks = {mark.casefold(): mark for mark in sorted(MISSING) if mark}
    return tuple(marks[key] for key in sorted(marks))


def _why_constant(cells: Cells) -> str:
    """Names what counts as missing, which may be meant as a category of its own."""
    gaps = int(missing(cells).sum()) if isinstance(cells, TextCells) else 0
    if not gaps:
        return _("Every value is {value}.").format(value=only_value(cells))
    return ngettext(
        "Every value is {value}, except for {n} that counts as missing (empty, or one of {marks}).",
        "Every value is {value}, except for {n} that count as missing (empty, or one of {marks}).",
        gaps,
    ).format(value=only_value(cells), n=grouped(gaps), marks=", ".join(missing_marks()))


def _settle_category(name: str, cells: TextCells, chosen: bool) -> Settled:
    count = len(cells.texts)
    if count == 1:
        return Settled(name, cells, "unusable", _why_constant(cells))
    n, most = grouped(count), MAXIMUM_CATEGORIES
    if count <= most:
        why = _("It holds {n} different text values.").format(n=n)
        return Settled(name, cells, "category", _("As chosen.") if chosen else why)
    if not chosen:
        why = _("It holds more than {most} different text values.").format(most=most)
        return Settled(name, cells, "unusable", why)
    problem = _(
        "Column {column} holds {n} different text values, but a category column can hold at most "
        "{most}; ignore the column."
    ).format(column=repr(name), n=n, most=most)
    return Settled(name, cells, "category", _("As chosen."), problem)
