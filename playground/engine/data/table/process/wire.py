"""What the window and the process that reads tables say to each other.

Each message is a line of JSON; arrays follow their message as plain bytes. Nothing here is code.
"""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from playground.engine.data.raw import Column, RawData, Reading
from playground.engine.data.table.nearest import Nearest
from playground.engine.data.table.preview import ColumnPreview, TablePreview
from playground.engine.data.table.remarks import Offer, Remark
from playground.engine.data.table.text.decoded import Guess
from playground.engine.spec.run import TableFile

Message = dict[str, Any]
_GUESSES = ("encoding", "separator", "skip_lines", "comment", "header", "footer_lines")


def send(stream: IO[bytes], message: Message) -> None:
    """Write one message."""
    stream.write(json.dumps(message).encode("ascii") + b"\n")
    stream.flush()


def receive(stream: IO[bytes]) -> Message | None:
    """The next message; None at the end of the stream, or where it breaks off in a message."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    message: Message = json.loads(line)
    return message


def send_table(stream: IO[bytes], table: TableFile) -> None:
    """Write a table."""
    send(stream, {"name": table.name, "size": len(table.content)})
    stream.write(table.content)
    stream.flush()


def receive_table(stream: IO[bytes]) -> TableFile | None:
    """The table that was sent; None where the stream ends before it does."""
    message = receive(stream)
    content = stream.read(message["size"]) if message else b""
    if message is None or len(content) < message["size"]:
        return None
    return TableFile(message["name"], content)


def all_frozen(values: Mapping[str, Any]) -> Message:
    """Values by name as they were sent: JSON has lists where specs have tuples."""
    return {name: _frozen(value) for name, value in values.items()}


def _frozen(value: Any) -> Any:  # noqa: ANN401
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value


def preview_from_wire(values: Message) -> TablePreview:
    """The preview as it was sent."""
    known = all_frozen(values)
    known |= {name: Guess(**values[name]) for name in _GUESSES}
    known["columns"] = tuple(ColumnPreview(**all_frozen(column)) for column in values["columns"])
    known["remarks"] = tuple(_remark(remark) for remark in values["remarks"])
    nearest = values["nearest"]
    known["nearest"] = None if nearest is None else Nearest(**all_frozen(nearest))
    return TablePreview(**known)


def _remark(values: Message) -> Remark:
    offer = values["offer"]
    return Remark(**{**values, "offer": None if offer is None else Offer(**all_frozen(offer))})


def send_raw(stream: IO[bytes], raw: RawData) -> None:
    """Write what was read: everything but the numbers first."""
    arrays = {"inputs": raw.inputs, "targets": raw.targets}
    rest = {
        "task": raw.task,
        "columns": [dataclasses.asdict(column) for column in raw.columns],
        "target_names": raw.target_names,
        "class_names": raw.class_names,
        "notes": raw.notes,
        "target_reading": dataclasses.asdict(raw.target_reading),
    }
    send_arrays(stream, {"raw": rest}, arrays)


def receive_raw(stream: IO[bytes], message: Message) -> RawData | None:
    """What was read, from its message and the bytes behind it; None where the stream ends."""
    rest, arrays = message["raw"], receive_arrays(stream, message)
    if arrays is None:
        return None
    return RawData(
        task=rest["task"],
        columns=tuple(column_from_wire(column) for column in rest["columns"]),
        inputs=arrays["inputs"],
        targets=arrays["targets"],
        target_names=tuple(rest["target_names"]),
        class_names=tuple(rest["class_names"]),
        notes=tuple(rest["notes"]),
        target_reading=Reading(**all_frozen(rest["target_reading"])),
    )


def column_from_wire(values: Message) -> Column:
    """The column as it was sent."""
    reading = Reading(**all_frozen(values["reading"]))
    return Column(**{**all_frozen(values), "reading": reading})


def send_arrays(
    stream: IO[bytes], message: Message, arrays: "Mapping[str, npt.NDArray[Any]]"
) -> None:
    """Write a message and, behind it, arrays of which it says the shapes."""
    shapes = {name: [array.dtype.str, array.shape] for name, array in arrays.items()}
    send(stream, {**message, "arrays": shapes})
    for array in arrays.values():
        stream.write(_bytes_of(np.ascontiguousarray(array)))
    stream.flush()


def receive_arrays(stream: IO[bytes], message: Message) -> "dict[str, npt.NDArray[Any]] | None":
    """The arrays behind a message; None where the stream ends before they do."""
    arrays = {}
    for name, shape in message["arrays"].items():
        array = _receive_array(stream, *shape)
        if array is None:
            return None
        arrays[name] = array
    return arrays


def _receive_array(
    stream: IO[bytes], dtype: str, shape: Sequence[int]
) -> "npt.NDArray[Any] | None":
    array = np.empty(tuple(shape), dtype)
    room, filled = _bytes_of(array), 0
    while filled < len(room):
        count = stream.readinto(room[filled:])  # type: ignore[attr-defined]
        if not count:
            return None
        filled += count
    return array


def _bytes_of(array: "npt.NDArray[Any]") -> memoryview:
    """The memory of a contiguous array, byte by byte."""
    return memoryview(array.reshape(-1).view(np.uint8).data)
