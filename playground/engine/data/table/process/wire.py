"""What the window and the process that reads tables say to each other.

Each message is a line of JSON; arrays and the bytes of files follow it as they are. Nothing here is
code: a message holds plain values and those of the classes below.
"""

import dataclasses
import json
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import Column, RawData, Reading
from playground.engine.data.table.inputs.packed import PackedTexts
from playground.engine.data.table.inputs.read import ReadInputs, Wanted
from playground.engine.data.table.preview import ColumnPreview, TablePreview
from playground.engine.data.table.remarks import Offer, Remark
from playground.engine.data.table.text.decoded import Guess
from playground.engine.spec.run import DataSpec, TableFile

Message = dict[str, Any]
_CLASSES: dict[str, Any] = {
    each.__name__: each
    for each in (
        *(TableFile, DataSpec, TablePreview, ColumnPreview, Guess, Remark, Offer),
        *(RawData, Column, Reading, Wanted, ReadInputs, PackedTexts),
    )
}
_CLASS = ""
"""The key under which a value says what it is: no column has an empty name."""


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message."""
    behind: list[memoryview] = []

    def described(value: Any) -> Message:  # noqa: ANN401
        if isinstance(value, bytes):
            behind.append(memoryview(value))
            return {_CLASS: "bytes", "size": len(value)}
        if isinstance(value, np.ndarray):
            behind.append(_bytes_of(np.ascontiguousarray(value)))
            return {_CLASS: "array", "dtype": value.dtype.str, "shape": value.shape}
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return {_CLASS: type(value).__name__, **fields}

    stream.write(json.dumps(message, default=described).encode("ascii") + b"\n")
    for part in behind:
        stream.write(part)
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None where the stream ends before it does."""

    def known(values: Message) -> Any:  # noqa: ANN401
        what = values.pop(_CLASS, None)
        if what is None:
            return values
        if what == "bytes":
            return _read_bytes(stream, values["size"])
        if what == "array":
            return _read_array(stream, values["dtype"], values["shape"])
        return _CLASSES[what](**{name: _frozen(value) for name, value in values.items()})

    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    try:
        # What follows the line is in the order in which the line speaks of it.
        message: Message = json.loads(line, object_hook=known)
    except EOFError:
        return None
    return message


def _frozen(value: Any) -> Any:  # noqa: ANN401
    """JSON has lists where the classes have tuples."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def _read_bytes(stream: IO[bytes], size: int) -> bytes:
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content


def _read_array(stream: IO[bytes], dtype: str, shape: list[int]) -> "npt.NDArray[Any]":
    array = np.empty(tuple(shape), dtype)
    room, filled = _bytes_of(array), 0
    while filled < len(room):
        count = stream.readinto(room[filled:])  # type: ignore[attr-defined]
        if not count:
            raise EOFError
        filled += count
    return array


def _bytes_of(array: "npt.NDArray[Any]") -> memoryview:
    """The memory of a contiguous array, byte by byte."""
    return memoryview(array.reshape(-1).view(np.uint8).data)
