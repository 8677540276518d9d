"""Settles whose a key is: the window's shortcuts, or the control that has the focus."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from playground.gui.forms.numeric_field import NumericField
from playground.gui.widgets.focus_ring import has_ring


class FieldShortcuts(QObject):
    """Takes from a text field the keys that the window has a use for, and leaves a button Space.

    A field claims every key its platform edits text with before a shortcut is looked for: on X11,
    Ctrl+E is the end of the line. What a field can itself undo or redo it keeps, what is pasted,
    and Space. A button claims nothing, but Space presses the one that is seen to have the focus.
    """

    def __init__(self, shortcuts: Iterable[QKeySequence], window: QWidget) -> None:
        super().__init__(window)
        self._keys = frozenset(shortcut.toString() for shortcut in shortcuts)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the window's shortcuts to the window."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        if isinstance(watched, QAbstractButton):
            event.setAccepted(event.key() == Qt.Key.Key_Space and has_ring(watched))
            return event.isAccepted()
        if not isinstance(watched, QLineEdit) or not self._is_for_the_window(watched, event):
            return False
        if isinstance(watched, NumericField):
            # What is typed is meant to count: the run that is begun now trains by it.
            watched.settle()
        event.ignore()
        return True

    def _is_for_the_window(self, field: QLineEdit, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_unknown, Qt.Key.Key_Space):
            return False
        if QKeySequence(event.keyCombination()).toString() not in self._keys:
            return False
        if event.matches(QKeySequence.StandardKey.Paste):
            return False
        if event.matches(QKeySequence.StandardKey.Undo):
            return not field.isUndoAvailable()
        if event.matches(QKeySequence.StandardKey.Redo):
            return not field.isRedoAvailable()
        return True

    def _follow(self, before: QWidget | None, after: QWidget | None) -> None:
        if isinstance(before, _CLAIMANTS):
            before.removeEventFilter(self)
        if isinstance(after, _CLAIMANTS):
            after.installEventFilter(self)


_CLAIMANTS = (QLineEdit, QAbstractButton)
