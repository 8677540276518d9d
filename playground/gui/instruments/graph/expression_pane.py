"""Where a person types an expression, and reads what comes of it."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QPlainTextEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.instruments.expression.examples import EXAMPLES
from playground.engine.instruments.expression.names import FUNCTIONS
from playground.gui.instruments.graph.code_pane import as_code, light_line
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named, set_look
from playground.gui.widgets.plain_text import plain_label

_PAUSE = 150
"""Milliseconds without a key after which what was typed is read."""


class ExpressionPane(QSplitter):
    """An editor, and below it results or what is wrong.

    Signals:
        typed: the text, once the keys rest.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setChildrenCollapsible(False)
        self.editor = self._editor()
        self.words = plain_label("", self, wrap=True, selectable=True)
        named(self.words, "graph.answer")
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.addWidget(self.editor)
        self.addWidget(self._scrolled())
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self._line = -1
        self._rest = QTimer(self, singleShot=True, interval=_PAUSE)
        self._rest.timeout.connect(self._read)
        self.editor.textChanged.connect(self._rest.start)

    def text(self) -> str:
        """What is typed."""
        return self.editor.toPlainText()

    def set_text(self, text: str) -> None:
        """Type a text in place of what is there; the person can undo it."""
        cursor = self.editor.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.insertText(text)
        self._read()

    def show_answer(self, text: str) -> None:
        """Show what came out."""
        self._show(text, "")

    def show_error(self, sentence: str, line: int) -> None:
        """Say what is wrong, and light the line where it is."""
        self._show(sentence, "error")
        self.light(line)

    def light(self, line: int) -> None:
        """Light a line; -1 for none."""
        self._line = line
        light_line(self.editor, line)

    def recolour(self) -> None:
        """Light the line in the colours of now."""
        light_line(self.editor, self._line)

    def _show(self, text: str, role: str) -> None:
        self.words.setText(text)
        set_look(self.words, "role", role)

    def _read(self) -> None:
        self._rest.stop()
        self.typed.emit(self.text())

    def _editor(self) -> QPlainTextEdit:
        tip = _(
            "One line for each value: x = 2.0, w = [1.0, 2.0], M = [[1, 2], [3, 4]], y = x**2. "
            "There are + - * / ** @ and {functions}. The gradient is that of the last single "
            "number, or of the one in backward(y)."
        ).format(functions=", ".join(FUNCTIONS))
        editor = named(QPlainTextEdit(EXAMPLES[0].text, self), "graph.expression")
        as_code(editor)
        return named(editor, accessible=_("Expression"), tip=tip)

    def _scrolled(self) -> QScrollArea:
        area, room = QScrollArea(self), QWidget(self)
        fill(QVBoxLayout(room), (self.words, 1), margins=(HALF, HALF, HALF, HALF))
        area.setWidget(room)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(5 * GRID)
        return area
