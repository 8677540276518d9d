"""How a table is read, and why: its layout, each column, its first rows, what is left out.

The import dialog and `playground describe` show it; it raises nothing for choices that do not fit.
"""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.precision import precision_notes
from playground.engine.data.table.build import build, keep_rows, plan_inputs
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.kinds import (
    Kind,
    NumberCells,
    Role,
    Settled,
    TextCells,
    missing,
    natural_order,
)
from playground.engine.data.table.columns.numbers import NumberFormat
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.nearest import nearest_setting
from playground.engine.data.table.notes import layout_notes, lines_of, plan_notes
from playground.engine.data.table.plan import Plan, plan_columns
from playground.engine.data.table.read import require_rows
from playground.engine.data.table.remarks import Remark, remarks_of
from playground.engine.data.table.text.decoded import CHOSEN, Guess
from playground.engine.data.table.text.text_table import TextTable
from playground.engine.spec.run import DataSpec, TableFile, Task

LIMIT = 16 * 2**20
"""Bytes of a table that a preview looks at; larger tables are judged by their beginning first."""

_UNKNOWN = Guess("auto", "")
_CATEGORIES = 12
_DAY = 86_400
_NAMED_LINES = 8


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
        bent_count: how many rows are left out because of their width.
        notes: sentences on all that was guessed and left out.
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
    bent_count: int = 0
    notes: tuple[str, ...] = ()
    guesses: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    problems: tuple[str, ...] = ()
    nearest: Remark | None = None

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
        texts = kept.of(spec, limit=limit)
    except InputError as error:
        chosen = Guess(spec.encoding, CHOSEN) if spec.encoding != "auto" else _UNKNOWN
        preview = TablePreview(encoding=chosen, problems=(str(error),))
    else:
        preview = _preview_texts(texts, spec, rows)
    return replace(preview, nearest=nearest_setting(kept, spec)) if preview.problems else preview


def _preview_texts(texts: TextTable, spec: DataSpec, rows: int) -> TablePreview:
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
        row_count=texts.rows if texts.text.complete else round(texts.rows / texts.text.share),
        exact=texts.text.complete,
        bent_count=len(texts.bent),
        notes=(*layout_notes(texts), *texts.notes),
        guesses=layout_notes(texts),
        remarks=tuple(Remark(note, "doubt") for note in texts.notes),
    )


def _readable(texts: TextTable, plan: Plan, spec: DataSpec, shown: TablePreview) -> TablePreview:
    used, said = _rows_used(texts, plan, spec)
    problems, coarse = (plan.problems, ()) if plan.problems else _built(texts, plan, spec)
    remarks = (
        *remarks_of(texts, plan, spec),
        *(Remark(note, "doubt") for note in coarse),
        *([Remark(said)] if said else []),
    )
    return replace(
        shown,
        task=cast(Task, plan.task.value),
        task_why=plan.task.why,
        target_why=plan.target_why,
        targets=plan.target_names,
        columns=tuple(_described(column) for column in plan.columns),
        odd_cells=tuple(
            (row, place)
            for place, column in enumerate(plan.columns)
            for row in column.odd[: len(shown.rows)].tolist()
            if row < len(shown.rows)
        ),
        rows_used=used,
        remarks=remarks,
        notes=(*shown.guesses, *plan_notes(plan), *(remark.said for remark in remarks)),
        problems=problems,
    )


def _rows_used(texts: TextTable, plan: Plan, spec: DataSpec) -> tuple[int, str]:
    """How many rows are learned from, and sentences on the others."""
    if not plan.targets:
        return 0, ""
    rows = keep_rows(texts, plan_inputs(plan, spec), plan.targets, spec)
    said, left_out = [rows.said], np.flatnonzero(~rows.mask)
    if len(left_out):
        sentence = ngettext("It is in line {lines}.", "They are in lines {lines}.", len(left_out))
        said.append(sentence.format(lines=lines_of(texts, left_out, _NAMED_LINES)))
    if not texts.text.complete:
        counted = _("Only the first {n} rows were counted.").format(n=grouped(texts.rows))
        said.append(counted)
    return int(rows.mask.sum()), " ".join(said)


def _built(texts: TextTable, plan: Plan, spec: DataSpec) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What keeps the numbers from being built, and where float32 is too coarse for them."""
    try:
        raw = build(texts, plan, spec)
    except InputError as error:
        return (str(error),), ()
    return (), precision_notes(raw, standardise=spec.standardise)


def _described(column: Settled) -> ColumnPreview:
    return ColumnPreview(
        column.name,
        column.kind,
        column.role,
        column.why,
        int(missing(column.cells).sum()),
        odd=len(column.odd),
        **_form_of(column.form),
        **_values_of(column),
    )


def _form_of(form: NumberFormat | DateFormat | None) -> dict[str, Any]:
    if isinstance(form, NumberFormat):
        decimal, thousands = form.marks
        unit, example = form.before or form.after, form.example
        return {"decimal": decimal, "thousands": thousands, "unit": unit, "example": example}
    return {"unit": form.key} if form else {}


def _values_of(column: Settled) -> dict[str, Any]:
    cells = column.cells
    if isinstance(cells, TextCells):
        texts = natural_order(cells.texts) if len(cells.texts) <= 1000 else cells.texts
        return {"categories": tuple(texts[:_CATEGORIES]), "category_count": len(texts)}
    known = cells.values[np.isfinite(cells.values)]
    if not len(known):
        return {}
    if isinstance(cells, NumberCells):
        return {"minimum": float(known.min()), "maximum": float(known.max())}
    all_days = not (known % _DAY).any()
    write = _clock if column.form == DateFormat("hh:mm") else _day if all_days else _moment
    return {"earliest": write(known.min()), "latest": write(known.max())}


def _clock(seconds: float) -> str:
    return f"{int(seconds // 3600):02d}:{int(seconds // 60 % 60):02d}:{int(seconds % 60):02d}"


def _day(seconds: float) -> str:
    return _moment(seconds)[:10]


def _moment(seconds: float) -> str:
    return str(np.datetime64(int(seconds // 1), "s")).replace("T", " ")
