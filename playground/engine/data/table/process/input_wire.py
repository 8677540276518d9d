"""What the window asks the process that reads tables about rows for a model, and the answer."""

import dataclasses
from typing import IO, Any

from playground.engine.data.table.inputs.packed import PackedTexts
from playground.engine.data.table.inputs.read import ON_MISSING, OnMissing, ReadInputs, Wanted
from playground.engine.data.table.process.wire import (
    Message,
    all_frozen,
    column_from_wire,
    receive_arrays,
    send_arrays,
)
from playground.engine.spec.run import DataSpec

_ARRAYS = ("inputs", "rows", "lines", "read", "why", "targets")
_WORDS = ("name", "reasons", "notes", "target")
_MARKED = ("gaps", "odd")


def to_wire(wanted: Wanted, on_missing: OnMissing) -> Message:
    """The question, beside the spec by which the model's own table was read."""
    target = wanted.target
    return {
        "columns": [dataclasses.asdict(column) for column in wanted.columns],
        "target": None if target is None else dataclasses.asdict(target),
        "on_missing": on_missing,
    }


def from_wire(question: Message, spec: DataSpec) -> tuple[Wanted, OnMissing]:
    """The question as it was sent."""
    target = question["target"]
    wanted = Wanted(
        tuple(map(column_from_wire, question["columns"])),
        None if target is None else column_from_wire(target),
        spec,
    )
    return wanted, next(key for key in ON_MISSING if key == question["on_missing"])


def send_inputs(stream: IO[bytes], read: ReadInputs) -> None:
    """Write what was read: the words first."""
    arrays = {name: getattr(read, name) for name in _ARRAYS}
    for number, texts in enumerate(read.cells.values()):
        arrays |= {f"content {number}": texts.content, f"ends {number}": texts.ends}
    for what in _MARKED:
        arrays |= {f"{what} {name}": places for name, places in getattr(read, what).items()}
    words = {name: getattr(read, name) for name in _WORDS}
    send_arrays(stream, {**words, "cells": list(read.cells), "typical": read.typical}, arrays)


def receive_inputs(stream: IO[bytes], message: Message) -> ReadInputs | None:
    """What was read; None where the stream ends before it does."""
    arrays = receive_arrays(stream, message)
    if arrays is None:
        return None
    cells = {
        name: PackedTexts(arrays[f"content {number}"], arrays[f"ends {number}"])
        for number, name in enumerate(message["cells"])
    }
    values: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    values |= all_frozen({name: message[name] for name in _WORDS})
    for what in _MARKED:
        begin = f"{what} "
        names = [name for name in arrays if name.startswith(begin)]
        values[what] = {name.removeprefix(begin): arrays[name] for name in names}
    return ReadInputs(**values, cells=cells, typical=message["typical"])
