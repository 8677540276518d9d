"""Reads the cells of a table's rows in bulk, each as the text it is."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.opened import check_shape
from playground.engine.data.table.text.layout import Body
from playground.engine.data.table.text.lines import RowLines, lines_of_records

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv

_BLOCK = 2**20
_LARGEST_BLOCK = 2**28


@dataclass(frozen=True, slots=True)
class BentRow:
    """A row that is left out because it is not as wide as the table.

    Attributes:
        line: the physical line, from 1.
        found, wanted: fields it has, and fields the table has.
        text: how it stands in the file.
        before: how many rows of the right width stand before it.
    """

    line: int
    found: int
    wanted: int
    text: str
    before: int


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """All rows of the right width.

    Attributes:
        columns: texts, one for each cell, never null.
        bent: the other records, in the order of the file.
        repaired: lines whose quotation marks were read as letters.
    """

    columns: "list[pa.ChunkedArray]"
    bent: list[BentRow]
    lines: RowLines
    repaired: list[int] = field(default_factory=list)


def read_in_bulk(name: str, content: bytes, body: Body, report: Progress) -> Cells:
    """The cells of rows that are CSV as every program reads it, but for the separator.

    Raises:
        InputError: there are too many rows.
    """
    import pyarrow as pa

    block = _BLOCK
    while True:
        odd: list[tuple[int, int, str]] = []
        try:
            columns = _columns(name, _reader(content, body, block, odd), body, report)
            break
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                columns = [pa.chunked_array([], pa.string())] * body.width
                break
            # A record must lie within two blocks.
            if "straddling" not in str(error) or block >= _LARGEST_BLOCK:
                raise
            block *= 16
    lines = RowLines(content, body)
    if odd:
        lines.known = every = lines_of_records(content, body)
        lines.rows = np.ones(len(every), dtype=np.bool_)
        lines.rows[[number for number, _width, _text in odd]] = False
    bent = [
        BentRow(int(every[number]), width, body.width, text, number - place)
        for place, (number, width, text) in enumerate(odd)
    ]
    return Cells(columns, bent, lines)


def _columns(
    name: str, reader: "csv.CSVStreamingReader", body: Body, report: Progress
) -> "list[pa.ChunkedArray]":
    import pyarrow as pa

    batches, rows, done = [], 0, 0
    for batch in reader:
        batches.append(batch)
        rows += batch.num_rows
        done += batch.nbytes
        report(min(done / (body.end - body.start), 1.0), _("Reading rows"))
        check_shape(name, rows, 0)
    return list(pa.Table.from_batches(batches, reader.schema).columns)


def _reader(
    content: bytes, body: Body, block: int, odd: list[tuple[int, int, str]]
) -> "csv.CSVStreamingReader":
    """Reads texts block by block; the number, width and text of other records go into `odd`."""
    import pyarrow as pa
    from pyarrow import csv

    def note(row: Any) -> str:  # noqa: ANN401 - pyarrow declares no class for it
        odd.append((row.number - 1, row.actual_columns, row.text))
        return "skip"

    names = [str(number) for number in range(body.width)]
    return csv.open_csv(
        pa.BufferReader(pa.py_buffer(content)[body.start : body.end]),
        # With one thread the records come with their numbers, and are read no slower.
        csv.ReadOptions(use_threads=False, block_size=block, column_names=names),
        csv.ParseOptions(
            delimiter=body.dialect.mark,
            quote_char=body.dialect.quote or False,
            newlines_in_values=bool(body.dialect.quote),
            invalid_row_handler=note,
        ),
        csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )
