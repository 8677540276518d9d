"""Shortcuts that are pressed while a number is half typed."""

import pytest
from PySide6.QtTest import QTest
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
