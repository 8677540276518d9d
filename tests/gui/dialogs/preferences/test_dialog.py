"""The preferences: chosen in the dialog, remembered, searched, reset, and obeyed by the window."""

from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from playground.engine.common.language import decimals, write_decimals
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import RunSpec
from playground.gui.dialogs.preferences.dialog import PreferencesDialog
from playground.gui.forms.editor import Editor
from playground.gui.forms.editors import ChoiceEditor, NumberEditor
from playground.gui.main_window import MainWindow
from playground.gui.recovery.space_row import SpaceRow
from playground.gui.widgets.number_text import loss_text, output_text, percent_text
from playground.state.history.record import RunRecord
from playground.state.preferences import Preferences, parameters

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def dialog(window: MainWindow) -> PreferencesDialog:
    devices = (Choice("cpu", "CPU"), Choice("cuda:0", "A GPU"))
    dialog = PreferencesDialog(window.preferring, devices, parent=window)
    dialog.show()
    return dialog


def editor_of(dialog: PreferencesDialog, name: str) -> Editor:
    editor = dialog.findChild(Editor, f"preferences.{name}")
    assert editor is not None
    return editor


def pick(dialog: PreferencesDialog, name: str, key: str) -> None:
    editor = editor_of(dialog, name)
    assert isinstance(editor, ChoiceEditor)
    editor.combo.setCurrentIndex(editor.combo.findData(key))
    editor.combo.activated.emit(editor.combo.currentIndex())


def type_number(dialog: PreferencesDialog, name: str, text: str) -> None:
    editor = editor_of(dialog, name)
    assert isinstance(editor, NumberEditor)
    editor.field.setFocus()
    editor.field.selectAll()
    QTest.keyClicks(editor.field, text)
    QTest.keyClick(editor.field, Qt.Key.Key_Return)


def shown(dialog: PreferencesDialog) -> set[str]:
    return {name for name in parameters() if editor_of(dialog, name).isVisible()}


def test_that_a_theme_counts_at_once_and_at_the_next_start(
    dialog: PreferencesDialog, window: MainWindow, make_window: MakeWindow
) -> None:
    pick(dialog, "scheme", "dark")
    assert window.appearance.scheme == "dark"
    pick(dialog, "scheme", "light")
    type_number(dialog, "history_runs", "50")
    later = make_window(start=False)
    assert later.appearance.scheme == "light"
    assert later.preferring.values.history_runs == 50


def test_that_a_number_out_of_range_is_refused_in_a_sentence_below_it(
    dialog: PreferencesDialog, window: MainWindow
) -> None:
    editor = editor_of(dialog, "autosave_every")
    assert isinstance(editor, NumberEditor)
    before = window.preferring.values.autosave_every
    type_number(dialog, "autosave_every", "3")
    said = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert said == [editor.label.text(), editor.field.problem()]
    assert "between 5 and 600" in said[1]
    assert not QToolTip.isVisible()
    assert window.preferring.values.autosave_every == before
    type_number(dialog, "autosave_every", "30")
    said = [label.text() for label in editor.findChildren(QLabel) if label.isVisible()]
    assert said == [editor.label.text()]
    assert window.preferring.values.autosave_every == 30


def test_that_the_search_leaves_what_contains_every_word(dialog: PreferencesDialog) -> None:
    line = dialog.findChild(QLineEdit, "preferences.search")
    assert line is not None
    QTest.keyClicks(line, "undo bring")
    assert shown(dialog) == {"undo_megabytes"}
    line.setText("nowhere")
    assert shown(dialog) == set()
    line.clear()
    assert shown(dialog) == set(parameters())


def test_that_the_search_finds_what_stands_below_the_groups_and_nothing_but_what_it_says(
    window: MainWindow,
) -> None:
    footer = SpaceRow(window.files.works, window.files.background)
    dialog = PreferencesDialog(window.preferring, footer=footer, parent=window)
    dialog.show()
    for text, is_found in (("", True), ("decimal", False), ("clean up", True), ("qqq", False)):
        dialog.search(text)
        assert footer.isVisible() == is_found
    assert not dialog.findChildren(Editor, "preferences.decimals")[0].isVisible()


def test_that_reset_returns_everything_to_the_start(
    dialog: PreferencesDialog, window: MainWindow
) -> None:
    pick(dialog, "device", "cuda:0")
    type_number(dialog, "kept_days", "7")
    assert window.preferring.values != Preferences()
    button = dialog.findChild(QPushButton, "preferences.reset")
    assert button is not None
    button.click()
    assert window.preferring.values == Preferences()
    assert editor_of(dialog, "kept_days").value() == 30


def test_that_decimal_places_wait_until_the_dialog_is_closed(
    dialog: PreferencesDialog, window: MainWindow, qtbot: QtBot
) -> None:
    try:
        type_number(dialog, "decimals", "2")
        assert decimals() is None
        with qtbot.waitSignal(window.handed_over, timeout=PATIENCE):
            dialog.reject()
        assert decimals() == 2
    finally:
        write_decimals(None)


def test_that_numbers_are_written_with_the_decimals_preferred() -> None:
    try:
        write_decimals(2)
        assert loss_text(0.123456) == "0.12"
        assert loss_text(0.0001234) == "1.23e-04"
        assert output_text(36320.0) == "36\u202f320.00"
        assert percent_text(0.98765) == "98.77\u202f%"
    finally:
        write_decimals(None)
    assert loss_text(0.123456) == "0.1235"


def test_that_threads_and_device_are_obeyed(
    dialog: PreferencesDialog, window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("network.hidden", (256, 256))
    type_number(dialog, "threads", "1")
    heard: list[int] = []
    # PyTorch counts for each thread by itself: the one that trains is asked.
    window.run.inspect(lambda _: torch.get_num_threads(), heard.append, pytest.fail)
    qtbot.waitUntil(lambda: heard == [1], timeout=PATIENCE)
    pick(dialog, "device", "cuda:0")
    # This machine has none: new projects train on the CPU.
    window.files.new()
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    assert window.document.project.run.training.device == "cpu"


def test_that_a_project_with_more_runs_than_are_kept_is_not_changed_by_opening_it(
    make_window: MakeWindow,
) -> None:
    first = make_window(start=False)
    first.preferring.choose({"history_runs": 10})
    window = make_window(start=False)
    window.history.open([RunRecord(str(number), RunSpec()) for number in range(12)])
    window.run.devices_known.emit(())
    assert len(window.history.records) == 10
    assert not window.files.modified
