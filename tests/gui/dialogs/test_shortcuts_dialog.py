"""The page of keys and gestures."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from playground.gui.actions.shortcuts import Shortcut
from playground.gui.dialogs.shortcuts_dialog import ShortcutsDialog

ROWS = (
    Shortcut("File", ("Ctrl+O",), "Open project", "Open a project file."),
    Shortcut("File", ("Ctrl+S",), "Save", "Save the project."),
    Shortcut("Training", ("F5", "Ctrl+R"), "Run", "Train the network."),
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ShortcutsDialog:
    dialog = ShortcutsDialog(ROWS)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_that_every_row_is_listed(dialog: ShortcutsDialog) -> None:
    assert dialog.shown() == ("Open project", "Save", "Run")


@pytest.mark.parametrize(
    ("typed", "found"),
    [("ctrl+r", ("Run",)), ("PROJECT save", ("Save",)), ("training", ("Run",)), ("qqq", ())],
)
def test_that_typing_narrows_it_down(
    dialog: ShortcutsDialog, typed: str, found: tuple[str, ...]
) -> None:
    search = dialog.findChild(QLineEdit, "shortcuts.search")
    assert search is not None
    assert search.hasFocus() or dialog.focusWidget() is search
    QTest.keyClicks(search, typed)
    assert dialog.shown() == found
    search.clear()
    assert len(dialog.shown()) == len(ROWS)


def test_that_escape_closes_it(dialog: ShortcutsDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
