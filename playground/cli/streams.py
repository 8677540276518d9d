"""Standard output and standard error: UTF-8 whatever the locale, and never a reason to fail."""

from __future__ import annotations

import io
import os
import select
import sys
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer


class LenientFile(io.FileIO):
    """Takes what nobody can receive any more: a pipe without reader, a full disk, a lost terminal.

    Attributes:
        error: the first reason why something did not arrive.
    """

    def __init__(self, descriptor: int) -> None:
        super().__init__(descriptor, "wb", closefd=False)
        self.error: OSError | None = None

    def write(self, content: ReadableBuffer) -> int:
        """Write what can be written; the rest is lost, and noted."""
        try:
            written = super().write(content)
            while written is None:  # whoever shares the pipe lets nobody wait in it
                select.select([], [self], [])
                written = super().write(content)
        except OSError as error:
            self.error = self.error or error
            written = memoryview(content).nbytes
        return written


def prepare_streams() -> None:
    """Make both streams of this process such files, where they are closed too."""
    for descriptor in range(3):
        _occupy(descriptor)
    sys.stdout = _prepared(sys.stdout, 1)
    sys.stderr = _prepared(sys.stderr, 2)


def why_lost(stream: TextIO) -> OSError | None:
    """Why something of what was written to the stream did not arrive; None where all of it did."""
    stream.flush()
    raw = getattr(getattr(stream, "buffer", None), "raw", None)
    return raw.error if isinstance(raw, LenientFile) else None


def _occupy(descriptor: int) -> None:
    """Else the next file to be opened would take the place of a closed stream."""
    try:
        os.fstat(descriptor)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)
        if nowhere != descriptor:
            os.dup2(nowhere, descriptor)
            os.close(nowhere)


def _prepared(stream: TextIO | None, descriptor: int) -> TextIO:
    if stream is not None and os.name == "nt" and stream.isatty():
        return stream  # Python writes to that console by other means than bytes
    raw = LenientFile(descriptor)
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding="utf-8",
        errors="backslashreplace",
        line_buffering=descriptor == 2 or raw.isatty(),
    )
