"""The one dialog for what went wrong."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.dialogs.failure_dialog import MOST_KEPT, FailureDialog, FailureReports


def _reason(dialog: FailureDialog) -> QLabel:
    label = dialog.findChild(QLabel, "failure.reason")
    assert label is not None
    return label


def _details(dialog: FailureDialog) -> QPlainTextEdit:
    box = dialog.findChild(QPlainTextEdit, "failure.details")
    assert box is not None
    return box


def _click(dialog: FailureDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, f"failure.{name}")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_that_the_sentence_is_shown_and_the_details_on_demand(qtbot: QtBot) -> None:
    dialog = FailureDialog("It <b>failed</b>.", "Traceback\n  line 1")
    qtbot.addWidget(dialog)
    dialog.show()
    assert _reason(dialog).text() == "It <b>failed</b>."
    assert _reason(dialog).textFormat() == Qt.TextFormat.PlainText
    assert not _details(dialog).isVisible()
    before = dialog.height()
    _click(dialog, "toggle")
    assert _details(dialog).isVisible()
    assert dialog.height() > before
    assert "Traceback\n  line 1" in _details(dialog).toPlainText()
    assert _details(dialog).isReadOnly()
    _click(dialog, "toggle")
    assert dialog.height() == before


def test_that_a_reason_of_a_million_letters_fits_the_screen_and_can_be_copied(
    qtbot: QtBot,
) -> None:
    path = "/".join(["", *["folder"] * 30, "run.playground"])
    reason = f"{path} names the device {'x' * 10**6!r}."
    dialog = FailureDialog(reason)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.width() < 700
    assert dialog.height() < 500
    assert "run.playground names the device 'xxx" in _reason(dialog).text()
    _click(dialog, "copy")
    assert QGuiApplication.clipboard().text() == reason


def test_that_sentence_and_details_can_be_copied(qtbot: QtBot) -> None:
    dialog = FailureDialog("It failed.", "Traceback")
    qtbot.addWidget(dialog)
    dialog.show()
    _click(dialog, "copy")
    assert QGuiApplication.clipboard().text() == "It failed.\nTraceback"


def test_that_a_failure_without_details_offers_none(qtbot: QtBot) -> None:
    dialog = FailureDialog("It failed.")
    qtbot.addWidget(dialog)
    dialog.show()
    toggle = dialog.findChild(QPushButton, "failure.toggle")
    assert toggle is not None
    assert not toggle.isVisible()


def test_that_failures_never_stack(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    reports = FailureReports(window)
    first = reports.report("One.", "a")
    for number in range(50):
        assert reports.report(f"Again {number}.", "b") is first
    assert "(51 failures)" in _reason(first).text()
    assert _details(first).toPlainText().count("Again") == MOST_KEPT
    first.close()
    second = reports.report("Two.")
    assert second is not first
    assert _reason(second).text() == "Two."
    second.close()


def test_that_the_same_failure_is_said_once_and_counted(qtbot: QtBot) -> None:
    dialog = FailureDialog("It failed.", "a")
    qtbot.addWidget(dialog)
    dialog.add("It failed.", "a")
    assert _reason(dialog).text() == "It failed.\n\n(2 failures)"


def test_that_what_can_be_done_is_said_once_below_the_reason(qtbot: QtBot) -> None:
    dialog = FailureDialog("It failed.", "a")
    qtbot.addWidget(dialog)
    dialog.show()
    advice = dialog.findChild(QLabel, "failure.advice")
    assert advice is not None
    assert not advice.isVisible()
    for _ in range(2):
        dialog.add("It failed.", "a", "Reset, to go on.")
    assert advice.isVisible()
    assert advice.text() == "Reset, to go on."
    assert advice.y() > _reason(dialog).y()
