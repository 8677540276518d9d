"""A zip of stored entries, and nothing else that a zip can be.

The reader is strict where `zipfile` is lenient: entries are neither compressed nor encrypted, and
lie end to end from the first byte to the directory. So what is read is never more than the file's
own size, and hardly a byte can change unnoticed. Format: APPNOTE.TXT 6.3.10, sections 4.3.7,
4.3.12 and 4.3.16.
"""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped

MAXIMUM_ENTRIES = 64
MAXIMUM_NAME = 100
MAXIMUM_EXTRA = 64
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


class Damaged(Exception):
    """The file is no such archive; the message says why, to stand behind a colon."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the bytes of an entry lie: from `offset`, `size` of them, with the checksum `crc`."""

    name: str
    offset: int
    size: int
    crc: int


def write_entries(stream: BinaryIO, entries: Mapping[str, bytes]) -> None:
    """Write `entries` in their order. The same entries always give the same bytes."""
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=False) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.create_system = _UNIX
            info.external_attr = 0o644 << 16
            archive.writestr(info, content)


def read_directory(stream: BinaryIO, size: int) -> dict[str, Entry]:
    """The entries of an archive of `size` bytes, by name. Their contents are not read.

    Raises:
        Damaged: it is no archive as `write_entries` writes it.
    """
    count, start = _read_end(stream, size)
    directory = _read(stream, start, size - _END.size - start)
    entries: dict[str, Entry] = {}
    place = 0
    position = 0
    for _entry in range(count):
        name, crc, length, offset, position = _parse_central(directory, position)
        if name in entries:
            raise Damaged(_("it contains {name} twice").format(name=repr(name)))
        if offset != place:
            raise Damaged(_("its entries do not lie end to end"))
        content = _check_local(stream, offset, name, crc, length)
        entries[name] = Entry(name, content, length, crc)
        place = content + length
    if place != start or position != len(directory):
        raise Damaged(_("its entries do not lie end to end"))
    return entries


def read_entry(stream: BinaryIO, entry: Entry) -> bytes:
    """The bytes of one entry.

    Raises:
        Damaged: they are cut off, or their checksum is another.
    """
    content = _read(stream, entry.offset, entry.size)
    if zlib.crc32(content) != entry.crc:
        raise Damaged(_("the checksum of {name} is wrong").format(name=repr(entry.name)))
    return content


def _read(stream: BinaryIO, offset: int, size: int) -> bytes:
    stream.seek(offset)
    content = stream.read(size)
    if len(content) != size:
        raise Damaged(_("it is cut off"))
    return content


def _read_end(stream: BinaryIO, size: int) -> tuple[int, int]:
    if size < _END.size:
        raise Damaged(_("it is cut off"))
    signature, disk, first_disk, here, count, length, start, comment = _END.unpack(
        _read(stream, size - _END.size, _END.size)
    )
    if signature != b"PK\x05\x06" or disk or first_disk or comment or here != count:
        raise Damaged(_("it does not end as a project file does"))
    if count > MAXIMUM_ENTRIES:
        raise Damaged(_("it contains {n} entries").format(n=grouped(count)))
    if length > count * (_CENTRAL.size + MAXIMUM_NAME + MAXIMUM_EXTRA):
        raise Damaged(_("its directory is too long"))
    if start + length + _END.size != size:
        raise Damaged(_("its directory is not where it should be"))
    return count, start


def _parse_central(directory: bytes, position: int) -> tuple[str, int, int, int, int]:
    fields = directory[position : position + _CENTRAL.size]
    if len(fields) != _CENTRAL.size:
        raise Damaged(_("its directory is cut off"))
    (signature, _made, _need, flags, method, _time, _date, crc, packed, length, *rest) = (
        _CENTRAL.unpack(fields)
    )
    named, extra, comment, disk, _kind, _mode, offset = rest
    if signature != b"PK\x01\x02" or disk or comment:
        raise Damaged(_("its directory is damaged"))
    _check_stored(flags, method, packed, length, named, extra)
    end = position + _CENTRAL.size + named
    name = _decode(directory[end - named : end], named)
    return name, crc, length, offset, end + extra


def _check_local(stream: BinaryIO, offset: int, name: str, crc: int, length: int) -> int:
    fields = _LOCAL.unpack(_read(stream, offset, _LOCAL.size))
    signature, _need, flags, method, _time, _date, local_crc, packed, local_length, *lengths = (
        fields
    )
    named, extra = map(int, lengths)
    _check_stored(flags, method, packed, local_length, named, extra)
    local_name = _decode(_read(stream, offset + _LOCAL.size, named), named)
    if signature != b"PK\x03\x04" or (local_name, local_crc, local_length) != (name, crc, length):
        raise Damaged(
            _("its directory does not agree with the entry {name}").format(name=repr(name))
        )
    return offset + _LOCAL.size + named + extra


def _check_stored(
    flags: int, method: int, packed: int, length: int, named: int, extra: int
) -> None:
    if method != zipfile.ZIP_STORED or packed != length:
        raise Damaged(_("it contains a compressed entry"))
    if flags:
        raise Damaged(_("it contains an encrypted or unusual entry"))
    if not 0 < named <= MAXIMUM_NAME or extra > MAXIMUM_EXTRA:
        raise Damaged(_("it contains an entry whose name is too long"))


def _decode(name: bytes, length: int) -> str:
    if len(name) != length or not name.isascii():
        raise Damaged(_("it contains an entry whose name is damaged"))
    return name.decode("ascii")
