import datetime
import decimal
import io
import math
import struct

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import feather, parquet

from playground.engine.common.errors import InputError
from playground.engine.data.table.containers import arrow, feather_guard
from playground.engine.data.table.containers.opened import Opened
from tests.engine.data.table.containers.written import opened, rows_of

FORMATS = ("parquet", "zstd", "lz4", "uncompressed")


def file_of(table: pa.Table, kind: str = "parquet") -> bytes:
    stream = io.BytesIO()
    if kind == "parquet":
        parquet.write_table(table, stream)
    else:
        feather.write_feather(table, stream, compression=kind)
    return stream.getvalue()


def column(values: pa.Array, kind: str = "parquet") -> tuple[Opened, list[str]]:
    """What is opened, and the texts of the column `values` beside another."""
    found = opened(file_of(pa.table({"n": [1] * len(values), "values": values}), kind))
    return found, [row[1] for row in rows_of(found)[1:]]


CASES: dict[str, tuple[pa.Array, list[str], str]] = {
    "numbers": (
        pa.array([1.0, 0.1, 1e20, None, math.nan]),
        ["1", "0.1", "1e+20", "", ""],
        "number",
    ),
    "floats": (pa.array([0.1, 3e-5], pa.float32()), ["0.1", "0.00003"], "number"),
    "half floats": (pa.array(np.array([1.5], np.float16)), ["1.5"], "number"),
    "integers": (pa.array([2**63 - 1, None, -5]), ["9223372036854775807", "", "-5"], "number"),
    "small integers": (pa.array([0, 255], pa.uint8()), ["0", "255"], "number"),
    "decimals": (pa.array([decimal.Decimal("1.50"), None]), ["1.50", ""], "number"),
    "yes or no": (pa.array([True, False, None]), ["TRUE", "FALSE", ""], "yes_no"),
    "texts": (pa.array(["a,b", 'q"', "", None, "l\nm"]), ["a,b", 'q"', "", "", "l\nm"], "text"),
    "large texts": (pa.array(["01", "1.10"], pa.large_string()), ["01", "1.10"], "text"),
    "categories": (pa.array(["u", None, "u"]).dictionary_encode(), ["u", "", "u"], "category"),
    "days": (pa.array([datetime.date(2020, 2, 3), None]), ["2020-02-03", ""], "date"),
    "moments": (
        pa.array([datetime.datetime(2020, 2, 3, 4, 5, 6), datetime.datetime(1969, 1, 1)]),
        ["2020-02-03T04:05:06", "1969-01-01T00:00:00"],
        "date",
    ),
    "moments to the nanosecond": (
        pa.array([1_500_000_000], pa.timestamp("ns")),
        ["1970-01-01T00:00:01.500000000"],
        "date",
    ),
    "moments of a zone": (
        pa.array([0], pa.timestamp("s", "America/Sao_Paulo")),
        ["1969-12-31T21:00:00"],
        "date",
    ),
    "durations": (pa.array([1500], pa.duration("ms")), ["1.5"], "number"),
    "times": (pa.array([61], pa.time32("s")), ["00:01:01"], ""),
    "nothing": (pa.nulls(2), ["", ""], ""),
}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", CASES)
def test_that_each_kind_of_values_is_written_and_declared(name: str, kind: str) -> None:
    values, texts, declared = CASES[name]
    found, written = column(values, kind)
    assert [float(a) if declared == "number" and a else a for a in written] == [
        float(b) if declared == "number" and b else b for b in texts
    ]
    assert found.given.kinds == ("number", declared)
    assert (found.given.header, found.given.separator) == ("yes", "comma")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(allow_nan=False), min_size=1), st.sampled_from(["parquet", "zstd"]))
def test_that_every_float_is_found_again(values: list[float], kind: str) -> None:
    assert [float(text) for text in column(pa.array(values), kind)[1]] == values
    narrow = pa.array(np.array(values).clip(-3e38, 3e38), pa.float32())
    written = [np.float32(text) for text in column(narrow, kind)[1]]
    assert written == narrow.to_pylist()


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8")), min_size=1))
def test_that_every_text_is_found_again(texts: list[str]) -> None:
    assert column(pa.array(texts))[1] == texts
    assert column(pa.array(texts).dictionary_encode(), "lz4")[1] == texts


def test_that_numbers_that_are_categories_are_declared_as_such() -> None:
    found, written = column(pa.array([3, 1]).dictionary_encode(), "lz4")
    assert (found.given.kinds[1], written) == ("category", ["3", "1"])


def test_that_a_single_column_keeps_its_missing_rows() -> None:
    found = opened(file_of(pa.table({"a": [1.0, None, 3.0]})))
    assert rows_of(found) == [["a"], ["1"], [""], ["3"]]


def test_that_names_are_kept_as_they_are() -> None:
    names = ['a "b", c', "d\ne", "x.y", "x", ""]
    found = opened(file_of(pa.table([pa.array([n]) for n in range(5)], names)))
    assert rows_of(found) == [names, ["0", "1", "2", "3", "4"]]


