"""A QThread around a race: the panel's narrow handle on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from playground.engine.race.standing import Standing
from playground.gui.process.window_gate import WindowGate

if TYPE_CHECKING:
    from playground.engine.race.race import Race

PATIENCE = 2000
"""Milliseconds that a window which closes waits for a step."""


class RaceThread(QThread):
    """Works for one race after another until it is closed; torch must have been imported.

    Attributes:
        race: takes the commands.
        standing: as it was last reported.

    Signals:
        reported: a `playground.engine.race.standing.Standing`, in the window's thread.
    """

    reported = Signal(object)

    def __init__(self, parent: QObject) -> None:
        from playground.engine.race.race import Race

        super().__init__(parent)
        self.race: Race = Race(self.reported.emit)
        self.standing = Standing()
        self.reported.connect(self._note)
        self._gate = WindowGate(self.race.gate)

    def _note(self, standing: Standing) -> None:
        self.standing = standing

    def run(self) -> None:
        """The worker's life."""
        self.race.work()

    def close(self, patience: int = PATIENCE) -> None:
        """Stop after the chunk in progress, and wait for the thread's end.

        One that has not ended within `patience` milliseconds is left to itself, and goes with the
        process.
        """
        self._gate.release()
        self.race.close()
        if not self.wait(patience):
            self.setParent(None)  # Qt ends the process where a running thread goes with its parent
