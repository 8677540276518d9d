"""From slow motion to full speed: a typed number and a slider in the toolbar."""

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_offers import scale_for
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import quiet_label
from playground.state.view import parameters

PATH = "view.speed"
WIDTH = 128
HEIGHT = 18
"""Of the slider: its ticks, without their labels, because the field says the speed."""


class SpeedControl(QWidget):
    """Asks for a speed while it is dragged; double-click returns to full speed.

    While a run starts slowly it shows how fast that is, and whoever touches it takes over there.

    Signals:
        edited: the path `view.speed` and the updates per second; 0 for full speed.
        finished: the path; the hand has let go.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        parameter = parameters()[PATH]
        scale = scale_for(parameter)
        assert scale is not None
        self._speed = float(parameter.default)  # type: ignore[arg-type]
        self._pace: float | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        field = NumericField(parameter, self, scale.step, narrowest="1000000")
        self._field = named(field, accessible=_(parameter.label))
        self._slider = ParameterSlider(parameter, scale, self)
        self._slider.setObjectName(PATH)
        self._slider.setFixedHeight(HEIGHT)
        label = quiet_label(_(parameter.label), self)
        label.setBuddy(self._field)
        line = fill(QHBoxLayout(), label, (self._field, 1), spacing=4)
        fill(QVBoxLayout(self), line, self._slider, spacing=0, margins=(4, 2, 4, 0))
        for control in (self._slider, self._field):
            control.edited.connect(self._edit)
            control.finished.connect(partial(self.finished.emit, PATH))
        self._slider.sliderPressed.connect(self._take_over)
        self._field.textEdited.connect(self._take_over)

    def sizeHint(self) -> QSize:
        """As wide as in English, or as the label needs beside a field of any speed."""
        hint = super().sizeHint()
        return QSize(max(WIDTH, self.minimumSizeHint().width()), hint.height())

    def set_value(self, speed: float) -> None:
        """Show a speed in updates per second, 0 for full speed, without a signal."""
        self._speed = speed
        self._show()

    def show_pace(self, pace: float | None) -> None:
        """Show how fast a run is that starts slowly; None for the speed that was chosen."""
        self._pace = None if pace is None else float(round(pace))
        self._show()

    def _take_over(self) -> None:
        """A hand is there, and has not moved anything yet."""
        if self._pace is not None:
            self._edit(self._pace)

    def _edit(self, speed: float) -> None:
        self._speed, self._pace = speed, None
        self._show()
        self.edited.emit(PATH, speed)

    def _show(self) -> None:
        shown = self._speed if self._pace is None else self._pace
        self._slider.set_number(shown)
        self._field.set_number(shown)
