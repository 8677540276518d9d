"""One input of a prediction: a number that is typed, or a category that is picked."""

import math

from PySide6.QtCore import QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QWidget

from playground.engine.common.errors import InputError
from playground.engine.data.raw import Column
from playground.engine.spec.parameter import parse_number
from playground.gui.widgets.plain_text import error_label, plain_label, quiet_label, tabular
from playground.gui.widgets.tool_tip import tool_tip

_NOTCH = 120
_STEPS_PER_RANGE = 50
_LONGEST_NAME = 24


class NumberEntry(QLineEdit):
    """A number of any size in any notation; arrows and wheel step it by `step`."""

    def __init__(self, step: float, parent: QWidget) -> None:
        super().__init__(parent)
        self.step = step
        self.setFont(tabular(self.font()))
        self.setMaxLength(64)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(72)

    def mark(self, bad: bool) -> None:
        """Frame the field, or take the frame away."""
        if bool(self.property("invalid")) != bad:
            self.setProperty("invalid", bad)
            self.style().unpolish(self)
            self.style().polish(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 10}
        steps[Qt.Key.Key_PageDown] = -10
        key = Qt.Key(event.key())
        if key in steps:
            self._walk(steps[key])
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
            number = parse_number(self.text())
        except InputError:
            return
        self.setText(f"{number + steps * self.step:.10g}")
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
        self.name = plain_label(shortened(column.label), parent)
        self.name.setToolTip(tool_tip(column.name))
        self.hint = quiet_label("", parent)
        self.error: QLabel = error_label("", parent)
        self.error.hide()
        self.field: NumberEntry | QComboBox
        self.field = self._combo(parent) if column.categories else self._entry(parent)
        self.field.setAccessibleName(column.name)
        self.field.setObjectName(f"predict.input.{column.name}")
        self.name.setBuddy(self.field)
        self.follow(column)

    def follow(self, column: Column) -> None:
        """Take the column's new range; what the person typed stays."""
        self.column = column
        if not self.touched:
            self.set_text(column.typical)
        if isinstance(self.field, NumberEntry):
            self.field.step = _step(column.maximum - column.minimum)
            spread = f"{_short(column.minimum)} … {_short(column.maximum)}"
            self.hint.setText(spread)
            self.field.setToolTip(
                tool_tip(f"{column.name}\nThe data lie between {spread.replace('…', 'and')}.")
            )

    def text(self) -> str:
        """What stands in the field."""
        return self.field.currentText() if isinstance(self.field, QComboBox) else self.field.text()

    def set_text(self, text: str) -> None:
        """Show `text`, without a signal; a category that is unknown is left alone."""
        with QSignalBlocker(self.field):
            if isinstance(self.field, QComboBox):
                self.field.setCurrentIndex(max(self.field.findText(text), 0))
            elif self.field.text() != text:
                self.field.setText(text)
                self.field.setCursorPosition(0)

    def values(self) -> tuple[float, ...] | None:
        """The inputs that the text stands for; None where it is bad, and the row says why."""
        try:
            values = self.column.encode(self.text())
        except InputError as error:
            self._say(str(error))
            return None
        self._say("")
        return values

    def _say(self, sentence: str) -> None:
        if sentence == self.error.text():
            return
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        if isinstance(self.field, NumberEntry):
            self.field.mark(bool(sentence))

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
        combo.setToolTip(tool_tip(f"{self.column.name}: one of the known categories."))
        combo.currentIndexChanged.connect(self._touch)
        combo.activated.connect(self.finished)
        return combo

    def _touch(self) -> None:
        self.touched = True
        self.changed.emit()


def shortened(text: str, most: int = _LONGEST_NAME) -> str:
    """One line of at most `most` letters."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def _short(number: float) -> str:
    return f"{number:.0f}" if 1e4 <= abs(number) < 1e7 else f"{number:.4g}"


def _step(spread: float) -> float:
    """1, 2 or 5 times a power of ten: about a fiftieth of the range."""
    if not math.isfinite(spread) or spread <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(spread / _STEPS_PER_RANGE))
    return next(m * power for m in (1, 2, 5, 10) if m * power * _STEPS_PER_RANGE >= spread * 0.999)
