"""A table of one's own: from a file's bytes to numbers, with all that was guessed along the way."""

import dataclasses
from pathlib import Path

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.ordinary_file import read_bytes
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import Column, FloatArray, RawData
from playground.engine.data.table.build import build, encode
from playground.engine.data.table.cells import Cells, NumberCells, TextCells
from playground.engine.data.table.columns import (
    ReadTable,
    first_text,
    length,
    missing,
    to_numbers,
)
from playground.engine.data.table.containers.formats import as_text
from playground.engine.data.table.containers.opened import MAXIMUM_BYTES as MAXIMUM_BYTES
from playground.engine.data.table.open import layout_notes, open_table, plan_notes
from playground.engine.data.table.plan import plan_columns
from playground.engine.data.table.words import nearest, quoted, shorten
from playground.engine.spec.run import DataSpec, TableFile


def load_table_file(path: Path) -> TableFile:
    """The name and the bytes of the file at `path`.

    Raises:
        InputError: it is missing, no ordinary file, not readable, or larger than MAXIMUM_BYTES.
    """
    return TableFile(path.name, read_bytes(path, MAXIMUM_BYTES))


def read_table(table: TableFile, spec: DataSpec, progress: Progress = silent) -> RawData:
    """Read the whole of `table` by the choices of `spec`.

    Raises:
        InputError: it cannot be used; the sentence names file, line and column.
        Cancelled: `progress` raised it.
    """
    opened = as_text(table, spec, part_of(progress, 0.0, 0.1))
    read = open_table(opened, spec, part_of(progress, 0.1, 0.85))
    plan = plan_columns(read, spec, part_of(progress, 0.85, 0.92))
    if plan.problems:
        raise InputError(plan.problems[0])
    raw = build(read, plan, spec, part_of(progress, 0.92, 1.0))
    progress(1.0, _("Table read"))
    notes = (*opened.given.notes, *layout_notes(read), *plan_notes(plan), *raw.notes)
    return dataclasses.replace(raw, notes=notes)


def read_inputs(table: TableFile, columns: tuple[Column, ...], spec: DataSpec) -> FloatArray:
    """The inputs of a table that has `columns`, by name, in any order, among others.

    A missing value takes the column's typical one where `data.missing` is `fill`.

    Returns:
        float64 `[rows, features]`, a row for each row of the table.

    Raises:
        InputError: a column is missing, a number is none, a category is unknown.
    """
    names = [column.name for column in columns]
    read = open_table(table, spec, silent, tuple(columns))
    for name in names:
        if name not in read.cells:
            raise InputError(_lacking(read, name))
    everything = np.ones(read.rows, dtype=np.bool_)
    parts = [encode(column, _checked(read, column, spec), everything) for column in columns]
    return np.concatenate(parts, axis=1)


def _lacking(read: ReadTable, name: str) -> str:
    near = nearest(name, read.layout.names)
    if near:
        sentence = _("{file} has no column {column}, which the model needs; did you mean {near}?")
    else:
        sentence = _(
            "{file} has no column {column}, which the model needs; its columns are: {names}."
        )
    return sentence.format(
        file=read.text.name,
        column=repr(name),
        near=repr(near),
        names=quoted(read.layout.names, 8),
    )


def _checked(read: ReadTable, column: Column, spec: DataSpec) -> Cells:
    """The cells of a column, every one of which the model knows."""
    cells = read.cells[column.name]
    gaps = np.flatnonzero(missing(cells))
    if len(gaps) and spec.missing != "fill":
        raise InputError(
            _(
                "{place}: the value is missing; give it, or train with data.missing=fill, which "
                "fills it."
            ).format(place=read.place(int(gaps[0]), column.name))
        )
    if column.kind == "number":
        return _checked_numbers(read, column, cells)
    assert isinstance(cells, TextCells)
    unknown = np.array([text not in column.categories for text in cells.texts] + [False])
    rows = np.flatnonzero(unknown[cells.codes]) if length(cells) else np.empty(0, dtype=np.int64)
    if len(rows):
        text = shorten(first_text(cells, int(rows[0])))
        raise InputError(
            _("{place}: the model knows no category {text}; the known ones are {names}.").format(
                place=read.place(int(rows[0]), column.name),
                text=repr(text),
                names=quoted(column.categories, 8),
            )
        )
    return cells


def _checked_numbers(read: ReadTable, column: Column, cells: Cells) -> NumberCells:
    values = to_numbers(cells, read.layout.numbers)
    if isinstance(values, int):
        text = shorten(first_text(cells, values))
        sentence = _("{place}: {text} is not a number.")
        raise InputError(sentence.format(place=read.place(values, column.name), text=repr(text)))
    infinite = np.flatnonzero(np.isinf(values))
    if len(infinite):
        place = read.place(int(infinite[0]), column.name)
        raise InputError(_("{place}: the number must be finite.").format(place=place))
    return NumberCells(values)
