"""Which column of a table is predicted, which are inputs, and what the task is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.language import _, ngettext
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
    missing_marks,
    only_value,
    settle,
    to_numbers,
)
from playground.engine.data.table.identity import identity
from playground.engine.data.table.several import problem_of_several
from playground.engine.data.table.text import CHOSEN, Guess
from playground.engine.data.table.words import nearest, quoted, shorten, with_comma
from playground.engine.spec.run import DataSpec

Role = Literal["feature", "target", "ignore"]

_FEW_CLASSES = 10
_ROWS_PER_CLASS = 3
_REASONS = 5
"""How many different reasons a note on columns left out gives."""


@dataclass(frozen=True, slots=True, eq=False)
class PlannedColumn:
    """A column with its role.

    Attributes:
        why: the reason for its kind or for leaving it out, as a sentence; empty where it could be
            used and was chosen to be ignored.
    """

    settled: Settled
    role: Role
    why: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is learned from a table.

    Attributes:
        columns: all of the table, in its order.
        target_names: of the targets, in the order in which they are predicted.
        target_why: why these columns are the targets, as a sentence, or `CHOSEN`.
        task: a key of `data.task` other than `auto`, and why.
        problems: sentences on why the table cannot be used as chosen; empty if it can.
    """

    columns: tuple[PlannedColumn, ...]
    target_names: tuple[str, ...]
    target_why: str
    task: Guess
    problems: tuple[str, ...]

    def having(self, role: Role) -> tuple[PlannedColumn, ...]:
        """The columns with this role."""
        return tuple(column for column in self.columns if column.role == role)

    @property
    def targets(self) -> tuple[Settled, ...]:
        """The targets, in the order in which they are predicted."""
        found = {column.settled.name: column.settled for column in self.having("target")}
        return tuple(found[name] for name in self.target_names)


def plan_columns(table: ReadTable, spec: DataSpec, report: Progress = silent) -> Plan:
    """Settle kinds, roles and the task. Raises nothing for choices that do not fit."""
    problems = _unknown_names(table, spec)
    settled = _settle_all(table, spec, report)
    names, why = _choose_targets(settled, spec)
    targets = [settled[name] for name in names]
    columns = tuple(_planned(column, names, spec) for column in settled.values())
    if len(columns) < 2:
        problem = _(
            "{file} has a single column; a table needs a target and at least one input, so check "
            "the separator."
        )
        problems.append(problem.format(file=table.text.name))
    task = Guess("regression", "")
    if targets:
        task = choose_task(targets, spec)
        several = problem_of_several(table, targets, task.value)
        own = (_target_problems(table, target, task, spec) for target in targets)
        problems += [several] if several else [problem for part in own for problem in part]
    elif not problems:
        problem = _(
            "{file} has no column that can be a target; a target holds numbers or at most {most} "
            "different text values."
        )
        problems.append(problem.format(file=table.text.name, most=MAXIMUM_CATEGORIES))
    used = [column for column in columns if column.role == "feature"]
    problems += [column.settled.problem for column in used if column.settled.problem]
    if targets and not used and len(columns) > 1:
        problems.append(_no_input(table, columns, spec))
    return Plan(columns, names, why, task, tuple(problems))


def _no_input(table: ReadTable, columns: Sequence[PlannedColumn], spec: DataSpec) -> str:
    left_out = [column.settled for column in columns if column.role == "ignore"]
    if any(column.name in spec.ignore for column in left_out):
        sentence = _("No column of {file} is left as an input; ignore fewer.")
    else:
        sentence = _(
            "No column of {file} is left as an input; add a column that varies ({column}: {why})."
        )
    column, why = repr(shorten(left_out[0].name)), left_out[0].why.removesuffix(".")
    return sentence.format(file=table.text.name, column=column, why=why)


