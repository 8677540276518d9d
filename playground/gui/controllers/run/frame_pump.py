"""Asks the training thread for frames, and takes each as soon as it is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from playground.engine.frames.frame import Frame, FrameRequest
from playground.gui.controllers.run.frame_questions import FrameQuestions
from playground.gui.controllers.run.training_thread import TrainingThread

INTERVAL = 16
"""Milliseconds between two looks at the slot: up to sixty pictures a second."""
HURRY = 4
"""The same until a moment of the past is there, for which a hand waits."""


class FramePump(QObject):
    """Looks for frames as long as another one may come, and sleeps otherwise.

    Args:
        wanted: what is to be seen at present.
        shows: whether a frame is one to show.
        is_newest: whether it shows the moment that is looked at by now.

    Signals:
        came: a Frame to show.
        looked: at each look while training, for views that pull by themselves.

    Attributes:
        is_running: the run trains: what was asked for is another frame each time.
    """

    came = Signal(object)
    looked = Signal()

    def __init__(
        self,
        thread: TrainingThread,
        wanted: Callable[[], FrameRequest],
        shows: Callable[[Frame], bool],
        is_newest: Callable[[Frame], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.is_running = False
        self._thread = thread
        self._wanted, self._shows, self._is_newest = wanted, shows, is_newest
        self._questions = FrameQuestions()
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)

    @property
    def sleeps(self) -> bool:
        """Whether what is shown is what was wanted."""
        return not self._timer.isActive()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def refresh(self) -> None:
        """Ask for a frame although nothing was trained: what is shown has changed."""
        self._questions.forget()
        self._timer.start()

    def refresh_all(self) -> None:
        """`refresh`, and let the next frame have numbers of its own moment."""
        self._questions.renew_numbers()
        self.refresh()

    def refresh_at_once(self) -> None:
        """`refresh` without waiting for the next look: a hand is waiting."""
        self.refresh()
        if self.is_running:  # else the next look, which takes what was asked before, asks
            self._ask()

    def hurry(self) -> None:
        """Ask at once, and look more often until a frame is there."""
        self.refresh()
        self._ask()
        self._timer.setInterval(HURRY)

    def look(self) -> None:
        """Take the frame that is there, if any, and ask for what is wanted."""
        frame = self._thread.frames.take()
        if frame is not None:
            self._take(frame)
        if not self._ask() and frame is not None and self._questions.are_answered_by(frame):
            # What is shown is what was wanted: sleep until something changes.
            self._timer.stop()
        if self.is_running or frame is not None:
            self.looked.emit()

    def _take(self, frame: Frame) -> None:
        if self._shows(frame):
            self._questions.take(frame)
            self.came.emit(frame)
        self._timer.setInterval(INTERVAL)
        if not (self._shows(frame) and self._is_newest(frame)):
            self._questions.forget()  # it was of other data or steps: what is wanted is asked again

    def _ask(self) -> bool:
        """Ask for what is wanted, if that is another frame than was asked for."""
        asked = self._questions.next(self._wanted(), is_running=self.is_running)
        if asked is not None:
            self._thread.command(lambda runner: runner.ask(asked))
        return asked is not None
