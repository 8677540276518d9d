import io
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.state.archive import (
    MAXIMUM_ENTRIES,
    Damaged,
    read_directory,
    read_entry,
    write_entries,
)

NAMES = st.text(alphabet="abcxyz019_.-", min_size=1, max_size=20)
ENTRIES = st.dictionaries(NAMES, st.binary(max_size=100), max_size=5)


def packed(entries: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    write_entries(stream, entries)
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    stream = io.BytesIO(content)
    directory = read_directory(stream, len(content))
    return {name: read_entry(stream, entry) for name, entry in directory.items()}


@given(ENTRIES)
def test_that_entries_come_back_and_any_unzip_can_read_them(entries: dict[str, bytes]) -> None:
    content = packed(entries)
    assert unpacked(content) == entries
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == entries


def test_that_the_same_entries_give_the_same_bytes() -> None:
    assert packed({"a": b"1", "b": b"2"}) == packed({"a": b"1", "b": b"2"})


@given(ENTRIES, st.data())
def test_that_a_changed_byte_is_refused_or_of_no_consequence(
    entries: dict[str, bytes], data: st.DataObject
) -> None:
    content = bytearray(packed(entries))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    try:
        assert unpacked(bytes(content)) == entries
    except Damaged as error:
        assert str(error)


@given(ENTRIES, st.data())
def test_that_a_cut_or_lengthened_file_is_refused(
    entries: dict[str, bytes], data: st.DataObject
) -> None:
    content = packed(entries)
    cut = content[: data.draw(st.integers(0, len(content) - 1))]
    lengthened = content + data.draw(st.binary(min_size=1, max_size=30))
    for damaged in (cut, lengthened):
        with pytest.raises(Damaged):
            unpacked(damaged)


@given(st.binary(max_size=200))
def test_that_any_bytes_are_refused_in_one_way(content: bytes) -> None:
    with pytest.raises(Damaged):
        unpacked(content)


def zipped(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return stream.getvalue()


def test_that_a_compressed_entry_is_refused_however_small() -> None:
    bomb = zipped([("a", b"\0" * 10_000_000)], zipfile.ZIP_DEFLATED)
    assert len(bomb) < 20_000
    with pytest.raises(Damaged, match="compressed"):
        unpacked(bomb)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_that_a_name_that_comes_twice_is_refused() -> None:
    with pytest.raises(Damaged, match="twice"):
        unpacked(zipped([("a", b"1"), ("a", b"2")]))


def test_that_too_many_entries_are_refused() -> None:
    with pytest.raises(Damaged, match="65 entries"):
        unpacked(zipped([(f"e{number}", b"") for number in range(MAXIMUM_ENTRIES + 1)]))


@pytest.mark.parametrize("name", ["n" * 101, "ä", "日本"])
def test_that_a_long_or_foreign_name_is_refused(name: str) -> None:
    with pytest.raises(Damaged):
        unpacked(zipped([(name, b"1")]))


def test_that_entries_that_share_bytes_are_refused() -> None:
    one = zipped([("a", b"1" * 100), ("b", b"1" * 100)])
    start = one.index(b"PK\x01\x02")
    second = one.index(b"PK\x01\x02", start + 1)
    overlapping = bytearray(one)
    struct.pack_into("<L", overlapping, second + 42, 0)
    with pytest.raises(Damaged, match="end to end"):
        unpacked(bytes(overlapping))


def test_that_a_size_beyond_the_file_is_refused_before_it_is_read() -> None:
    huge = bytearray(packed({"a": b"1234"}))
    for place in (18, 22, huge.index(b"PK\x01\x02") + 20, huge.index(b"PK\x01\x02") + 24):
        struct.pack_into("<L", huge, place, 0xFFFFFFF0)
    with pytest.raises(Damaged):
        unpacked(bytes(huge))


def test_that_an_encrypted_entry_is_refused() -> None:
    marked = bytearray(packed({"a": b"1234"}))
    struct.pack_into("<H", marked, marked.index(b"PK\x01\x02") + 8, 1)
    with pytest.raises(Damaged, match="encrypted"):
        unpacked(bytes(marked))
