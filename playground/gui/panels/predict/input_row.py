"""One input of a prediction: a number that is typed, or a category that is picked."""

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import local
from playground.engine.data.raw import Column
from playground.engine.spec.parameter import parse_number
from playground.gui.forms.numbers import in_plain_marks
from playground.gui.theme import tabular_font
from playground.gui.widgets.naming import mark_invalid, named
from playground.gui.widgets.number_text import round_step, short_amounts
from playground.gui.widgets.plain_text import error_label, one_line, plain_label, quiet_label

_NOTCH = 120
_STEPS_PER_RANGE = 50
_KEYS = {
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
LONGEST_NAME = 24


class NumberEntry(QLineEdit):
    """A number of any size in any notation; arrows and wheel step it by `step`."""

    def __init__(self, step: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.setFont(tabular_font(self.font()))
        self.setMaxLength(64)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(72)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _KEYS:
            self._walk(_KEYS[key])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / _NOTCH
        if not self.hasFocus() or not notches:
            event.ignore()
            return
        self._walk(notches)
        event.accept()

    def _walk(self, steps: float) -> None:
        try:
            number = parse_number(in_plain_marks(self.text(), self.accessibleName()))
        except InputError:
            return
        self.setText(local(f"{number + steps * self.step:.15g}"))
        self.textEdited.emit(self.text())


class InputRow(QObject):
    """The name, the field and the hint of one column; the panel lays them out.

    Signals:
        changed: the person changed what is typed or picked.
        finished: the person is done with it.
    """

    changed = Signal()
    finished = Signal()

    def __init__(self, column: Column, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self.touched = False
        self.name = plain_label(one_line(column.label, LONGEST_NAME), parent)
        named(self.name, tip=column.name)
        self.hint = quiet_label("", parent)
        self.error: QLabel = error_label("", parent)
        self.error.hide()
        self.field: NumberEntry | QComboBox
        self.field = self._combo(parent) if column.categories else self._entry(parent)
        named(self.field, f"predict.input.{column.name}", column.name)
        self.name.setBuddy(self.field)
        self.follow(column)

    def follow(self, column: Column) -> None:
        """Take the column's new range; what the person typed stays."""
        self.column = column
        if not self.touched:
            self.set_text(column.typical)
        if isinstance(self.field, NumberEntry):
            span = column.maximum - column.minimum
            self.field.step = round_step(span, _STEPS_PER_RANGE)
            (low,) = short_amounts(column.minimum, span=span)
            (high,) = short_amounts(column.maximum, span=span)
            self.hint.setText(f"{low} … {high}")
            between = _("The data lie between {low} and {high}.").format(low=low, high=high)
            named(self.field, tip=f"{column.name}\n{between}")

    def text(self) -> str:
        """What stands in the field, in the marks of Python: projects are of no language."""
        if isinstance(self.field, QComboBox):
            return self.field.currentText()
        typed = self.field.text()
        try:
            return self._plain(typed)
        except InputError:
            # Elsewhere it would be read as one of the two numbers that it can mean.
            return f"{typed}?"

    def set_text(self, text: str) -> None:
        """Show `text`, without a signal; a category that is unknown is left alone."""
        with QSignalBlocker(self.field):
            if isinstance(self.field, QComboBox):
                self.field.setCurrentIndex(max(self.field.findText(text), 0))
            elif self.text() != text:
                self.field.setText(_shown(text))
                self.field.setCursorPosition(0)

    def values(self) -> tuple[float, ...] | None:
        """The inputs that the text stands for; None where it is bad, and the row says why."""
        try:
            text = self.text()
            if isinstance(self.field, NumberEntry):
                text = self._plain(self.field.text())
            values = self.column.encode(text)
        except InputError as error:
            self._say(str(error))
            return None
        self._say("")
        return values

    def _plain(self, typed: str) -> str:
        return in_plain_marks(typed, self.column.name)

    def _say(self, sentence: str) -> None:
        if sentence == self.error.text():
            return
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        if isinstance(self.field, NumberEntry):
            mark_invalid(self.field, bool(sentence))

    def _entry(self, parent: QWidget) -> NumberEntry:
        entry = NumberEntry(1.0, parent)
        entry.textEdited.connect(self._touch)
        entry.editingFinished.connect(self.finished)
        return entry

    def _combo(self, parent: QWidget) -> QComboBox:
        combo = QComboBox(parent)
        combo.addItems(list(self.column.categories))
        combo.setMinimumContentsLength(8)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        choose = _("Choose one of the known categories.")
        named(combo, tip=f"{self.column.name}\n{choose}")
        combo.currentIndexChanged.connect(self._touch)
        combo.activated.connect(self.finished)
        return combo

    def _touch(self) -> None:
        self.touched = True
        self.changed.emit()


def _shown(text: str) -> str:
    """A text of a project, as a field shows it."""
    try:
        parse_number(text)
    except InputError:
        return text
    return local(text.strip().replace(",", "."))
