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
    batch = _Flat(message.metadata.to_pybytes()).root().table(_HEADER)
    if message.type == "dictionary":
        batch = batch.table(_DICTIONARY_DATA)
    if not batch.has(_COMPRESSION):
        return
    size = 0
    for offset, length in batch.pairs(_BUFFERS):
        if length >= 8:
            (unpacked,) = struct.unpack("<q", message.body[offset : offset + 8].to_pybytes())
            size += length if unpacked == _NOT_COMPRESSED else unpacked
            if unpacked < _NOT_COMPRESSED or size > MAXIMUM_MEMORY:
                raise too_much(name, MAXIMUM_MEMORY)


class _Flat:
    """A table of a flatbuffer: fields by number, each at an offset that another table tells."""

    def __init__(self, content: bytes, place: int = 0) -> None:
        self._content = content
        self._place = place

    def root(self) -> "_Flat":
        return _Flat(self._content, self._target(0))

    def has(self, field: int) -> bool:
        return self._field(field) != 0

    def table(self, field: int) -> "_Flat":
        return _Flat(self._content, self._target(self._place + self._field(field)))

    def pairs(self, field: int) -> list[tuple[int, int]]:
        """A vector of structures of two 64-bit integers."""
        vector = self._target(self._place + self._field(field))
        (count,) = struct.unpack_from("<I", self._content, vector)
        block = self._content[vector + 4 : vector + 4 + 16 * count]
        return list(struct.iter_unpack("<qq", block))

    def _target(self, place: int) -> int:
        (offset,) = struct.unpack_from("<I", self._content, place)
        return place + int(offset)

    def _field(self, number: int) -> int:
        (back,) = struct.unpack_from("<i", self._content, self._place)
        offsets = self._place - back
        (size,) = struct.unpack_from("<H", self._content, offsets)
        entry = 4 + 2 * number
        if entry + 2 > size:
            return 0
        return int(struct.unpack_from("<H", self._content, offsets + entry)[0])
