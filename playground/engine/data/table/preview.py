"""What an import dialog shows of a table: what was guessed and why, the columns, the first rows."""

from dataclasses import dataclass, replace
from typing import cast

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.precision import precision_notes
from playground.engine.data.table.build import build, keep_rows
from playground.engine.data.table.columns import Kind, ReadTable, missing
from playground.engine.data.table.containers.formats import as_text
from playground.engine.data.table.guess import Layout, guess_layout
from playground.engine.data.table.identity import identities
from playground.engine.data.table.open import layout_notes, open_table, plan_notes
from playground.engine.data.table.plan import Plan, Role, left_out_note, plan_columns
from playground.engine.data.table.text import CHOSEN, Guess, TableText, decode_table
from playground.engine.spec.run import DataSpec, TableFile, Task

LIMIT = 2**20
"""Bytes of a table that a preview looks at."""

_UNKNOWN = Guess("auto", "")


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column: what it is taken as, and why, as a sentence or nothing."""

    name: str
    kind: Kind
    role: Role
    why: str
    missing: int


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A table as the choices of a `DataSpec` have it.

    Attributes:
        encoding, separator, decimal, thousands, header: the key of a choice and why; the reason
            is `CHOSEN` where nothing was guessed; the key is `auto` where the table cannot be
            read that far.
        task, target: what is learned, with the reasons; `target` is empty where none can be.
        columns: empty where the table cannot be read.
        rows: the first rows as texts, each as long as `columns`.
        row_count: rows below the header, an estimate unless `exact`; 0 where the table cannot be
            read.
        missing: sentences on the rows left out and the gaps filled, in numbers.
        coarse: sentences on numbers that float32 cannot tell apart.
        left_out: sentences on the columns left out and why, or nothing.
        identities: the features that only tell rows apart; a first import had better ignore them.
        notes: sentences on all that was guessed.
        problems: sentences on why this table cannot be learned from with these choices.
    """

    encoding: Guess = _UNKNOWN
    separator: Guess = _UNKNOWN
    decimal: Guess = _UNKNOWN
    thousands: Guess = _UNKNOWN
    header: Guess = _UNKNOWN
    task: Task = "regression"
    task_why: str = _UNKNOWN.why
    target: str = ""
    target_why: str = _UNKNOWN.why
    columns: tuple[ColumnPreview, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    row_count: int = 0
    exact: bool = True
    missing: str = ""
    coarse: tuple[str, ...] = ()
    left_out: str = ""
    identities: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def with_identities_ignored(table: TableFile, spec: DataSpec) -> DataSpec:
    """The spec as a first import has it: what only tells rows apart is ignored."""
    found = preview_table(table, spec, rows=0).identities
    return replace(spec, ignore=(*spec.ignore, *found))


def preview_table(
    table: TableFile, spec: DataSpec, rows: int = 100, limit: int = LIMIT
) -> TablePreview:
    """Look at the beginning of `table`. Raises nothing for choices that do not fit.

    Args:
        rows: how many rows to show at most.
        limit: how many bytes to look at; a table no longer than that is judged as a whole.
    """
    try:
        opened = as_text(table, spec)
        given = opened.given.settle(spec)
        text = decode_table(opened, given.encoding, limit=limit)
        layout = guess_layout(text, given)
    except InputError as error:
        chosen = Guess(spec.encoding, CHOSEN) if spec.encoding != "auto" else _UNKNOWN
        return TablePreview(encoding=chosen, problems=(str(error),))
    try:
        read = open_table(opened, spec, limit=limit)
    except InputError as error:
        return _unreadable(text, layout, rows, str(error))
    preview = _readable(read, plan_columns(read, spec), spec, rows)
    return replace(preview, notes=(*opened.given.notes, *preview.notes))


def _unreadable(text: TableText, layout: Layout, rows: int, problem: str) -> TablePreview:
    """The guesses and the first rows of a table whose rows cannot all be read."""
    columns = tuple(
        ColumnPreview(name, "unusable", "ignore", _("The table cannot be read."), 0)
        for name in layout.names
    )
    return replace(_laid_out(text, layout, rows), columns=columns, problems=(problem,))


def _laid_out(text: TableText, layout: Layout, rows: int) -> TablePreview:
    return TablePreview(
        encoding=text.encoding,
        separator=layout.separator,
        decimal=layout.decimal,
        thousands=layout.thousands,
        header=layout.header,
        rows=layout.sample[:rows],
    )


def _readable(read: ReadTable, plan: Plan, spec: DataSpec, rows: int) -> TablePreview:
    target = plan.having("target")
    kept, problems = "", plan.problems
    if target:
        features = [column.settled for column in plan.having("feature")]
        kept = keep_rows(read, features, target[0].settled, spec).said
        if not read.text.complete:
            counted = _("Only the first {n} rows were counted.").format(n=grouped(read.rows))
            kept = f"{kept} {counted}"
    coarse: tuple[str, ...] = ()
    if not problems:
        problems, coarse = _built(read, plan, spec)
    return replace(
        _laid_out(read.text, read.layout, rows),
        task=cast(Task, plan.task.value),
        task_why=plan.task.why,
        target_why=plan.target_why,
        target=target[0].settled.name if target else "",
        columns=_columns(plan),
        row_count=_row_count(read),
        exact=read.text.complete,
        missing=kept,
        coarse=coarse,
        left_out=left_out_note(plan.columns),
        identities=identities([column.settled for column in plan.having("feature")]),
        notes=(*layout_notes(read), *(plan_notes(plan) if target else ()), *coarse),
        problems=problems,
    )


def _built(read: ReadTable, plan: Plan, spec: DataSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What keeps the numbers from being built, and where float32 is too coarse for them."""
    try:
        raw = build(read, plan, spec)
    except InputError as error:
        return (str(error),), ()
    return (), precision_notes(raw, standardise=spec.standardise)


def _columns(plan: Plan) -> tuple[ColumnPreview, ...]:
    return tuple(
        ColumnPreview(
            column.settled.name,
            column.settled.kind,
            column.role,
            column.why,
            int(missing(column.settled.cells).sum()),
        )
        for column in plan.columns
    )


def _row_count(read: ReadTable) -> int:
    if read.text.complete:
        return read.rows
    looked_at = read.text.share * read.shape.end / max(len(read.text.content), 1)
    return round(read.rows / looked_at)
