"""The runs of a history as two entries of a project: keys and numbers, and tensors.

Runs that cannot be read are left out, each by itself.
"""

import hashlib
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from playground.engine.common.errors import InputError
from playground.engine.settings import paths as settings
from playground.engine.spec.parameter import Parameter
from playground.engine.spec.run import TableFile
from playground.state import project_json, strict_json
from playground.state.history.bounds import Bounds, Dropped, bounded
from playground.state.history.marked import NO_MARKS, Marked
from playground.state.history.record import Losses, Measured, RunRecord
from playground.state.project import Project, is_view
from playground.state.project_file import OPTIONAL

RUNS, TENSORS = OPTIONAL
MOST_LETTERS = 10_000
"""Of a name or a note that is read."""
MOST_RUNS = 2000
_MARGIN = 1 << 22
"""Bytes for names and places of tensors."""
Arrays = Mapping[str, npt.NDArray[Any]]
Pack = Callable[[Arrays], bytes]
Unpack = Callable[[bytes], Arrays]
"""Raises ValueError where the bytes are damaged."""
Judge = Callable[[Losses], None]
"""Raises KeyError or ValueError where losses do not belong together."""


@dataclass(frozen=True, slots=True)
class ReadRuns:
    """What a project holds of earlier runs.

    Attributes:
        lost: how many could not be read; None where nothing could be.
        marked: which of them are compared.
    """

    records: tuple[RunRecord, ...] = ()
    lost: int | None = 0
    marked: Marked = NO_MARKS


def to_payload(
    records: Sequence[RunRecord], own_table: TableFile | None, room: int, pack: Pack
) -> tuple[dict[str, bytes], Dropped]:
    """The entries of these runs, in at most `room` bytes, and what gave way for that.

    Args:
        own_table: the project's, which is kept anyway.
    """
    kept, dropped = bounded(records, Bounds(_room_for_states(records, own_table, room)))
    if not kept:
        return {}, dropped
    described: list[object] = []
    arrays: dict[str, npt.NDArray[Any]] = {}
    for number, record in enumerate(kept):
        table = record.table
        digest = _digest(table) if table is not None else None
        if table is not None and table != own_table:
            arrays[f"table/{digest}"] = _as_array(table.content)
        described.append(_describe(record, digest))
        arrays |= {f"{number}/losses/{name}": array for name, array in record.losses.items()}
        arrays |= {f"{number}/state/{n}": _as_array(part) for n, part in record.payload.items()}
        if record.thumbnail:
            arrays[f"{number}/thumbnail"] = _as_array(record.thumbnail)
    return {RUNS: strict_json.encode({"runs": described}), TENSORS: pack(arrays)}, dropped


def with_marks(payload: Mapping[str, bytes], marked: Marked) -> dict[str, bytes]:
    """The entries that `to_payload` made, with what is compared of these runs."""
    if not payload or marked == NO_MARKS:
        return dict(payload)
    content = strict_json.decode(payload[RUNS])
    assert isinstance(content, dict)
    marks = {"ticked": [*marked.ticked], "pinned": marked.pinned}
    return {**payload, RUNS: strict_json.encode(content | marks)}


def from_payload(
    payload: Mapping[str, bytes], own_table: TableFile | None, unpack: Unpack, judge: Judge
) -> ReadRuns:
    """The runs that `to_payload` wrote; none where there are no such entries."""
    if not any(name in payload for name in OPTIONAL):
        return ReadRuns()
    try:
        content = strict_json.decode(payload[RUNS])
        arrays = unpack(payload[TENSORS])
        if not isinstance(content, dict):
            raise ValueError(RUNS)
        described = content["runs"]
        if not isinstance(described, list) or len(described) > MOST_RUNS:
            raise ValueError(RUNS)
    except (strict_json.Unreadable, LookupError, ValueError):
        return ReadRuns(lost=None)
    tables = _tables(described, arrays, own_table)
    records = list(_read_all(described, arrays, tables, judge))
    unique = {record.key: record for record in records}
    lost, marked = len(described) - len(unique), _read_marked(content).among(unique)
    return ReadRuns(tuple(unique.values()), lost, marked)


def _read_marked(content: Mapping[str, object]) -> Marked:
    """What is compared; nothing where that is not told, or cannot be read."""
    ticked, pinned = content.get("ticked"), content.get("pinned")
    texts = [key for key in ticked if isinstance(key, str)] if isinstance(ticked, list) else []
    return Marked(tuple(texts), pinned if isinstance(pinned, str) else "")


def _room_for_states(records: Sequence[RunRecord], own_table: TableFile | None, room: int) -> int:
    rest = sum(replace(record, payload={}).size for record in records)
    newest = records[-1].table if records else None
    if newest is not None and newest != own_table:
        rest += len(newest.content)
    return room - rest - _MARGIN


def _digest(table: TableFile) -> str:
    return hashlib.sha256(table.content).hexdigest()


def _as_array(content: bytes) -> npt.NDArray[np.uint8]:
    return np.frombuffer(content, np.uint8)


