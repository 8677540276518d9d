"""What the real window shows of what its run reports."""

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.gui.main_window import MainWindow

PATIENCE = 20_000


def shown(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, f"status.{name}")
    assert label is not None
    return label.text()


def test_that_a_window_that_is_ready_says_so_and_what_to_press(window: MainWindow) -> None:
    assert shown(window, "state") == "Ready"
    assert "F5" in shown(window, "reason")


def test_that_data_drawn_anew_while_training_leave_the_state_as_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("training.epochs", 0, window)
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    with qtbot.waitSignals([window.run.preparing, window.run.data_ready], timeout=PATIENCE):
        window.document.edit("data.noise", 0.2, window)
    qtbot.waitUntil(lambda: shown(window, "reason") == "", timeout=PATIENCE)
    assert shown(window, "state") == "Running"
    window.run.pause()
    qtbot.waitUntil(lambda: shown(window, "state") == "Paused", timeout=PATIENCE)
    assert shown(window, "steps_per_second") == "–"
