"""Which column of a table is predicted, which are inputs, and what the task is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.columns.kinds import (
    MAXIMUM_CLASSES,
    USABLE,
    NumberCells,
    Role,
    Settled,
    TextCells,
    missing,
)
from playground.engine.data.table.columns.settle import settle_all
from playground.engine.data.table.columns.unhelpful import without_identifiers, without_sparse
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.data.table.words import nearest, quoted, shorten, with_comma
from playground.engine.spec.run import DataSpec

MAXIMUM_TARGETS = 100
_FEW_CLASSES = 10
_ROWS_PER_CLASS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What is learned from a table.

    Attributes:
        columns: all of the table, in its order, with their roles.
        target_names: of the targets, in the order in which they are predicted.
        target_why: why these columns are the targets, as a sentence, or `CHOSEN`.
        task: a key of `data.task` other than `auto`, and why.
        problems: sentences on why the table cannot be used as chosen; empty if it can.
    """

    columns: tuple[Settled, ...]
    target_names: tuple[str, ...]
    target_why: str
    task: Guess
    problems: tuple[str, ...]

    def having(self, *roles: Role) -> list[Settled]:
        """The columns with one of these roles."""
        return [column for column in self.columns if column.role in roles]

    @property
    def targets(self) -> list[Settled]:
        """The targets, in the order in which they are predicted."""
        found = {column.name: column for column in self.columns}
        return [found[name] for name in self.target_names]


def plan_columns(table: TextTable, spec: DataSpec, report: Progress = silent) -> Plan:
    """Settle kinds, roles and the task. Raises nothing for choices that do not fit."""
    problems = _setting_problems(table, spec)
    settled = without_sparse(settle_all(table, spec, report), spec)
    names, why = _choose_targets(settled, spec)
    settled = without_identifiers(settled, names, spec)
    targets = [settled[name] for name in names]
    columns = tuple(_with_role(column, names, spec) for column in settled.values())
    plan = Plan(columns, names, why, choose_task(targets, spec), ())
    problems += _problems(table, plan, spec, known=not problems)
    return replace(plan, problems=tuple(problems))


def _problems(table: TextTable, plan: Plan, spec: DataSpec, *, known: bool) -> Iterator[str]:
    """Why nothing can be learned with these roles.

    Args:
        known: every column that was named is there.
    """
    file, features = table.text.name, plan.having("feature")
    if len(plan.columns) < 2:
        yield _(
            "{file} has a single column; a table needs a target and at least one input, so check "
            "the separator."
        ).format(file=file)
        known = False
    if plan.targets:
        yield from _target_problems(table, plan)
    elif known:
        yield _(
            "{file} has no column that can be a target; a target holds numbers or at most {most} "
            "different text values."
        ).format(file=file, most=spec.most_categories)
    yield from (column.problem for column in features if column.problem)
    if plan.targets and not features and len(plan.columns) > 1:
        yield _no_input(file, plan.having("ignore"), spec)


def _no_input(file: str, left_out: Sequence[Settled], spec: DataSpec) -> str:
    if not left_out:
        sentence = _("No column of {file} is left as an input; choose fewer targets.")
        return sentence.format(file=file)
    if any(column.name in spec.ignore for column in left_out):
        return _("No column of {file} is left as an input; ignore fewer.").format(file=file)
    sentence = _(
        "No column of {file} is left as an input; add a column that varies ({column}: {why})."
    )
    column, why = repr(shorten(left_out[0].name)), left_out[0].why.removesuffix(".")
    return sentence.format(file=file, column=column, why=why)


def choose_task(targets: Sequence[Settled], spec: DataSpec) -> Guess:
    """The task that follows from the targets, or the one chosen."""
    if not targets:
        return Guess("regression", "")
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


def _with_role(column: Settled, targets: tuple[str, ...], spec: DataSpec) -> Settled:
    if column.name in targets:
        return replace(column, role="target")
    if column.name in spec.ignore:
        return replace(column, why="" if column.kind in USABLE else column.why)
    return replace(column, role="feature" if column.kind in USABLE else "ignore")


def _setting_problems(table: TextTable, spec: DataSpec) -> list[str]:
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
    kinds = (set(spec.numbers), set(spec.categories), set(spec.dates))
    both = sorted(set().union(*(one & other for one, other in combinations(kinds, 2))))
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


def _target_problems(table: TextTable, plan: Plan) -> Iterator[str]:
    targets, task = plan.targets, plan.task.value
    if len(targets) > MAXIMUM_TARGETS:
        sentence = _("There are {n} targets; at most {most} can be predicted at once.")
        yield sentence.format(n=grouped(len(targets)), most=MAXIMUM_TARGETS)
    elif len(targets) > 1 and task != "regression":
        yield _(
            "Several targets can be predicted only by regression; choose one target, or the task "
            "regression."
        )
    else:
        yield from filter(None, (_target_problem(table, target, task) for target in targets))


def _target_problem(table: TextTable, target: Settled, task: str) -> str:
    if target.problem or (task == "regression" and target.kind == "number"):
        return target.problem
    count = len(np.unique(target.cells.values[~missing(target.cells)]))
    if not count:
        problem = _(
            "{file}, target column {column}: every value is missing; choose another target."
        )
    elif count == 1:
        problem = _(
            "{file}, target column {column}: there is nothing to learn ({why}); choose another "
            "target."
        )
    elif task == "regression":
        return _no_number(table, target)
    elif count > MAXIMUM_CLASSES:
        problem = _(
            "{file}, target column {column}: it holds {n} different values, but there can be at "
            "most {most} classes; choose another target."
        )
    elif task == "two_classes" and count > 2:
        problem = _(
            "{file}, target column {column}: it holds {n} classes, not two; choose the task "
            "more_classes."
        )
    else:
        return ""
    if not table.text.complete and count <= 2:
        # The beginning of a table cannot settle what more rows may change.
        return ""
    return problem.format(
        file=table.text.name,
        column=repr(target.name),
        n=grouped(count),
        most=MAXIMUM_CLASSES,
        why=_why_constant(target).removesuffix("."),
    )


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


def _no_number(table: TextTable, target: Settled) -> str:
    if isinstance(target.cells, NumberCells):
        return ""
    row = int(np.flatnonzero(~missing(target.cells))[0])
    return _(
        "{place}: {text} is not a number, but the target of a regression has to be; correct it, or "
        "choose another target or task."
    ).format(
        place=table.place(row, target.name),
        text=repr(shorten(str(table.columns[target.name][row]))),
    )
