"""What the parts of a Feather file unpack to, counted before its reader takes memory for them.

Each compressed buffer begins with the size of what is inside. Where the buffers lie stands in the
metadata of their batch, a flatbuffer: the Arrow columnar format, "Encapsulated message format".
"""

import struct
from typing import TYPE_CHECKING

from playground.engine.data.table.containers.opened import MAXIMUM_MEMORY, too_much
from playground.engine.spec.run import TableFile

if TYPE_CHECKING:
    import pyarrow as pa

_HEADER, _DICTIONARY_DATA, _BUFFERS, _COMPRESSION = 2, 1, 2, 3
_NOT_COMPRESSED = -1
_END = b"ARROW1"


def check_feather(table: TableFile) -> None:
    """Refuse a file with a batch that takes more memory than it may.

    Raises:
        InputError: as said.
        pyarrow.ArrowException, ValueError: it is damaged.
    """
    import pyarrow as pa

    if not table.content.endswith(_END):
        raise ValueError("the end of the file is missing")
    reader = pa.ipc.MessageReader.open_stream(pa.py_buffer(table.content)[8:])
    try:
        for message in reader:
            if message.type in ("record batch", "dictionary"):
                _check(table.name, message)
    except StopIteration:
        return
    except (struct.error, IndexError):
        raise ValueError("a batch lies outside the file") from None


def _check(name: str, message: "pa.ipc.Message") -> None:
    flat = message.metadata.to_pybytes()
    batch = _inside(flat, _target(flat, 0), _HEADER)
    if message.type == "dictionary":
        batch = _inside(flat, batch, _DICTIONARY_DATA)
    if not _field(flat, batch, _COMPRESSION):
        return
    buffers = _inside(flat, batch, _BUFFERS)
    (count,) = struct.unpack_from("<I", flat, buffers)
    size = 0
    for offset, length in struct.iter_unpack("<qq", flat[buffers + 4 : buffers + 4 + 16 * count]):
        if length >= 8:
            (unpacked,) = struct.unpack("<q", message.body[offset : offset + 8].to_pybytes())
            size += length if unpacked == _NOT_COMPRESSED else unpacked
            if unpacked < _NOT_COMPRESSED or size > MAXIMUM_MEMORY:
                raise too_much(name, MAXIMUM_MEMORY)


def _inside(flat: bytes, table: int, number: int) -> int:
    """Where the table, or the vector, in a field of a table of a flatbuffer lies."""
    return _target(flat, _field(flat, table, number))


def _target(flat: bytes, place: int) -> int:
    return place + int(struct.unpack_from("<I", flat, place)[0])


def _field(flat: bytes, table: int, number: int) -> int:
    """Where a field lies, which another table tells; 0 where it is not there."""
    offsets = table - int(struct.unpack_from("<i", flat, table)[0])
    (size,) = struct.unpack_from("<H", flat, offsets)
    entry = 4 + 2 * number
    found = int(struct.unpack_from("<H", flat, offsets + entry)[0]) if entry + 2 <= size else 0
    return table + found if found else 0
