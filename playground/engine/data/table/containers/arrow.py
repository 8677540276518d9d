"""Parquet and Feather files as comma-separated text, some rows at a time."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.progress import Progress
from playground.engine.data.table.containers.feather_guard import check_feather
from playground.engine.data.table.containers.opened import (
    MAXIMUM_BYTES,
    MAXIMUM_MEMORY,
    Declared,
    Given,
    Opened,
    as_csv,
    check_shape,
    damaged,
    joined,
    locked,
    too_much,
)
from playground.engine.data.table.words import quoted
from playground.engine.spec.run import TableFile

if TYPE_CHECKING:
    import pyarrow as pa

_ROWS = 2**14
_NOT_REPEATED = "DictAccumulator"
"""Stands in what the reader says of texts in an encoding that it cannot keep once each."""
_PANDAS_INDEX = "__index_level_"


def open_parquet(table: TableFile, report: Progress) -> Opened:
    """A Parquet file; its rows and columns are counted before any is read.

    Raises:
        InputError: it is damaged, encrypted or too large, or has no column of plain values.
    """
    import pyarrow as pa
    from pyarrow import parquet

    if table.content.startswith(b"PARE"):
        raise locked(table.name)
    try:
        file = parquet.ParquetFile(pa.BufferReader(table.content))
        _check_parquet(table.name, file.metadata)
        schema = file.schema_arrow
        texts = [field.name for field in schema if _kind(field.type) == "text"]
        try:
            # A text that is repeated is kept once so, however long it is and often it stands there.
            return _read_parquet(table, schema, texts, report)
        except OSError as error:
            if _NOT_REPEATED not in str(error):
                raise
            return _read_parquet(table, schema, [], report)
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise damaged(table.name) from None


def _read_parquet(
    table: TableFile, schema: "pa.Schema", repeated: list[str], report: Progress
) -> Opened:
    import pyarrow as pa
    from pyarrow import parquet

    file = parquet.ParquetFile(pa.BufferReader(table.content), read_dictionary=repeated)
    kept = [field.name for field in schema if _is_kept(field)]
    batches = file.iter_batches(_ROWS, columns=kept, use_threads=False)
    return _opened(table.name, schema, batches, report)


def open_feather(table: TableFile, report: Progress) -> Opened:
    """A Feather file of version 2, or any other file of Arrow's.

    Raises:
        InputError: it is damaged or too large, or has no column of plain values.
    """
    import pyarrow as pa

    try:
        check_feather(table)
        # From its beginning, as it was checked, not by the directory at its end.
        with pa.ipc.open_stream(pa.py_buffer(table.content)[8:]) as stream:
            return _opened(table.name, stream.schema, stream, report)
    except (pa.ArrowException, OSError, ValueError, KeyError):
        raise damaged(table.name) from None


def _check_parquet(name: str, metadata: "pa.parquet.FileMetaData") -> None:
    check_shape(name, metadata.num_rows, metadata.num_columns)
    groups = range(metadata.num_row_groups)
    if any(metadata.row_group(each).total_byte_size > MAXIMUM_MEMORY for each in groups):
        raise too_much(name, MAXIMUM_MEMORY)


def _opened(
    name: str, schema: "pa.Schema", batches: Iterable["pa.RecordBatch"], report: Progress
) -> Opened:
    fields = [field for field in schema if _is_kept(field)]
    if not fields:
        raise InputError(
            _("{file} has no column of numbers, texts or dates; choose another file.").format(
                file=name
            )
        )
    check_shape(name, 0, len(fields))
    content = joined(name, _pieces(name, [field.name for field in fields], batches, report))
    kinds = tuple(_kind(field.type) or "" for field in fields)
    return Opened(name, content, Given("utf-8", "comma", "yes", kinds, _notes(schema)))


def _notes(schema: "pa.Schema") -> tuple[str, ...]:
    nested = [field.name for field in schema if _kind(field.type) is None]
    index = [field.name for field in schema if _is_index(field)]
    notes = []
    if nested:
        sentence = _(
            "Columns left out, since their values are no numbers, texts or dates: {names}."
        )
        notes.append(sentence.format(names=quoted(nested)))
    if index:
        sentence = _("Columns left out, since they only number the rows (pandas): {names}.")
        notes.append(sentence.format(names=quoted(index)))
    return tuple(notes)


def _pieces(
    name: str, names: list[str], batches: Iterable["pa.RecordBatch"], report: Progress
) -> Iterator[bytes]:
    yield as_csv(name, [names])
    done = 0
    for batch in batches:
        check_shape(name, done + batch.num_rows, 0)
        # What a damaged batch says of itself would be believed, and lead out of its memory.
        batch.validate(full=True)
        for start in range(0, batch.num_rows, _ROWS):
            report(0.0, _("Reading rows"))
            yield _rows(name, batch.slice(start, _ROWS))
        done += batch.num_rows


def _rows(name: str, batch: "pa.RecordBatch") -> bytes:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    kept = [index for index, field in enumerate(batch.schema) if _is_kept(field)]
    if sum(_text_size(batch.column(index)) for index in kept) > MAXIMUM_BYTES:
        raise too_much(name)
    columns = [_as_written(batch.column(index)) for index in kept]
    if len(columns) == 1:
        # An empty line would be no row.
        columns = [columns[0].cast(pa.string()).fill_null("")]
    sink = pa.BufferOutputStream()
    options = arrow_csv.WriteOptions(include_header=False)
    arrow_csv.write_csv(pa.record_batch(columns, [str(each) for each in kept]), sink, options)
    written: bytes = sink.getvalue().to_pybytes()
    return written


def _text_size(column: "pa.Array") -> int:
    """Bytes that the texts of a column will take, where each is kept once so far."""
    import pyarrow as pa
    from pyarrow import compute

    if not pa.types.is_dictionary(column.type) or not _is_text(column.type.value_type):
        return 0
    lengths = compute.cast(compute.binary_length(column.dictionary), pa.int64())
    return int(compute.sum(lengths.take(column.indices)).as_py() or 0)


def _as_written(column: "pa.Array") -> "pa.Array":
    """A column whose values, written as CSV, are as this module promises; null where missing."""
    import pyarrow as pa
    from pyarrow import compute
    from pyarrow.types import is_boolean, is_duration, is_floating, is_integer, is_temporal

    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if is_duration(column.type):
        parts = {"s": 1.0, "ms": 1e3, "us": 1e6, "ns": 1e9}[column.type.unit]
        return compute.divide(column.cast(pa.int64()).cast(pa.float64(), safe=False), parts)
    if is_floating(column.type):
        column = column.cast(pa.float32()) if column.type == pa.float16() else column
        return compute.if_else(compute.is_nan(column), pa.scalar(None, column.type), column)
    if is_integer(column.type):
        return column
    texts = column.cast(pa.string())
    if is_boolean(column.type):
        return compute.utf8_upper(texts)
    if is_temporal(column.type):
        # `2020-03-01T12:30:00`, with decimals where there are any, in the zone of the column.
        texts = compute.replace_substring_regex(texts, r"(?:\.0+)?(?:Z|[+-]\d{4})?$", "")
        return compute.replace_substring(texts, " ", "T")
    return texts


def _is_kept(field: "pa.Field") -> bool:
    return _kind(field.type) is not None and not _is_index(field)


def _is_index(field: "pa.Field") -> bool:
    """An index of pandas that has no name and only numbers the rows."""
    return field.name.startswith(_PANDAS_INDEX) and _kind(field.type) == "number"


def _is_text(kind: "pa.DataType") -> bool:
    from pyarrow.types import is_large_string, is_string, is_string_view

    return bool(is_string(kind) or is_large_string(kind) or is_string_view(kind))


def _kind(kind: "pa.DataType") -> Declared | None:
    """What a column of this type holds; None where its values are not plain."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return None if _kind(kind.value_type) is None else "category"
    if types.is_boolean(kind):
        return "yes_no"
    if types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind):
        return "number"
    if types.is_date(kind) or types.is_timestamp(kind):
        return "date"
    if types.is_duration(kind):
        return "number"
    if types.is_time(kind) or types.is_null(kind):
        return ""
    return "text" if _is_text(kind) else None
