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
    if bool(field.property("invalid")) != invalid:
        field.setProperty("invalid", invalid)
        repolish(field)


def repolish(widget: QWidget) -> None:
    """Let a style sheet look again at a widget's properties and palette, as it does only here."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
