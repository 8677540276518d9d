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
from playground.engine.data.table.nearest import nearest_setting
from playground.engine.data.table.notes import guesses_in_brief, layout_notes, plan_notes
from playground.engine.data.table.plan import plan_columns
from playground.engine.data.table.remarks import remarks_of
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
        raw = _understood(texts, spec, part_of(progress, 0.6, 1.0))
    except InputError as error:
        nearest = nearest_setting(kept, spec)
        raise InputError("\n".join([str(error), *([nearest.said] if nearest else [])])) from None
    progress(1.0, _("Table read"))
    return raw


def _understood(texts: TextTable, spec: DataSpec, progress: Progress) -> RawData:
    """The numbers of a table that was read as text; a refusal names the guesses it may come of."""
    try:
        require_rows(texts)
        plan = plan_columns(texts, spec, part_of(progress, 0.0, 0.7))
        if plan.problems:
            raise InputError(plan.problems[0])
    except InputError as error:
        raise InputError("\n".join(filter(None, (str(error), guesses_in_brief(texts))))) from None
    raw = build(texts, plan, spec, part_of(progress, 0.7, 1.0))
    remarks = (remark.said for remark in remarks_of(texts, plan, spec))
    notes = (*layout_notes(texts), *plan_notes(plan), *remarks, *raw.notes)
    return dataclasses.replace(raw, notes=notes)


def require_rows(texts: TextTable) -> None:
    """Refuse a table that is too short to learn from.

    Raises:
        InputError: it has a single row; one without any is refused before.
    """
    if texts.rows < 2:
        raise InputError(
            _("{file} has only one row; learning needs at least 2.").format(file=texts.text.name)
        )
