"""A QThread around Runner: the window's narrow handle on a training."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, Signal

from playground.engine.common.language import _
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import StateChanged
from playground.engine.run.past.kept import KeptStates
from playground.gui.process.window_gate import WindowGate

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.run.runner import Runner

PATIENCE = 2000
"""Milliseconds that a window which closes waits for a step, an import or a disk."""


class TrainingThread(QThread):
    """Imports torch, makes a runner and lets it work until the window closes.

    Commands given before the runner is there wait for it.

    Attributes:
        is_left: it did not end in time when it was closed.

    Signals:
        ready: torch is imported; carries the devices as Choices.
        reported: a `playground.engine.run.events.Event`, in the window's thread.
    """

    ready = Signal(object)
    reported = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.log = LossLog()
        self.frames = FrameSlot()
        self.kept = KeptStates()
        self._runner: Runner | None = None
        self._waiting: list[Callable[[Runner], object]] = []
        self.is_left = False
        self._closing = False
        self._gate: WindowGate | None = None
        self.ready.connect(self._flush)

    def run(self) -> None:
        """The worker's life; an import that fails is reported like any other failure."""
        try:
            from playground.engine.data.table.process.reader import read_apart
            from playground.engine.run.runner import Runner
            from playground.engine.training.devices import available_devices

            runner = Runner(self.log, self.frames, self.reported.emit, read_apart, self.kept)
            devices = available_devices()
        except Exception as error:
            reason = _("PyTorch cannot be imported: {error}").format(error=error)
            self.reported.emit(StateChanged(0, "failed", 0, reason, traceback.format_exc()))
            return
        self._runner = runner
        self.ready.emit(devices)
        if not self._closing:
            runner.work()

    @property
    def has_runner(self) -> bool:
        """Whether torch is imported, so that there may be a run."""
        return self._runner is not None

    def command(self, give: Callable[[Runner], object]) -> None:
        """Give the runner a command (`lambda runner: runner.pause()`), now or once it is there."""
        if self._runner is None or self._waiting:
            self._waiting.append(give)
        else:
            give(self._runner)

    def await_answer(self, patience: float) -> None:
        """Wait until every command given so far was obeyed, at most so many seconds."""
        runner, answered = self._runner, threading.Event()
        if runner is not None and not self._closing:
            runner.gate.set()  # while this waits, no window is at work
            runner.inspect(
                lambda _session: None,
                lambda _nothing: answered.set(),
                lambda _sentence: answered.set(),
            )
            answered.wait(patience)

    def close(self, patience: int = PATIENCE) -> RunState | None:
        """Stop after the chunk in progress, wait for the thread's end, return the run as it is.

        None where nothing was prepared, and where the thread has not ended within `patience`
        milliseconds: then it is left to itself, and goes with the process.
        """
        self._closing = True
        if self._gate is not None:
            self._gate.release()
        if self._runner is not None:
            self._runner.close()
        if not self.wait(patience):
            self.is_left = True
            self.setParent(None)  # Qt ends the process where a running thread goes with its parent
            return None
        return self._runner.left if self._runner is not None else None

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        if self._runner is not None:
            self._gate = WindowGate(self._runner.gate)
        for give in waiting:
            if self._runner is not None:
                give(self._runner)
