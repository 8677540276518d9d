"""Lines of code of which some are lit."""

from collections.abc import Sequence

from PySide6.QtGui import QColor, QFontDatabase, QTextCursor, QTextFormat
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from playground.engine.common.language import _
from playground.gui.theme import colours_of, small_font
from playground.gui.widgets.naming import named

RUNNING, OWN = 0.32, 0.14
"""How strongly the accent stands behind the running line, and behind those of its layer."""


class CodeView(QPlainTextEdit):
    """Read-only code; the first of the lit lines is the running one, and is kept in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "slow_step.code", _("The training loop as PyTorch code"))
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(small_font(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)))
        self._lit: tuple[int, ...] = ()

    def show_code(self, lines: Sequence[str], lit: tuple[int, ...]) -> None:
        """Show these lines, and light some of them."""
        text = "\n".join(lines)
        if text != self.toPlainText():
            self.setPlainText(text)
        self._lit = lit
        self.recolour()
        if lit:
            self.setTextCursor(self._cursor(lit[0]))
            self.horizontalScrollBar().setValue(0)

    def recolour(self) -> None:
        """Light the lines in the colours of the theme."""
        shades = [RUNNING] * bool(self._lit) + [OWN] * (len(self._lit) - 1)
        pairs = zip(self._lit, shades, strict=True)
        self.setExtraSelections([self._selection(line, shade) for line, shade in pairs])

    def _selection(self, line: int, shade: float) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        colour = QColor(colours_of(self).accent)
        colour.setAlphaF(shade)
        selection.format.setBackground(colour)
        full = QTextFormat.Property.FullWidthSelection
        selection.format.setProperty(full, True)
        selection.cursor = self._cursor(line)
        return selection

    def _cursor(self, line: int) -> QTextCursor:
        return QTextCursor(self.document().findBlockByNumber(line))
