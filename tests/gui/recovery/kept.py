"""What a window has kept, and the dialog that offers it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playground.gui.controllers.files import file_controller
from playground.gui.main_window import MainWindow
from playground.gui.recovery.dialog import RecoveryDialog
from playground.state.recovery.store import OpenedWork, WorkStore

PATIENCE = 20_000


def store() -> WorkStore:
    """That of the window of a test, seen by another process."""
    return WorkStore(file_controller.work_folder())


def kept_work() -> list[OpenedWork]:
    """All work that nobody is at, newest first."""
    return [store().open(found.name) for found in store().works()]


def dialog_of(window: MainWindow, qtbot: QtBot) -> RecoveryDialog:
    """The dialog that offers work, once it is shown."""

    def shown() -> list[RecoveryDialog]:
        return [one for one in window.findChildren(RecoveryDialog) if one.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    return shown()[0]


def press(window: MainWindow, qtbot: QtBot, button: str) -> None:
    """Press a button of that dialog, by the last part of its name."""
    found = dialog_of(window, qtbot).findChild(QPushButton, f"recovery.{button}")
    assert isinstance(found, QPushButton)
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def wait_until_kept(window: MainWindow, qtbot: QtBot) -> None:
    """Look, and wait until what is there by then is kept."""
    autosave = window.files.autosave
    qtbot.waitUntil(lambda: not autosave._is_at_it, timeout=PATIENCE)
    before = autosave.work.latest
    if autosave._next_weights < float("inf"):
        autosave._next_weights = 0.0
    autosave._note(of_run=True)  # it may have looked just now by itself
    autosave.look()
    qtbot.waitUntil(lambda: autosave.work.latest is not before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not autosave._is_at_it, timeout=PATIENCE)


def die(window: MainWindow) -> None:
    """End a window as if its process had been killed: what it has not kept by now is lost."""
    window.files.settle()
    window.files.autosave.work.release()
    window.shut_down()
