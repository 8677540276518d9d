"""What's This on a control of the real window opens its entry of the glossary."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QTextBrowser, QWhatsThis, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.catalogue.glossary.index import TERMS
from playground.gui.main_window import MainWindow


def title(window: MainWindow) -> str:
    page = window.findChild(QTextBrowser, "glossary.page")
    assert page is not None
    return page.toPlainText().splitlines()[0]


@pytest.mark.parametrize(
    ("name", "term"),
    [
        ("training.learning_rate", "learning_rate"),
        ("training.optimizer", "optimizer"),
        ("button.step", "step"),
        ("plot.loss", "loss"),
        ("network.diagram", "unit"),
    ],
)
def test_that_a_control_is_explained(window: MainWindow, name: str, term: str) -> None:
    control = window.findChild(QWidget, name)
    assert control is not None
    assert window.explaining.key_at(control) == term


def test_that_the_name_of_a_setting_is_explained_like_its_control(window: MainWindow) -> None:
    editor = window.findChild(QWidget, "training.batch_size")
    assert editor is not None
    label = next(one for one in editor.findChildren(QLabel) if one.buddy() is not None)
    assert window.explaining.key_at(label) == "batch"


def test_that_keys_explain_what_has_the_focus(window: MainWindow, qtbot: QtBot) -> None:
    editor = window.findChild(QWidget, "training.learning_rate")
    assert editor is not None
    window.activateWindow()
    field = editor.focusProxy() or next(
        one for one in editor.findChildren(QWidget) if one.focusPolicy() != Qt.FocusPolicy.NoFocus
    )
    field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.findChild(QTextBrowser, "glossary.page") is not None)
    assert title(window) == TERMS["learning_rate"].label


def test_that_a_click_explains_and_does_nothing_else(window: MainWindow, qtbot: QtBot) -> None:
    button = window.findChild(QWidget, "button.step_epoch")
    assert button is not None
    before = window.run.thread_of_training.log.steps
    window.explaining.ask()
    assert QWhatsThis.inWhatsThisMode()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: not QWhatsThis.inWhatsThisMode())
    assert title(window) == TERMS["epoch"].label
    assert window.run.thread_of_training.log.steps == before


def test_that_every_setting_that_is_seen_is_explained(window: MainWindow) -> None:
    paths = ("data.", "network.", "training.", "view.")
    shown = [one for one in window.findChildren(QWidget) if one.objectName().startswith(paths)]
    assert len(shown) > 20
    unexplained = {one.objectName() for one in shown if not window.explaining.key_at(one)}
    assert unexplained == set()