def left_out_note(columns: Sequence[PlannedColumn]) -> str:
    """Which columns are left out for a reason of their own, and why; empty where none is."""
    reasons: dict[str, list[str]] = {}
    for column in columns:
        if column.role == "ignore" and column.why:
            reasons.setdefault(column.why, []).append(column.settled.name)
    notes = []
    for why, names in list(reasons.items())[:_REASONS]:
        out = ngettext("Column left out: {names}.", "Columns left out: {names}.", len(names))
        notes += [out.format(names=quoted(names)), why]
    rest = sum(len(names) for names in list(reasons.values())[_REASONS:])
    if rest:
        more = ngettext("{n} more column is left out.", "{n} more columns are left out.", rest)
        notes.append(more.format(n=grouped(rest)))
    return " ".join(notes)


def _settle_all(table: ReadTable, spec: DataSpec, report: Progress) -> dict[str, Settled]:
    share = 1 / len(table.layout.names)
    return {
        name: settle(table, name, spec, part_of(report, index * share, (index + 1) * share))
        for index, name in enumerate(table.layout.names)
    }


def choose_task(targets: Sequence[Settled], spec: DataSpec) -> Guess:
    """The task that follows from the targets, or the one chosen."""
    if spec.task != "auto":
        return Guess(spec.task, CHOSEN)
    if len(targets) > 1:
        return Guess("regression", _("There are several targets."))
    target = targets[0]
    if isinstance(target.cells, TextCells):
        count = len(target.cells.texts)
        why = ngettext(
            "{column} holds {n} text value.", "{column} holds {n} different text values.", count
        )
        said = why.format(column=repr(target.name), n=grouped(count))
        return Guess(_by_classes(count), said)
    values = target.cells.values[~np.isnan(target.cells.values)]
    distinct = np.unique(values)
    few = len(distinct) <= _FEW_CLASSES and len(values) >= _ROWS_PER_CLASS * len(distinct)
    whole = bool((distinct == np.floor(distinct)).all())
    if len(distinct) > 1 and few and whole and target.name not in spec.numbers:
        why = _("{column} holds only {n} different whole numbers.")
        said = why.format(column=repr(target.name), n=len(distinct))
        return Guess(_by_classes(len(distinct)), said)
    return Guess("regression", _("{column} holds numbers.").format(column=repr(target.name)))


def _by_classes(count: int) -> str:
    return "two_classes" if count <= 2 else "more_classes"


def _choose_targets(settled: dict[str, Settled], spec: DataSpec) -> tuple[tuple[str, ...], str]:
    if spec.target:
        return tuple(name for name in dict.fromkeys(spec.target) if name in settled), CHOSEN
    usable = tuple(
        name
        for name, column in settled.items()
        if column.kind != "unusable" and name not in spec.ignore
    )
    if not usable:
        return (), _("No column can be the target.")
    last = usable[-1] == next(reversed(settled))
    why = _("It is the last column.") if last else _("It is the last usable column.")
    return usable[-1:], why


def _planned(column: Settled, targets: tuple[str, ...], spec: DataSpec) -> PlannedColumn:
    if column.name in targets:
        return PlannedColumn(column, "target", column.why)
    if column.name in spec.ignore:
        why = identity(column) or (column.why if column.kind == "unusable" else "")
        return PlannedColumn(column, "ignore", why)
    if column.kind == "unusable":
        return PlannedColumn(column, "ignore", identity(column) or column.why)
    return PlannedColumn(column, "feature", column.why)


def _unknown_names(table: ReadTable, spec: DataSpec) -> list[str]:
    names = table.layout.names
    asked = {"target": spec.target, "ignore": spec.ignore}
    asked |= {"numbers": spec.numbers, "categories": spec.categories}
    problems = [
        _unknown(table, f"data.{key}", name)
        for key, wanted in asked.items()
        for name in wanted
        if name not in names
    ]
    ignored = [name for name in spec.target if name in spec.ignore]
    if ignored:
        problem = _("Column {column} cannot be both the target and ignored.")
        problems.append(problem.format(column=repr(ignored[0])))
    both = sorted(set(spec.numbers) & set(spec.categories))
    if both:
        problem = _("Column {column} cannot be read both as numbers and as a category.")
        problems.append(problem.format(column=repr(both[0])))
    return problems


