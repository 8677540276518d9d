"""Which column of a table is predicted, which are inputs, and what the task is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.columns.identity import without_identifiers
from playground.engine.data.table.columns.kinds import (
    MAXIMUM_CLASSES,
    USABLE,
    NumberCells,
    Settled,
    TextCells,
    missing,
)
from playground.engine.data.table.columns.settle import settle_all
from playground.engine.data.table.columns.sparse import without_sparse
from playground.engine.data.table.several import problem_of_several
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.text_table import TextTable
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


def plan_columns(table: TextTable, spec: DataSpec, report: Progress = silent) -> Plan:
    """Settle kinds, roles and the task. Raises nothing for choices that do not fit."""
    problems = setting_problems(table, spec)
    settled = without_sparse(settle_all(table, spec, report), spec)
    names, why = _choose_targets(settled, spec)
    settled = without_identifiers(settled, names, spec)
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
        own = (_target_problems(table, target, task) for target in targets)
        problems += [several] if several else [problem for part in own for problem in part]
    elif not problems:
        problem = _(
            "{file} has no column that can be a target; a target holds numbers or at most {most} "
            "different text values."
        )
        problems.append(problem.format(file=table.text.name, most=spec.most_categories))
    used = [column for column in columns if column.role == "feature"]
    problems += [column.settled.problem for column in used if column.settled.problem]
    if targets and not used and len(columns) > 1:
        problems.append(_no_input(table, columns, spec))
    return Plan(columns, names, why, task, tuple(problems))


def _no_input(table: TextTable, columns: Sequence[PlannedColumn], spec: DataSpec) -> str:
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
    whole = bool((values == np.floor(values)).all())
    distinct = np.unique(values) if whole else values
    few = len(distinct) <= _FEW_CLASSES and len(values) >= _ROWS_PER_CLASS * len(distinct)
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
        if column.kind in USABLE - {"date"} and name not in spec.ignore
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
        return PlannedColumn(column, "ignore", "" if column.kind in USABLE else column.why)
    return PlannedColumn(column, "feature" if column.kind in USABLE else "ignore", column.why)


def setting_problems(table: TextTable, spec: DataSpec) -> list[str]:
    """Sentences on settings that contradict each other or name columns that are not there."""
    names = tuple(table.columns)
    asked = {"target": spec.target, "ignore": spec.ignore}
    asked |= {"numbers": spec.numbers, "categories": spec.categories, "dates": spec.dates}
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
    kinds = Counter(
        name for chosen in (spec.numbers, spec.categories, spec.dates) for name in set(chosen)
    )
    both = sorted(name for name, count in kinds.items() if count > 1)
    if both:
        problem = _("Column {column} can be read in one way only: numbers, a category or dates.")
        problems.append(problem.format(column=repr(both[0])))
    return problems


def _unknown(table: TextTable, setting: str, name: str) -> str:
    names = tuple(table.columns)
    whole = with_comma(name, names)
    near = nearest(name, names)
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
        names=quoted(names, 8),
    )


def _target_problems(table: TextTable, target: Settled, task: Guess) -> list[str]:
    if target.problem:
        return [target.problem]
    if task.value == "regression" and target.kind == "number":
        return []
    problem, count = "", _distinct(target)
    if target.kind == "empty":
        problem = _(
            "{file}, target column {column}: every value is missing; choose another target."
        )
    elif count == 1:
        problem = _(
            "{file}, target column {column}: there is nothing to learn ({why}); choose another "
            "target."
        )
    elif task.value == "regression":
        return _regression_problems(table, target)
    elif count > MAXIMUM_CLASSES:
        problem = _(
            "{file}, target column {column}: it holds {n} different values, but there can be at "
            "most {most} classes; choose another target."
        )
    elif task.value == "two_classes" and count > 2:
        problem = _(
            "{file}, target column {column}: it holds {n} classes, not two; choose the task "
            "more_classes."
        )
    if not problem or not (table.text.complete or count > 2):
        # The beginning of a table cannot settle what more rows may change.
        return []
    more = {
        "n": grouped(count),
        "most": MAXIMUM_CLASSES,
        "why": _why_constant(target).removesuffix("."),
    }
    return [problem.format(**_place(table, target), **more)]


def _why_constant(target: Settled) -> str:
    """Names what counts as missing, which may be meant as a class of its own."""
    if not target.marks:
        return target.why
    marks = quoted(mark for mark, _count in target.marks)
    gaps = sum(count for _mark, count in target.marks)
    counted = ngettext(
        "{n} cell counts as missing ({marks}).", "{n} cells count as missing ({marks}).", gaps
    )
    return f"{target.why} {counted.format(n=grouped(gaps), marks=marks)}"


def _regression_problems(table: TextTable, target: Settled) -> list[str]:
    if isinstance(target.cells, NumberCells):
        return []
    if isinstance(target.cells, TextCells):
        row = int(np.flatnonzero(target.cells.codes >= 0)[0])
        text = target.cells.texts[target.cells.codes[row]]
    else:
        row = int(np.flatnonzero(~missing(target.cells))[0])
        text = str(table.columns[target.name][row])
    problem = _(
        "{place}: {text} is not a number, but the target of a regression has to be; correct it or "
        "choose another task."
    )
    return [problem.format(place=table.place(row, target.name), text=repr(shorten(text)))]


def _distinct(target: Settled) -> int:
    if isinstance(target.cells, TextCells):
        return len(target.cells.texts)
    return len(np.unique(target.cells.values[~np.isnan(target.cells.values)]))


def _place(table: TextTable, target: Settled) -> dict[str, str]:
    return {"file": table.text.name, "column": repr(target.name)}
