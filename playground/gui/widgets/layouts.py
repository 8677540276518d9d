"""Rows and columns of widgets, each said in one call."""

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

Box = TypeVar("Box", bound=QBoxLayout)
Part = QWidget | QLayout | tuple[QWidget | QLayout, int] | None
"""A widget or layout, with its share of the room that is left; None for room between others."""


def fill(
    box: Box, *parts: Part, spacing: int = -1, margins: int | tuple[int, int, int, int] = 0
) -> Box:
    """Fill a row or column from its beginning; -1 for the spacing of the layout around it."""
    box.setContentsMargins(*(margins if isinstance(margins, tuple) else (margins,) * 4))
    box.setSpacing(spacing)
    for part in parts:
        item, share = part if isinstance(part, tuple) else (part, 0)
        if item is None:
            box.addStretch(1)
        elif isinstance(item, QLayout):
            box.addLayout(item, share)
        else:
            box.addWidget(item, share)
    return box
