"""Reads the columns of a table as a model knows them: numbers, dates, categories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.data.raw import Column
from playground.engine.data.table.columns.dates import DateFormat, Part, parts_of
from playground.engine.data.table.columns.evidence import Evidence, evidence_of
from playground.engine.data.table.columns.kinds import (
    LARGEST_NUMBER,
    Mask,
    NumberCells,
    TextCells,
    missing,
)
from playground.engine.data.table.columns.numbers import SCALED, NumberFormat
from playground.engine.data.table.inputs.forms import Form, is_plain, settle_forms
from playground.engine.data.table.marks import IN_NUMBERS, chosen_marks
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.spec.run import DataSpec


@dataclass(frozen=True, slots=True, eq=False)
class ReadColumn:
    """A column of the model, read from the table.

    Attributes:
        source: the column of the table.
        cells: its numbers, or its places among the categories.
        gaps: where nothing stands.
        odd: where something stands that the model does not know.
        form: how its numbers or dates are written; None for categories.
    """

    column: Column
    source: str
    cells: NumberCells | TextCells
    gaps: Mask
    odd: Mask
    form: Form | None = None

    @property
    def without(self) -> Mask:
        """Where the model has nothing to go by."""
        return missing(self.cells)


def source_of(column: Column) -> str:
    """The name under which a table has the column; data that are no table have the same."""
    return column.reading.source or column.name


def read_columns(
    texts: TextTable, names: Mapping[str, str], columns: Sequence[Column], spec: DataSpec
) -> list[ReadColumn]:
    """Read `columns`, of which several may come of one column of the table.

    Args:
        names: the columns of the table by those that the model knows.
        spec: how the model's own table was read.
    """
    marks = chosen_marks(spec.missing_marks, tuple(names))
    evidence = {}
    for column in columns:
        source = source_of(column)
        if source not in evidence:
            cells = texts.columns[names[source]]
            evidence[source] = evidence_of(cells, *marks[source], _unit(column))
    forms = settle_forms(
        {
            source_of(column): (evidence[source_of(column)], _trained(column))
            for column in columns
            if column.kind == "number"
        }
    )
    read = []
    for column in columns:
        source = source_of(column)
        if column.kind == "category":
            read.append(_read_category(column, names[source], evidence[source]))
        else:
            read.append(_read_values(column, names[source], evidence[source], forms[source]))
    return read


def _unit(column: Column) -> tuple[str, str]:
    """The currency and the unit in training, as far as nothing is to be multiplied."""
    form = _trained(column)
    if isinstance(form, DateFormat):
        return "", ""
    return form.before, "" if form.after == SCALED else form.after


def _trained(column: Column) -> NumberFormat | DateFormat:
    form = column.reading.form
    return DateFormat(*form) if column.reading.part else NumberFormat(*form)


def _read_values(column: Column, source: str, evidence: Evidence, form: Form) -> ReadColumn:
    if isinstance(form.form, DateFormat):
        part: Part = column.reading.part  # type: ignore[assignment]
        values = parts_of(evidence.dates(form.form), part) - column.reading.origin
    elif is_plain(evidence, form.form):
        assert evidence.plain is not None
        values = evidence.plain
    else:
        values = evidence.numbers(form.form)
    gaps = np.isnan(values) if values is evidence.plain else evidence.number_gaps[evidence.codes]
    # Beyond it, networks answer nothing.
    sound = np.abs(values) <= LARGEST_NUMBER
    cells = NumberCells(np.where(sound, values, np.nan))
    return ReadColumn(column, source, cells, gaps, ~(sound | gaps), form)


def _read_category(column: Column, source: str, evidence: Evidence) -> ReadColumn:
    find = _Known(column.categories)
    found = np.array([find.place(text) for text in evidence.distinct_list], dtype=np.int64)
    gaps = (found < 0) & (evidence.text_gaps | evidence.are_in(IN_NUMBERS))
    cells = TextCells(found[evidence.codes], column.categories)
    gaps = gaps[evidence.codes]
    return ReadColumn(column, source, cells, gaps, missing(cells) & ~gaps)


class _Known:
    """Finds a category by its text; case, and `1.0` for `1`, aside where it is clear which."""

    def __init__(self, categories: Sequence[str]) -> None:
        self._exact = {text: place for place, text in enumerate(categories)}
        self._alike: dict[object, list[int]] = {}
        for text, place in self._exact.items():
            for key in {text.casefold(), _value(text)} - {None}:
                self._alike.setdefault(key, []).append(place)

    def place(self, text: str) -> int:
        """Its place, −1 where there is none."""
        plain = " ".join(text.split())
        if plain in self._exact:
            return self._exact[plain]
        for key in (plain.casefold(), _value(plain)):
            places = self._alike.get(key, []) if key is not None else []
            if len(places) == 1:
                return places[0]
        return -1


def _value(text: str) -> int | None:
    """The whole number that a text certainly is: `1.0` is 1, but `01` is a code."""
    whole, _point, decimals = text.partition(".")
    digits = whole.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or (len(digits) > 1 and digits[0] == "0"):
        return None
    return None if decimals.strip("0") else int(whole)
