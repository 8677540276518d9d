"""Takes a row of the data by its number."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from playground.engine.frames.frame import Rows
from playground.gui.theme import HALF, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, count_text
from playground.gui.widgets.plain_text import plain_label, set_role

BESIDE = 34
"""Pixels that the arrows and the frame of the number take."""
_NAME = "Row of the data"
_TIP = (
    "Take the inputs of a row of the data, by its number; what is true of it stands beside the "
    "prediction. A click on a point of the plot takes it too."
)


class RowPicker(QWidget):
    """The number of a row, counted from 1, and to which part it belongs.

    Signals:
        picked(number): the person chose the row with this number, counted from 0.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Rows | None = None
        self.field = named(_Number(self), "predict.row", _NAME, _TIP)
        self.field.valueChanged.connect(self._pick)
        caption = plain_label("&Row", self)
        caption.setBuddy(self.field)
        self._part = ElidedLabel(self)
        set_role(self._part, "muted")
        fill(QHBoxLayout(self), caption, self.field, (self._part, 1), spacing=HALF)

    def set_rows(self, rows: Rows | None) -> None:
        """Offer these rows."""
        self._rows = rows
        count = len(rows.targets) if rows is not None else 0
        self.setVisible(count > 0)
        self.field.blockSignals(True)
        self.field.setRange(0, count)
        digits = self.field.fontMetrics().horizontalAdvance("0" * max(2, len(str(count))))
        self.field.setFixedWidth(digits + BESIDE)
        self.field.blockSignals(False)
        self._say()

    def show_row(self, number: int | None) -> None:
        """Show that the inputs are those of this row, counted from 0, or of none."""
        self.field.blockSignals(True)
        self.field.setValue(0 if number is None else number + 1)
        self.field.blockSignals(False)
        self._say()

    def _pick(self, number: int) -> None:
        self._say()
        if number > 0:
            self.picked.emit(number - 1)

    def _say(self) -> None:
        rows, number = self._rows, self.field.value()
        if rows is None:
            return
        words = f"of {count_text(len(rows.targets))}"
        if number > 0 and rows.validation.any():
            words += " · " + ("validation" if rows.validation[number - 1] else "training")
        self._part.show_text(words)


class _Number(QSpinBox):
    """Never changes by a wheel in passing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSpecialValueText(NOTHING)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(tabular_font(self.font()))
        self.setAccelerated(True)
        self.setKeyboardTracking(False)
        named(self.lineEdit(), accessible=_NAME)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of what stands there, after a click too."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
