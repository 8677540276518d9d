"""What assistive technology finds in one thing that is painted on a widget."""

import weakref
from abc import abstractmethod
from typing import Generic, TypeVar, cast

import shiboken6
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QAccessible, QAccessibleInterface, QWindow
from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)
NOBODY = cast(QAccessibleInterface, None)
"""Qt's way to say that there is none, which its types do not know."""


class PartAccess(QAccessibleInterface, Generic[W]):
    """An item with a name and a place, which may have the focus; it may outlive its widget."""

    def __init__(self, whole: W) -> None:
        super().__init__()
        self._of_whole = weakref.ref(whole)

    @abstractmethod
    def is_on(self, whole: W) -> bool:
        """Whether it is still painted there."""

    @abstractmethod
    def place_on(self, whole: W) -> QRect:
        """Where it is painted on the widget."""

    @abstractmethod
    def name_on(self, whole: W) -> str:
        """What is said of it."""

    @abstractmethod
    def is_current_on(self, whole: W) -> bool:
        """Whether the keys stand on it."""

    def isValid(self) -> bool:
        whole = self._whole
        return whole is not None and self.is_on(whole)

    def object(self) -> QObject:
        return cast(QObject, None)

    def window(self) -> QWindow:
        whole = self._whole
        return whole.window().windowHandle() if whole is not None else cast(QWindow, None)

    def parent(self) -> QAccessibleInterface:
        whole = self._whole
        return QAccessible.queryAccessibleInterface(whole) if whole is not None else NOBODY

    def childCount(self) -> int:
        return 0

    def child(self, index: int) -> QAccessibleInterface:
        return NOBODY

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return NOBODY

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def rect(self) -> QRect:
        whole = self._whole
        if whole is None or not self.is_on(whole):
            return QRect()
        place = self.place_on(whole)
        return QRect(whole.mapToGlobal(place.topLeft()), place.size())

    def state(self) -> QAccessible.State:
        whole, state = self._whole, QAccessible.State()
        if whole is None or not self.is_on(whole):
            state.invalid = 1
            return state
        state.focusable = 1
        state.focused = int(whole.hasFocus() and self.is_current_on(whole))
        state.offscreen = int(not whole.visibleRegion().intersects(self.place_on(whole)))
        return state

    def text(self, kind: QAccessible.Text) -> str:
        whole = self._whole
        if whole is None or not self.is_on(whole) or kind != QAccessible.Text.Name:
            return ""
        return self.name_on(whole)

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """It cannot be named."""

    @property
    def _whole(self) -> W | None:
        """The widget, as long as it is there: a screen reader may ask later."""
        whole = self._of_whole()
        return whole if whole is not None and shiboken6.isValid(whole) else None
