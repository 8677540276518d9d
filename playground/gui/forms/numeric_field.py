"""One field for every number: typed in any notation, stepped by arrows and wheel."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QToolTip, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.parameter import Parameter
from playground.gui.forms.gesture import Gesture
from playground.gui.forms.numbers import describe, read_number, write_number
from playground.gui.theme import GRID, tabular_font
from playground.gui.widgets.naming import mark_invalid
from playground.gui.widgets.tool_tip import tool_tip

Step = Callable[[float, int, bool], float]
"""(value, steps, page) -> the value so many steps further."""

_KEYS = {
    Qt.Key.Key_Up: (1, False),
    Qt.Key.Key_Down: (-1, False),
    Qt.Key.Key_PageUp: (1, True),
    Qt.Key.Key_PageDown: (-1, True),
}


def step_by_one(value: float, steps: int, page: bool) -> float:
    """The steps of a whole number without a slider, such as a seed."""
    return value + steps * (10 if page else 1)


class NumericField(QLineEdit):
    """A typed number. Enter or leaving the field takes it, Escape returns to the number before.

    A text that is no number within the bounds is never taken: the field says why, in a red frame
    and a tool tip, and keeps both text and number.

    Attributes:
        pops_up: the tool tip comes by itself; not where the sentence is said beside the field.

    Signals:
        edited: the new number.
        finished: the hand has let go.
        refused: the sentence that says why a text was not taken.
        problem_changed: `problem` is another, or none any more.
    """

    edited = Signal(object)
    finished = Signal()
    refused = Signal(str)
    problem_changed = Signal(str)

    def __init__(
        self,
        parameter: Parameter,
        parent: QWidget,
        step: Step = step_by_one,
        *,
        narrowest: str = "",
        width: int = 0,
    ) -> None:
        """A field as wide as any number; with `narrowest`, one that gives way to that text.

        Args:
            width: in pixels, where it has a fixed one.
        """
        super().__init__(parent)
        self._width = width
        self._narrowest = narrowest
        self._parameter = parameter
        self._step = step
        self._number = float(parameter.default)  # type: ignore[arg-type]
        self._problem = ""
        self.pops_up = True
        self._gesture = Gesture(self)
        self._gesture.ended.connect(self.finished)
        self.setFont(tabular_font(self.font()))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._fit()
        self.textEdited.connect(self._recheck)
        self._show()

    def number(self) -> float:
        """The last number that was taken."""
        return self._number

    def problem(self) -> str:
        """The sentence that says why the text was not taken, or an empty text."""
        return self._problem

    def set_number(self, number: float) -> None:
        """Show `number`, without a signal. The same number leaves a half-typed text alone."""
        if number != self._number:
            self._number = number
            self._show()

    def set_step(self, step: Step) -> None:
        """Let arrows and wheel walk differently."""
        self._step = step

    def commit(self) -> None:
        """Take what is typed, or say why not."""
        if self.text() == self._shown():
            self._mark("")
            return
        try:
            number = read_number(self._parameter, self.text())
        except InputError as error:
            self._refuse(str(error))
            return
        self._take(number)

    def settle(self) -> None:
        """Take what is typed; the hand has let go."""
        self.commit()
        self._gesture.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._walk(*_KEYS[key])
        elif key == Qt.Key.Key_Escape and self.text() != self._shown():
            self._show()
            self.selectAll()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat() and Qt.Key(event.key()) in _KEYS:
            self._gesture.end()
        super().keyReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = self._gesture.turn(event)
        if notches:
            self._walk(notches, False)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.MouseFocusReason:
            self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.settle()
        super().focusOutEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and not self.property("invalid"):
            self._fit()

    def _walk(self, steps: int, page: bool) -> None:
        self.commit()
        moved = self._step(self._number, steps, page)
        low, high = self._parameter.minimum, self._parameter.maximum
        named = [value for value, _name in self._parameter.special]
        self._take(moved if moved in named else min(max(moved, low), high))

    def _take(self, number: float) -> None:
        changed = number != self._number
        self._number = number
        self._show()
        if changed:
            self._gesture.touch()
            self.edited.emit(number)

    def _show(self) -> None:
        self.setText(self._shown())
        self.setCursorPosition(0)
        self._mark("")

    def _shown(self) -> str:
        return write_number(self._parameter, self._number)

    def _recheck(self) -> None:
        if not self.property("invalid"):
            return
        try:
            read_number(self._parameter, self.text())
        except InputError as error:
            self._mark(str(error))
        else:
            self._mark("")

    def _refuse(self, sentence: str) -> None:
        self._mark(sentence)
        self.refused.emit(sentence)
        if self.isVisible() and self.pops_up:
            QToolTip.showText(self.mapToGlobal(QPoint(0, self.height())), tool_tip(sentence), self)

    def _mark(self, sentence: str) -> None:
        if sentence != self._problem:
            self._problem = sentence
            self.problem_changed.emit(sentence)
        self.setToolTip(tool_tip(sentence or describe(self._parameter)))
        self.setAccessibleDescription(sentence or _(self._parameter.help))
        mark_invalid(self, bool(sentence))

    def _fit(self) -> None:
        if self._width:
            self.setFixedWidth(self._width)
            return
        names = [_(name) for _value, name in self._parameter.special]
        metrics = QFontMetrics(self.font())
        widest = max(metrics.horizontalAdvance(text) for text in ("0.0000001", *names)) + 2 * GRID
        self.setMaximumWidth(widest)
        if self._narrowest:
            widest = metrics.horizontalAdvance(self._narrowest) + 2 * GRID
        self.setMinimumWidth(widest)
