"""Reads a table in a process of its own.

Reading is a lot of Python, and the first table imports pandas; on a thread both would fight the
window and the training for the interpreter's lock, and single pictures would come 100 to 300 ms
late. Here only finished numbers come back.
"""

import subprocess
import threading
from typing import IO, Any, Protocol

from playground.engine.common.errors import InputError
from playground.engine.common.fresh_python import fresh_python
from playground.engine.common.language import _, spoken
from playground.engine.data.progress import Cancelled, Progress
from playground.engine.data.raw import RawData
from playground.engine.data.table.inputs.read import OnMissing, ReadInputs, Wanted
from playground.engine.data.table.preview import TablePreview
from playground.engine.data.table.process.wire import Message, receive, send
from playground.engine.spec.run import DataSpec, TableFile

_KILLED = 9
_PIPE = 2**20
"""Bytes that fit into a pipe where the system lets one choose: fewer turns for the same array."""


class Previewer(Protocol):
    """Answers what a table looks like."""

    def preview(self, spec: DataSpec) -> TablePreview:
        """The beginning of the table by the choices of `spec`; called on any one thread."""
        ...

    def close(self) -> None:
        """End a preview in progress, which may then raise anything."""
        ...


class TableReader:
    """A process that reads one table, and answers until it is closed.

    One thread asks at a time; any thread may close. The process starts with the first question, or
    earlier by `start`, so that it can import what it needs while the file is still being read.
    """

    _questions: IO[bytes]
    _answers: IO[bytes]

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._closed = False
        self._table: TableFile | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._is_given = False

    def start(self) -> None:
        """Start the process, if it is not there yet."""
        with self._asking:
            self._start()

    def take(self, table: TableFile) -> None:
        """Ask about this table; it is handed over with the first question."""
        self._table = table

    def preview(self, spec: DataSpec) -> TablePreview:
        """As `preview_table`.

        Raises:
            Cancelled: it was closed.
        """
        found: TablePreview = self._ask("preview", spec=spec)
        return found

    def read(self, spec: DataSpec, progress: Progress) -> RawData:
        """As `read_table`; `progress` is called on the thread that asks.

        Raises:
            InputError: the table cannot be used; the sentence names file, line and column.
            Cancelled: `progress` raised it, after which nothing more can be asked, or it was
                closed.
        """
        raw: RawData = self._ask("read", progress, spec=spec)
        return raw

    def inputs(self, wanted: Wanted, on_missing: OnMissing) -> ReadInputs:
        """As `read_inputs`.

        Raises:
            InputError: the table cannot be used; the sentence names file, line and column.
            Cancelled: it was closed.
        """
        read: ReadInputs = self._ask("inputs", wanted=wanted, on_missing=on_missing)
        return read

    def close(self) -> None:
        """End the process; who still waits for an answer gets `Cancelled`."""
        self._closed = True
        self._kill()
        with self._asking:
            self._kill()
            if self._process is not None:
                self._process.wait()
                _close(self._questions)
                _close(self._answers)

    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def _start(self) -> None:
        if self._closed:
            raise Cancelled
        if self._process is not None:
            return
        process = subprocess.Popen(
            fresh_python("playground.engine.data.table.process.server"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert process.stdin is not None
        assert process.stdout is not None
        self._process, self._questions, self._answers = process, process.stdin, process.stdout
        _widen(self._questions, self._answers)

    def _ask(self, what: str, progress: Progress | None = None, **about: object) -> Any:  # noqa: ANN401
        with self._asking:
            self._start()
            try:
                if not self._is_given:
                    assert self._table is not None
                    send(self._questions, {"table": self._table})
                    self._is_given = True
                send(self._questions, {"ask": what, "language": spoken().key, **about})
            except OSError:
                raise self._lost() from None
            while (heard := self._hear()) is not None:
                if "answer" in heard:
                    return heard["answer"]
                if "progress" not in heard:
                    raise _failure(heard)
                if progress is not None:
                    self._report(progress, *heard["progress"])
            raise self._lost()

    def _report(self, progress: Progress, fraction: float, words: str) -> None:
        try:
            progress(fraction, words)
        except Cancelled:
            self._closed = True
            self._kill()
            raise

    def _hear(self) -> Message | None:
        return None if self._closed else receive(self._answers)

    def _lost(self) -> Exception:
        """Why there is no answer: it was closed, or the process came to an end by itself."""
        if self._closed:
            return Cancelled()
        assert self._process is not None
        status = self._process.wait()
        sentence = _("The process that reads the table ended early (status {status}).")
        if status == -_KILLED:
            # A system without memory kills whoever holds most of it.
            sentence = _(
                "The process that reads the table ended early (status {status}); the system may "
                "have had too little memory."
            )
        return RuntimeError(sentence.format(status=status))


def read_apart(table: TableFile, spec: DataSpec, progress: Progress) -> RawData:
    """As `read_table`, by a process that is started for it."""
    reader = TableReader()
    reader.take(table)
    try:
        return reader.read(spec, progress)
    finally:
        reader.close()


def _failure(heard: Message) -> Exception:
    if "refused" in heard:
        return InputError(heard["refused"])
    error = (MemoryError if heard["memory"] else RuntimeError)(heard["failed"])
    error.add_note(heard["details"])
    return error


def _widen(*pipes: IO[bytes]) -> None:
    try:
        import fcntl

        for pipe in pipes:
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, _PIPE)
    except (ImportError, AttributeError, OSError):
        # Only Linux lets one choose, and not above a limit of the system's.
        return


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        # What was still to be written to a process that is gone.
        return
