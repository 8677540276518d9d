"""SIGTERM, SIGINT and SIGHUP as a Qt signal, at once.

Python sees a signal only when it runs; Qt's event loop sleeps in C. A wake-up descriptor bridges
the two.
"""

import contextlib
import signal
import socket
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class TerminationWatcher(QObject):
    """Emits `requested` when the system asks the program to end."""

    requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: dict[int, Any] = {}
        self._receiver, self._sender = socket.socketpair()
        self._receiver.setblocking(False)
        self._sender.setblocking(False)
        self._notifier = QSocketNotifier(self._receiver.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._receive)

    def install(self) -> None:
        """Watch from now on; only on the main thread."""
        signal.set_wakeup_fd(self._sender.fileno(), warn_on_full_buffer=False)
        for number in _signals():
            self._before[number] = signal.signal(number, lambda *_: None)

    def remove(self) -> None:
        """Give the signals back to whom they were taken from."""
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        self._receiver.close()
        self._sender.close()

    def _receive(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._receiver.recv(64)
        self.requested.emit()


def _signals() -> Iterator[int]:
    """Those that ask the program to end; what its caller had ignored, as `nohup` does, is none."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            yield number
