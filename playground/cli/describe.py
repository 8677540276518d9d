"""`playground describe`: how a table is read, and why."""

import argparse
import dataclasses
from pathlib import Path
from typing import Any

from playground.cli.console import show, show_json, status_of_output
from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.errors import InputError
from playground.engine.common.language import ENGLISH, _, ngettext, speaking
from playground.engine.common.numbers import grouped, number
from playground.engine.data.table.columns.kinds import KINDS
from playground.engine.data.table.preview import ColumnPreview, TablePreview, preview_table
from playground.engine.data.table.read import load_table_file
from playground.engine.data.table.words import listed, shorten
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for


def run(options: argparse.Namespace) -> int:
    """Describe the whole of a table; status 2 where it cannot be learned from."""
    table = load_table_file(Path(options.table))
    spec = settings.parse_all(defaults_for(TABLE), options.assignments).data
    if options.json:
        with speaking(ENGLISH):  # what programs read is the same everywhere
            found = preview_table(table, spec, limit=None)
            show_json(as_json(found))
    else:
        found = preview_table(table, spec, limit=None)
        show(as_text(found))
    if found.problems:
        said = [found.nearest.said] if found.nearest else []
        raise InputError("\n".join([found.problems[0], *said]))
    return status_of_output()


def as_json(found: TablePreview) -> dict[str, Any]:
    """As one JSON object; its keys are a contract."""
    return {
        "rows": found.row_count,
        "rows_used": found.rows_used,
        "encoding": found.encoding.value,
        "separator": found.separator.value,
        "header": found.header.value,
        "skipped_lines": _whole(found.skip_lines.value),
        "comment": found.comment.value,
        "footer_lines": _whole(found.footer_lines.value),
        "bent_rows": found.bent_count,
        "columns": [_column(column) for column in found.columns],
        "target": found.target,
        "task": found.task if found.target else "",
        "notes": list(found.notes),
        "problems": list(found.problems),
    }


def _column(column: ColumnPreview) -> dict[str, Any]:
    values = dataclasses.asdict(column)
    values["categories"] = list(column.categories)
    return values


def _whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None


def as_text(found: TablePreview) -> str:
    """A line for the table, one for each column, and the notes."""
    rows = ngettext("{n} row", "{n} rows", found.row_count).format(n=grouped(found.row_count))
    used = ngettext("{n} used", "{n} used", found.rows_used).format(n=grouped(found.rows_used))
    lines = [f"{rows}, {used}", ""]
    width = max((len(shorten(column.name)) for column in found.columns), default=0)
    for column in found.columns:
        facts = " · ".join(fact for fact in _facts(column) if fact)
        lines.append(f"  {shorten(column.name):<{width}}  {facts}")
        if column.why:
            lines.append(f"  {'':<{width}}    {column.why}")
    return "\n".join([*lines, "", *found.notes])


def _facts(column: ColumnPreview) -> list[str]:
    roles = {"feature": _("input"), "target": _("target"), "ignore": _("left out")}
    kind = _(KINDS[column.kind]) if column.kind in KINDS else ""
    span = ""
    if column.minimum is not None and column.maximum is not None:
        span = _("{low} to {high}").format(low=number(column.minimum), high=number(column.maximum))
    elif column.categories:
        texts = [repr(shorten(text, 20)) for text in column.categories]
        span = listed(texts, 5, column.category_count)
    gaps = ngettext("{n} missing", "{n} missing", column.missing).format(n=grouped(column.missing))
    return [roles[column.role], kind, column.unit, span, gaps if column.missing else ""]
