"""Reads the cells of a table's rows in bulk, each as the text it is."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.layout import Body
from playground.engine.data.table.rewrite import Bent, Rewritten, rewrite
from playground.engine.data.table.strays import has_stray_quotes

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 2**20
_LARGEST_BLOCK = 2**30


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

    bytes_of_body = pa.py_buffer(content)[body.start : body.end]
    quote = body.dialect.quote or False
    columns, bent = _bulk(bytes_of_body, body.width, body.dialect.mark, quote, most_rows, report)
    return Cells(columns, tuple(bent))


def _read_rewritten(rewritten: Rewritten, body: Body, most_rows: int) -> Cells:
    import pyarrow as pa

    content = pa.py_buffer(rewritten.content)
    columns, _bent = _bulk(content, body.width, ",", '"', most_rows, lambda _share, _words: None)
    return Cells(columns, tuple(rewritten.bent), rewritten.lines, tuple(rewritten.repaired))


def _bulk(
    content: "pa.Buffer",
    width: int,
    mark: str,
    quote: str | bool,
    most_rows: int,
    report: Progress,
) -> "tuple[list[pa.ChunkedArray], list[Bent]]":
    import pyarrow as pa

    block = _BLOCK
    while True:
        try:
            return _bulk_by(content, width, mark, quote, most_rows, block, report)
        except pa.ArrowInvalid as error:
            # A record must lie within two blocks.
            if "straddling" not in str(error) or block >= _LARGEST_BLOCK:
                raise
            block *= 16


def _bulk_by(
    content: "pa.Buffer",
    width: int,
    mark: str,
    quote: str | bool,
    most_rows: int,
    block: int,
    report: Progress,
) -> "tuple[list[pa.ChunkedArray], list[Bent]]":
    import pyarrow as pa
    from pyarrow import csv

    bent: list[Bent] = []

    def note(row: Any) -> str:  # noqa: ANN401 - pyarrow declares no class for it
        bent.append(Bent(row.number - 1 - len(bent), 0, row.actual_columns, row.text))
        return "skip"

    names = [str(number) for number in range(width)]
    empty = pa.chunked_array([], pa.string())
    if not content.size or (
        not content.to_pybytes()[: 2**16].strip(b"\r\n") and content.size < 2**16
    ):
        return [empty] * width, []
    reader = csv.open_csv(
        pa.BufferReader(content),
        csv.ReadOptions(use_threads=False, block_size=block, column_names=names),
        csv.ParseOptions(
            delimiter=mark,
            quote_char=quote,
            newlines_in_values=bool(quote),
            invalid_row_handler=note,
        ),
        csv.ConvertOptions(
            check_utf8=False,
            column_types=dict.fromkeys(names, pa.string()),
            strings_can_be_null=False,
            null_values=[],
        ),
    )
    batches, rows, done = [], 0, 0
    for batch in reader:
        batches.append(batch)
        rows += batch.num_rows
        done += batch.nbytes
        report(min(done / content.size, 1.0), _("Reading rows"))
        if rows > most_rows:
            raise TooManyRows
    table = pa.Table.from_batches(batches, reader.schema)
    return list(table.columns), bent
