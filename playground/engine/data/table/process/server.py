"""The process that reads tables for the window: takes one table, then answers questions on it."""

import os
import sys
import threading
import traceback
from collections.abc import Callable, Sequence
from typing import IO, Any

from playground.engine.common.errors import InputError
from playground.engine.common.language import _, speak_as
from playground.engine.data.table.inputs.read import KeptInputs
from playground.engine.data.table.kept import KeptTexts
from playground.engine.data.table.preview import preview_kept
from playground.engine.data.table.process.wire import Message, receive, send
from playground.engine.data.table.read import read_kept
from playground.engine.spec.run import TableFile

Say = Callable[[Message], None]


def main(_arguments: Sequence[str]) -> int:
    """Answer until the other side is gone."""
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library may print must not get between the answers.
    sys.stdout = sys.stderr
    # What the first question needs is imported while the table is still on its way.
    threading.Thread(target=_import_pyarrow, name="import", daemon=True).start()
    try:
        _answer_all(questions, lambda message: send(answers, message))
    except BrokenPipeError:
        # The other side gave up; what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), answers.fileno())
    return 0


def _import_pyarrow() -> None:
    import pyarrow.compute
    import pyarrow.csv  # noqa: F401


def _answer_all(questions: IO[bytes], say: Say) -> None:
    given = receive(questions)
    if given is None:
        return
    table: TableFile = given["table"]
    texts, inputs = KeptTexts(table), KeptInputs(table)
    while (question := receive(questions)) is not None:
        # The window may speak another language than when this process was started.
        speak_as(question["language"])
        # Whoever has cancelled meanwhile need not wait for the libraries.
        say({"progress": [0.0, _("Decoding text")]})
        try:
            say({"answer": _answer(texts, inputs, question, say)})
        except InputError as error:
            say({"refused": str(error)})
        except BrokenPipeError:
            raise
        except Exception as error:
            say(_failure(error))


def _answer(texts: KeptTexts, inputs: KeptInputs, question: Message, say: Say) -> Any:  # noqa: ANN401
    if question["ask"] == "preview":
        return preview_kept(texts, question["spec"])
    if question["ask"] == "inputs":
        return inputs.of(question["wanted"], question["on_missing"])
    return read_kept(texts, question["spec"], lambda *now: say({"progress": now}))


def _failure(error: Exception) -> Message:
    return {
        "failed": f"{type(error).__name__}: {error}",
        "details": traceback.format_exc(),
        "memory": isinstance(error, MemoryError),
    }
