"""Lines of code of which some are lit."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import (
    QFontDatabase,
    QMouseEvent,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from playground.engine.common.language import _
from playground.gui.instruments.graph.painting import mixed
from playground.gui.theme import colours_of
from playground.gui.widgets.naming import named


class CodeLines(QPlainTextEdit):
    """Read-only code; one line is lit, and a click on a line asks for it.

    Signals:
        picked: the number of the line that was clicked, from 0.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "graph.code", _("PyTorch code of the step"))
        as_code(self)
        self.setReadOnly(True)
        self._line = -1

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines, the lit one and the place kept."""
        text = "\n".join(lines)
        if text != self.toPlainText():
            self.setPlainText(text)
            self.light(-1)

    def light(self, line: int) -> None:
        """Light a line and bring it into view; -1 for none."""
        self._line = line
        light_line(self, line)

    def recolour(self) -> None:
        """Light the line in the colours of now."""
        light_line(self, self._line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            self.picked.emit(self.textCursor().blockNumber())


def as_code(editor: QPlainTextEdit) -> None:
    """Let a text look like code, and be left by the tab key."""
    editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
    editor.setTabChangesFocus(True)
    editor.setFrameShape(QPlainTextEdit.Shape.NoFrame)


def light_line(editor: QPlainTextEdit, line: int) -> None:
    """Light one line over its whole width; -1 for none."""
    block = editor.document().findBlockByNumber(line)
    if line < 0 or not block.isValid():
        editor.setExtraSelections([])
        return
    colours = colours_of(editor)
    look = QTextCharFormat()
    look.setBackground(mixed(colours.accent, colours.surface, 0.25))
    look.setProperty(QTextFormat.Property.FullWidthSelection, True)
    selection = QTextEdit.ExtraSelection()
    selection.format = look
    selection.cursor = QTextCursor(block)
    editor.setExtraSelections([selection])
    _show(editor, QTextCursor(block))


def _show(editor: QPlainTextEdit, cursor: QTextCursor) -> None:
    """Bring a line into view, without moving the cursor of what is being typed."""
    if editor.isReadOnly():
        editor.setTextCursor(cursor)
        editor.ensureCursorVisible()
