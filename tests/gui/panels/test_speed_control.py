"""The speed slider runs from one step a second to full speed."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.gui.forms.slider import ParameterSlider
from playground.gui.panels.speed_control import SpeedControl


def control(qtbot: QtBot) -> tuple[SpeedControl, ParameterSlider, QLabel]:
    widget = SpeedControl()
    qtbot.addWidget(widget)
    widget.show()
    slider = widget.findChild(ParameterSlider, "view.speed")
    label = widget.findChild(QLabel)
    assert isinstance(slider, ParameterSlider)
    assert isinstance(label, QLabel)
    return widget, slider, label


def test_that_it_starts_at_full_speed_and_goes_down_to_one_step_a_second(qtbot: QtBot) -> None:
    widget, slider, label = control(qtbot)
    asked: list[object] = []
    widget.edited.connect(lambda path, speed: asked.append((path, speed)))
    assert label.text() == "Speed: full"
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert asked == [("view.speed", 1.0)]
    assert label.text() == "Speed: 1 step/s"
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert asked[-1] == ("view.speed", 0.0)


def test_that_showing_a_speed_asks_for_nothing(qtbot: QtBot) -> None:
    widget, slider, label = control(qtbot)
    with qtbot.assertNotEmitted(widget.edited):
        widget.set_value(100.0)
    assert slider.number() == 100.0
    assert label.text() == "Speed: 100 steps/s"
