"""Labels whose text may come from a file: shown as it stands, never read as rich text."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QWidget

_COLOURS = {
    "muted": QPalette.ColorRole.PlaceholderText,
    "error": QPalette.ColorRole.BrightText,
    "warning": QPalette.ColorRole.LinkVisited,
}
"""Where the theme's palette has the colours of roles."""


def plain_label(
    text: str = "",
    parent: QWidget | None = None,
    *,
    role: str = "",
    wrap: bool = False,
    selectable: bool = False,
) -> QLabel:
    """A label that shows `text` letter by letter, `<b>` included.

    Args:
        role: see `set_role`.
        selectable: by the mouse, so that it can be copied.
    """
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    set_role(label, role)
    if selectable:
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def set_role(label: QLabel, role: str) -> None:
    """Let a label be `muted`, an `error`, a `warning` or, before it is shown, a `heading`."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.setForegroundRole(_COLOURS.get(role, QPalette.ColorRole.NoRole))


quiet_label = partial(plain_label, role="muted")
"""A plain label in the theme's quieter colour, for captions and hints."""
error_label = partial(plain_label, role="error", wrap=True)
"""A plain label that wraps, in the colour of errors."""


def one_line(text: str, most: int) -> str:
    """`text` without line breaks, cut with an ellipsis after at most `most` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
