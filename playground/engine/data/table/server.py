"""The process that reads tables for the window: takes one table, then answers questions on it."""

import dataclasses
import os
import sys
import threading
import traceback
from collections.abc import Sequence
from typing import IO, Any

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, speak_as
from playground.engine.data.progress import Progress, part_of, silent
from playground.engine.data.table.containers.formats import as_text
from playground.engine.data.table.containers.opened import Opened
from playground.engine.data.table.preview import TablePreview, preview_table
from playground.engine.data.table.read import read_table
from playground.engine.data.table.wire import (
    Message,
    all_frozen,
    receive,
    receive_table,
    send,
    send_raw,
)
from playground.engine.spec.run import DataSpec


def main(_arguments: Sequence[str]) -> int:
    """Answer until the other side is gone."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library may print must not get between the answers.
    sys.stdout = sys.stderr
    # What the first question needs is imported while the table is still on its way.
    threading.Thread(target=_import_pyarrow, name="import", daemon=True).start()
    try:
        received = receive_table(questions)
        table = _Table(received) if received is not None else None
        while table is not None and (question := receive(questions)) is not None:
            _answer(table, question, answers)
    except BrokenPipeError:
        # The other side gave up; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
    return 0


def _import_pyarrow() -> None:
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401


class _Table:
    """A table that is unpacked once for all questions that need the same text."""

    def __init__(self, given: TableFile) -> None:
        self._given = given
        self._opened: Opened | None = None
        self._choices = ("", "")

    def opened(self, spec: DataSpec, progress: Progress = silent) -> Opened:
        choices = (spec.sheet, spec.encoding)
        if self._opened is None or self._choices != choices:
            self._opened = None  # Two texts at a time would take twice the memory.
            self._opened = as_text(self._given, spec, progress)
            self._choices = choices
        return self._opened


def _answer(table: _Table, question: Message, answers: IO[bytes]) -> None:
    # The window may speak another language than when this process was started.
    speak_as(question["language"])
    spec = DataSpec(**all_frozen(question["spec"]))
    # Whoever has cancelled meanwhile need not wait for the libraries.
    send(answers, {"progress": [0.0, _("Decoding text")]})
    try:
        if question["ask"] == "preview":
            send(answers, {"preview": dataclasses.asdict(_preview(table, spec))})
            return

        def report(fraction: float, words: str) -> None:
            send(answers, {"progress": [fraction, words]})

        opened = table.opened(spec, part_of(report, 0.0, 0.1))
        raw = read_table(opened, spec, part_of(report, 0.1, 1.0))
    except InputError as error:
        send(answers, {"refused": str(error)})
    except BrokenPipeError:
        raise
    except Exception as error:
        send(answers, _failure(error))
    else:
        send_raw(answers, raw)


def _preview(table: _Table, spec: DataSpec) -> TablePreview:
    try:
        return preview_table(table.opened(spec), spec)
    except InputError as error:
        return TablePreview(problems=(str(error),))


def _failure(error: Exception) -> dict[str, Any]:
    return {
        "failed": f"{type(error).__name__}: {error}",
        "details": traceback.format_exc(),
        "memory": isinstance(error, MemoryError),
    }
