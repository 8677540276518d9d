"""The dialog that asks what is recorded, and says what comes of it."""

import sys
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.run.halts import Interval
from playground.engine.spec.parameter import Choice
from playground.gui.dialogs.record_dialog import RecordDialog, RecordingPlan
from playground.gui.forms.combo import KeyCombo
from playground.gui.pictures.animation import ANIMATION_FORMATS

GIF, APNG = ANIMATION_FORMATS
SUBJECTS = (Choice("predictions", "Predictions"), Choice("window", "Whole window"))
SIZES = {"predictions": QSize(400, 300), "window": QSize(1280, 800)}
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def plan(tmp_path: Path) -> RecordingPlan:
    return RecordingPlan("predictions", GIF, Interval(5, "epochs"), 40, 20, tmp_path / "run.gif")


@pytest.fixture
def dialog(qtbot: QtBot, plan: RecordingPlan) -> RecordDialog:
    dialog = RecordDialog(SUBJECTS, SIZES, plan)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def part(dialog: RecordDialog, kind: type[Kind], name: str) -> Kind:
    found = dialog.findChild(kind, f"record.{name}")
    assert found is not None, name
    return found


def choose(dialog: RecordDialog, name: str, row: int) -> None:
    combo = part(dialog, KeyCombo, name)
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(combo, Qt.Key.Key_Down)


def text(dialog: RecordDialog, name: str) -> str:
    label = part(dialog, QLabel, name)
    return label.text() if label.isVisible() else ""


def start(dialog: RecordDialog) -> QPushButton:
    return part(dialog, QPushButton, "start")


def test_that_a_plan_that_is_shown_comes_back_as_it_was(
    dialog: RecordDialog, plan: RecordingPlan
) -> None:
    assert dialog.plan() == plan


def test_that_everything_can_be_chosen_by_keys(dialog: RecordDialog, tmp_path: Path) -> None:
    for name, row in (("subject", 1), ("unit", 0), ("rate", 3), ("format", 1)):
        choose(dialog, name, row)
    for name, typed in (("count", "250"), ("most", "12")):
        field = part(dialog, QSpinBox, name)
        field.selectAll()
        QTest.keyClicks(field, typed)
    path = tmp_path / "run.png"
    assert dialog.plan() == RecordingPlan("window", APNG, Interval(250, "steps"), 12, 25, path)


def test_that_what_comes_of_it_is_said(dialog: RecordDialog) -> None:
    assert text(dialog, "summary").startswith("40 frames of 400 × 300 pixels play for 2 s and")
    choose(dialog, "rate", 0)
    assert "play for 8 s" in text(dialog, "summary")


def test_that_too_many_pictures_are_refused_before_any_is_taken(dialog: RecordDialog) -> None:
    choose(dialog, "subject", 1)
    part(dialog, QSpinBox, "most").setValue(1000)
    assert "1280 × 800 pixels" in text(dialog, "error")
    assert not text(dialog, "summary")
    assert not start(dialog).isEnabled()
    part(dialog, QSpinBox, "most").setValue(100)
    assert not text(dialog, "error")
    assert start(dialog).isEnabled()


@pytest.mark.parametrize(
    ("typed", "words"),
    [("", "Type a file name"), ("{}", "is a folder"), ("{}/no/run.gif", "does not exist")],
)
def test_that_a_bad_path_is_said_while_it_is_typed(
    dialog: RecordDialog, tmp_path: Path, typed: str, words: str
) -> None:
    part(dialog, QLineEdit, "path").setText(typed.format(tmp_path))
    assert words in text(dialog, "note")
    assert not start(dialog).isEnabled()


def test_that_a_file_that_would_be_replaced_is_named(dialog: RecordDialog, tmp_path: Path) -> None:
    (tmp_path / "old.gif").write_bytes(b"")
    part(dialog, QLineEdit, "path").setText(str(tmp_path / "old.gif"))
    assert text(dialog, "note") == "old.gif already exists and will be replaced."
    assert start(dialog).isEnabled()


@pytest.mark.skipif(sys.platform == "win32", reason="needs a device file")
def test_that_a_place_that_cannot_be_written_is_said_before_long_work(
    dialog: RecordDialog,
) -> None:
    part(dialog, QLineEdit, "path").setText("/dev/null")
    start(dialog).click()
    assert dialog.isVisible()
    assert "not an ordinary file" in text(dialog, "error")


def test_that_every_control_has_a_name_for_a_screen_reader(dialog: RecordDialog) -> None:
    for kind in (KeyCombo, QSpinBox, QLineEdit, QPushButton):
        for control in dialog.findChildren(kind):
            if control.objectName().startswith("record."):
                assert control.accessibleName(), control.objectName()
