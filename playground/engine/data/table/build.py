"""Turns a planned table into numbers: drops or fills what is missing, makes categories one-hot."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, local, number
from playground.engine.data.progress import Progress, silent
from playground.engine.data.raw import Column, FloatArray, IntArray, RawData
from playground.engine.data.table.columns.kinds import (
    Mask,
    NumberCells,
    Settled,
    TextCells,
    missing,
    natural_order,
)
from playground.engine.data.table.columns.parts import Input, inputs_of, reading_of
from playground.engine.data.table.plan import Plan
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import listed, quoted, shorten
from playground.engine.spec.run import DataSpec, Task

MAXIMUM_VALUES = 100_000_000
"""Rows times inputs, in float64: 800 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class KeptRows:
    """Which rows are used; `said`, in sentences: how many are left out, how many gaps filled."""

    mask: Mask
    said: str


def build(table: TextTable, plan: Plan, spec: DataSpec, report: Progress = silent) -> RawData:
    """The data of a plan without problems; `notes` hold what was left out or filled.

    Raises:
        InputError: too few rows or columns are left, or a class has a single member.
    """
    features = plan_inputs(plan, spec)
    rows = _without_rare(keep_rows(table, features, plan.targets, spec), plan, spec)
    _require_rows(table, rows, spec)
    constant = {c.name: c for c in features if _is_constant(c.cells, rows.mask)}
    used = [column for column in features if column.name not in constant]
    _require_inputs(table, used, rows)
    targets, classes = _targets(table, plan, rows.mask, spec)
    columns = tuple(_column(column, rows.mask) for column in used)
    cells = [column.cells for column in used]
    inputs = spread(list(zip(columns, cells, strict=True)), rows.mask, report)
    notes = [rows.said]
    if constant:
        note = ngettext(
            "Column left out because it is constant in the rows that are used: {names}.",
            "Columns left out because they are constant in the rows that are used: {names}.",
            len(constant),
        )
        notes.append(note.format(names=quoted(constant)))
    return RawData(
        cast(Task, plan.task.value),
        columns,
        inputs,
        targets,
        plan.target_names,
        classes,
        tuple(notes),
        target_reading=reading_of(plan.targets[0]),
    )


def keep_rows(
    table: TextTable, features: Sequence[Input], targets: Sequence[Settled], spec: DataSpec
) -> KeptRows:
    """The rows with every target and, unless gaps are filled, with every input."""
    has_target = ~np.logical_or.reduce([missing(target.cells) for target in targets])
    gaps = {column.name: missing(column.cells) & has_target for column in features}
    some_gap = np.logical_or.reduce([np.zeros(table.rows, dtype=np.bool_), *gaps.values()])
    without = int((~has_target).sum())
    if spec.missing == "fill":
        filled = [_filled(c, gaps[c.name], has_target) for c in features if gaps[c.name].any()]
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


def plan_inputs(plan: Plan, spec: DataSpec) -> list[Input]:
    """The inputs that the features of a plan become: a date becomes several."""
    return [part for column in plan.having("feature") for part in inputs_of(column, spec)]


def _without_rare(rows: KeptRows, plan: Plan, spec: DataSpec) -> KeptRows:
    """Without the classes that a single row is left of, where that is chosen."""
    if spec.rare_classes != "leave_out" or plan.task.value == "regression":
        return rows
    kept = np.flatnonzero(rows.mask)
    _distinct, places, counts = np.unique(
        plan.targets[0].cells.values[kept], return_inverse=True, return_counts=True
    )
    rare = kept[counts[places] == 1]
    if not len(rare):
        return rows
    mask = rows.mask.copy()
    mask[rare] = False
    said = ngettext(
        "{n} row left out: it is the only one of its class.",
        "{n} rows left out: each is the only one of its class.",
        len(rare),
    )
    return KeptRows(mask, f"{rows.said} {said.format(n=grouped(len(rare)))}")


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


def _filled(column: Input, gap: Mask, rows: Mask) -> str:
    typical = typical_text(column.cells, rows)
    is_number = isinstance(column.cells, NumberCells)
    return _("{n} in {column} with {value}").format(
        n=grouped(int(gap.sum())),
        column=repr(shorten(column.name)),
        value=local(typical) if is_number else repr(shorten(typical)),
    )


def typical_text(cells: NumberCells | TextCells, rows: Mask) -> str:
    """The median, as Python writes it, or the most frequent text (of equals the first in order)."""
    if isinstance(cells, NumberCells):
        present = cells.values[rows & ~np.isnan(cells.values)]
        return _median_text(present) if len(present) else "0"
    codes = cells.codes[rows & (cells.codes >= 0)]
    counts = dict(zip(cells.texts, np.bincount(codes, minlength=len(cells.texts)), strict=True))
    order = natural_order(cells.texts)
    return max(order, key=lambda text: int(counts[text]))


def _median_text(numbers: FloatArray) -> str:
    """With ten digits, or with all where ten say little of where it lies among the numbers."""
    median = float(np.median(numbers))
    text = f"{median:.10g}"
    far = abs(float(text) - median) > 1e-3 * float(np.ptp(numbers))
    return f"{median:.15g}" if far else text


