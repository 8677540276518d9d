"""Lets a worker that runs Python rest while the window works."""

import threading

from PySide6.QtCore import QAbstractEventDispatcher


class WindowGate:
    """Closes a gate whenever the window's event loop wakes, and opens it before that sleeps.

    Two threads that both run Python fight over the interpreter's lock, and the window would lose up
    to five milliseconds at each turn; so a worker begins no chunk while its gate is closed.
    """

    def __init__(self, gate: threading.Event) -> None:
        """Guard the event loop of this thread from now on."""
        self._gate = gate
        dispatcher = QAbstractEventDispatcher.instance()
        self._is_guarded = dispatcher is not None
        if dispatcher is not None:
            dispatcher.awake.connect(gate.clear)
            dispatcher.aboutToBlock.connect(gate.set)

    def release(self) -> None:
        """Leave the gate open for good; on the same thread."""
        dispatcher = QAbstractEventDispatcher.instance()
        if self._is_guarded and dispatcher is not None:
            dispatcher.awake.disconnect(self._gate.clear)
            dispatcher.aboutToBlock.disconnect(self._gate.set)
        self._is_guarded = False
        self._gate.set()
