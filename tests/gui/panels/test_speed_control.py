"""The speed slider runs from one step a second to full speed, and shows a slow start."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.panels.speed_control import SpeedControl
from tests.gui.forms.test_slider import scroll


def control(qtbot: QtBot) -> tuple[SpeedControl, ParameterSlider, NumericField]:
    widget = SpeedControl()
    qtbot.addWidget(widget)
    widget.show()
    slider = widget.findChild(ParameterSlider, "view.speed")
    field = widget.findChild(NumericField)
    assert isinstance(slider, ParameterSlider)
    assert isinstance(field, NumericField)
    return widget, slider, field


def heard(widget: SpeedControl) -> list[object]:
    asked: list[object] = []
    widget.edited.connect(lambda path, speed: asked.append((path, speed)))
    return asked


def test_that_it_starts_at_full_speed_and_goes_down_to_one_step_a_second(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    asked = heard(widget)
    assert field.text() == "full"
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert asked == [("view.speed", 1.0)]
    assert field.text() == "1"
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert asked[-1] == ("view.speed", 0.0)


def test_that_a_speed_can_be_typed(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    asked = heard(widget)
    for text, speed in (("2,5", 2.5), ("full", 0.0)):
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert asked[-1] == ("view.speed", speed)
        assert slider.number() == speed


def test_that_showing_a_speed_asks_for_nothing(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    with qtbot.assertNotEmitted(widget.edited):
        widget.set_value(100.0)
    assert slider.number() == 100.0
    assert field.text() == "100"


def test_that_its_label_names_the_field_and_the_field_itself(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    label = widget.findChild(QLabel)
    assert label
    assert label.buddy() is field
    assert field.accessibleName() == slider.accessibleName() == "Speed"


def test_that_a_slow_start_is_shown_and_asks_for_nothing(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    with qtbot.assertNotEmitted(widget.edited):
        widget.show_pace(120.4)
        assert (slider.number(), field.text()) == (120.0, "120")
        widget.set_value(0.0)
        assert (slider.number(), field.text()) == (120.0, "120")
        widget.show_pace(None)
        assert (slider.number(), field.text()) == (0.0, "full")


def test_that_a_press_on_the_handle_keeps_the_pace_of_a_slow_start(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    asked = heard(widget)
    widget.show_pace(120.0)
    middle = QPointF(slider._x(slider._scale.position(120.0)), 9.0).toPoint()
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=middle)
    assert asked == [("view.speed", 120.0)]
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=middle)
    widget.show_pace(None)
    assert (slider.number(), field.text()) == (120.0, "120")


def test_that_a_key_and_the_wheel_go_on_from_the_pace_of_a_slow_start(qtbot: QtBot) -> None:
    widget, slider, _ = control(qtbot)
    asked = heard(widget)
    widget.show_pace(150.0)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert asked == [("view.speed", slider._scale.step(150.0, 1))]
    widget.show_pace(150.0)
    widget.activateWindow()
    slider.setFocus()
    qtbot.waitUntil(slider.hasFocus)
    scroll(slider, -1)
    assert asked[1:] == [("view.speed", slider._scale.step(150.0, -1))]
    with qtbot.waitSignal(widget.finished):
        slider.clearFocus()


def test_that_typing_keeps_the_pace_of_a_slow_start_until_it_is_taken(qtbot: QtBot) -> None:
    widget, _, field = control(qtbot)
    asked = heard(widget)
    widget.show_pace(150.0)
    field.selectAll()
    QTest.keyClicks(field, "7")
    widget.show_pace(None)
    assert asked == [("view.speed", 150.0)]
    assert field.text() == "7"
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert asked[1:] == [("view.speed", 7.0)]


def test_that_a_double_click_in_a_slow_start_asks_for_full_speed(qtbot: QtBot) -> None:
    widget, slider, field = control(qtbot)
    asked = heard(widget)
    widget.show_pace(150.0)
    QTest.mouseDClick(slider, Qt.MouseButton.LeftButton)
    assert asked[-1] == ("view.speed", 0.0)
    assert field.text() == "full"