def _require_rows(table: TextTable, rows: KeptRows, spec: DataSpec) -> None:
    if int(rows.mask.sum()) >= 2:
        return
    sentence = _("{file}: fewer than 2 of {total} rows have a target; add rows with a target.")
    if spec.missing == "drop":
        sentence = _(
            "{file}: fewer than 2 of {total} rows are complete; fill missing values or ignore "
            "columns with many of them."
        )
    raise InputError(sentence.format(file=table.text.name, total=grouped(table.rows)))


def _is_constant(cells: NumberCells | TextCells, rows: Mask) -> bool:
    present = cells.values[rows & ~missing(cells)]
    return len(present) == 0 or bool((present == present[0]).all())


def _require_inputs(table: TextTable, used: Sequence[Input], rows: KeptRows) -> None:
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
    sentence = _(
        "{file}: {rows} rows of {inputs} inputs each are more than {most} values; ignore "
        "columns or use fewer rows."
    )
    require_room(table, kept, width, sentence)


def require_room(table: TextTable, rows: int, width: int, sentence: str) -> None:
    """Refuse more values than can be held.

    Raises:
        InputError: `sentence`, filled in.
    """
    if rows * width > MAXIMUM_VALUES:
        raise InputError(
            sentence.format(
                file=table.text.name,
                rows=grouped(rows),
                inputs=grouped(width),
                most=grouped(MAXIMUM_VALUES),
            )
        )


def spread(
    columns: Sequence[tuple[Column, NumberCells | TextCells]],
    rows: Mask | IntArray,
    report: Progress = silent,
) -> FloatArray:
    """float64 `[rows chosen, features]` of columns and their cells."""
    widths = [len(column.feature_names()) for column, _cells in columns]
    count = int(rows.sum()) if rows.dtype == np.bool_ else len(rows)
    inputs, place = np.empty((count, sum(widths))), 0
    for (column, cells), width in zip(columns, widths, strict=True):
        report(place / inputs.shape[1], _("Building inputs"))
        inputs[:, place : place + width] = _encode(column, cells, rows)
        place += width
    return inputs


def _column(column: Input, rows: Mask) -> Column:
    typical = typical_text(column.cells, rows)
    if isinstance(column.cells, NumberCells):
        values = column.cells.values[rows]
        low, high = float(np.nanmin(values)), float(np.nanmax(values))
        return Column(column.name, "number", (), typical, low, high, column.reading)
    codes = np.unique(column.cells.codes[rows])
    present = [column.cells.texts[code] for code in codes if code >= 0]
    return Column(
        column.name, "category", tuple(natural_order(present)), typical, reading=column.reading
    )


def _encode(column: Column, cells: NumberCells | TextCells, rows: Mask | IntArray) -> FloatArray:
    """float64 `[rows chosen, features]`; gaps take the typical value, other texts are all zero."""
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
    table: TextTable, plan: Plan, rows: Mask, spec: DataSpec
) -> tuple[FloatArray | IntArray, tuple[str, ...]]:
    if plan.task.value != "regression":
        return _class_numbers(table, plan.targets[0], rows, spec)
    kept = [target.cells.values[rows].astype(np.float64) for target in plan.targets]
    for target, values in zip(plan.targets, kept, strict=True):
        if table.text.complete and bool((values == values[0]).all()):
            raise InputError(_constant(table, target, number(values[0], ".10g")))
    return kept[0] if len(kept) == 1 else np.stack(kept, axis=1), ()


def _class_numbers(
    table: TextTable, target: Settled, rows: Mask, spec: DataSpec
) -> tuple[IntArray, tuple[str, ...]]:
    cells = target.cells
    distinct, numbers = np.unique(cells.values[rows], return_inverse=True)
    if isinstance(cells, TextCells):
        found = [cells.texts[code] for code in distinct]
        names = tuple(natural_order(found))
        numbers = np.array([names.index(name) for name in found])[numbers]
    else:
        names = tuple(f"{value:.15g}" for value in distinct)
    if table.text.complete:
        counts = np.bincount(numbers, minlength=len(names))
        _require_members(table, target, names, counts, refuses=spec.rare_classes == "refuse")
    return numbers.astype(np.int64), names


def _require_members(
    table: TextTable, target: Settled, names: Sequence[str], counts: IntArray, *, refuses: bool
) -> None:
    if len(names) < 2:
        raise InputError(_constant(table, target, repr(names[0])))
    lonely = [names[index] for index in np.flatnonzero(counts == 1).tolist()]
    if not lonely or (not refuses and len(lonely) < len(names)):
        return
    raise InputError(
        _(
            "{file}, target column {column}: only one row of {names}, which cannot be used for "
            "both training and validation; add rows, leave rare classes out, or choose another "
            "target."
        ).format(file=table.text.name, column=repr(target.name), names=quoted(lonely))
    )


def _constant(table: TextTable, target: Settled, value: str) -> str:
    return _(
        "{file}, target column {column}: every row that is used has {value}, so there is "
        "nothing to learn; choose another target."
    ).format(file=table.text.name, column=repr(target.name), value=value)
