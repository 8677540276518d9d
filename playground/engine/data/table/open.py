"""Opens a table: decodes it, lays it out, reads its cells, and says what was guessed."""

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import Column
from playground.engine.data.table.cells import read_cells
from playground.engine.data.table.columns import ReadTable
from playground.engine.data.table.containers.formats import as_text
from playground.engine.data.table.guess import guess_layout
from playground.engine.data.table.plan import Plan, left_out_note
from playground.engine.data.table.scan import shape_of
from playground.engine.data.table.text import CHOSEN, decode_table
from playground.engine.data.table.words import choice_words as choice_words
from playground.engine.data.table.words import shorten
from playground.engine.settings.paths import fixed_parameters
from playground.engine.spec.run import DataSpec, TableFile


def open_table(
    table: TableFile,
    spec: DataSpec,
    report: Progress = silent,
    columns: tuple[Column, ...] = (),
    limit: int | None = None,
) -> ReadTable:
    """Decode, lay out and read the cells of `table`, or of about its first `limit` bytes.

    Args:
        columns: what a model needs; empty for a table to learn from.

    Raises:
        InputError: it is no table of rows of the same width.
    """
    opened = as_text(table, spec, part_of(report, 0.0, 0.05))
    spec = opened.given.settle(spec)
    text = decode_table(opened, spec.encoding, part_of(report, 0.05, 0.1), limit)
    layout = guess_layout(text, spec, frozenset(column.name for column in columns))
    shape = shape_of(text, layout.mark, part_of(report, 0.1, 0.25))
    if len(layout.names) != shape.fields:
        raise InputError(
            _("{file}: its first row is too long to hold the names of columns; shorten it.").format(
                file=table.name
            )
        )
    rows = shape.records - layout.has_header
    if rows < 1:
        raise InputError(
            _("{file} has only a header and no rows; add rows below it.").format(file=table.name)
        )
    if rows < 2 and not columns:
        raise InputError(
            _("{file} has only one row; learning needs at least 2.").format(file=table.name)
        )
    texts = {*spec.categories, *(c.name for c in columns if c.kind == "category")}
    cells = read_cells(text, layout, shape, texts, part_of(report, 0.25, 0.85))
    return ReadTable(text, layout, shape, cells)


def layout_notes(read: ReadTable) -> tuple[str, ...]:
    """What was guessed of the file as a whole, and why: a note for each."""
    layout = read.layout
    guesses = {
        "encoding": read.text.encoding,
        "separator": layout.separator,
        "decimal": layout.decimal,
        "thousands": layout.thousands,
        "header": layout.header,
    }
    notes = [
        _note(key, choice_words(key, guess.value), guess.why)
        for key, guess in guesses.items()
        if guess.why != CHOSEN
    ]
    return (*notes, layout.renamed) if layout.renamed else tuple(notes)


def plan_notes(plan: Plan) -> tuple[str, ...]:
    """A note each on the target, the task, and the columns that are left out."""
    target = plan.having("target")[0].settled.name
    notes = []
    if plan.target_why != CHOSEN:
        notes.append(_note("target", repr(shorten(target)), plan.target_why))
    if plan.task.why != CHOSEN:
        notes.append(_note("task", choice_words("task", plan.task.value), plan.task.why))
    left_out = left_out_note(plan.columns)
    return (*notes, left_out) if left_out else tuple(notes)


def _note(key: str, value: str, why: str) -> str:
    """`Separator: Semicolon. Each of the first 200 rows has 6 fields.`"""
    label = _(fixed_parameters()[f"data.{key}"].label)
    return f"{label}: {value}. {why}"
