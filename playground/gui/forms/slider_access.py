"""What assistive technology finds in a slider: the number, not the handle's place."""

import weakref
from typing import cast

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueInterface
from PySide6.QtWidgets import QAccessibleWidget

from playground.gui.forms.slider import ParameterSlider


def install_slider_access() -> None:
    """Let Qt describe every slider so, from now on; it asks only where somebody listens."""
    QAccessible.installFactory(_describe)


def _describe(_class_name: str, described: QObject) -> QAccessibleInterface | None:
    return SliderAccess(described) if isinstance(described, ParameterSlider) else None


class SliderAccess(QAccessibleWidget):
    """A slider with the value that its field shows: `0.01`, `30 %`, `full`."""

    def __init__(self, slider: ParameterSlider) -> None:
        super().__init__(slider, QAccessible.Role.Slider)
        self._slider = slider
        self._number = SliderNumber(slider)

    def text(self, kind: QAccessible.Text) -> str:
        """The value in words too, which some screen readers prefer."""
        return self._slider.spoken() if kind == QAccessible.Text.Value else super().text(kind)

    def interface_cast(self, kind: QAccessible.InterfaceType) -> int:
        """Hand out the number as an object of its own: Qt takes its address as it is."""
        if kind == QAccessible.InterfaceType.ValueInterface:
            return cast(int, self._number)  # Qt's types say that an address is a number
        return super().interface_cast(kind)


class SliderNumber(QAccessibleValueInterface):
    """The number of a slider, in the units of its field."""

    def __init__(self, slider: ParameterSlider) -> None:
        super().__init__()
        self._of_slider = weakref.ref(slider)

    def currentValue(self) -> float:
        slider = self._slider
        return slider.number() * slider.factor if slider else 0.0

    def minimumValue(self) -> float:
        slider = self._slider
        return slider.bounds()[0] * slider.factor if slider else 0.0

    def maximumValue(self) -> float:
        slider = self._slider
        return slider.bounds()[1] * slider.factor if slider else 0.0

    def minimumStepSize(self) -> float:
        return 0.0  # steps of a logarithmic track differ

    def setCurrentValue(self, value: object) -> None:
        slider = self._slider
        if slider:
            slider.choose(float(cast(float, value)) / slider.factor)

    @property
    def _slider(self) -> ParameterSlider | None:
        """The slider, as long as it is there: a screen reader may ask later."""
        slider = self._of_slider()
        return slider if slider is not None and shiboken6.isValid(slider) else None
