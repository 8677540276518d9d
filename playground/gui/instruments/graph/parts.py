"""Two parts with a border between them that a person may move."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

_LEAST = 96
"""Of each part, in pixels across; down, half of it."""


def splitter(parent: QWidget, *parts: QWidget) -> QSplitter:
    """The parts, one below the other."""
    made = QSplitter(Qt.Orientation.Vertical, parent)
    made.setChildrenCollapsible(False)
    for part in parts:
        part.setMinimumSize(_LEAST, _LEAST // 2)
        made.addWidget(part)
    return made


def stand(parts: QSplitter, side_by_side: bool, shares: tuple[int, int]) -> None:
    """Put two parts side by side or one below the other; what a person then moves stays."""
    way = Qt.Orientation.Horizontal if side_by_side else Qt.Orientation.Vertical
    is_new = parts.property("stands") is None
    if is_new or parts.orientation() != way:
        parts.setProperty("stands", True)
        parts.setOrientation(way)
        parts.setSizes([share * 1000 for share in shares])
        for number, share in enumerate(shares):
            parts.setStretchFactor(number, share)
