"""What Qt says while a test runs: its warnings are defects, and end the test as failed.

Qt is listened to only where something has loaded it already: tests of the engine need none.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ALLOWED = frozenset(
    {
        # The offscreen platform has no window manager to tell of sizes, to bring a window to the
        # front, or to send it every key while a menu is open.
        "This plugin does not support propagateSizeHints()",
        "This plugin does not support raise()",
        "This plugin does not support grabbing the keyboard",
    }
)
"""Warnings that say nothing about us."""


@contextmanager
def warnings_of_qt() -> Iterator[list[str]]:
    """Gather the warnings of Qt, and print what it says to where pytest captures it."""
    warnings: list[str] = []
    if "PySide6.QtCore" not in sys.modules:
        yield warnings
        return
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

    harmless = {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg}

    def note(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        if text in ALLOWED:
            return
        sys.stderr.write(f"{kind.name}: {text}\n")
        if kind not in harmless:
            warnings.append(text)

    before = qInstallMessageHandler(note)
    try:
        yield warnings
    finally:
        qInstallMessageHandler(before)
