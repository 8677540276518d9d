import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pytest

from playground.engine.common.errors import InputError
from playground.engine.data.table.containers.opened import MAXIMUM_BYTES
from playground.engine.data.table.containers.packed import MAXIMUM_ENTRIES
from tests.engine.data.table.containers.workbooks import zipped
from tests.engine.data.table.containers.written import CSV, opened


@pytest.mark.parametrize(
    ("files", "name"),
    [
        (["data"], "data"),
        (["a.csv", "README.md", "LICENSE"], "a.csv"),
        (["a.csv", "readme.txt", "license.txt"], "a.csv"),
        (["data.txt", "README.txt"], "data.txt"),
        (["iris.data", "iris.names", "Index"], "iris.data"),
        (["__MACOSX/._a.csv", "folder/a.CSV", "folder/.DS_Store"], "folder/a.CSV"),
    ],
)
def test_that_the_one_table_in_a_zip_is_found(files: list[str], name: str) -> None:
    found = opened(zipped({each: CSV if each == name else b"words" for each in files}))
    assert found.content == CSV
    assert found.given.notes == (f"The file inside it that is read: {name!r}.",)


def test_that_folders_and_empty_files_do_not_count() -> None:
    assert opened(zipped({"a/": b"", "a/b.csv": b"", "a/c.csv": CSV})).content == CSV


def test_that_several_tables_in_a_zip_are_named() -> None:
    with pytest.raises(InputError, match=r"more than one table: 'a.csv' and 'b.xlsx'; unpack it"):
        opened(zipped({"a.csv": CSV, "b.xlsx": b"x", "c.md": b"d"}))


def test_that_a_zip_without_a_table_says_what_is_inside() -> None:
    with pytest.raises(InputError, match=r"no table that can be opened, but 'a.doc' and 'b.png'"):
        opened(zipped({"a.doc": b"1", "b.png": b"2"}))
    with pytest.raises(InputError, match="holds no file"):
        opened(zipped({}))


def test_that_members_of_a_gzip_are_read_one_after_the_other() -> None:
    assert opened(gzip.compress(CSV) + gzip.compress(b"1,a,2\n")).content == CSV + b"1,a,2\n"


@pytest.mark.parametrize("kind", [zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_that_a_zip_of_any_compression_is_read(kind: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", kind) as archive:
        archive.writestr("a.csv", CSV)
    assert opened(stream.getvalue()).content == CSV


@pytest.mark.parametrize("content", [gzip.compress(CSV), zipped({"a.csv": CSV})], ids=["gz", "zip"])
def test_that_damaged_packed_files_are_refused(content: bytes) -> None:
    flipped = bytearray(content)
    flipped[45] ^= 0xFF
    for damaged in (content[:-6], bytes(flipped)):
        with pytest.raises(InputError, match=r"given\.bin is damaged or incomplete"):
            opened(damaged)


def test_that_a_zip_with_a_password_is_refused() -> None:
    content = bytearray(zipped({"a.csv": CSV}))
    for header, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(header) + offset] |= 1
    with pytest.raises(InputError, match="protected by a password"):
        opened(bytes(content))


def test_that_an_unknown_compression_is_refused() -> None:
    content = bytearray(zipped({"a.csv": CSV}))
    for header, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        content[content.index(header) + offset] = 97
    with pytest.raises(InputError, match="packed in a way that is not known"):
        opened(bytes(content))


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: zipped({"a.csv": content})])
def test_that_unpacking_stops_at_the_limit(pack: Callable[[bytes], bytes]) -> None:
    bomb = pack(bytes(MAXIMUM_BYTES + 2**25))
    assert len(bomb) < 2**21
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="unpacks to more than 256 MiB"):
            opened(bomb)
        assert tracemalloc.get_traced_memory()[1] < MAXIMUM_BYTES * 1.1
    finally:
        tracemalloc.stop()


def test_that_a_zip_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(zipped({"a.csv": CSV * 1000}))
    for header, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = content.index(header) + offset
        content[start : start + 4] = (10).to_bytes(4, "little")
    with pytest.raises(InputError, match="damaged or incomplete"):
        opened(bytes(content))


def test_that_a_zip_of_very_many_files_is_not_even_listed() -> None:
    content = zipped({"a.csv": CSV}) + b"PK\x01\x02" * (MAXIMUM_ENTRIES + 1)
    with pytest.raises(InputError, match="too many files"):
        opened(content)
