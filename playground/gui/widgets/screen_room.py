"""How large a window may be, so that all of it is seen on the screen it opens on."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

FRAME = QSize(16, 48)
"""What a frame with its title bar takes at most: no window manager tells before it is there."""


def within(available: QSize, wanted: QSize) -> QSize:
    """The size that is wanted, or as much of it as a screen has room for beside the frame."""
    return wanted.boundedTo(available - FRAME)


def resize_within_screen(window: QWidget, width: int, height: int) -> None:
    """Give a window this size, or as much of it as its screen leaves beside docks and panels."""
    window.resize(within(window.screen().availableSize(), QSize(width, height)))
