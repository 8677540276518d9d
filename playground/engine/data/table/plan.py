"""Which column of a table is predicted, which are inputs, and what the task is."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.table.cells import NumberCells, TextCells
from playground.engine.data.table.columns import (
    MAXIMUM_CATEGORIES,
    MAXIMUM_CLASSES,
    ReadTable,
    Settled,
    first_text,
    missing,
    settle,
    to_numbers,
)
from playground.engine.data.table.identity import identity
from playground.engine.data.table.text import CHOSEN, Guess
from playground.engine.data.table.words import shorten
from playground.engine.spec.run import DataSpec

Role = Literal["feature", "target", "ignore"]

IGNORED = "chosen to be ignored"
"""Why a column is left out that could be used."""
_FEW_CLASSES = 10
_ROWS_PER_CLASS = 3


@dataclass(frozen=True, slots=True, eq=False)
class PlannedColumn:
    """A column with its role; `why` says the reason for its kind or for leaving it out."""

    settled: Settled
    role: Role
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is learned from a table.

    Attributes:
        columns: all of the table, in its order.
        target_why: why this column is the target, as the rest of a sentence.
        task: a key of `data.task` other than `auto`, and why.
        problems: sentences on why the table cannot be used as chosen; empty if it can.
    """

    columns: tuple[PlannedColumn, ...]
    target_why: str
    task: Guess
    problems: tuple[str, ...]

    def having(self, role: Role) -> tuple[PlannedColumn, ...]:
        """The columns with this role."""
        return tuple(column for column in self.columns if column.role == role)


def plan_columns(table: ReadTable, spec: DataSpec, report: Progress = silent) -> Plan:
    """Settle kinds, roles and the task. Raises nothing for choices that do not fit."""
    problems = _unknown_names(table, spec)
    settled = _settle_all(table, spec, report)
    target, why = _choose_target(settled, spec)
    columns = tuple(_planned(column, target, spec) for column in settled.values())
    if len(columns) < 2:
        problems.append(
            f"{table.text.name} has a single column; a table needs a target and at least one "
            "input, so check the separator."
        )
    task = Guess("regression", "there is no target")
    if target:
        task = choose_task(settled[target], spec)
        problems += _target_problems(table, settled[target], task, spec)
    elif not problems:
        problems.append(
            f"{table.text.name} has no column that can be a target: it would hold numbers or a "
            f"few different texts, at most {MAXIMUM_CATEGORIES}."
        )
    used = [column for column in columns if column.role == "feature"]
    problems += [column.settled.problem for column in used if column.settled.problem]
    if target and not used and len(columns) > 1:
        problems.append(_no_input(table, columns, spec))
    return Plan(columns, why, task, tuple(problems))


def _no_input(table: ReadTable, columns: Sequence[PlannedColumn], spec: DataSpec) -> str:
    left_out = [column.settled for column in columns if column.role == "ignore"]
    sentence = f"No column of {table.text.name} is left as an input"
    if any(column.name in spec.ignore for column in left_out):
        return f"{sentence}; ignore fewer."
    first = left_out[0]
    return f"{sentence}: in {shorten(first.name)!r} {first.why}; add a column that varies."


def _settle_all(table: ReadTable, spec: DataSpec, report: Progress) -> dict[str, Settled]:
    share = 1 / len(table.layout.names)
    return {
        name: settle(table, name, spec, part_of(report, index * share, (index + 1) * share))
        for index, name in enumerate(table.layout.names)
    }


def choose_task(target: Settled, spec: DataSpec) -> Guess:
    """The task that follows from the target, or the one chosen."""
    if spec.task != "auto":
        return Guess(spec.task, CHOSEN)
    if isinstance(target.cells, TextCells):
        count = len(target.cells.texts)
        return Guess(_by_classes(count), f"{target.name!r} holds {grouped(count)} different texts")
    values = target.cells.values[~np.isnan(target.cells.values)]
    distinct = np.unique(values)
    few = len(distinct) <= _FEW_CLASSES and len(values) >= _ROWS_PER_CLASS * len(distinct)
    whole = bool((distinct == np.floor(distinct)).all())
    if len(distinct) > 1 and few and whole and target.name not in spec.numbers:
        why = f"{target.name!r} holds only {len(distinct)} different whole numbers"
        return Guess(_by_classes(len(distinct)), why)
    return Guess("regression", f"{target.name!r} holds numbers")


