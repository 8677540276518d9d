"""A ring around the control that has the focus, where its style draws none that is seen."""

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QCheckBox,
    QComboBox,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolBar,
    QToolButton,
    QWidget,
)

from playground.gui.widgets.access import PICTURE, ROLE

_WIDTH, _RADIUS = 2, 4
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
_AFTER_A_CLICK_TOO = (QToolButton, QCheckBox, QRadioButton)
_PLAIN = (*_AFTER_A_CLICK_TOO, QPushButton, QComboBox, QTabBar, QAbstractScrollArea)
_STYLED = ("toggle", "swatch")
"""The theme's roles of buttons whose border is their ring."""


def has_ring(control: QWidget) -> bool:
    """Whether a control with the focus is seen to have it: most only once keys brought it there."""
    by_keys = control.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
    return by_keys or isinstance(control, _AFTER_A_CLICK_TOO)


class FocusRings(QObject):
    """Follows the focus through every window with a `FocusRing`."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._ring: FocusRing | None = None
        app.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):
            self._ring.deleteLater()
        self._ring = FocusRing(now) if now is not None and _wants_ring(now) else None


class FocusRing(QWidget):
    """Two pixels of the accent around a control, over whatever stands beside it."""

    def __init__(self, control: QWidget) -> None:
        between = _up_to_what_scrolls(control)
        super().__init__(between[-1].parentWidget())
        self._control = control
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for widget in between:
            widget.installEventFilter(self)
        self._surround()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go where the control goes."""
        if event.type() in _MOVES:
            self._surround()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self.palette().color(QPalette.ColorRole.Highlight)
        painter.setPen(QPen(accent, _WIDTH))
        half = _WIDTH / 2
        ring = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(ring, _RADIUS, _RADIUS)
        painter.end()

    def _surround(self) -> None:
        on = self.parentWidget()
        corner = self._control.mapTo(on, QPoint()) if on else QPoint()
        around = QRect(corner, self._control.size()).adjusted(-_WIDTH, -_WIDTH, _WIDTH, _WIDTH)
        self.setGeometry(around)
        self.setVisible(self._control.isVisible())
        self.raise_()


def _up_to_what_scrolls(control: QWidget) -> list[QWidget]:
    """The control and what it lies in, within the content of the area that it is scrolled in."""
    found = [control]
    while (around := found[-1].parentWidget()) is not None and not around.isWindow():
        port = around.parentWidget()
        area = port.parentWidget() if port else None
        if isinstance(area, QAbstractScrollArea) and area.viewport() is port:
            break
        found.append(around)
    return found


def _wants_ring(control: QWidget) -> bool:
    styled = control.property("role") in _STYLED or isinstance(control.parent(), QToolBar)
    is_plain = isinstance(control, _PLAIN) or control.property(ROLE) == PICTURE
    return is_plain and not styled and has_ring(control)
