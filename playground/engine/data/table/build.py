"""Turns a planned table into numbers: drops or fills what is missing, makes categories one-hot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.raw import Column, FloatArray, IntArray, RawData
from playground.engine.data.table.cells import Cells, NumberCells
from playground.engine.data.table.columns import (
    ReadTable,
    Settled,
    missing,
    natural_order,
    to_numbers,
)
from playground.engine.data.table.plan import Plan
from playground.engine.data.table.words import counted, listed, shorten
from playground.engine.spec.run import DataSpec, Task

MAXIMUM_VALUES = 100_000_000
"""Rows times inputs, in float64: 800 MB."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class KeptRows:
    """Which rows are used; `sentence` says in numbers what is left out or filled."""

    mask: Mask
    sentence: str


def build(table: ReadTable, plan: Plan, spec: DataSpec, report: Progress = silent) -> RawData:
    """The data of a plan without problems; `notes` hold what was left out or filled.

    Raises:
        InputError: too few rows or columns are left, or a class has a single member.
    """
    features = [column.settled for column in plan.having("feature")]
    target = plan.having("target")[0].settled
    rows = keep_rows(table, features, target, spec)
    _require_rows(table, rows, spec)
    used, constant = _without_constants(features, rows.mask)
    _require_inputs(table, used, rows)
    targets, classes = _targets(table, plan.task.value, target, rows.mask, spec)
    columns, inputs = _inputs(table, used, rows.mask, report)
    notes = [rows.sentence]
    if constant:
        names = listed([repr(shorten(column.name)) for column in constant])
        notes.append(f"Left out because they are constant in the rows kept: {names}.")
    return RawData(
        cast(Task, plan.task.value), columns, inputs, targets, target.name, classes, tuple(notes)
    )


def keep_rows(
    table: ReadTable, features: Sequence[Settled], target: Settled, spec: DataSpec
) -> KeptRows:
    """The rows with a target and, unless gaps are filled, with every input."""
    has_target = ~missing(target.cells)
    gaps = {column.name: missing(column.cells) & has_target for column in features}
    some_gap = np.zeros(table.rows, dtype=np.bool_)
    for gap in gaps.values():
        some_gap |= gap
    without = int((~has_target).sum())
    if spec.missing == "fill":
        filled = [
            _filled(table, c, gaps[c.name], has_target) for c in features if gaps[c.name].any()
        ]
        sentence = _dropped(table.rows, without, 0)
        if filled:
            total = sum(int(gap.sum()) for gap in gaps.values())
            sentence += f" {counted(total, 'gap')} filled: {listed(filled)}."
        return KeptRows(has_target, sentence)
    with_gap = int(some_gap.sum())
    return KeptRows(has_target & ~some_gap, _dropped(table.rows, without, with_gap))


def _dropped(total: int, without: int, with_gap: int) -> str:
    reasons = [f"{grouped(without)} without a target"] if without else []
    reasons += [f"{grouped(with_gap)} with a missing input"] if with_gap else []
    if not reasons:
        return f"All {grouped(total)} rows are used."
    return f"{grouped(without + with_gap)} of {grouped(total)} rows left out: {', '.join(reasons)}."


def _filled(table: ReadTable, column: Settled, gap: Mask, rows: Mask) -> str:
    typical = typical_text(table, column.cells, rows)
    shown = typical if isinstance(column.cells, NumberCells) else repr(shorten(typical))
    return f"{grouped(int(gap.sum()))} in {shorten(column.name)!r} with {shown}"


def typical_text(table: ReadTable, cells: Cells, rows: Mask) -> str:
    """The median, or the most frequent text (the first in natural order among equals)."""
    if isinstance(cells, NumberCells):
        present = cells.values[rows & ~np.isnan(cells.values)]
        return _median_text(present) if len(present) else "0"
    codes = cells.codes[rows & (cells.codes >= 0)]
    counts = dict(zip(cells.texts, np.bincount(codes, minlength=len(cells.texts)), strict=True))
    order = natural_order(cells.texts, table.layout.numbers)
    return max(order, key=lambda text: int(counts[text]))


def _median_text(numbers: FloatArray) -> str:
    """With ten digits, or with all where ten say little of where it lies among the numbers."""
    median = float(np.median(numbers))
    text = f"{median:.10g}"
    far = abs(float(text) - median) > 1e-3 * float(np.ptp(numbers))
    return f"{median:.15g}" if far else text


def _require_rows(table: ReadTable, rows: KeptRows, spec: DataSpec) -> None:
    kept = int(rows.mask.sum())
    if kept >= 2:
        return
    hint = "give it more rows"
    if spec.missing == "drop" and table.rows >= 2:
        hint = "fill missing values or ignore columns with many of them"
    left = f" is left ({rows.sentence[:-1]})" if table.rows >= 2 else " is all there is"
    raise InputError(
        f"{table.text.name}: {counted(kept, 'row')}{left}, and learning needs at least 2; {hint}."
    )


def _without_constants(
    features: Sequence[Settled], rows: Mask
) -> tuple[list[Settled], list[Settled]]:
    used: list[Settled] = []
    constant: list[Settled] = []
    for column in features:
        (constant if _is_constant(column.cells, rows) else used).append(column)
    return used, constant


