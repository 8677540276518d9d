"""Opens a table: decodes it, lays it out, reads its cells, and says what was guessed."""

from playground.engine.common.errors import InputError
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import Column
from playground.engine.data.table.cells import read_cells
from playground.engine.data.table.columns import ReadTable
from playground.engine.data.table.guess import guess_layout
from playground.engine.data.table.plan import IGNORED, Plan
from playground.engine.data.table.scan import shape_of
from playground.engine.data.table.text import CHOSEN, decode_table
from playground.engine.data.table.words import listed, shorten
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
    text = decode_table(table, spec.encoding, part_of(report, 0.0, 0.1), limit)
    layout = guess_layout(text, spec, frozenset(column.name for column in columns))
    shape = shape_of(text, layout.mark, part_of(report, 0.1, 0.25))
    if len(layout.names) != shape.fields:
        raise InputError(f"{table.name}: its first row is too long to be one of names; shorten it.")
    rows = shape.records - layout.has_header
    if rows < 1:
        raise InputError(f"{table.name} has only a header and no rows; add rows below it.")
    if rows < 2 and not columns:
        raise InputError(f"{table.name} has only one row; learning needs at least 2.")
    texts = {*spec.categories, *(c.name for c in columns if c.kind == "category")}
    cells = read_cells(text, layout, shape, texts, part_of(report, 0.25, 0.85))
    return ReadTable(text, layout, shape, cells)


def layout_notes(read: ReadTable) -> tuple[str, ...]:
    """A sentence for each thing that was guessed of the file as a whole."""
    layout = read.layout
    guesses = {
        "encoding": read.text.encoding,
        "separator": layout.separator,
        "decimal": layout.decimal,
        "thousands": layout.thousands,
        "header": layout.header,
    }
    known = fixed_parameters()
    notes = [
        f"{known[f'data.{key}'].label}: {choice_words(key, guess.value)}, because {guess.why}."
        for key, guess in guesses.items()
        if guess.why != CHOSEN
    ]
    return (*notes, layout.renamed) if layout.renamed else tuple(notes)


def plan_notes(plan: Plan) -> tuple[str, ...]:
    """A sentence each on the target, the task, and the columns that are left out."""
    target = plan.having("target")[0].settled.name
    notes = []
    if plan.target_why != CHOSEN:
        notes.append(f"Target: {shorten(target)!r}, because {plan.target_why}.")
    if plan.task.why != CHOSEN:
        task = choice_words("task", plan.task.value)
        notes.append(f"Task: {task}, because {plan.task.why}.")
    left_out = left_out_note(plan)
    return (*notes, left_out) if left_out else tuple(notes)


def left_out_note(plan: Plan) -> str:
    """A sentence on the columns that are left out for a reason of their own; empty for none."""
    out = [column for column in plan.having("ignore") if column.why != IGNORED]
    reasons = listed([f"{shorten(c.settled.name)!r} ({c.why})" for c in out])
    return f"Columns left out: {reasons}." if out else ""


def choice_words(key: str, value: str) -> str:
    """A choice in running text: `semicolon`, `first line`, `UTF-8`."""
    words = {"yes": "first line", "no": "none", "cp1252": "Windows-1252"}
    if key == "encoding" and value != "cp1252":
        return value.upper()
    return words.get(value, value.replace("_", " "))
