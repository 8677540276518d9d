"""Shortcuts that are pressed while a number is half typed, and Space wherever the focus is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.forms.numeric_field import NumericField
from playground.gui.main_window import MainWindow

PATIENCE = 20_000
RATE = "training.learning_rate"


def type_into(window: MainWindow, text: str, qtbot: QtBot) -> NumericField:
    """Put `text` into the field of the learning rate, and do not leave it."""
    field = next(
        field
        for field in window.space.training.findChildren(NumericField)
        if field.accessibleName() == "Learning rate"
    )
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    field.selectAll()
    QTest.keyClicks(field, text)
    return field


@pytest.mark.parametrize("text", ["0.25", "0,25", "2.5e-1"])
def test_that_a_run_that_is_begun_from_a_field_trains_by_what_is_typed_there(
    text: str, window: MainWindow, qtbot: QtBot
) -> None:
    field = type_into(window, text, qtbot)
    QTest.keySequence(field, "F5")
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    assert window.document.project.run.training.learning_rate == 0.25
    qtbot.waitUntil(
        lambda: window.run.frame is not None and window.run.frame.learning_rate == 0.25,
        timeout=PATIENCE,
    )
    window.run.pause()
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def test_that_what_is_no_number_is_said_and_the_run_begins_by_the_number_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = window.document.project.run.training.learning_rate
    field = type_into(window, "fast", qtbot)
    QTest.keySequence(field, "F5")
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    assert field.problem()
    assert window.document.project.run.training.learning_rate == before
    window.run.pause()
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def focused_by_space(window: MainWindow, control: QWidget, qtbot: QtBot) -> list[bool]:
    """Give a control the focus, press Space there, and return what was run."""
    runs: list[bool] = []
    action = window.actions_by_key["run"]
    action.triggered.disconnect()
    action.triggered.connect(lambda: runs.append(True))
    window.activateWindow()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    QTest.keyClick(control, Qt.Key.Key_Space)
    return runs


@pytest.mark.parametrize(
    "name",
    ["data.source", "training.optimizer", "data.noise", "network.diagram", "plot.loss"],
)
def test_that_space_runs_from_combos_sliders_diagram_and_plots(
    name: str, window: MainWindow, qtbot: QtBot
) -> None:
    whole = window.findChild(QWidget, name)
    assert whole is not None
    takers = [whole, *whole.findChildren(QWidget)]
    control = next(
        one
        for one in takers
        if one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.isVisible()
        and not isinstance(one, QLineEdit | QAbstractButton)
    )
    assert focused_by_space(window, control, qtbot) == [True]


def test_that_space_is_typed_into_a_text(window: MainWindow, qtbot: QtBot) -> None:
    field = type_into(window, "1", qtbot)
    assert focused_by_space(window, field, qtbot) == []
    assert field.text() == "1 "


def test_that_space_presses_a_button_with_a_ring_and_runs_after_a_click(
    window: MainWindow, qtbot: QtBot
) -> None:
    button = window.findChild(QPushButton, "network.add_layer")
    assert button is not None
    pressed: list[bool] = []
    button.clicked.disconnect()
    button.clicked.connect(lambda: pressed.append(True))
    runs = focused_by_space(window, button, qtbot)
    assert (runs, pressed) == ([True], [])
    before = button.previousInFocusChain()
    assert before is not None
    before.setFocus()
    QTest.keyClick(before, Qt.Key.Key_Tab)
    qtbot.waitUntil(button.hasFocus)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert (runs, pressed) == ([True], [True])
