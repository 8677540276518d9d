"""A horizontal slider over a parameter, with ticks that mean something."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from playground.engine.common.language import _
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.gesture import Gesture
from playground.gui.forms.numbers import describe, write_number
from playground.gui.forms.slider_scale import Tick, TrackScale
from playground.gui.theme import small_font
from playground.gui.widgets.naming import named

STEPS = 1000
RADIUS = 7.0
TRACK = 4.0
MARGIN = 10.0
BARE_SIZE = QSize(96, int(2 * RADIUS + 4))
_KEYS = {
    Qt.Key.Key_Left: (-1, False),
    Qt.Key.Key_Down: (-1, False),
    Qt.Key.Key_Right: (1, False),
    Qt.Key.Key_Up: (1, False),
    Qt.Key.Key_PageDown: (-1, True),
    Qt.Key.Key_PageUp: (1, True),
}


class ParameterSlider(QSlider):
    """Acts while it is dragged; arrows, page keys and (when focused) the wheel step it.

    It is a QSlider, so that assistive technology knows it; the number it stands for is exact and
    its own, while QSlider's integer is only the handle's place.

    Signals:
        edited: the new number, at each move.
        finished: the hand has let go.
    """

    edited = Signal(object)
    finished = Signal()

    def __init__(
        self, parameter: Parameter, scale: TrackScale, parent: QWidget, *, bare: bool = False
    ) -> None:
        """A `bare` one has no marks and is as high as its handle: it stands in a row of text."""
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._bare = bare
        self._parameter = parameter
        self._default = float(parameter.default)  # type: ignore[arg-type]
        self._scale = scale
        self._number = self._default
        self._grip: float | None = None
        self._gesture = Gesture(self)
        self._gesture.ended.connect(self.finished)
        self.setRange(0, STEPS)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        across = QSizePolicy.Policy.Fixed if bare else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        named(self, accessible=_(parameter.label), tip=describe(parameter))
        self.setAccessibleDescription(_(parameter.help))
        self._place()

    def number(self) -> float:
        """The exact number, which may lie outside what the track offers."""
        return self._number

    def set_number(self, number: float) -> None:
        """Show `number`, without a signal of an edit."""
        if number != self._number:
            self._number = number
            self._place()

    def set_scale(self, scale: TrackScale) -> None:
        """Spread other values over the track."""
        self._scale = scale
        self._place()

    def bounds(self) -> tuple[float, float]:
        """The least and the largest number that can be, those with a name included."""
        of = self._parameter
        numbers = (of.minimum, of.maximum, *(number for number, _name in of.special))
        return min(numbers), max(numbers)

    @property
    def factor(self) -> float:
        """What the number is multiplied with to be in the unit of its field."""
        return 100.0 if self._parameter.unit == "%" else 1.0

    def spoken(self) -> str:
        """The number as its field shows it: `0.01`, `30 %`, `full`."""
        return write_number(self._parameter, self._number)

    def choose(self, number: float) -> None:
        """Take a number, within its bounds, as one gesture."""
        low, high = self.bounds()
        self._edit(min(max(number, low), high))
        self._gesture.end()

    def reset(self) -> None:
        """Return to the default, as one gesture."""
        self._edit(self._default)
        self._gesture.end()

    def sizeHint(self) -> QSize:
        if self._bare:
            return BARE_SIZE
        labels = QFontMetricsF(small_font(self.font())).height()
        return QSize(160, int(2 * RADIUS + 6 + labels))

    def minimumSizeHint(self) -> QSize:
        return BARE_SIZE if self._bare else QSize(80, self.sizeHint().height())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        place = event.position().x()
        handle = self._x(self._scale.position(self._number))
        on_handle = abs(place - handle) <= RADIUS + 2
        self._grip = place - handle if on_handle else 0.0
        if not on_handle:
            self._drag(place)
        self.setSliderDown(True)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grip is not None:
            self._drag(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = None
            self.setSliderDown(False)
            self._gesture.end()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._edit(self._default)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            steps, page = _KEYS[key]
            self._edit(self._scale.step(self._number, steps, page))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._edit(self._scale.value(0.0 if key == Qt.Key.Key_Home else 1.0))
        else:
            event.ignore()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat():
            return
        self._gesture.end()
        super().keyReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._edit(self._scale.step(self._number, self._gesture.turn(event)))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._gesture.end()
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._bare:
            self._paint_ticks(painter, self._scale.ticks())
        self._paint_track(painter)
        self._paint_handle(painter)
        painter.end()

    def _place(self) -> None:
        self.setValue(round(self._scale.position(self._number) * STEPS))
        self.update()

    def _drag(self, place: float) -> None:
        reach = self.width() - 2 * MARGIN
        position = (place - (self._grip or 0.0) - MARGIN) / max(reach, 1.0)
        self._edit(self._scale.value(min(max(position, 0.0), 1.0)))

    def _edit(self, number: float) -> None:
        if number == self._number:
            return
        self.set_number(number)
        self._gesture.touch()
        self.edited.emit(number)

    def _x(self, position: float) -> float:
        return MARGIN + position * (self.width() - 2 * MARGIN)

    def _paint_track(self, painter: QPainter) -> None:
        middle, handle = RADIUS + 2, self._x(self._scale.position(self._number))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Mid))
        whole = QRectF(MARGIN, middle - TRACK / 2, self.width() - 2 * MARGIN, TRACK)
        painter.drawRoundedRect(whole, TRACK / 2, TRACK / 2)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Highlight))
        whole.setRight(handle)
        painter.drawRoundedRect(whole, TRACK / 2, TRACK / 2)

    def _paint_handle(self, painter: QPainter) -> None:
        centre = QPointF(self._x(self._scale.position(self._number)), RADIUS + 2)
        if self.hasFocus():
            ring = QColor(self.palette().color(QPalette.ColorRole.Highlight))
            ring.setAlpha(90)
            painter.setPen(QPen(ring, 3.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, RADIUS, RADIUS)
        lively = self.isEnabled() and (self.underMouse() or self._grip is not None)
        fill = QPalette.ColorRole.Highlight if lively else QPalette.ColorRole.Base
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Highlight), 2))
        painter.setBrush(self.palette().color(fill))
        painter.drawEllipse(centre, RADIUS - 1.5, RADIUS - 1.5)

    def _paint_ticks(self, painter: QPainter, ticks: tuple[Tick, ...]) -> None:
        painter.setFont(small_font(self.font()))
        metrics = QFontMetricsF(painter.font())
        top = 2 * RADIUS + 3
        taken: list[tuple[float, float]] = []
        for tick in ticks:
            x = round(self._x(tick.position)) + 0.5
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 1))
            painter.drawLine(QPointF(x, RADIUS + 6), QPointF(x, top))
            width = metrics.horizontalAdvance(tick.label)
            left = min(max(x - width / 2, 0.0), self.width() - width)
            free = all(left > end + 4 or left + width < start - 4 for start, end in taken)
            if tick.label and free:
                taken.append((left, left + width))
                painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
                painter.drawText(QPointF(left, top + metrics.ascent()), tick.label)
