"""Which texts of a widget have too little room."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QToolButton, QWidget

_ICON_ALONE = Qt.ToolButtonStyle.ToolButtonIconOnly
ROUNDED = 1
"""Pixels that Qt may round away."""


def clipped(widget: QWidget) -> list[str]:
    """The labels and buttons that are seen, and narrower than their texts.

    A label that asks for no room shows what it has room for, and the whole in its tool tip.
    """
    labels = [label for label in widget.findChildren(QLabel) if not label.wordWrap()]
    labels = [label for label in labels if label.minimumSizeHint().width() > 0]
    parts: list[QLabel | QAbstractButton] = [*labels, *widget.findChildren(QToolButton)]
    parts += widget.findChildren(QPushButton)
    seen = [part for part in parts if part.isVisible() and not part.visibleRegion().isEmpty()]
    return [part.text() for part in seen if _is_cut(part)]


def _is_cut(part: QLabel | QAbstractButton) -> bool:
    if isinstance(part, QToolButton) and part.toolButtonStyle() == _ICON_ALONE:
        return False
    needed = part.fontMetrics().horizontalAdvance(part.text().replace("&", ""))
    return part.width() + ROUNDED < needed


def beyond(widget: QWidget) -> list[str]:
    """The labels and buttons of which a part lies to the right of what holds them."""
    parts: list[QLabel | QAbstractButton] = [*widget.findChildren(QLabel)]
    parts += widget.findChildren(QAbstractButton)
    seen = [part for part in parts if not part.visibleRegion().isEmpty()]
    return [part.text() or part.objectName() for part in seen if _sticks_out(part)]


def _sticks_out(part: QWidget) -> bool:
    holder = part.parentWidget()
    while holder is not None and not holder.isWindow():
        seen = QRect(part.mapTo(holder, QPoint()), part.size())
        if seen.right() > holder.width() + ROUNDED or seen.left() < -ROUNDED:
            return True
        holder = holder.parentWidget()
    return False
