"""The dialog that asks for a number of epochs."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from playground.gui.dialogs.run_epochs_dialog import MOST_EPOCHS, RunEpochsDialog


def _answer(text: str, key: Qt.Key) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, RunEpochsDialog)
    field = dialog.findChild(QSpinBox)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)


@pytest.mark.usefixtures("qapp")
def test_that_enter_gives_the_number_typed() -> None:
    QTimer.singleShot(0, lambda: _answer("250", Qt.Key.Key_Return))
    assert RunEpochsDialog.ask(100) == 250


@pytest.mark.usefixtures("qapp")
def test_that_escape_gives_none() -> None:
    QTimer.singleShot(0, lambda: _answer("250", Qt.Key.Key_Escape))
    assert RunEpochsDialog.ask(100) is None


def test_that_it_starts_at_the_default_within_bounds(qtbot: QtBot) -> None:
    for default, shown in ((100, 100), (0, 1), (10**8, MOST_EPOCHS)):
        dialog = RunEpochsDialog(default)
        qtbot.addWidget(dialog)
        assert dialog.epochs() == shown
