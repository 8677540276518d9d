"""Columns that could be inputs and had better not be: mostly missing, or numbers of the rows."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import FloatArray
from playground.engine.data.table.columns.kinds import USABLE, NumberCells, Settled, missing
from playground.engine.spec.run import DataSpec

_MOST_MISSING = 0.5
_FEWEST = 3
"""In fewer rows any column may be different in each."""
_FEWEST_UNNAMED = 10
"""In fewer rows measured whole numbers may well happen to rise."""
_NAME = re.compile(
    r"(.+[ _.-])?(id|uuid|index|no|nr|nº|row|record|c[oó]digo)\.?|[A-Za-z]+Id|id[ _-].+|#"
)


def without_sparse(settled: dict[str, Settled], spec: DataSpec) -> dict[str, Settled]:
    """The columns, those that are more missing than not left out; not if too few would be left.

    Where gaps are filled, and where a column was chosen, it stays: to keep it costs the rows.
    """
    if spec.missing != "drop":
        return settled
    chosen = {*spec.target, *spec.numbers, *spec.categories, *spec.dates}
    usable = _usable(settled, spec.ignore)
    sparse = {
        column.name: replace(column, kind="sparse", why=_why_sparse(column))
        for column in usable
        if column.name not in chosen and missing(column.cells).mean() > _MOST_MISSING
    }
    return settled if len(usable) - len(sparse) < 2 else settled | sparse


def _why_sparse(column: Settled) -> str:
    gaps = missing(column.cells)
    return _(
        "{n} of its {total} values are missing, and the rows without them would be left out."
    ).format(n=grouped(int(gaps.sum())), total=grouped(len(gaps)))


def without_identifiers(
    settled: dict[str, Settled], targets: Sequence[str], spec: DataSpec
) -> dict[str, Settled]:
    """The columns, those that only number the rows as identifiers; at least one input is left."""
    inputs = _usable(settled, (*targets, *spec.ignore))
    found = [c for c in inputs if c.name not in spec.numbers and _numbers_rows(c)]
    if len(found) == len(inputs):
        # Sorted measurements look alike: only what is sure is left out.
        found = [column for column in found if _has_telling_name(column)]
    if len(found) == len(inputs):
        return settled
    why = _("The whole number is different in every row, like an identifier.")
    return settled | {c.name: replace(c, kind="identifier", why=why) for c in found}


def _usable(settled: dict[str, Settled], others: Iterable[str]) -> list[Settled]:
    out = set(others)
    return [c for c in settled.values() if c.kind in USABLE and c.name not in out]


def _numbers_rows(column: Settled) -> bool:
    if not isinstance(column.cells, NumberCells):
        return False
    values = column.cells.values[~missing(column.cells)]
    return len(values) >= _FEWEST and _counts_rows(values, _has_telling_name(column))


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
