"""Widgets whose text may come from a file: shown as it stands, never read as rich text."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from playground.gui.theme import tabular_font


def plain_label(text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A label that shows `text` letter by letter, `<b>` included."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setText(text)
    label.setWordWrap(wrap)
    return label


def quiet_label(text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> QLabel:
    """A plain label in the theme's quieter colour, for captions and hints."""
    label = plain_label(text, parent, wrap=wrap)
    label.setProperty("role", "muted")
    return label


def error_label(text: str = "", parent: QWidget | None = None) -> QLabel:
    """A plain label that wraps, in the colour of errors."""
    label = plain_label(text, parent, wrap=True)
    label.setProperty("role", "error")
    return label


def tabular(font: QFont, *, scale: float = 1.0, bold: bool = False) -> QFont:
    """A copy of `font` whose digits are all equally wide, `scale` times its size."""
    figures = tabular_font(font)
    if font.pointSizeF() > 0:
        figures.setPointSizeF(font.pointSizeF() * scale)
    figures.setBold(bold or font.bold())
    return figures
