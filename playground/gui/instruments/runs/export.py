"""Runs as tables for other programs: keys and numbers, in no language."""

import csv
import io
import json
import math
from collections.abc import Sequence
from datetime import UTC, datetime

from playground.engine.settings import paths as settings
from playground.state.history.record import Measured, RunRecord

Cell = str | int | float | bool | list[str] | list[int] | None


def as_json(records: Sequence[RunRecord]) -> str:
    """A list of objects, one for each run; what is not known, or no number, is null."""
    return json.dumps([_cells(one) for one in records], indent=1, ensure_ascii=False) + "\n"


def as_csv(records: Sequence[RunRecord]) -> str:
    """A line for each run under the names of all that any of them has."""
    rows = [_cells(record) for record in records]
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_field(row.get(name)) for name in names] for row in rows)
    return text.getvalue()


def _cells(record: RunRecord) -> dict[str, Cell]:
    spec = record.spec
    cells: dict[str, Cell] = {
        "key": record.key,
        "name": record.name,
        "note": record.note,
        "starred": record.is_starred,
        "ended": datetime.fromtimestamp(record.ended, UTC).isoformat(timespec="seconds"),
        "outcome": record.outcome,
        "steps": record.steps,
        "epochs": record.epochs,
        "seconds": record.seconds,
        "measured_step": record.measured_step,
        **_measures("train", record.train),
        **_measures("validation", record.validation),
        "table": record.table.name if record.table else None,
    }
    for path in settings.parameters(spec):
        value = settings.read(spec, path)
        cells[path] = [*value] if isinstance(value, tuple) else value
    return cells


def _measures(part: str, measured: Measured | None) -> dict[str, Cell]:
    if measured is None:
        return {f"{part}_loss": None}
    named = {"loss": measured.loss, **measured.metrics}
    return {f"{part}_{key}": v if math.isfinite(v) else None for key, v in named.items()}


def _field(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    return " ".join(map(str, cell)) if isinstance(cell, list) else str(cell)