def _unknown(table: ReadTable, setting: str, name: str) -> str:
    whole = with_comma(name, table.layout.names)
    near = nearest(name, table.layout.names)
    if whole:
        sentence = _(
            "{setting}: {file} has no column {column}; write a name with a comma in double "
            "quotation marks: {whole}."
        )
    elif near:
        sentence = _("{setting}: {file} has no column {column}; did you mean {near}?")
    else:
        sentence = _("{setting}: {file} has no column {column}; its columns are: {names}.")
    return sentence.format(
        setting=setting,
        file=table.text.name,
        column=repr(name),
        near=repr(near),
        whole=whole,
        names=quoted(table.layout.names, 8),
    )


def _target_problems(table: ReadTable, target: Settled, task: Guess, spec: DataSpec) -> list[str]:
    if target.problem and isinstance(target.cells, NumberCells):
        return [target.problem]
    if target.kind == "unusable" and missing(target.cells).all():
        problem = _(
            "{file}, target column {column}: every value is missing; choose another target."
        )
        return _certain(table, problem.format(**_place(table, target)))
    if task.value == "regression":
        return _regression_problems(table, target)
    count = _distinct(target)
    if target.name in spec.numbers and target.problem:
        return [target.problem]
    if count == 1:
        return _certain(table, _constant(table, target))
    problem = ""
    if count > MAXIMUM_CLASSES:
        problem = _(
            "{file}, target column {column}: it holds {n} different values, but there can be at "
            "most {most} classes; choose another target."
        )
    elif task.value == "two_classes" and count > 2:
        problem = _(
            "{file}, target column {column}: it holds {n} classes, not two; choose the task "
            "more_classes."
        )
    more = {"n": grouped(count), "most": MAXIMUM_CLASSES}
    return [problem.format(**_place(table, target), **more)] if problem else []


def _regression_problems(table: ReadTable, target: Settled) -> list[str]:
    numbers = to_numbers(target.cells, table.layout.numbers)
    if isinstance(numbers, int):
        text = shorten(first_text(target.cells, numbers))
        problem = _(
            "{place}: {text} is not a number, but the target of a regression has to be; correct it "
            "or choose another task."
        )
        return [problem.format(place=table.place(numbers, target.name), text=repr(text))]
    if target.kind == "unusable" and np.nanmin(numbers) == np.nanmax(numbers):
        return _certain(table, _constant(table, target))
    return []


def _distinct(target: Settled) -> int:
    if isinstance(target.cells, TextCells):
        return len(target.cells.texts)
    return len(np.unique(target.cells.values[~np.isnan(target.cells.values)]))


def _constant(table: ReadTable, target: Settled) -> str:
    """Names what counts as missing, which may be meant as a class of its own."""
    gaps = int(missing(target.cells).sum()) if isinstance(target.cells, TextCells) else 0
    if gaps:
        sentence = ngettext(
            "{file}, target column {column}: every value is {value}, except for {n} that counts as "
            "missing (empty, or one of {marks}); choose another target.",
            "{file}, target column {column}: every value is {value}, except for {n} that count as "
            "missing (empty, or one of {marks}); choose another target.",
            gaps,
        )
    else:
        sentence = _(
            "{file}, target column {column}: every value is {value}, so there is nothing to learn; "
            "choose another target."
        )
    return sentence.format(
        **_place(table, target),
        value=only_value(target.cells),
        n=grouped(gaps),
        marks=", ".join(missing_marks()),
    )


def _place(table: ReadTable, target: Settled) -> dict[str, str]:
    return {"file": table.text.name, "column": repr(target.name)}


def _certain(table: ReadTable, problem: str) -> list[str]:
    """The beginning of a table cannot settle what more rows may change."""
    return [problem] if table.text.complete else []
