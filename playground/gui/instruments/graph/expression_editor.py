"""Where a person types an expression."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from playground.engine.common.language import _
from playground.engine.instruments.expression.examples import EXAMPLES
from playground.engine.instruments.expression.names import FUNCTIONS
from playground.gui.instruments.graph.code_pane import as_code, light_line
from playground.gui.widgets.naming import named

_PAUSE = 150
"""Milliseconds without a key after which what was typed is read."""


class ExpressionEditor(QPlainTextEdit):
    """An editor of which one line can be lit.

    Signals:
        typed: the text, once the keys rest.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(EXAMPLES[0].text, parent)
        tip = _(
            "One value per line: x = 2.0, w = [1.0, 2.0], M = [[1, 2], [3, 4]], y = x**2. Use + - "
            "* / ** @ and {functions}. The gradients are those of the last line that gives a "
            "single number, or those of y after backward(y)."
        ).format(functions=", ".join(FUNCTIONS))
        named(self, "graph.expression", _("Expression"), tip)
        as_code(self)
        self._line = -1
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self._read)
        self.textChanged.connect(self._rest.start)

    def set_text(self, text: str) -> None:
        """Type a text in place of what is there; the person can undo it."""
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self._read()

    def light(self, line: int) -> None:
        """Light a line; -1 for none."""
        self._line = line
        light_line(self, line)

    def recolour(self) -> None:
        """Light the line in the colours of now."""
        light_line(self, self._line)

    def _read(self) -> None:
        self._rest.stop()
        self.typed.emit(self.toPlainText())
