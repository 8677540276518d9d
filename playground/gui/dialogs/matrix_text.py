"""A matrix of numbers as text: what a spreadsheet copies, and what NumPy and PyTorch print."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.parameter import parse_number

Matrix = npt.NDArray[np.float64]
Shape = tuple[int, int]
_NAME = re.compile(r"^(?:\s*(?:Parameter containing:|(?:torch\.)?tensor\(|array\())+")
_TAIL = re.compile(r",\s*(?:requires_grad|grad_fn|dtype|device)=.*$", re.DOTALL)
_SEPARATORS = ("\t", ";", ", ", None, ",")
"""None stands for any white space. A comma alone comes last, for it may be a decimal one."""


def write_matrix(matrix: Matrix) -> str:
    """Numbers with tabs between them, one row on each line, as spreadsheets take them."""
    return "\n".join("\t".join(f"{number:.9g}" for number in row) for row in matrix) + "\n"


def read_matrix(text: str, allowed: Sequence[Shape], what: str) -> Matrix:
    """The numbers that a text holds; decimal points and commas are read alike.

    Args:
        allowed: shapes (rows, columns) that fit, the usual one first.
        what: what it is to fill, for the sentence where it does not fit.

    Raises:
        InputError: it has another shape (both are named), or a cell is no number.
    """
    rows = _rows(text)
    tables = [[_cells(row, separator) for row in rows] for separator in _SEPARATORS]
    fitting = (table for table in tables if _shape(table) in allowed)
    table = next(fitting, None)
    if table is None:
        raise InputError(_misfit(_likeliest(tables), allowed, what))
    return np.array(
        [
            [
                parse_number(cell, _("Row {row}, column {column}").format(row=row, column=column))
                for column, cell in enumerate(cells, 1)
            ]
            for row, cells in enumerate(table, 1)
        ]
    )


def _rows(text: str) -> list[str]:
    inner = _TAIL.sub("", _NAME.sub("", text)).strip().rstrip(")")
    lines = re.split(r"\]\s*,?\s*|[\r\n]+", inner) if "[" in inner else inner.splitlines()
    return [
        line
        for line in (line.strip(" [],") if "[" in inner else line for line in lines)
        if line.strip()
    ]


def _cells(row: str, separator: str | None) -> list[str]:
    return [cell.strip() for cell in row.strip(" ").split(separator)]


def _shape(table: Sequence[Sequence[str]]) -> Shape | None:
    widths = {len(cells) for cells in table}
    return (len(table), widths.pop()) if len(widths) == 1 else None


def _likeliest(tables: Sequence[Sequence[Sequence[str]]]) -> Shape | None:
    """The shape of the first reading that has several columns, or else of the first."""
    shapes = [_shape(table) for table in tables]
    return next((shape for shape in shapes if shape and shape[1] > 1), shapes[0])


def _misfit(shape: Shape | None, allowed: Sequence[Shape], what: str) -> str:
    sizes = [f"{rows} × {columns}" for rows, columns in allowed]
    fits = sizes[0]
    for other in sizes[1:]:
        fits = _("{sizes} or {other}").format(sizes=fits, other=other)
    if shape is None:
        sentence = _(
            "The text has rows of different lengths; {layer} needs {sizes} numbers "
            "(rows × columns)."
        )
        return sentence.format(layer=what, sizes=fits)
    sentence = _("The text has {found} numbers; {layer} needs {sizes} (rows × columns).")
    return sentence.format(found=f"{shape[0]} × {shape[1]}", layer=what, sizes=fits)
