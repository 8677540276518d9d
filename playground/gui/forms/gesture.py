"""When a gesture ends: one drag, one held key or one run of the wheel is one undo step."""

from PySide6.QtCore import QObject, QTimer, Signal

WHEEL_PAUSE = 400
"""Milliseconds without a notch after which a run of the wheel has ended."""


class Gesture(QObject):
    """Counts what belongs together and says once when it is over.

    Signals:
        ended: something changed since the last time, and the hand has let go.
    """

    ended = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._open = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(WHEEL_PAUSE)
        self._pause.timeout.connect(self.end)

    @property
    def open(self) -> bool:
        """Whether something changed and the hand is still on it."""
        return self._open

    def touch(self) -> None:
        """Something changed."""
        self._open = True

    def end_soon(self) -> None:
        """It ends unless it goes on within `WHEEL_PAUSE`."""
        self._pause.start()

    def end(self) -> None:
        """It ends now, if it ever began."""
        self._pause.stop()
        if self._open:
            self._open = False
            self.ended.emit()
