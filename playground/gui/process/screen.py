"""Where Qt finds no screen it ends the process by itself; here it first says why, in a sentence."""

import contextlib
import ctypes
import os
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QMessageLogContext, QtMsgType, qInstallMessageHandler

from playground.engine.common.language import _

BAD_INPUT = 2
"""The exit status, as for everything else that the person can put right."""
_NO_DISPLAY = "could not connect to display"
_LIBRARY = re.compile(r"(lib[\w+-]+)\.so\.(\d+)")


@contextlib.contextmanager
def screen_wanted() -> Iterator[None]:
    """While Qt looks for a screen; where it gives up, the process ends with a sentence."""
    messages: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        messages.append(text)
        if kind == QtMsgType.QtFatalMsg:
            # Qt aborts once this returns.
            sys.stderr.write(f"playground: {no_screen(messages, _missing_library())}\n")
            sys.stderr.flush()
            os._exit(BAD_INPUT)

    before = qInstallMessageHandler(hear)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
        sys.stderr.writelines(f"{text}\n" for text in messages)


def no_screen(messages: Sequence[str], missing: str) -> str:
    """The sentence: what is missing, and what to do.

    Args:
        messages: what Qt said before it gave up.
        missing: what the system says of the library that Qt needs for its screens, or nothing.
    """
    library = _LIBRARY.search(missing)
    if library is not None:
        name, version = library.groups()
        # Debian's rule for the names of packages.
        package = f"{name}{'-' if name[-1].isdigit() else ''}{version}".lower()
        sentence = _(
            "The window cannot be shown: the library {library} is missing. Install {package}, or "
            "use playground train, which needs no screen."
        )
        return sentence.format(library=library[0], package=package)
    if any(_NO_DISPLAY in text for text in messages):
        sentence = _(
            "The window cannot be shown: the display {display} does not answer. Check DISPLAY, or "
            "use playground train, which needs no screen."
        )
        return sentence.format(display=repr(os.environ.get("DISPLAY", "")))
    sentence = _(
        "The window cannot be shown ({message}). Use playground train, which needs no screen."
    )
    return sentence.format(message=" ".join(messages[0].split()).rstrip("."))


def _missing_library() -> str:
    """Why Qt's plugin for X11 cannot be loaded; nothing where it can."""
    plugins = Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath))
    plugin = plugins / "platforms" / "libqxcb.so"
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return str(error)
    return ""
