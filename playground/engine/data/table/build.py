"""Turns a planned table into numbers: drops or fills what is missing, makes categories one-hot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, local, number
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
from playground.engine.data.table.words import listed, quoted, shorten
from playground.engine.spec.run import DataSpec, Task

MAXIMUM_VALUES = 100_000_000
"""Rows times inputs, in float64: 800 MB."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class KeptRows:
    """Which rows are used; `said`, in sentences: how many are left out, how many gaps filled."""

    mask: Mask
    said: str


def build(table: ReadTable, plan: Plan, spec: DataSpec, report: Progress = silent) -> RawData:
    """The data of a plan without problems; `notes` hold what was left out or filled.

    Raises:
        InputError: too few rows or columns are left, or a class has a single member.
    """
    features = [column.settled for column in plan.having("feature")]
    rows = keep_rows(table, features, plan.targets, spec)
    _require_rows(table, rows, spec)
    used, constant = _without_constants(features, rows.mask)
    _require_inputs(table, used, rows)
    targets, classes = _targets(table, plan.task.value, plan.targets, rows.mask, spec)
    columns, inputs = _inputs(table, used, rows.mask, report)
    notes = [rows.said]
    if constant:
        note = ngettext(
            "Column left out because it is constant in the rows that are used: {names}.",
            "Columns left out because they are constant in the rows that are used: {names}.",
            len(constant),
        )
        notes.append(note.format(names=quoted(column.name for column in constant)))
    task = cast(Task, plan.task.value)
    return RawData(task, columns, inputs, targets, plan.target_names, classes, tuple(notes))


def keep_rows(
    table: ReadTable, features: Sequence[Settled], targets: Sequence[Settled], spec: DataSpec
) -> KeptRows:
    """The rows with every target and, unless gaps are filled, with every input."""
    has_target = np.ones(table.rows, dtype=np.bool_)
    for target in targets:
        has_target &= ~missing(target.cells)
    gaps = {column.name: missing(column.cells) & has_target for column in features}
    some_gap = np.zeros(table.rows, dtype=np.bool_)
    for gap in gaps.values():
        some_gap |= gap
    without = int((~has_target).sum())
    if spec.missing == "fill":
        filled = [
            _filled(table, c, gaps[c.name], has_target) for c in features if gaps[c.name].any()
        ]
        said = _dropped(table.rows, without, 0)
        if filled:
            total = sum(int(gap.sum()) for gap in gaps.values())
            said += " " + ngettext(
                "{n} missing value filled: {columns}.",
                "{n} missing values filled: {columns}.",
                total,
            ).format(n=grouped(total), columns=listed(filled))
        return KeptRows(has_target, said)
    with_gap = int(some_gap.sum())
    return KeptRows(has_target & ~some_gap, _dropped(table.rows, without, with_gap))


def _dropped(total: int, without: int, with_gap: int) -> str:
    no_target = ngettext(
        "{n} of {total} rows left out: it has no target.",
        "{n} of {total} rows left out: they have no target.",
        without,
    )
    no_input = ngettext(
        "{n} of {total} rows left out: it has a missing input.",
        "{n} of {total} rows left out: they have missing inputs.",
        with_gap,
    )
    said = [
        sentence.format(n=grouped(count), total=grouped(total))
        for sentence, count in ((no_target, without), (no_input, with_gap))
        if count
    ]
    return " ".join(said) or _("All {n} rows are used.").format(n=grouped(total))


def _filled(table: ReadTable, column: Settled, gap: Mask, rows: Mask) -> str:
    typical = typical_text(table, column.cells, rows)
    is_number = isinstance(column.cells, NumberCells)
    return _("{n} in {column} with {value}").format(
        n=grouped(int(gap.sum())),
        column=repr(shorten(column.name)),
        value=local(typical) if is_number else repr(shorten(typical)),
    )


