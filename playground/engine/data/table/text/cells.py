"""Reads the cells of a table's rows in bulk, each as the text it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.engine.common.language import _
from playground.engine.data.progress import Progress, silent
from playground.engine.data.table.text.layout import Body
from playground.engine.data.table.text.rewrite import Bent, Rewritten, rewrite
from playground.engine.data.table.text.strays import has_stray_quotes

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import csv

_BLOCK = 2**20
_LARGEST_BLOCK = 2**28


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """All rows of the right width.

    Attributes:
        columns: texts, one for each cell, never null.
        bent: the other records, in the order of the file.
        lines: the physical line of each row, where it is known without reading again.
    """

    columns: "list[pa.ChunkedArray]"
    bent: tuple[Bent, ...]
    lines: Sequence[int] | None = None
    repaired: tuple[int, ...] = field(default=())


def read_cells(content: bytes, body: Body, filled: bool, most_rows: int, report: Progress) -> Cells:
    """The cells of `body`.

    Args:
        filled: short records are filled up with empty cells.

    Raises:
        TooManyRows: there are more than `most_rows`.
    """
    if body.dialect.plain and not filled and not _strays(content, body):
        return _read_plain(content, body, most_rows, report)
    return _read_rewritten(rewrite(content, body, filled, most_rows, report), body, most_rows)


def _strays(content: bytes, body: Body) -> bool:
    dialect = body.dialect
    return bool(dialect.quote) and has_stray_quotes(content, body.start, body.end, dialect.mark)


class TooManyRows(Exception):
    """The table has more rows than can be read."""


def _read_plain(content: bytes, body: Body, most_rows: int, report: Progress) -> Cells:
    import pyarrow as pa

    part = pa.py_buffer(content)[body.start : body.end]
    source = _Source(part, body.width, body.dialect.mark, body.dialect.quote or False)
    columns, bent = _bulk(source, most_rows, report)
    return Cells(columns, tuple(bent))


def _read_rewritten(rewritten: Rewritten, body: Body, most_rows: int) -> Cells:
    import pyarrow as pa

    source = _Source(pa.py_buffer(rewritten.content), body.width, ",", '"')
    columns, _bent = _bulk(source, most_rows, silent)
    return Cells(columns, tuple(rewritten.bent), rewritten.lines, tuple(rewritten.repaired))


@dataclass(frozen=True, slots=True)
class _Source:
    """Plain CSV without a header."""

    content: "pa.Buffer"
    width: int
    mark: str
    quote: str | bool


def _bulk(
    source: _Source, most_rows: int, report: Progress
) -> "tuple[list[pa.ChunkedArray], list[Bent]]":
    import pyarrow as pa

    block = _BLOCK
    while True:
        bent: list[Bent] = []
        try:
            return _batches(source, block, bent, most_rows, report), bent
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return [pa.chunked_array([], pa.string())] * source.width, []
            # A record must lie within two blocks.
            if "straddling" not in str(error) or block >= _LARGEST_BLOCK:
                raise
            block *= 16


def _batches(
    source: _Source, block: int, bent: list[Bent], most_rows: int, report: Progress
) -> "list[pa.ChunkedArray]":
    import pyarrow as pa

    reader = _reader(source, block, bent)
    batches, rows, done = [], 0, 0
    for batch in reader:
        batches.append(batch)
        rows += batch.num_rows
        done += batch.nbytes
        report(min(done / source.content.size, 1.0), _("Reading rows"))
        if rows > most_rows:
            raise TooManyRows
    return list(pa.Table.from_batches(batches, reader.schema).columns)


def _reader(source: _Source, block: int, bent: list[Bent]) -> "csv.CSVStreamingReader":
    """Reads texts block by block, and puts records of another width into `bent`."""
    import pyarrow as pa
    from pyarrow import csv

    def note(row: Any) -> str:  # noqa: ANN401 - pyarrow declares no class for it
        bent.append(Bent(row.number - 1 - len(bent), 0, row.actual_columns, row.text))
        return "skip"

    names = [str(number) for number in range(source.width)]
    return csv.open_csv(
        pa.BufferReader(source.content),
        # With one thread the records come with their numbers, and are read no slower.
        csv.ReadOptions(use_threads=False, block_size=block, column_names=names),
        csv.ParseOptions(
            delimiter=source.mark,
            quote_char=source.quote,
            newlines_in_values=bool(source.quote),
            invalid_row_handler=note,
        ),
        csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )
