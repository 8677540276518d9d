"""How a table is read, and why: its layout, each column, its first rows, what is left out.

The import dialog and `playground describe` show it; it raises nothing for choices that do not fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.precision import precision_notes
from playground.engine.data.table.build import build, keep_rows, plan_inputs
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.kinds import (
    Kind,
    NumberCells,
    Settled,
    TextCells,
    missing,
    natural_order,
)
from playground.engine.data.table.columns.numbers import NumberFormat
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.nearest import Nearest, nearest_setting
from playground.engine.data.table.notes import (
    layout_guesses,
    layout_notes,
    odd_notes,
    plan_notes,
)
from playground.engine.data.table.plan import Plan, PlannedColumn, Role, left_out_note, plan_columns
from playground.engine.data.table.read import require_rows
from playground.engine.data.table.remarks import Remark, column_remarks, lines_left_out
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.spec.run import DataSpec, TableFile, Task

LIMIT = 16 * 2**20
"""Bytes of a table that a preview looks at; larger tables are judged by their beginning first."""

_UNKNOWN = Guess("auto", "")
_CATEGORIES = 12
_DAY = 86_400
_NAMED_LINES = 20


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column: what it is taken as, and why, as sentences or nothing.

    Attributes:
        kind: nothing where the table cannot be read.
        decimal, thousands: keys of the marks of its numbers; empty for others.
        unit: a currency or unit taken off its numbers, or the pattern of its dates.
        example: a number as it writes them, with currency and unit; empty for others.
        minimum, maximum: of its numbers; None for others.
        earliest, latest: of its dates, as `2020-01-31`, with a time where any has one.
        categories: the first of its texts in order; `category_count` is how many there are.
        missing: how many cells are missing, odd ones included.
        odd: how many cells count as missing because they are not what the column is.
    """

    name: str
    kind: Kind | str = ""
    role: Role = "ignore"
    why: str = ""
    missing: int = 0
    decimal: str = ""
    thousands: str = ""
    unit: str = ""
    example: str = ""
    minimum: float | None = None
    maximum: float | None = None
    earliest: str = ""
    latest: str = ""
    categories: tuple[str, ...] = ()
    category_count: int = 0
    odd: int = 0


@dataclass(frozen=True, slots=True)
class TablePreview:
    """A table as the choices of a `DataSpec` have it.

    Attributes:
        encoding, separator, skip_lines, comment, header, footer_lines: the value of a setting and
            why; the reason is `CHOSEN` where nothing was guessed; the value is `auto` where the
            table cannot be read that far.
        task, targets: what is learned, with the reasons; no targets where none can be.
        columns: empty where the table cannot be read.
        rows: the first rows as texts, each as long as `columns`.
        odd_cells: row and column of those cells of `rows` that count as missing because they are
            not what their column is.
        lines: the physical lines of `rows`.
        row_count: rows below the header, an estimate unless `exact`; 0 where the table cannot be
            read.
        rows_used: rows that are learned from, of those looked at.
        bent_lines: the first lines that are left out because of their width; `bent_count` is how
            many there are.
        missing: sentences on the rows left out and the gaps filled, in numbers.
        odd: sentences on the odd cells.
        coarse: sentences on numbers that float32 cannot tell apart.
        left_out: sentences on the columns left out and why, or nothing.
        notes: sentences on all that was guessed.
        guesses: those of the notes that say how the file is laid out, and why.
        remarks: what a person had better look at, then what was left out; with what can be chosen.
        problems: sentences on why this table cannot be learned from with these choices.
        nearest: where there are problems, the nearest setting by which it could be.
    """

    encoding: Guess = _UNKNOWN
    separator: Guess = _UNKNOWN
    skip_lines: Guess = _UNKNOWN
    comment: Guess = _UNKNOWN
    header: Guess = _UNKNOWN
    footer_lines: Guess = _UNKNOWN
    task: Task = "regression"
    task_why: str = _UNKNOWN.why
    targets: tuple[str, ...] = ()
    target_why: str = _UNKNOWN.why
    columns: tuple[ColumnPreview, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    odd_cells: tuple[tuple[int, int], ...] = ()
    lines: tuple[int, ...] = ()
    row_count: int = 0
    rows_used: int = 0
    exact: bool = True
    bent_lines: tuple[int, ...] = ()
    bent_count: int = 0
    missing: str = ""
    odd: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()
    left_out: str = ""
    notes: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[str, ...] = ()
    nearest: Nearest | None = None

    @property
    def target(self) -> str:
        """The first target; empty where there is none."""
        return self.targets[0] if self.targets else ""


def preview_table(
    table: TableFile, spec: DataSpec, rows: int = 100, limit: int | None = LIMIT
) -> TablePreview:
    """Look at `table`, or at its beginning where it is large.

    Args:
        rows: how many rows to show at most.
        limit: how many bytes to look at; a table no longer than that is judged as a whole.
    """
    return preview_kept(KeptTexts(table), spec, rows, limit)


def preview_kept(
    kept: KeptTexts, spec: DataSpec, rows: int = 100, limit: int | None = LIMIT
) -> TablePreview:
    """The same of a table whose texts are kept."""
    try:
        preview = preview_texts(kept.of(spec, limit=limit), spec, rows)
    except InputError as error:
        chosen = Guess(spec.encoding, CHOSEN) if spec.encoding != "auto" else _UNKNOWN
        preview = TablePreview(encoding=chosen, problems=(str(error),))
    if not preview.problems:
        return preview
    return replace(preview, nearest=nearest_setting(kept, spec))


def preview_texts(texts: TextTable, spec: DataSpec, rows: int = 100) -> TablePreview:
    """The same of a table that was read as text."""
    shown = _laid_out(texts, rows)
    try:
        require_rows(texts)
        plan = plan_columns(texts, spec)
    except InputError as error:
        columns = tuple(ColumnPreview(name) for name in texts.columns)
        return replace(shown, columns=columns, problems=(str(error),))
    return _readable(texts, plan, spec, shown)


def _laid_out(texts: TextTable, rows: int) -> TablePreview:
    layout = texts.layout
    cells = [column.slice(0, rows).to_pylist() for column in texts.columns.values()]
    shown = tuple(zip(*cells, strict=True))
    return TablePreview(
        encoding=texts.text.encoding,
        separator=layout.separator,
        skip_lines=layout.skip_lines,
        comment=layout.comment,
        header=layout.header,
        footer_lines=layout.footer_lines,
        rows=shown,
        lines=tuple(texts.line(row) for row in range(len(shown))),
        row_count=_row_count(texts),
        exact=texts.text.complete,
        bent_lines=tuple(row.line for row in texts.bent[:_NAMED_LINES]),
        bent_count=len(texts.bent),
        notes=layout_notes(texts),
        guesses=layout_guesses(texts),
        remarks=tuple(Remark(note, "doubt") for note in texts.notes),
    )


def _readable(texts: TextTable, plan: Plan, spec: DataSpec, shown: TablePreview) -> TablePreview:
    rows = _rows_used(texts, plan, spec)
    coarse: tuple[str, ...] = ()
    problems = plan.problems
    if not problems:
        problems, coarse = _built(texts, plan, spec)
    learned = [column.settled for column in plan.columns if column.role != "ignore"]
    left_out = left_out_note(plan.columns)
    notes = [_joined(rows.said, rows.lines, rows.counted), left_out]
    return replace(
        shown,
        task=cast(Task, plan.task.value),
        task_why=plan.task.why,
        target_why=plan.target_why,
        targets=plan.target_names,
        columns=tuple(_described(column) for column in plan.columns),
        odd_cells=_odd_cells(plan.columns, shown.rows),
        rows_used=rows.used,
        missing=_joined(rows.said, rows.counted),
        odd=tuple(odd_notes(texts, learned)),
        coarse=coarse,
        left_out=left_out,
        remarks=(
            *column_remarks(texts, learned, spec),
            *shown.remarks,
            *(Remark(said, "doubt") for said in coarse),
            *(Remark(said) for said in notes if said),
        ),
        notes=(*shown.notes, *(plan_notes(texts, plan) if plan.targets else ()), *coarse),
        problems=problems,
    )


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many rows are learned from, and sentences on the others."""

    used: int = 0
    said: str = ""
    lines: str = ""
    counted: str = ""


def _rows_used(texts: TextTable, plan: Plan, spec: DataSpec) -> _Rows:
    if not plan.targets:
        return _Rows()
    rows = keep_rows(texts, plan_inputs(plan, spec), plan.targets, spec)
    counted = ""
    if not texts.text.complete:
        counted = _("Only the first {n} rows were counted.").format(n=grouped(texts.rows))
    return _Rows(int(rows.mask.sum()), rows.said, lines_left_out(texts, rows.mask), counted)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _built(texts: TextTable, plan: Plan, spec: DataSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What keeps the numbers from being built, and where float32 is too coarse for them."""
    try:
        raw = build(texts, plan, spec)
    except InputError as error:
        return (str(error),), ()
    return (), precision_notes(raw, standardise=spec.standardise)


def _described(column: PlannedColumn) -> ColumnPreview:
    settled = column.settled
    described = ColumnPreview(
        settled.name,
        settled.kind,
        column.role,
        column.why,
        int(missing(settled.cells).sum()),
        odd=settled.odd.count,
    )
    if isinstance(settled.form, NumberFormat):
        form = settled.form
        described = replace(
            described,
            decimal=form.decimal,
            thousands=form.thousands,
            unit=form.before or form.after,
            example=form.example,
        )
    elif isinstance(settled.form, DateFormat):
        described = replace(described, unit=settled.form.key)
    return _with_values(described, settled)


def _with_values(described: ColumnPreview, settled: Settled) -> ColumnPreview:
    cells = settled.cells
    if isinstance(cells, TextCells):
        texts = cells.texts
        if len(texts) <= 1000:
            texts = tuple(natural_order(texts))
        return replace(described, categories=texts[:_CATEGORIES], category_count=len(texts))
    known = cells.values[np.isfinite(cells.values)]
    if not len(known):
        return described
    if isinstance(cells, NumberCells):
        return replace(described, minimum=float(known.min()), maximum=float(known.max()))
    to_the_day = not _is_clock(settled) and not (known % _DAY).any()
    first, last = (_moment(end, settled, to_the_day) for end in (known.min(), known.max()))
    return replace(described, earliest=first, latest=last)


def _is_clock(settled: Settled) -> bool:
    return isinstance(settled.form, DateFormat) and settled.form.is_clock


def _moment(seconds: float, settled: Settled, to_the_day: bool) -> str:
    if _is_clock(settled):
        return f"{int(seconds // 3600):02d}:{int(seconds // 60 % 60):02d}:{int(seconds % 60):02d}"
    moment = np.datetime64(int(seconds // 1), "s")
    return str(moment.astype("datetime64[D]")) if to_the_day else str(moment).replace("T", " ")


def _odd_cells(
    columns: Sequence[PlannedColumn], rows: Sequence[tuple[str, ...]]
) -> tuple[tuple[int, int], ...]:
    """Cells of the rows shown that count as missing though no mark says so."""
    found = []
    for index, column in enumerate(columns):
        if not column.settled.odd.count:
            continue
        marks = {"", *(mark for mark, _count in column.settled.marks)}
        holes = np.flatnonzero(missing(column.settled.cells)[: len(rows)]).tolist()
        found += [(row, index) for row in holes if rows[row][index] not in marks]
    return tuple(found)


def _row_count(texts: TextTable) -> int:
    return texts.rows if texts.text.complete else round(texts.rows / texts.text.share)
