"""A tensor, or a part of it, as text to be copied."""

import csv
import io
from typing import Literal

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.tensors.entry import Entry, TensorSource
from playground.engine.instruments.tensors.reading import cells_of
from playground.engine.instruments.tensors.sheet import Part, index_of, sheet_of

Form = Literal["text", "csv"]
MOST = 100_000
"""Numbers that are copied at once."""


def written(source: TensorSource, key: str, form: Form, part: Part | None = None) -> str:
    """Rows and columns as spreadsheets take them, or as CSV with a line of headings.

    Args:
        part: of its table; None for all of it.

    Raises:
        InputError: it is gone, or too large.
    """
    entry = next((entry for entry in source.entries if entry.key == key), None)
    if entry is None:
        raise InputError(_("This tensor no longer exists: choose another one."))
    rows, columns = sheet_of(entry.shape)
    part = (part or Part(0, 0, rows, columns)).within(rows, columns)
    if part.rows * part.columns > MOST:
        sentence = _(
            "{name} has {numbers} numbers, and at most {most} can be copied at once. Select some "
            "cells of the table."
        )
        count = grouped(part.rows * part.columns)
        raise InputError(sentence.format(name=entry.name, numbers=count, most=grouped(MOST)))
    lines = _lines(entry, cells_of(source.tensor(key), part).values.tolist(), part)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if form == "csv" else "\t", lineterminator="\n")
    if form == "csv":
        writer.writerow(column_names(entry, part))
    writer.writerows(lines)
    return out.getvalue()


def column_names(entry: Entry, part: Part) -> list[str]:
    """A heading for each column: the name of an input, or else its index."""
    names = entry.axes[-1].names if entry.axes and len(entry.shape) > 1 else ()
    numbers = range(part.left, part.left + part.columns)
    return [names[number] if number < len(names) else str(number) for number in numbers]


def _lines(entry: Entry, values: list[list[float]], part: Part) -> list[list[str]]:
    return [
        [
            number_text(value, entry.dtype)
            for column, value in enumerate(line, part.left)
            if index_of(entry.shape, row, column) is not None
        ]
        for row, line in enumerate(values, part.top)
    ]


def number_text(value: float, dtype: str) -> str:
    """A number as Python reads it back equal; `nan`, `inf`, `True` and whole numbers as such."""
    if dtype == "bool":
        return str(bool(value))
    if not dtype.startswith(("float", "bfloat")):
        return str(int(value))
    return f"{value:.9g}" if dtype != "float64" else repr(value)