def typical_text(table: ReadTable, cells: Cells, rows: Mask) -> str:
    """The median, as Python writes it, or the most frequent text (of equals the first in order)."""
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
    if spec.missing == "drop":
        sentence = ngettext(
            "{file}: only {n} of {total} rows is complete, and learning needs at least 2; fill "
            "missing values or ignore columns with many of them.",
            "{file}: only {n} of {total} rows are complete, and learning needs at least 2; fill "
            "missing values or ignore columns with many of them.",
            kept,
        )
    else:
        sentence = ngettext(
            "{file}: only {n} of {total} rows has a target, and learning needs at least 2; add "
            "rows with a target.",
            "{file}: only {n} of {total} rows have a target, and learning needs at least 2; add "
            "rows with a target.",
            kept,
        )
    raise InputError(sentence.format(file=table.text.name, n=kept, total=grouped(table.rows)))


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
    kept = int(rows.mask.sum())
    if not used:
        sentence = _(
            "{file}: every input is constant in the {n} of {total} rows that are used, so there is "
            "nothing to learn from; choose other columns."
        )
        raise InputError(
            sentence.format(file=table.text.name, n=grouped(kept), total=grouped(table.rows))
        )
    width = sum(1 if isinstance(c.cells, NumberCells) else len(c.cells.texts) for c in used)
    if width * kept > MAXIMUM_VALUES:
        sentence = _(
            "{file}: {rows} rows of {inputs} inputs each are more than {most} values; ignore "
            "columns or use fewer rows."
        )
        raise InputError(
            sentence.format(
                file=table.text.name,
                rows=grouped(kept),
                inputs=grouped(width),
                most=grouped(MAXIMUM_VALUES),
            )
        )


def _inputs(
    table: ReadTable, used: Sequence[Settled], rows: Mask, report: Progress
) -> tuple[tuple[Column, ...], FloatArray]:
    columns = []
    for index, settled in enumerate(used):
        report(0.6 * index / len(used), _("Building inputs"))
        columns.append(_column(table, settled, rows))
    inputs = np.empty((int(rows.sum()), sum(len(c.feature_names()) for c in columns)))
    place = 0
    for column, settled in zip(columns, used, strict=True):
        report(0.6 + 0.4 * place / inputs.shape[1], _("Building inputs"))
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
    table: ReadTable, task: str, targets: Sequence[Settled], rows: Mask, spec: DataSpec
) -> tuple[FloatArray | IntArray, tuple[str, ...]]:
    if task != "regression":
        return _class_numbers(table, targets[0], rows)
    kept = [_target_numbers(table, target, rows, spec) for target in targets]
    return kept[0] if len(kept) == 1 else np.stack(kept, axis=1), ()


def _target_numbers(table: ReadTable, target: Settled, rows: Mask, spec: DataSpec) -> FloatArray:
    values = to_numbers(target.cells, table.layout.numbers)
    assert not isinstance(values, int)
    kept = values[rows]
    if table.text.complete and bool((kept == kept[0]).all()):
        raise InputError(_constant(table, target, kept[0], spec))
    return kept


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
        sentence = _(
            "{file}, target column {column}: every row that is used is of class {name}, so there "
            "is nothing to learn; choose another target."
        )
        raise InputError(
            sentence.format(file=table.text.name, column=repr(target.name), name=repr(names[0]))
        )
    lonely = [names[index] for index in np.flatnonzero(counts == 1).tolist()]
    if not lonely:
        return
    sentence = ngettext(
        "{file}, target column {column}: class {names} has a single row, which cannot be used for "
        "both training and validation; add rows of this class, remove the row, or choose another "
        "target.",
        "{file}, target column {column}: classes {names} have a single row each, which cannot be "
        "used for both training and validation; add rows of these classes, remove the rows, or "
        "choose another target.",
        len(lonely),
    )
    raise InputError(
        sentence.format(file=table.text.name, column=repr(target.name), names=quoted(lonely))
    )


def _constant(table: ReadTable, target: Settled, value: float, spec: DataSpec) -> str:
    if spec.missing == "drop":
        sentence = _(
            "{file}, target column {column}: every row that is used has {value}, so there is "
            "nothing to learn; choose another target or fill missing values."
        )
    else:
        sentence = _(
            "{file}, target column {column}: every row that is used has {value}, so there is "
            "nothing to learn; choose another target."
        )
    return sentence.format(
        file=table.text.name, column=repr(target.name), value=number(value, ".10g")
    )
