"""Reads a table for a model that was trained on another: column by column, as that one was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped, local
from playground.engine.data.raw import Column, FloatArray, IntArray
from playground.engine.data.table.columns import Mask
from playground.engine.data.table.dates import DateFormat, Part, parts_of
from playground.engine.data.table.evidence import Evidence, in_one_piece
from playground.engine.data.table.marks import IN_NUMBERS, chosen_marks
from playground.engine.data.table.numbers import NumberFormat
from playground.engine.data.table.text_table import TextTable, read_texts
from playground.engine.data.table.words import listed, nearest, quoted, shorten
from playground.engine.spec.run import DataSpec, TableFile

OnMissing = Literal["fill", "skip", "refuse"]
ON_MISSING: dict[OnMissing, str] = {
    "fill": N_("Fill gaps as in training"),
    "skip": N_("Leave the rows out"),
    "refuse": N_("Refuse the file"),
}
"""What happens to rows that a model cannot take as they are."""

_NAMED = 5
_COMPLEMENT = {"comma": "point", "point": "comma"}


@dataclass(frozen=True, slots=True, eq=False)
class ReadInputs:
    """The rows of a table that a model can take.

    Attributes:
        inputs: float64 `[rows taken, features]`.
        rows: int64 `[rows taken]`, their places among the rows of the table.
        total: how many rows the table has.
        notes: sentences on gaps filled, rows left out and why, and numbers written otherwise.
        texts: the table.
    """

    inputs: FloatArray
    rows: IntArray
    total: int
    notes: tuple[str, ...]
    texts: TextTable


@dataclass(frozen=True, slots=True, eq=False)
class _Column:
    """A column of the model, read from the table.

    Attributes:
        values: float64 `[rows, features]`, NaN where there is none.
        gaps: where nothing stands.
        odd: where something stands that the model does not know.
    """

    column: Column
    values: FloatArray
    gaps: Mask
    odd: Mask
    note: str = ""


def read_inputs(
    table: TableFile,
    columns: tuple[Column, ...],
    spec: DataSpec,
    on_missing: OnMissing | None = None,
) -> ReadInputs:
    """The inputs of a table that has `columns`, by name, in any order, among others.

    Args:
        spec: how the model's own table was read.
        on_missing: what happens to rows with a gap, or with what the model does not know. None
            fills gaps where training filled them, and leaves out the rows otherwise. What is no
            gap is never filled.

    Raises:
        InputError: a column is missing, no row is left, or rows were to be refused.
    """
    chosen: OnMissing = on_missing or ("fill" if spec.missing == "fill" else "skip")
    sources = list(dict.fromkeys(column.reading.source or column.name for column in columns))
    texts = read_texts(table, _layout_of(spec), wanted=frozenset(sources))
    for name in sources:
        if name not in texts.columns:
            raise InputError(_lacking(texts, name))
    if not texts.rows:
        raise InputError(
            _("{file} has only a header and no rows; add rows below it.").format(file=table.name)
        )
    read = [_read(texts, column, spec) for column in columns]
    return _taken(texts, read, chosen)


def _layout_of(spec: DataSpec) -> DataSpec:
    """Each file is laid out by itself, except for what was chosen for all of that kind."""
    return DataSpec(encoding="auto", separator="auto", comment=spec.comment)


def _lacking(texts: TextTable, name: str) -> str:
    names = tuple(texts.columns)
    near = nearest(name, names)
    if near:
        sentence = _("{file} has no column {column}, which the model needs; did you mean {near}?")
    else:
        sentence = _(
            "{file} has no column {column}, which the model needs; its columns are: {names}."
        )
    return sentence.format(
        file=texts.text.name, column=repr(name), near=repr(near), names=quoted(names, 8)
    )


def _read(texts: TextTable, column: Column, spec: DataSpec) -> _Column:
    name = column.reading.source or column.name
    marks = chosen_marks(spec.missing_marks, (name,))
    evidence = Evidence(in_one_piece(texts.columns[name]), marks.replaced(name), marks.chosen(name))
    if column.kind == "category":
        return _read_category(column, evidence)
    if column.reading.part:
        return _read_date(column, evidence)
    return _read_number(column, evidence)


def _read_number(column: Column, evidence: Evidence) -> _Column:
    trained = NumberFormat(*column.reading.form) if column.reading.form else NumberFormat()
    gaps = evidence.number_gaps[evidence.codes]
    values = _finite(evidence.numbers(trained))
    note = ""
    if bool((np.isnan(values) & ~gaps).any()):
        other = _other_form(evidence, trained)
        if other is not None:
            values = _finite(evidence.numbers(other))
            note = _(
                "The numbers of {column} are written like {example}, not as in the table that the "
                "model was trained on, and are read so."
            ).format(column=repr(shorten(column.name)), example=evidence.example(other))
    odd = np.isnan(values) & ~gaps
    return _Column(column, values[:, None], gaps, odd, note)


def _finite(values: FloatArray) -> FloatArray:
    return np.where(np.isfinite(values), values, np.nan)


def _other_form(evidence: Evidence, trained: NumberFormat) -> NumberFormat | None:
    """Another format that every cell certainly has; None where the trained one is as good."""
    grouping = NumberFormat(
        trained.decimal, _COMPLEMENT[trained.decimal], trained.before, trained.after
    )
    gaps = evidence.number_gaps[evidence.codes]
    if trained.thousands == "none" and not np.isnan(evidence.numbers(grouping)[~gaps]).any():
        return grouping
    if not evidence.written or evidence.written[0].cells < evidence.present:
        return None
    form = evidence.written[0].form
    return None if evidence.doubtful(form) is not None else form


def _read_date(column: Column, evidence: Evidence) -> _Column:
    reading = column.reading
    seconds = evidence.dates(DateFormat(reading.form[0]))
    gaps = evidence.number_gaps[evidence.codes]
    note = ""
    if bool((np.isnan(seconds) & ~gaps).any()) and evidence.dated:
        form, cells = evidence.dated[0]
        twins = [other for other, count in evidence.dated[1:] if count == cells]
        if cells == evidence.present and not twins:
            seconds = evidence.dates(form)
            note = _("The dates of {column} are written as {form} and are read so.").format(
                column=repr(shorten(reading.source)), form=form.key
            )
    part: Part = reading.part  # type: ignore[assignment]
    values = parts_of(seconds, part) - reading.origin
    return _Column(column, values[:, None], gaps, np.isnan(values) & ~gaps, note)


def _read_category(column: Column, evidence: Evidence) -> _Column:
    known = {text: place for place, text in enumerate(column.categories)}
    folded: dict[str, list[int]] = {}
    for text, place in known.items():
        folded.setdefault(text.casefold(), []).append(place)
    places = np.full(len(evidence.distinct), -1, dtype=np.int64)
    maybe = evidence.text_gaps | evidence.are_in(IN_NUMBERS)
    gaps = np.zeros(len(places), dtype=np.bool_)
    for index, text in enumerate(evidence.distinct_list):
        plain = " ".join(text.split())
        alike = folded.get(plain.casefold(), [])
        places[index] = known.get(plain, alike[0] if len(alike) == 1 else -1)
        gaps[index] = places[index] < 0 and maybe[index]
    rows = places[evidence.codes]
    values = (rows[:, None] == np.arange(len(column.categories))).astype(np.float64)
    values[rows < 0] = np.nan
    missing = gaps[evidence.codes]
    return _Column(column, values, missing, (rows < 0) & ~missing)


def _taken(texts: TextTable, read: Sequence[_Column], on_missing: OnMissing) -> ReadInputs:
    notes = [*texts.notes, *(column.note for column in read if column.note)]
    if texts.bent:
        notes.append(_bent(texts))
    left_out = np.zeros(texts.rows, dtype=np.bool_)
    for column in read:
        bad = column.odd | (column.gaps if on_missing != "fill" else False)
        if on_missing == "refuse" and bad.any():
            raise InputError(_refused(texts, column, int(np.flatnonzero(bad)[0])))
        left_out |= bad
        notes += _said(texts, column, on_missing)
    kept = np.flatnonzero(~left_out)
    if not len(kept):
        first = next(c for c in read if (c.odd | c.gaps).any())
        row = int(np.flatnonzero(first.odd | first.gaps)[0])
        raise InputError(_refused(texts, first, row))
    inputs = np.concatenate([_filled(column)[kept] for column in read], axis=1)
    return ReadInputs(inputs, kept, texts.rows, tuple(dict.fromkeys(notes)), texts)


def _filled(column: _Column) -> FloatArray:
    """With the typical value of the training table where nothing stands."""
    if not column.gaps.any():
        return column.values
    values = column.values.copy()
    values[column.gaps] = _typical(column.column)
    return values


def _typical(column: Column) -> FloatArray:
    if column.kind == "number":
        return np.array([float(column.typical)])
    return np.array([float(text == column.typical) for text in column.categories])


def _said(texts: TextTable, column: _Column, on_missing: OnMissing) -> list[str]:
    """Sentences on the gaps of a column and on what the model does not know."""
    name = repr(shorten(column.column.name))
    said = []
    gaps, odd = int(column.gaps.sum()), int(column.odd.sum())
    if gaps and on_missing == "fill":
        typical = column.column.typical
        value = local(typical) if column.column.kind == "number" else repr(shorten(typical))
        sentence = ngettext(
            "{n} missing value of {column} is filled with {value} ({lines}).",
            "{n} missing values of {column} are filled with {value} ({lines}).",
            gaps,
        )
        lines = _lines(texts, column.gaps)
        said.append(sentence.format(n=grouped(gaps), column=name, value=value, lines=lines))
    elif gaps:
        sentence = ngettext(
            "{n} row is left out: {column} is missing ({lines}).",
            "{n} rows are left out: {column} is missing ({lines}).",
            gaps,
        )
        lines = _lines(texts, column.gaps)
        said.append(sentence.format(n=grouped(gaps), column=name, lines=lines))
    if odd:
        sentence = ngettext(
            "{n} row is left out, because the model does not know its {column}: {cells}.",
            "{n} rows are left out, because the model does not know their {column}: {cells}.",
            odd,
        )
        cells = _cells(texts, column)
        said.append(sentence.format(n=grouped(odd), column=name, cells=cells))
    return said


def _lines(texts: TextTable, rows: Mask) -> str:
    found = np.flatnonzero(rows)
    lines = [grouped(texts.line(int(row))) for row in found[:_NAMED]]
    return ngettext("line {lines}", "lines {lines}", len(found)).format(
        lines=listed(lines, _NAMED, len(found))
    )


def _cells(texts: TextTable, column: _Column) -> str:
    found = np.flatnonzero(column.odd)
    cells = [
        _("{text} (line {line})").format(
            text=repr(shorten(_text_of(texts, column, int(row)))),
            line=grouped(texts.line(int(row))),
        )
        for row in found[:_NAMED]
    ]
    return listed(cells, _NAMED, len(found))


def _text_of(texts: TextTable, column: _Column, row: int) -> str:
    name = column.column.reading.source or column.column.name
    return str(texts.columns[name][row])


def _bent(texts: TextTable) -> str:
    lines = [grouped(row.line) for row in texts.bent[:_NAMED]]
    count = len(texts.bent)
    return ngettext(
        "{n} row is left out, because it is not as wide as the others (line {lines}).",
        "{n} rows are left out, because they are not as wide as the others (lines {lines}).",
        count,
    ).format(n=grouped(count), lines=listed(lines, _NAMED, count))


def _refused(texts: TextTable, column: _Column, row: int) -> str:
    name = column.column.reading.source or column.column.name
    place = texts.place(row, name)
    if column.gaps[row]:
        return _(
            "{place}: the value is missing; give it, or choose to fill gaps or to leave such rows "
            "out."
        ).format(place=place)
    text = repr(shorten(_text_of(texts, column, row)))
    if column.column.kind == "category":
        return _("{place}: the model knows no category {text}; the known ones are {names}.").format(
            place=place, text=text, names=quoted(column.column.categories, 8)
        )
    return _("{place}: {text} is not a number as the model needs it.").format(
        place=place, text=text
    )