def _describe(record: RunRecord, digest: str | None) -> dict[str, object]:
    written = project_json.to_json(Project(run=record.spec), {})[project_json.SETTINGS]
    assert isinstance(written, dict)
    return {
        "key": record.key,
        "settings": {path: value for path, value in written.items() if not is_view(path)},
        "table": None if record.table is None else {"name": record.table.name, "sha256": digest},
        "name": record.name,
        "note": record.note,
        "starred": record.is_starred,
        "ended": record.ended,
        "seconds": record.seconds,
        "steps": record.steps,
        "epochs": record.epochs,
        "outcome": record.outcome,
        "train": _measured_json(record.train),
        "validation": _measured_json(record.validation),
        "measured_step": record.measured_step,
    }


def _measured_json(measured: Measured | None) -> dict[str, object] | None:
    if measured is None:
        return None
    metrics = {key: _number_json(value) for key, value in measured.metrics.items()}
    return {"loss": _number_json(measured.loss), "metrics": metrics}


def _number_json(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _read_all(
    described: Sequence[object],
    arrays: Arrays,
    tables: Mapping[str, TableFile],
    judge: Judge,
) -> Iterator[RunRecord]:
    parts = _by_run(arrays)
    for number, one in enumerate(described):
        try:
            yield _read(one, parts.get(str(number), {}), tables, judge)
        except (InputError, LookupError, ValueError, TypeError, ArithmeticError):
            continue


def _by_run(arrays: Arrays) -> dict[str, dict[str, npt.NDArray[Any]]]:
    parts: dict[str, dict[str, npt.NDArray[Any]]] = {}
    for name, array in arrays.items():
        number, _slash, rest = name.partition("/")
        parts.setdefault(number, {})[rest] = array
    return parts


def _read(one: Any, parts: Arrays, tables: Mapping[str, TableFile], judge: Judge) -> RunRecord:  # noqa: ANN401 - JSON
    known = settings.fixed_parameters()
    others = {  # which is most of them, and setting one takes its time
        path: value
        for path, value in one["settings"].items()
        if path not in known or not _is_default(known[path], value)
    }
    parsed = project_json.from_json({project_json.SETTINGS: others})
    if parsed.unavailable:
        raise ValueError("of a version that had other settings")
    losses = {
        name.removeprefix("losses/"): array
        for name, array in parts.items()
        if name.startswith("losses/") and array.dtype in (np.float32, np.float64)
    }
    judge(losses)
    payload = {
        name.removeprefix("state/"): _as_bytes(array)
        for name, array in parts.items()
        if name.startswith("state/")
    }
    return RunRecord(
        key=_text(one["key"]),
        spec=parsed.project.run,
        table=None if one["table"] is None else tables[_named(one["table"])],
        name=_text(one["name"]),
        note=_text(one["note"]),
        is_starred=one["starred"] is True,
        ended=_number(one["ended"]),
        seconds=_number(one["seconds"]),
        steps=_count(one["steps"]),
        epochs=_number(one["epochs"]),
        outcome=_text(one["outcome"]),
        train=_read_measured(one["train"]),
        validation=_read_measured(one["validation"]),
        measured_step=_count(one["measured_step"]),
        losses=MappingProxyType(losses),
        payload=MappingProxyType(payload),
        thumbnail=_as_bytes(parts["thumbnail"]) if "thumbnail" in parts else b"",
    )


def _is_default(parameter: Parameter, value: object) -> bool:
    default = parameter.default
    usual: object = [*default] if isinstance(default, tuple) else default
    return type(value) is type(usual) and value == usual


def _tables(
    described: Sequence[Any], arrays: Arrays, own_table: TableFile | None
) -> dict[str, TableFile]:
    """The tables of the runs, by name and digest; those alike are one object."""
    contents = {name: array for name, array in arrays.items() if name.startswith("table/")}
    own = {} if own_table is None else {_key(own_table.name, _digest(own_table)): own_table}
    found: dict[str, TableFile] = {}
    for one in described:
        named = one.get("table") if isinstance(one, dict) else None
        if not isinstance(named, dict):
            continue
        key, digest = _named(named), named.get("sha256")
        array = contents.get(f"table/{digest}")
        if key in own:
            found[key] = own[key]
        elif own_table is not None and digest == _digest(own_table):
            found[key] = TableFile(_text(named.get("name")), own_table.content)
        elif key not in found and array is not None and array.dtype == np.uint8:
            found[key] = TableFile(_text(named.get("name")), array.tobytes())
    return found


def _named(table: Any) -> str:  # noqa: ANN401 - JSON
    return _key(str(table.get("name")), str(table.get("sha256")))


def _key(name: str, digest: str) -> str:
    return f"{digest} {name}"


def _as_bytes(array: npt.NDArray[Any]) -> bytes:
    if array.dtype != np.uint8:
        raise ValueError("no bytes")
    return array.tobytes()


def _read_measured(value: Any) -> Measured | None:  # noqa: ANN401 - JSON
    if value is None:
        return None
    metrics = {_text(key): _measure(number) for key, number in value["metrics"].items()}
    return Measured(_measure(value["loss"]), MappingProxyType(metrics))


def _measure(value: object) -> float:
    return float(value) if value in ("nan", "inf", "-inf") else _number(value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    return float(value)


def _count(value: object) -> int:
    if type(value) is not int or value < 0:
        raise ValueError("no count")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MOST_LETTERS:
        raise ValueError("no text")
    return value
