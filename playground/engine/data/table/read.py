"""A table of one's own: from a file's bytes to numbers, with all that was guessed along the way."""

import dataclasses
from pathlib import Path

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.ordinary_file import read_bytes
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.raw import RawData
from playground.engine.data.table.build import build
from playground.engine.data.table.containers.opened import MAXIMUM_BYTES as MAXIMUM_BYTES
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.nearest import with_nearest
from playground.engine.data.table.notes import guesses_in_brief, layout_notes, plan_notes
from playground.engine.data.table.plan import plan_columns, setting_problems
from playground.engine.data.table.text.text_table import TextTable
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
    return read_kept(KeptTexts(table), spec, progress)


def read_kept(kept: KeptTexts, spec: DataSpec, progress: Progress = silent) -> RawData:
    """The same of a table whose texts are kept."""
    try:
        texts = kept.of(spec, part_of(progress, 0.0, 0.6))
        raw = understood(texts, spec, part_of(progress, 0.6, 1.0))
    except InputError as error:
        raise InputError(with_nearest(str(error), kept, spec)) from None
    progress(1.0, _("Table read"))
    return raw


def understood(texts: TextTable, spec: DataSpec, progress: Progress = silent) -> RawData:
    """The numbers of a table that was read as text.

    Raises:
        InputError: it cannot be used; the sentence names file, line and column.
    """
    try:
        require_rows(texts)
    except InputError as error:
        raise InputError(refusal(str(error), texts)) from None
    wrong = setting_problems(texts, spec)
    if wrong:
        raise InputError(wrong[0])
    plan = plan_columns(texts, spec, part_of(progress, 0.0, 0.7))
    if plan.problems:
        raise InputError(refusal(plan.problems[0], texts))
    raw = build(texts, plan, spec, part_of(progress, 0.7, 1.0))
    notes = (*layout_notes(texts), *plan_notes(texts, plan), *raw.notes)
    return dataclasses.replace(raw, notes=notes)


def refusal(problem: str, texts: TextTable) -> str:
    """The problem, and on a line of its own the guesses that it may come of."""
    read_as = guesses_in_brief(texts)
    return f"{problem}\n{read_as}" if read_as else problem


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
