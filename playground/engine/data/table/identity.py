"""Columns that tell rows apart and say nothing else of them: names, dates, identifiers."""

import re
from collections.abc import Sequence

import numpy as np

from playground.engine.common.language import N_, _
from playground.engine.data.raw import FloatArray
from playground.engine.data.table.cells import NumberCells, TextCells
from playground.engine.data.table.columns import Settled, missing

DIFFERENT_TEXTS = N_("The text is different in every row, like a name, a date or an identifier.")
DIFFERENT_NUMBERS = N_("The whole number is different in every row, like an identifier.")

_FEWEST = 3
"""In fewer rows any column may be different in each."""
_FEWEST_UNNAMED = 10
"""In fewer rows measured whole numbers may well happen to rise."""
_NAME = re.compile(
    r"(.+[ _.-])?(id|uuid|index|no|nr|nº|row|record|c[oó]digo)\.?|[A-Za-z]+Id|id[ _-].+|#"
)


def identity(column: Settled) -> str:
    """Why the column only tells rows apart, as a sentence; nothing where it may not."""
    count = int((~missing(column.cells)).sum())
    if count < _FEWEST:
        return ""
    if isinstance(column.cells, TextCells):
        return _(DIFFERENT_TEXTS) if len(column.cells.texts) == count else ""
    values = column.cells.values[~np.isnan(column.cells.values)]
    return _(DIFFERENT_NUMBERS) if _counts_rows(values, _has_telling_name(column)) else ""


def identities(features: Sequence[Settled]) -> tuple[str, ...]:
    """The names of the features that had better be ignored; at least one feature is left."""
    found = [column for column in features if identity(column)]
    if len(found) == len(features):
        # Sorted measurements look alike: only what is sure is left out.
        found = [
            column
            for column in found
            if _has_telling_name(column) or not isinstance(column.cells, NumberCells)
        ]
    return tuple(column.name for column in found) if len(found) < len(features) else ()


def _has_telling_name(column: Settled) -> bool:
    name = column.name.strip()
    return bool(_NAME.fullmatch(name) or _NAME.fullmatch(name.lower()))


def _counts_rows(values: FloatArray, has_telling_name: bool) -> bool:
    if not bool((values == np.floor(values)).all()):
        return False
    ordered = np.unique(values)
    if len(ordered) < len(values):
        return False
    if has_telling_name or len(values) < _FEWEST_UNNAMED:
        return has_telling_name
    without_gaps = bool(ordered[-1] - ordered[0] == len(ordered) - 1)
    return without_gaps or bool((values == ordered).all() or (values == ordered[::-1]).all())
