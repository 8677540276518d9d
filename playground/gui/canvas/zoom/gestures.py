"""How hands zoom and move a picture in its area: wheel, pinch, dragging, keys."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QWidget

_NOTCH = 120
_WHEEL = 1.15
"""How much one notch of the wheel zooms."""
_KEYS = {
    Qt.Key.Key_Plus: 1.25,
    Qt.Key.Key_Equal: 1.25,
    Qt.Key.Key_Minus: 0.8,
    Qt.Key.Key_Underscore: 0.8,
}


class Gestures(QObject):
    """Takes from a picture what zooms it or moves it in its area, and leaves it all else.

    Signals:
        zoomed: by this factor, about this point of the picture; None for the middle.
        fitted: everything shall be seen.
    """

    zoomed = Signal(float, object)
    fitted = Signal()

    def __init__(self, picture: QWidget, area: QScrollArea) -> None:
        super().__init__(area)
        self._picture, self._area = picture, area
        self._held: QPoint | None = None
        picture.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Whether the event was one of these gestures."""
        match event:
            case QWheelEvent():
                return self._wheel(event)
            case QNativeGestureEvent():
                return self._pinch(event)
            case QMouseEvent():
                return self._mouse(event)
            case QKeyEvent() if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        return False

    def _wheel(self, event: QWheelEvent) -> bool:
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        self.zoomed.emit(_WHEEL ** (event.angleDelta().y() / _NOTCH), event.position())
        return True

    def _pinch(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
            return False
        self.zoomed.emit(1.0 + event.value(), event.position())
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress if event.button() == Qt.MouseButton.MiddleButton:
                self._hold(event.globalPosition().toPoint())
            case QEvent.Type.MouseMove if self._held is not None:
                self._drag(event.globalPosition().toPoint())
            case QEvent.Type.MouseButtonRelease if self._held is not None:
                self._hold(None)
            case _:
                return False
        return True

    def _hold(self, point: QPoint | None) -> None:
        self._held = point
        if point is None:
            self._picture.unsetCursor()
        else:
            self._picture.setCursor(Qt.CursorShape.ClosedHandCursor)

    def _drag(self, point: QPoint) -> None:
        assert self._held is not None
        moved, self._held = point - self._held, point
        across, down = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        across.setValue(across.value() - moved.x())
        down.setValue(down.value() - moved.y())

    def _key(self, event: QKeyEvent) -> bool:
        key, control = Qt.Key(event.key()), Qt.KeyboardModifier.ControlModifier
        with_control = bool(event.modifiers() & control)
        if key == Qt.Key.Key_Home or (with_control and key == Qt.Key.Key_0):
            self.fitted.emit()
        elif with_control and key in _KEYS:
            self.zoomed.emit(_KEYS[key], None)
        else:
            return False
        return True
