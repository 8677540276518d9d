"""Says which moment of the past is shown, and offers to go on from it or to leave it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from playground.engine.common.language import N_, _
from playground.gui.theme import GRID, HALF, small_font, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text

_GO_ON = N_(
    "Continue this run from the step that is shown, with the settings of that time, as if nothing "
    "had followed. Undo (Ctrl+Z) brings back what did."
)
_BACK = N_("Show the run as it is now (Esc). Run also returns there, and trains on.")


def moment_words(step: int, now: int) -> str:
    """Which moment of its past a run is shown at."""
    words = _("step {step} of {last} (the past)")
    return words.format(step=count_text(step), last=count_text(now))


class MomentBar(QWidget):
    """A line of text and two buttons, no higher than the line; hidden while the present is shown.

    Signals:
        go_on: the run is to go on from the step that is shown.
        back: the present is wanted.
    """

    go_on = Signal()
    back = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = named(_PlaceLabel(self), "rewind.label", _("Step that is shown"))
        go_on = self._button("rewind.go_on", _("Go on from here"), _(_GO_ON))
        back = self._button("rewind.back", _("Back to now"), _(_BACK))
        go_on.clicked.connect(self.go_on)
        back.clicked.connect(self.back)
        self.stops = (go_on, back)
        margins = (HALF, 0, GRID, 0)
        fill(QHBoxLayout(self), self.label, *self.stops, spacing=HALF, margins=margins)
        self.hide()

    def show_step(self, step: int | None, now: int) -> str:
        """Say that this step is shown; None for the present. Returns the words."""
        words = "" if step is None else moment_words(step, now)
        self.label.show_text(words)
        self.setVisible(step is not None)
        return words

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = named(QPushButton(words, self), name, tip=tip)
        button.setFont(small_font(self.font()))
        metrics = button.fontMetrics()
        button.setFixedSize(metrics.horizontalAdvance(words) + 2 * GRID, metrics.height() + HALF)
        return button


class _PlaceLabel(ElidedLabel):
    """As wide as its widest text so far, where there is room for that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._widest = 0
        self.setFont(small_font(tabular_font(self.font())))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        needed = self.fontMetrics().horizontalAdvance(text) + 1
        if needed > self._widest:
            self._widest = needed
            self.updateGeometry()
        super().show_text(text)

    def sizeHint(self) -> QSize:
        return QSize(self._widest, super().sizeHint().height())
