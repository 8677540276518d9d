"""What a process says of its end where it did not end well: where in the program, and which one.

It has neither data nor names of the person's files: of an exception the kind and the place in our
sources, of others' sources the place in their package.
"""

import contextlib
import faulthandler
import re
import sysconfig
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from playground.engine.common.atomic_file import make_private_folder, sweep
from playground.engine.common.errors import InputError
from playground.gui.dialogs.about_dialog import versions
from playground.state.recovery.held import hold

SUFFIX = ".crash"
MOST = 2**16
"""Bytes of a report that are read."""
_OURS = Path(__file__).resolve().parents[2]
_FAULT = re.compile(r'File "([^"]*)"')
_MARK = "--- "
_ELSEWHERE = "…"


class CrashLog:
    """A file of this process, which is gone once it has ended well."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder
        self._stream: BinaryIO | None = None

    def begin(self, name: str) -> None:
        """Be ready to write; where that cannot be, nothing is reported."""
        with contextlib.suppress(InputError, OSError):
            make_private_folder(self._folder.parent)  # else it would be made for all to read
            make_private_folder(self._folder)
            self._path = self._folder / f"{name}{SUFFIX}"
            self._path.touch(0o600, exist_ok=False)
            self._stream = hold(self._path)
        if self._stream is not None:
            faulthandler.enable(self._stream)

    def note(self, error: BaseException) -> None:
        """Write down where an exception came from that nobody caught."""
        self._write("\n".join([_MARK, *_lines(error)]))

    def note_versions(self) -> None:
        """Write down what runs here; takes a moment."""
        self._write(versions())

    def end(self) -> None:
        """It ended well."""
        if self._stream is not None:
            faulthandler.disable()
            self._stream.close()
            self._path.unlink(missing_ok=True)

    def _write(self, text: str) -> None:
        if self._stream is not None:
            with contextlib.suppress(OSError, ValueError):
                self._stream.seek(0, 2)
                self._stream.write(text.encode() + b"\n")
                self._stream.flush()


def take_reports(folder: Path) -> str:
    """What processes wrote that ended badly and are no more; each is told of once."""
    sweep(folder)
    reports = []
    with contextlib.suppress(OSError):
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            with contextlib.suppress(OSError):
                stream = hold(path)
                if stream is not None:
                    with stream:
                        text = stream.read(MOST).decode("utf-8", "replace")
                    path.unlink()
                    reports.append(text)
    return "\n\n".join(_readable(text) for text in reports if _tells(text))


def _tells(text: str) -> bool:
    """Whether there is more than the versions: a process that is killed says nothing."""
    return _MARK in text or "Fatal Python error" in text or "Current thread" in text


def _readable(text: str) -> str:
    return _FAULT.sub(lambda found: f'File "{_place(found[1])}"', text).strip()


def _lines(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame in traceback.extract_tb(error.__traceback__):
            yield f'  File "{_place(frame.filename)}", line {frame.lineno}, in {frame.name}'
            if frame.line and _is_ours(frame.filename):
                yield f"    {frame.line}"
        yield f"{type(error).__module__}.{type(error).__qualname__}"
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is None:
            return
        error = cause


def _place(file: str) -> str:
    """Where a source file lies in the program or its libraries; nothing of where these lie."""
    if _is_ours(file):
        return f"{_OURS.name}/{Path(file).resolve().relative_to(_OURS).as_posix()}"
    for kind in ("purelib", "platlib", "stdlib", "platstdlib"):
        with contextlib.suppress(ValueError, KeyError):
            return Path(file).relative_to(sysconfig.get_paths()[kind]).as_posix()
    return file if file.startswith("<") else _ELSEWHERE


def _is_ours(file: str) -> bool:
    return Path(file).resolve().is_relative_to(_OURS)
