"""What assistive technology finds in pictures, areas and numbers that have a name."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QLabel, QScrollArea, QWidget

ROLE, PICTURE = "access", "picture"
"""The property of a widget that says what it is, and what it then says."""


def install_access() -> None:
    """Let Qt describe them so, from now on; it asks only where somebody listens."""
    QAccessible.installFactory(_describe)


def _describe(_class_name: str, described: QObject) -> QAccessibleInterface | None:
    if isinstance(described, QWidget) and described.property(ROLE) == PICTURE:
        return QAccessibleWidget(described, QAccessible.Role.Chart)
    if isinstance(described, QScrollArea) and described.accessibleName():
        return QAccessibleWidget(described, QAccessible.Role.Grouping)
    if isinstance(described, QLabel) and described.accessibleName():
        return NamedTextAccess(described)
    return None


class NamedTextAccess(QAccessibleWidget):
    """A text that says what it is and what it shows: `Epoch: 30`; Qt would say its name alone."""

    def __init__(self, label: QLabel) -> None:
        super().__init__(label, QAccessible.Role.StaticText)
        self._label = label

    def text(self, kind: QAccessible.Text) -> str:
        name, shown = super().text(QAccessible.Text.Name), self._label.text()
        match kind:
            case QAccessible.Text.Name if shown:
                return f"{name}: {shown}"
            case QAccessible.Text.Value:
                return shown
        return super().text(kind)
