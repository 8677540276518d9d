"""When a gesture ends: one drag, one held key or one run of the wheel is one undo step."""

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

NOTCH = 120
"""What Qt counts for one notch of a wheel."""
WHEEL_PAUSE = 400
"""Milliseconds without a notch after which a run of the wheel has ended."""


class Gesture(QObject):
    """Counts what belongs together and says once when it is over.

    Signals:
        ended: something changed since the last time, and the hand has let go.
    """

    ended = Signal()

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self._control = control
        self._open = False
        self._turned = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(WHEEL_PAUSE)
        self._pause.timeout.connect(self.end)

    def touch(self) -> None:
        """Something changed."""
        self._open = True

    def turn(self, event: QWheelEvent) -> int:
        """How many notches the wheel has turned by now; none where the control has no focus.

        It ends unless it goes on within `WHEEL_PAUSE`.
        """
        event.setAccepted(self._control.hasFocus())
        if not event.isAccepted():
            return 0
        self._turned += event.angleDelta().y() or event.angleDelta().x()
        notches = int(self._turned / NOTCH)
        self._turned -= notches * NOTCH
        self._pause.start()
        return notches

    def end(self) -> None:
        """It ends now, if it ever began."""
        self._pause.stop()
        if self._open:
            self._open = False
            self.ended.emit()
