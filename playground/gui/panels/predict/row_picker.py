"""Takes a row of the data by its number."""

from PySide6.QtCore import QLocale, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QWidget

from playground.engine.common.language import N_, _, spoken
from playground.engine.frames.frame import Rows
from playground.gui.theme import HALF, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, count_text
from playground.gui.widgets.plain_text import plain_label, set_role

BESIDE = 34
"""Pixels that the arrows and the frame of the number take."""
_NAME = N_("Row of the data")
_TIP = N_(
    "Use the inputs of a row of the data, by its number; its true value is shown beside the "
    "prediction. Clicking a point of the plot does the same."
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
        self.field = named(_Number(self), "predict.row", _(_NAME), _(_TIP))
        self.field.valueChanged.connect(self._pick)
        caption = plain_label(_("&Row"), self)
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
        sentence = _("of {n}")
        if number > 0 and rows.validation.any():
            of_training, of_validation = _("of {n} · training"), _("of {n} · validation")
            sentence = of_validation if rows.validation[number - 1] else of_training
        self._part.show_text(sentence.format(n=count_text(len(rows.targets))))


class _Number(QSpinBox):
    """Never changes by a wheel in passing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        # The system's locale may group digits by other marks, or write other digits.
        self.setLocale(QLocale(spoken().key))
        self.setSpecialValueText(NOTHING)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFont(tabular_font(self.font()))
        self.setAccelerated(True)
        self.setKeyboardTracking(False)
        named(self.lineEdit(), accessible=_(_NAME))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """What is typed takes the place of what stands there, after a click too."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
