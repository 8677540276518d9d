"""The names by which tests, screen readers and the mouse find a control."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

from playground.gui.widgets.tool_tip import tool_tip

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str = "", accessible: str = "", tip: str = "") -> W:
    """The widget itself, with those of its names that are given; `tip` is plain text."""
    if name:
        widget.setObjectName(name)
    if accessible:
        widget.setAccessibleName(accessible)
    if tip:
        widget.setToolTip(tool_tip(tip))
    return widget


def mark_invalid(field: QWidget, invalid: bool) -> None:
    """Frame a field as one whose text is not taken, or take the frame away."""
    set_look(field, "invalid", invalid)


def set_look(widget: QWidget, name: str, value: str | bool) -> None:
    """Give a widget a property that the theme's style sheet looks at; without it, it is False."""
    now = widget.property(name)
    if (False if now is None else now) != value:
        widget.setProperty(name, value)
        # A style sheet looks at a property only when a widget is polished.
        widget.style().unpolish(widget)
        widget.style().polish(widget)
