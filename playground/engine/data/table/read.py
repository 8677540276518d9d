"""A table of one's own: from a file's bytes to numbers, with all that was guessed along the way."""

import dataclasses
from pathlib import Path

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.ordinary_file import read_bytes
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import Column, FloatArray, RawData
from playground.engine.data.table.build import build, encode
from playground.engine.data.table.cells import Cells, NumberCells, TextCells
from playground.engine.data.table.columns import (
    ReadTable,
    first_text,
    length,
    missing,
    to_numbers,
)
from playground.engine.data.table.containers.formats import as_text
from playground.engine.data.table.containers.opened import MAXIMUM_BYTES as MAXIMUM_BYTES
from playground.engine.data.table.open import layout_notes, open_table, plan_notes
from playground.engine.data.table.plan import plan_columns
from playground.engine.data.table.words import nearest, quoted, shorten
from playground.engine.spec.run import DataSpec, TableFile


def load_table_file(path: Path) -> TableFile:
    """The name and the bytes of the file at `path`.

    Raises:
        InputError: it is missing, no ordinary file, not readable, or larger than MAXIMUM_BYTES.
    """
    return TableFile(path.name, read_bytes(path, MAXIMUM_BYTES))


def read_table(table: TableFile, spec: DataSpec, progress: Progress = silent) -> RawData:
    """Read the whole of `table` by the choices of `spec`.

    Raises:
        InputError: it cannot be used; the sentence names file, line and column.
        Cancelled: `progress` raised it.
    """
    opened = as_text(table, spec, part_of(progress, 0.0, 0.1))
    read = open_table(opened, spec, part_of(progress, 0.1, 0.85))
    plan = plan_columns(read, spec, part_of(progress, 0.85, 0.92))
    if plan.problems:
        raise InputError(plan.problems[0])
    raw = build(read, plan, spec, part_of(progress, 0.92, 1.0))
    progress(1.0, _("Table read"))
    notes = (*opened.given.notes, *layout_notes(read), *plan_notes(plan), *raw.notes)
    return dataclasses.replace(raw, notes=notes)


def refusal(problem: str, texts: TextTable) -> str:
    """The problem, and in brief the guesses that it may come of."""
    read_as = guesses_in_brief(texts)
    return f"{problem} {read_as}" if read_as else problem


def require_rows(texts: TextTable) -> None:
    """Refuse a table that is too short to learn from.

    Raises:
        InputError: it has fewer than two rows.
    """
    if texts.rows < 1:
        raise InputError(
            _("{file} has only a header and no rows; add rows below it.").format(
                file=texts.text.name
            )
        )
    if texts.rows < 2:
        raise InputError(
            _("{file} has only one row; learning needs at least 2.").format(file=texts.text.name)
        )