def _is_constant(cells: Cells, rows: Mask) -> bool:
    values = cells.values if isinstance(cells, NumberCells) else cells.codes
    present = values[rows & ~missing(cells)]
    return len(present) == 0 or bool((present == present[0]).all())


def _require_inputs(table: ReadTable, used: Sequence[Settled], rows: KeptRows) -> None:
    if not used:
        raise InputError(
            f"{table.text.name}: every input is constant in the rows kept ({rows.sentence[:-1]}), "
            "so there is nothing to learn from; choose other columns."
        )
    width = sum(1 if isinstance(c.cells, NumberCells) else len(c.cells.texts) for c in used)
    if width * int(rows.mask.sum()) > MAXIMUM_VALUES:
        raise InputError(
            f"{table.text.name}: {counted(int(rows.mask.sum()), 'row')} of {grouped(width)} inputs "
            f"are more than {grouped(MAXIMUM_VALUES)} values; ignore columns or take fewer rows."
        )


def _inputs(
    table: ReadTable, used: Sequence[Settled], rows: Mask, report: Progress
) -> tuple[tuple[Column, ...], FloatArray]:
    columns = []
    for index, settled in enumerate(used):
        report(0.6 * index / len(used), "Building inputs")
        columns.append(_column(table, settled, rows))
    inputs = np.empty((int(rows.sum()), sum(len(c.feature_names()) for c in columns)))
    place = 0
    for column, settled in zip(columns, used, strict=True):
        report(0.6 + 0.4 * place / inputs.shape[1], "Building inputs")
        width = len(column.feature_names())
        inputs[:, place : place + width] = encode(column, settled.cells, rows)
        place += width
    return tuple(columns), inputs


def _column(table: ReadTable, settled: Settled, rows: Mask) -> Column:
    typical = typical_text(table, settled.cells, rows)
    if isinstance(settled.cells, NumberCells):
        values = settled.cells.values[rows]
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        return Column(settled.name, "number", (), typical, low, high)
    codes = np.unique(settled.cells.codes[rows])
    present = [settled.cells.texts[code] for code in codes if code >= 0]
    categories = tuple(natural_order(present, table.layout.numbers))
    return Column(settled.name, "category", categories, typical)


def encode(column: Column, cells: Cells, rows: Mask) -> FloatArray:
    """float64 `[rows kept, features]`; gaps take the typical value, unknown texts are all zero."""
    if isinstance(cells, NumberCells):
        values = cells.values[rows]
        gaps = np.isnan(values)
        filled: FloatArray = np.where(gaps, float(column.typical), values)[:, None]
        return filled
    places = {text: index for index, text in enumerate(column.categories)}
    lookup = np.array([places.get(text, -1) for text in (*cells.texts, column.typical)])
    # Code −1 stands for a missing value, and picks the last place: the typical text.
    found = lookup[cells.codes[rows]]
    one_hot: FloatArray = found[:, None] == np.arange(len(column.categories))
    return one_hot.astype(np.float64)


def _targets(
    table: ReadTable, task: str, target: Settled, rows: Mask, spec: DataSpec
) -> tuple[FloatArray | IntArray, tuple[str, ...]]:
    if task != "regression":
        return _class_numbers(table, target, rows)
    values = to_numbers(target.cells, table.layout.numbers)
    assert not isinstance(values, int)
    kept = values[rows]
    if table.text.complete and bool((kept == kept[0]).all()):
        raise InputError(_nothing(table, target, f"every row kept has {kept[0]:.10g}", spec))
    return kept, ()


def _class_numbers(
    table: ReadTable, target: Settled, rows: Mask
) -> tuple[IntArray, tuple[str, ...]]:
    if isinstance(target.cells, NumberCells):
        distinct, numbers = np.unique(target.cells.values[rows], return_inverse=True)
        names = tuple(f"{value:.15g}" for value in distinct)
    else:
        codes = target.cells.codes[rows]
        present = [target.cells.texts[code] for code in np.unique(codes)]
        names = tuple(natural_order(present, table.layout.numbers))
        places = {name: index for index, name in enumerate(names)}
        numbers = np.array([places.get(text, -1) for text in target.cells.texts])[codes]
    if table.text.complete:
        _require_members(table, target, names, np.bincount(numbers, minlength=len(names)))
    return numbers.astype(np.int64), names


def _require_members(
    table: ReadTable, target: Settled, names: Sequence[str], counts: IntArray
) -> None:
    if len(names) < 2:
        raise InputError(_nothing(table, target, f"every row kept is of class {names[0]!r}"))
    lonely = [repr(shorten(names[index])) for index in np.flatnonzero(counts == 1).tolist()]
    if not lonely:
        return
    has = "class " + lonely[0] + " has" if len(lonely) == 1 else f"classes {listed(lonely)} have"
    raise InputError(
        f"{table.text.name}, target column {target.name!r}: {has} a single row, which cannot be "
        "both learned and validated; add rows of it, leave it out, or choose another target."
    )


def _nothing(table: ReadTable, target: Settled, what: str, spec: DataSpec | None = None) -> str:
    hint = "choose another target"
    if spec is not None and spec.missing == "drop":
        hint += " or fill missing values"
    return (
        f"{table.text.name}, target column {target.name!r}: {what}, so there is nothing to learn; "
        f"{hint}."
    )
