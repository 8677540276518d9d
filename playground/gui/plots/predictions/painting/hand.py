"""Mouse and keys over a plot in which one paints."""

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from playground.engine.spec.points import REACH
from playground.gui.plots.base.plot_canvas import PlotCanvas

KEY_STEP = 0.25
FINE_STEP = 0.05
"""How far an arrow moves the cross, and with Shift."""
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_PRESSES = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick)


class Hand(QObject):
    """Turns what mouse and keys do over one plot into strokes; zooming is left to the plot.

    Attributes:
        active: whether strokes are wanted; the plot has mouse and keys for itself where not.

    Signals:
        pressed(x, y, erases), dragged(x, y, erases): a stroke begins, and goes on.
        lifted: it is over.
        pointed(x, y): the mouse, or the cross of the keys, is there.
        left: neither is there any more.
        dotted(x, y), rubbed(x, y): Enter and Delete.
        numbered(number): a digit; 0 stands for ten.
        sized(steps): one of the brackets.
    """

    pressed = Signal(float, float, bool)
    dragged = Signal(float, float, bool)
    lifted = Signal()
    pointed = Signal(float, float)
    left = Signal()
    dotted = Signal(float, float)
    rubbed = Signal(float, float)
    numbered = Signal(int)
    sized = Signal(int)

    def __init__(self, canvas: PlotCanvas, parent: QObject) -> None:
        super().__init__(parent)
        self.active = False
        self._canvas = canvas
        self._cross = (0.0, 0.0)
        self._stroke: Qt.MouseButton | None = None
        self._right_from: QPointF | None = None
        canvas.watch(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what paints; everything else goes on to the plot."""
        if self.active and isinstance(event, QMouseEvent):
            return self._mouse(event)
        if self.active and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if event.type() == QEvent.Type.Leave:
            self.left.emit()
        return super().eventFilter(watched, event)

    # --- the mouse -----------------------------------------------------------------------------

    def _mouse(self, event: QMouseEvent) -> bool:
        if event.type() in _PRESSES:
            return self._press(event)
        if event.type() == QEvent.Type.MouseMove:
            return self._move(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            return self._release(event)
        return False

    def _press(self, event: QMouseEvent) -> bool:
        place = self._canvas.place_at(event.position())
        if place is None or event.button() not in (_LEFT, _RIGHT) or self._stroke:
            return self._stroke is not None
        self._canvas.widget.setFocus(Qt.FocusReason.MouseFocusReason)
        if event.button() == _RIGHT:
            self._right_from = event.position()
            return True
        self._begin(_LEFT, place)
        return True

    def _move(self, event: QMouseEvent) -> bool:
        place = self._canvas.place_at(event.position())
        if place is None:
            return self._stroke is not None
        self.pointed.emit(*place)
        if self._right_from is not None and self._is_drag(event.position()):
            start = self._canvas.place_at(self._right_from)
            self._right_from = None
            self._begin(_RIGHT, start or place)
        if self._stroke is None:
            return self._right_from is not None
        self._canvas.point_at(*place)
        self.dragged.emit(*place, self._stroke == _RIGHT)
        return True

    def _release(self, event: QMouseEvent) -> bool:
        if event.button() == _RIGHT and self._right_from is not None:
            # It was no drag: a right click opens the menu as ever.
            self._right_from = None
            self._canvas.menu_wanted.emit(event.globalPosition().toPoint())
            return True
        if event.button() != self._stroke:
            return self._stroke is not None
        self._stroke = None
        self.lifted.emit()
        return True

    def _begin(self, button: Qt.MouseButton, place: tuple[float, float]) -> None:
        self._stroke = button
        self._cross = place
        self.pressed.emit(*place, button == _RIGHT)

    def _is_drag(self, position: QPointF) -> bool:
        if self._right_from is None:
            return False
        way = (position - self._right_from).manhattanLength()
        return way >= QApplication.startDragDistance()

    # --- the keys ------------------------------------------------------------------------------

    def _key(self, event: QKeyEvent) -> bool:
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return False
        key = Qt.Key(event.key())
        if key in _ARROWS:
            fine = bool(held & Qt.KeyboardModifier.ShiftModifier)
            self._walk(*_ARROWS[key], FINE_STEP if fine else KEY_STEP)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._point()
            self.dotted.emit(*self._cross)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._point()
            self.rubbed.emit(*self._cross)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.numbered.emit(int(key) - int(Qt.Key.Key_0) or 10)
        elif key in (Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight):
            self.sized.emit(1 if key == Qt.Key.Key_BracketRight else -1)
        else:
            return False
        return True

    def _walk(self, across: int, up: int, step: float) -> None:
        x, y = (
            max(-REACH, min(REACH, round((at + way * step) / FINE_STEP) * FINE_STEP))
            for at, way in zip(self._cross, (across, up), strict=True)
        )
        self._cross = (x, y)
        self._point()

    def _point(self) -> None:
        self._canvas.point_at(*self._cross)
        self.pointed.emit(*self._cross)