@pytest.mark.parametrize("kind", FORMATS)
def test_that_nested_columns_and_the_index_of_pandas_are_left_out_and_named(kind: str) -> None:
    table = pa.table(
        {
            "a": [1, 2],
            "l": [[1], []],
            "s": [{"x": 1}, None],
            "y": [b"z", b""],
            "__index_level_0__": [7, 3],
        }
    )
    found = opened(file_of(table, kind))
    assert rows_of(found) == [["a"], ["1"], ["2"]]
    assert found.given.notes[1:] == (
        "Columns left out, since their values are no numbers, texts or dates: 'l', 's' and 'y'.",
        "Columns left out, since they only number the rows (pandas): '__index_level_0__'.",
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_that_a_file_without_plain_columns_is_refused(kind: str) -> None:
    with pytest.raises(InputError, match="no column of numbers, texts or dates"):
        opened(file_of(pa.table({"l": [[1]]}), kind))


@pytest.mark.parametrize("kind", FORMATS)
def test_that_rows_of_several_batches_follow_each_other(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "_ROWS", 7)
    values = list(range(1000))
    stream = io.BytesIO()
    table = pa.table({"a": values, "s": [str(n % 5) for n in values]})
    if kind == "parquet":
        parquet.write_table(table, stream, row_group_size=30)
    else:
        feather.write_feather(table, stream, compression=kind, chunksize=30)
    assert [int(row[0]) for row in rows_of(opened(stream.getvalue()))[1:]] == values


def test_that_too_many_rows_or_columns_are_refused_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", lambda *_, **__: 1 / 0)
    with pytest.raises(InputError, match=r"more than 5.000.000 rows"):
        opened(file_of(pa.table({"a": pa.nulls(5_000_001)})))
    with pytest.raises(InputError, match=r"10.001 columns; at most 10.000"):
        opened(file_of(pa.table({f"c{n}": [1] for n in range(10_001)})))


def test_that_a_long_text_that_is_repeated_takes_no_memory() -> None:
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 1000), pa.array(["x" * 2**20]))
    for kind in FORMATS:
        content = file_of(pa.table({"a": long}), kind)
        before = pa.total_allocated_bytes()
        with pytest.raises(InputError, match="unpacks to more than 256 MiB"):
            opened(content)
        assert pa.total_allocated_bytes() - before < 2**26


def test_that_a_batch_that_unpacks_to_too_much_is_never_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pa.ipc, "open_stream", lambda *_: 1 / 0)
    stream = io.BytesIO()
    table = pa.table({"a": np.zeros(2**23)})
    feather.write_feather(table, stream, compression="zstd", chunksize=table.num_rows)
    content = stream.getvalue()
    assert len(content) < 2**20
    monkeypatch.setattr(feather_guard, "MAXIMUM_MEMORY", 2**24)
    with pytest.raises(InputError, match="unpacks to more than 16 MiB"):
        opened(content)


def test_that_groups_of_rows_that_take_too_much_are_never_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arrow, "MAXIMUM_MEMORY", 1000)
    monkeypatch.setattr(parquet.ParquetFile, "iter_batches", lambda *_, **__: 1 / 0)
    with pytest.raises(InputError, match="unpacks to more than"):
        opened(file_of(pa.table({"a": np.random.default_rng(0).normal(size=1000)})))


def test_that_a_buffer_of_negative_size_is_refused() -> None:
    content = bytearray(file_of(pa.table({"a": np.zeros(2**12)}), "zstd"))
    place = content.index(struct.pack("<q", 2**15))
    content[place : place + 8] = struct.pack("<q", -7)
    with pytest.raises(InputError):
        opened(bytes(content))


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(FORMATS), st.integers(4, 10_000), st.integers(1, 255))
def test_that_a_damaged_file_is_a_table_or_refused(kind: str, place: int, flip: int) -> None:
    content = bytearray(DAMAGEABLE[kind])
    content[place % len(content)] ^= flip
    try:
        opened(bytes(content))
    except InputError as error:
        assert "given.bin" in str(error)


SMALL = pa.table({"a": [1.5, None, 2.5], "b": ["x", "y", "x"], "c": [True, False, None]})
DAMAGEABLE = {kind: file_of(SMALL, kind) for kind in FORMATS}


@pytest.mark.parametrize("encoding", ["DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", "PLAIN"])
def test_that_texts_of_any_encoding_are_read(encoding: str) -> None:
    texts = [f"text {n % 7}" for n in range(100)]
    stream = io.BytesIO()
    options = {"use_dictionary": False, "column_encoding": {"a": encoding}}
    parquet.write_table(pa.table({"a": texts}), stream, **options)
    assert [row[0] for row in rows_of(opened(stream.getvalue()))[1:]] == texts


def test_that_an_encrypted_file_is_refused() -> None:
    with pytest.raises(InputError, match="protected by a password"):
        opened(b"PARE" + bytes(100) + b"PARE")
