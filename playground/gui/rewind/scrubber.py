"""The line below the losses that goes through the past of a run."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.gui.rewind.moment_bar import MomentBar
from playground.gui.rewind.slider import PastSlider
from playground.gui.theme import GRID, HALF, Colours, small_font, tabular_font
from playground.gui.widgets.icons import load_icon
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import size_text
from playground.gui.widgets.plain_text import quiet_label

PACES = (2.0, 5.0, 10.0, 20.0, 30.0)
"""Kept steps a second that can be chosen for playing."""
MILLISECONDS = 1000
_PLAY = N_("Play how the network has learned, from here to the present. Training pauses.")
_PACE = N_("Kept steps per second while playing.")


class Scrubber(QWidget):
    """A slider over the kept steps, and what can be done with the one that is shown.

    It keeps its room while it is hidden, so that the plot above does not jump.

    Signals:
        wanted: the step that is to be shown; None for the present.

    Attributes:
        bar: says which step is shown; it belongs at the foot of the plot.
    """

    wanted = Signal(object)

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rewind")
        self._colours = colours
        self._steps: Sequence[int] = ()
        self._now = 0
        self._shown: int | None = None
        self.slider = PastSlider(self)
        self.play = named(QToolButton(self), "rewind.play", _("Play the past"), _(_PLAY))
        self.play.setCheckable(True)
        self.play.setAutoRaise(True)
        self.play.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.pace = named(QComboBox(self), "rewind.pace", _("Speed of playing"), _(_PACE))
        for pace in PACES:
            self.pace.addItem(_("{n}/s").format(n=number(pace)), pace)
        self.pace.setCurrentIndex(PACES.index(10.0))
        self.bar = MomentBar(self)
        self.sentence = quiet_label(parent=self)
        self.stops = (self.play, self.pace, self.slider, *self.bar.stops)
        self._timer = QTimer(self)
        self._lay_out()
        self._connect()
        self.recolour(colours)
        self._show()
        self.hide()

    @property
    def steps(self) -> Sequence[int]:
        """The steps that can be gone to."""
        return self._steps

    def set_steps(self, steps: Sequence[int], now: int) -> None:
        """Offer these steps, and the present one at the end."""
        self._steps = [step for step in steps if step < now]
        self._now = now
        self._show()
        self._show_slider(True)
        self.setVisible(bool(self._steps))

    def set_too_large(self, size: int) -> None:
        """Say why there is no past: one state would take so many bytes."""
        self.set_steps((), self._now)
        sentence = _("No past: one state of this network takes {size}.")
        self.sentence.setText(sentence.format(size=size_text(size)))
        self._show_slider(False)
        self.show()

    def show_step(self, step: int | None) -> None:
        """This step of the past is shown, or the present (None)."""
        self._shown = step
        if step is None:
            self.play.setChecked(False)
        self._show()

    def recolour(self, colours: Colours) -> None:
        """Draw the icon in the colours of the theme."""
        self._colours = colours
        self.play.setIcon(load_icon("pause" if self.play.isChecked() else "run", colours))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape returns to the present."""
        if event.key() == Qt.Key.Key_Escape and self._shown is not None:
            self.wanted.emit(None)
        else:
            super().keyPressEvent(event)

    # --- how it is laid out --------------------------------------------------------------------

    def _show_slider(self, wanted: bool) -> None:
        for part in (self.play, self.pace, self.slider):
            part.setVisible(wanted)
        self.sentence.setVisible(not wanted)

    def _lay_out(self) -> None:
        font = small_font(tabular_font(self.font()))
        self.sentence.setFont(font)
        self.pace.setFont(font)
        height = self.pace.fontMetrics().height() + HALF
        self.pace.setFixedHeight(height)
        self.play.setFixedSize(height + HALF, height)
        parts = (self.play, self.pace, (self.slider, 1), (self.sentence, 1))
        fill(QHBoxLayout(self), *parts, spacing=HALF, margins=(GRID, 0, GRID, HALF))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)

    def _connect(self) -> None:
        self.slider.valueChanged.connect(self._moved)
        self.slider.sliderPressed.connect(lambda: self.play.setChecked(False))
        self.play.toggled.connect(self._play)
        self.pace.currentIndexChanged.connect(lambda: self._play(self.play.isChecked()))
        self._timer.timeout.connect(self._play_on)
        self.bar.back.connect(lambda: self.wanted.emit(None))
        for leaves in (self.bar.back, self.bar.go_on):
            leaves.connect(self.slider.setFocus)  # the button that had it is about to go

    # --- going through it ----------------------------------------------------------------------

    def _moved(self, place: int) -> None:
        self.wanted.emit(self._steps[place] if place < len(self._steps) else None)

    def _play(self, wanted: bool) -> None:
        if wanted:
            self._timer.start(round(MILLISECONDS / float(self.pace.currentData())))
            if self._shown is None:
                self.wanted.emit(self._steps[0] if self._steps else None)
        else:
            self._timer.stop()
        self.recolour(self._colours)

    def _play_on(self) -> None:
        """Go to the next step, once the last one is seen."""
        place = self.slider.value()
        if self._shown is not None and self._place_of(self._shown) == place:
            self.slider.setValue(place + 1)

    def _place_of(self, step: int | None) -> int:
        if step is None:
            return len(self._steps)
        return max(0, bisect_right(self._steps, step) - 1)

    def _show(self) -> None:
        """Show where the run stands, and where it is looked at."""
        is_past = self._shown is not None
        with QSignalBlocker(self.slider):
            self.slider.setMaximum(len(self._steps))
            if not (is_past and self.slider.isSliderDown()):
                self.slider.setValue(self._place_of(self._shown))
        self.slider.update()
        words = self.bar.show_step(self._shown, self._now)
        self.slider.setAccessibleDescription(words or _("now"))
