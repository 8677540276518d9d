"""Compares a table as it was read with what was written into it."""

import math

from playground.engine.common.errors import InputError
from playground.engine.data.table.columns.kinds import NumberCells, Settled, TextCells
from playground.engine.data.table.columns.settle import settle_all
from playground.engine.data.table.text.text_table import read_texts
from playground.engine.spec.run import DataSpec, TableFile
from tests.engine.data.table.making import MadeColumn, MadeTable

REFUSED = "refused"
SAID = "settled wrongly, and said"


def wrong(made: MadeTable) -> str:
    """What was read otherwise than it was written; nothing where all is right."""
    try:
        table = read_texts(TableFile("t.csv", made.content), DataSpec())
        settled = settle_all(table, DataSpec())
    except InputError as error:
        return f"{REFUSED}: {error}"
    names = [column.name for column in made.columns]
    if list(settled) != names or table.rows != len(made.columns[0].texts):
        return f"columns {list(settled)}, {table.rows} rows, for {names}"
    found = (_wrong_column(column, settled[column.name]) for column in made.columns)
    return next((sentence for sentence in found if sentence), "")


def _wrong_column(made: MadeColumn, column: Settled) -> str:
    values: list[float | str | None]
    if isinstance(column.cells, TextCells):
        texts = (*column.cells.texts, None)
        values = [texts[code] for code in column.cells.codes]
    else:
        values = [None if math.isnan(v) else v for v in column.cells.values.tolist()]
    kind = "number" if isinstance(column.cells, NumberCells) else column.kind
    same_kind = kind == made.kind or (made.kind == "text" and isinstance(column.cells, TextCells))
    if same_kind and values == made.values:
        return ""
    row = next((n for n, value in enumerate(values) if value != made.values[n]), 0)
    said = f" ({SAID})" if column.doubtful or len(column.odd) else ""
    return (
        f"{made.name!r}: {made.texts[row]!r} is {made.values[row]!r}, a {made.kind}; read as "
        f"{values[row]!r}, a {column.kind}{said}: {column.why}"
    )
