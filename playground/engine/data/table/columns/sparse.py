"""Columns that are mostly missing: to keep them would cost most of the rows."""

from dataclasses import replace

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.table.columns.kinds import USABLE, Settled, length, missing
from playground.engine.spec.run import DataSpec

_MOST = 0.5


def without_sparse(settled: dict[str, Settled], spec: DataSpec) -> dict[str, Settled]:
    """The columns, those that are more missing than not left out; not if too few would be left.

    Where gaps are filled, and where a column was chosen, it stays.
    """
    if spec.missing != "drop":
        return settled
    chosen = {*spec.target, *spec.numbers, *spec.categories, *spec.dates}
    usable = [c for c in settled.values() if c.kind in USABLE and c.name not in spec.ignore]
    sparse = [c for c in usable if c.name not in chosen and _is_sparse(c)]
    if len(usable) - len(sparse) < 2:
        return settled
    return settled | {column.name: _left_out(column) for column in sparse}


def _is_sparse(column: Settled) -> bool:
    return float(missing(column.cells).mean()) > _MOST


def _left_out(column: Settled) -> Settled:
    why = _(
        "{n} of its {total} values are missing, and the rows without them would be left out."
    ).format(n=grouped(int(missing(column.cells).sum())), total=grouped(length(column.cells)))
    return replace(column, kind="sparse", why=why)
