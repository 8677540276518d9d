"""Exceptions that nobody caught, from any thread, brought to the window."""

import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from playground.engine.common.language import _


class ErrorHook(QObject):
    """Stands in for Python's hooks while installed.

    Args:
        note: is given each exception, on the thread that raised it.

    Signals:
        caught: a sentence, and the traceback.
    """

    caught = Signal(str, str)

    def __init__(self, note: Callable[[BaseException], None] = lambda _error: None) -> None:
        super().__init__()
        self._note = note

    def install(self) -> None:
        """Receive what would end up on standard error."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._receive
        threading.excepthook = self._receive_from_thread

    def remove(self) -> None:
        """Put the earlier hooks back."""
        sys.excepthook, threading.excepthook = self._before

    def _receive(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        sys.stderr.write(details)
        self._note(error)
        sentence = _("Something went wrong in the window: {error}")
        self.caught.emit(sentence.format(error=str(error) or kind.__name__), details)

    def _receive_from_thread(self, arguments: threading.ExceptHookArgs) -> None:
        error = arguments.exc_value or arguments.exc_type()
        self._receive(arguments.exc_type, error, arguments.exc_traceback)
