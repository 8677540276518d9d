"""The dialog that asks for an export and shows what came of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QTabWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.export.formats import Format
from playground.gui.dialogs.export_dialog import ExportDialog

LINES = (("Python", 'model = torch.jit.load("a.pt")'), ("C++", 'torch::jit::load("a.pt")'))


def row(key: str, label: str, *suffixes: str) -> Format:
    nothing = "playground.engine.export.nothing:at_all"
    return Format(
        key=key, label=label, help="Read.", suffixes=suffixes, checker=nothing, loading=nothing
    )


ROWS = (row("torchscript", "TorchScript", ".pt", ".ts"), row("onnx", "ONNX", ".onnx"))


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    summary = (("Inputs", "x₁, <b>x₂</b>"),)
    dialog = ExportDialog(ROWS, str(tmp_path / "circle.pt"), summary=summary)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _path(dialog: ExportDialog) -> QLineEdit:
    field = dialog.findChild(QLineEdit, "export.path")
    assert field is not None
    return field


def _label(dialog: ExportDialog, name: str) -> QLabel:
    label = dialog.findChild(QLabel, f"export.{name}")
    assert label is not None
    return label


def _button(dialog: ExportDialog, name: str = "start") -> QPushButton:
    button = dialog.findChild(QPushButton, f"export.{name}")
    assert button is not None
    return button


def _start(dialog: ExportDialog) -> None:
    QTest.mouseClick(_button(dialog), Qt.MouseButton.LeftButton)


def test_that_export_asks_for_the_path_and_the_format(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(dialog.export_requested) as request:
        _start(dialog)
    assert request.args == [str(tmp_path / "circle.pt"), "torchscript", "last"]


def test_that_best_weights_are_offered_once_there_are_any(
    dialog: ExportDialog, qtbot: QtBot
) -> None:
    choice = dialog.findChild(QComboBox, "export.weights")
    assert choice is not None
    assert not choice.isVisible()
    dialog.offer_best(True)
    assert choice.isVisible()
    assert choice.currentData() == "last"
    choice.setCurrentIndex(choice.findData("best"))
    with qtbot.waitSignal(dialog.export_requested) as request:
        _start(dialog)
    assert request.args[2] == "best"
    assert not choice.isEnabled()
    dialog.show_failure("No best weights are kept.")
    dialog.offer_best(False)
    assert not choice.isVisible()
    assert choice.currentData() == "last"


def test_that_the_suffix_follows_the_format(dialog: ExportDialog, tmp_path: Path) -> None:
    combo = dialog.findChild(QComboBox, "export.format")
    assert combo is not None
    combo.setCurrentIndex(1)
    assert _path(dialog).text() == str(tmp_path / "circle.onnx")
    _path(dialog).setText(str(tmp_path / "circle.model"))
    combo.setCurrentIndex(0)
    assert _path(dialog).text() == str(tmp_path / "circle.model")


def test_that_every_suffix_of_a_format_stays_until_another_is_chosen(
    dialog: ExportDialog, tmp_path: Path
) -> None:
    combo = dialog.findChild(QComboBox, "export.format")
    assert combo is not None
    combo.setCurrentIndex(1)
    _path(dialog).setText(str(tmp_path / "circle.ts"))
    combo.setCurrentIndex(0)
    assert _path(dialog).text() == str(tmp_path / "circle.ts")
    combo.setCurrentIndex(1)
    assert _path(dialog).text() == str(tmp_path / "circle.onnx")


@pytest.mark.parametrize(
    ("name", "key"), [("circle.onnx", "onnx"), ("a.ts", "torchscript"), ("a", "torchscript")]
)
def test_that_the_format_follows_a_suggested_name(
    name: str, key: str, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = ExportDialog(ROWS, str(tmp_path / name))
    qtbot.addWidget(dialog)
    with qtbot.waitSignal(dialog.export_requested) as request:
        _start(dialog)
    assert request.args[1] == key


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "Type a file name"), (".", "is a folder"), ("missing/a.pt", "does not exist")],
)
def test_that_a_path_that_cannot_be_is_explained(
    dialog: ExportDialog, tmp_path: Path, name: str, words: str
) -> None:
    _path(dialog).setText(str(tmp_path / name) if name else "")
    assert words in _label(dialog, "note").text()
    assert not _button(dialog).isEnabled()
    _path(dialog).setText(str(tmp_path / "a.pt"))
    assert _button(dialog).isEnabled()
    assert not _label(dialog, "note").isVisible()


def test_that_a_name_with_a_nul_is_survived(dialog: ExportDialog, tmp_path: Path) -> None:
    _path(dialog).setText(str(tmp_path / "a\0b.pt"))
    assert not _button(dialog).isEnabled()
    assert _label(dialog, "note").text()


def test_that_replacing_a_file_is_said_before(dialog: ExportDialog, tmp_path: Path) -> None:
    (tmp_path / "old.pt").write_bytes(b"old")
    _path(dialog).setText(str(tmp_path / "old.pt"))
    assert "will be replaced" in _label(dialog, "note").text()
    assert _button(dialog).isEnabled()


def test_that_a_running_export_is_asked_for_once_and_can_be_left(dialog: ExportDialog) -> None:
    requests: list[str] = []
    dialog.export_requested.connect(lambda path, *_: requests.append(path))
    _start(dialog)
    _start(dialog)
    bar = dialog.findChild(QProgressBar)
    assert bar is not None
    assert bar.isVisible()
    assert dialog.is_running()
    assert len(requests) == 1
    dialog.reject()
    dialog.show_result("/a.pt", 10, 0.0)
    assert not dialog.isVisible()


def test_that_a_result_shows_size_difference_and_lines(dialog: ExportDialog) -> None:
    _start(dialog)
    dialog.show_result("/home/<b>a</b>.pt", 12_431, 0.0, LINES)
    text = _label(dialog, "outcome").text()
    assert "/home/<b>a</b>.pt (12.4 kB)" in text
    assert "Checked in a fresh process: identical predictions." in text
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    assert [tabs.tabText(number) for number in range(tabs.count())] == ["Python", "C++"]
    tabs.setCurrentIndex(1)
    QTest.mouseClick(_button(dialog, "copy"), Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == LINES[1][1]
    assert _button(dialog).isEnabled()


def test_that_what_to_mind_stands_below_the_check(dialog: ExportDialog) -> None:
    _start(dialog)
    dialog.show_result("/a.pt", 10, 0.0, LINES, "Give it float64 inputs.")
    assert _label(dialog, "outcome").text().endswith("predictions.\nGive it float64 inputs.")


def test_that_a_second_result_replaces_the_first(dialog: ExportDialog) -> None:
    dialog.show_result("/a.pt", 10, 3e-8, LINES)
    dialog.show_result("/b.onnx", 10, 0.0, LINES[:1])
    assert "/a.pt" not in _label(dialog, "outcome").text()
    tabs = dialog.findChild(QTabWidget)
    assert tabs is not None
    assert tabs.count() == 1


def test_that_a_failure_shows_its_sentence_and_allows_another_try(dialog: ExportDialog) -> None:
    _start(dialog)
    dialog.show_failure("The disk is full.")
    assert _label(dialog, "failure").text() == "Not exported. The disk is full."
    assert not _label(dialog, "outcome").isVisible()
    assert _button(dialog).isEnabled()
    _start(dialog)
    assert not _label(dialog, "failure").isVisible()


def test_that_every_text_is_shown_letter_by_letter(dialog: ExportDialog) -> None:
    dialog.show_failure("<b>bold</b>")
    shown = [label for label in dialog.findChildren(QLabel) if "<" in label.text()]
    assert len(shown) == 2
    assert {label.textFormat() for label in shown} == {Qt.TextFormat.PlainText}


@pytest.mark.usefixtures("any_font")
def test_that_the_lines_are_not_cut_off(dialog: ExportDialog) -> None:
    dialog.show_result("/a.pt", 10, 0.0, (("Python", "1\n2\n3\n4\n5"),))
    box = dialog.findChild(QPlainTextEdit)
    assert box is not None
    assert box.height() >= 5 * box.fontMetrics().lineSpacing()
    assert box.mapTo(dialog, box.rect().bottomLeft()).y() < dialog.height()


def test_that_the_file_just_written_needs_no_warning(dialog: ExportDialog, tmp_path: Path) -> None:
    _start(dialog)
    (tmp_path / "circle.pt").write_bytes(b"new")
    dialog.show_result(str(tmp_path / "circle.pt"), 3, 0.0)
    assert not _label(dialog, "note").isVisible()
    (tmp_path / "other.pt").write_bytes(b"old")
    _path(dialog).setText(str(tmp_path / "other.pt"))
    assert "will be replaced" in _label(dialog, "note").text()


def test_that_the_name_can_be_typed_at_once(dialog: ExportDialog) -> None:
    assert dialog.focusWidget() is _path(dialog)
    assert _path(dialog).selectedText() == "circle"
    QTest.keyClicks(_path(dialog), "other")
    assert Path(_path(dialog).text()).name == "other.pt"