def _by_classes(count: int) -> str:
    return "two_classes" if count <= 2 else "more_classes"


def _choose_target(settled: dict[str, Settled], spec: DataSpec) -> tuple[str, str]:
    if spec.target:
        return (spec.target if spec.target in settled else ""), CHOSEN
    usable = [
        name
        for name, column in settled.items()
        if column.kind != "unusable" and name not in spec.ignore
    ]
    if not usable:
        return "", "no column can be one"
    last = usable[-1] == next(reversed(settled))
    return usable[-1], "it is the last column" if last else "it is the last usable column"


def _planned(column: Settled, target: str, spec: DataSpec) -> PlannedColumn:
    if column.name == target:
        return PlannedColumn(column, "target", column.why)
    if column.name in spec.ignore:
        why = identity(column) or (column.why if column.kind == "unusable" else IGNORED)
        return PlannedColumn(column, "ignore", why)
    if column.kind == "unusable":
        return PlannedColumn(column, "ignore", identity(column) or column.why)
    return PlannedColumn(column, "feature", column.why)


def nearest(name: str, known: Sequence[str]) -> str:
    """`; did you mean 'price'?`, or the names there are."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    if not near:
        folded = {other.casefold(): other for other in known}
        near = difflib.get_close_matches(name.casefold(), folded, n=1, cutoff=0.5)
        near = [folded[other] for other in near]
    if near:
        return f"did you mean {near[0]!r}?"
    more = ", …" if len(known) > 8 else ""
    return f"it has {', '.join(repr(shorten(other)) for other in known[:8])}{more}."


def _unknown_names(table: ReadTable, spec: DataSpec) -> list[str]:
    names = table.layout.names
    asked = {"target": (spec.target,) if spec.target else (), "ignore": spec.ignore}
    asked |= {"numbers": spec.numbers, "categories": spec.categories}
    problems = [
        f"data.{key}: {table.text.name} has no column {name!r}; {nearest(name, names)}"
        for key, wanted in asked.items()
        for name in wanted
        if name not in names
    ]
    if spec.target and spec.target in spec.ignore:
        problems.append(f"Column {spec.target!r} cannot be both the target and ignored.")
    both = sorted(set(spec.numbers) & set(spec.categories))
    if both:
        problems.append(f"Column {both[0]!r} cannot be read both as numbers and as a category.")
    return problems


def _target_problems(table: ReadTable, target: Settled, task: Guess, spec: DataSpec) -> list[str]:
    if target.problem and isinstance(target.cells, NumberCells):
        return [target.problem]
    if target.kind == "unusable" and missing(target.cells).all():
        return _certain(table, _say(table, target, "every value is missing"))
    if task.value == "regression":
        return _regression_problems(table, target)
    count = _distinct(target)
    if target.name in spec.numbers and target.problem:
        return [target.problem]
    if count == 1:
        return _certain(table, _say(table, target, f"there is only one class ({target.why})"))
    if count > MAXIMUM_CLASSES:
        what = f"it holds {grouped(count)} different values, more than {MAXIMUM_CLASSES} classes"
        return [_say(table, target, what)]
    if task.value == "two_classes" and count > 2:
        what = f"it holds {grouped(count)} classes, not two; choose the task more_classes"
        return [f"{table.text.name}, target column {target.name!r}: {what}."]
    return []


def _regression_problems(table: ReadTable, target: Settled) -> list[str]:
    numbers = to_numbers(target.cells, table.layout.numbers)
    if isinstance(numbers, int):
        text = shorten(first_text(target.cells, numbers))
        problem = (
            f"{table.place(numbers, target.name)}: {text!r} is not a number, which regression "
            "needs in its target; correct it or choose another task."
        )
        return [problem]
    if target.kind == "unusable" and np.nanmin(numbers) == np.nanmax(numbers):
        return _certain(table, _say(table, target, f"it is constant ({target.why})"))
    return []


def _distinct(target: Settled) -> int:
    if isinstance(target.cells, TextCells):
        return len(target.cells.texts)
    return len(np.unique(target.cells.values[~np.isnan(target.cells.values)]))


def _certain(table: ReadTable, sentence: str) -> list[str]:
    """The beginning of a table cannot settle what more rows may change."""
    return [sentence] if table.text.complete else []


def _say(table: ReadTable, target: Settled, what: str) -> str:
    return (
        f"{table.text.name}, target column {target.name!r}: {what}, so there is nothing to learn; "
        "choose another target."
    )
