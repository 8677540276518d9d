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
from playground.engine.data.table.inputs.read import KeptInputs
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.preview import preview_kept
from playground.engine.data.table.process.input_wire import from_wire, send_inputs
from playground.engine.data.table.process.wire import (
    Message,
    all_frozen,
    receive,
    receive_table,
    send,
    send_raw,
)
from playground.engine.data.table.read import read_kept
from playground.engine.spec.run import DataSpec


def main(_arguments: Sequence[str]) -> int:
    """Answer until the other side is gone."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library may print must not get between the answers.
    sys.stdout = sys.stderr
    # What the first question needs is imported while the table is still on its way.
    threading.Thread(target=_import_pyarrow, name="import", daemon=True).start()
    try:
        table = receive_table(questions)
        about = None if table is None else (KeptTexts(table), KeptInputs(table))
        while about is not None and (question := receive(questions)) is not None:
            _answer(*about, question, answers)
    except BrokenPipeError:
        # The other side gave up; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
    return 0


def _import_pyarrow() -> None:
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401


def _answer(texts: KeptTexts, inputs: KeptInputs, question: Message, answers: IO[bytes]) -> None:
    # The window may speak another language than when this process was started.
    speak_as(question["language"])
    spec = DataSpec(**all_frozen(question["spec"]))
    # Whoever has cancelled meanwhile need not wait for the libraries.
    send(answers, {"progress": [0.0, _("Decoding text")]})
    try:
        if question["ask"] == "preview":
            send(answers, {"preview": dataclasses.asdict(preview_kept(texts, spec))})
            return
        if question["ask"] == "inputs":
            send_inputs(answers, inputs.of(*from_wire(question, spec)))
            return
        raw = read_kept(texts, spec, lambda *now: send(answers, {"progress": now}))
    except InputError as error:
        send(answers, {"refused": str(error)})
    except BrokenPipeError:
        raise
    except Exception as error:
        send(answers, _failure(error))
    else:
        send_raw(answers, raw)


def _failure(error: Exception) -> dict[str, Any]:
    return {
        "failed": f"{type(error).__name__}: {error}",
        "details": traceback.format_exc(),
        "memory": isinstance(error, MemoryError),
    }
