"""What the playground runs on."""

from importlib import metadata

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playground.gui.dialogs.about_dialog import AboutDialog, versions


def test_that_the_versions_are_those_installed_and_can_be_copied(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    button = dialog.findChild(QPushButton, "about.copy")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == versions()
    assert f"torch {metadata.version('torch')}" in versions()
    assert f"playground {metadata.version('playground')}" in versions()
