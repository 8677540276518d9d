"""From slow motion to full speed: a slider in the toolbar."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.gui.forms.slider import ParameterSlider
from playground.gui.forms.slider_offers import scale_for
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.number_text import count_text
from playground.gui.widgets.plain_text import quiet_label
from playground.state.view import parameters

PATH = "view.speed"
WIDTH = 128
HEIGHT = 18
"""Of the slider: its ticks, without their labels, because the caption says the speed."""


class SpeedControl(QWidget):
    """Asks for a speed while it is dragged; double-click returns to full speed.

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
        self.setFixedWidth(WIDTH)
        self._caption = quiet_label("", self)
        self._slider = ParameterSlider(parameter, scale, self)
        self._slider.setObjectName(PATH)
        self._slider.setFixedHeight(HEIGHT)
        self._caption.setBuddy(self._slider)
        fill(QVBoxLayout(self), self._caption, self._slider, spacing=0, margins=(8, 2, 8, 0))
        self._slider.edited.connect(self._edit)
        self._slider.finished.connect(partial(self.finished.emit, PATH))
        self._describe(self._slider.number())

    def set_value(self, speed: float) -> None:
        """Show a speed in updates per second, 0 for full speed, without a signal."""
        self._slider.set_number(speed)
        self._describe(speed)

    def _edit(self, speed: object) -> None:
        self._describe(float(speed))  # type: ignore[arg-type]
        self.edited.emit(PATH, speed)

    def _describe(self, speed: float) -> None:
        steps = f"{count_text(round(speed))} step{'' if round(speed) == 1 else 's'}/s"
        words = steps if speed else "full"
        self._caption.setText(f"Speed: {words}")
