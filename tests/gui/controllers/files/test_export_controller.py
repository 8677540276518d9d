"""Taking the network away from the real window, while it trains and when it cannot be."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
import safetensors.torch
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.common.errors import InputError
from playground.engine.export import exporter
from playground.engine.export.exporter import ExportResult
from playground.engine.export.formats import Format
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers.run.moment import Moment
from playground.gui.dialogs.export_dialog import ExportDialog
from playground.gui.main_window import MainWindow

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Exports are written without fresh processes; they wait for the event where it is cleared."""
    go_on = threading.Event()
    go_on.set()

    def write(
        _state: object, _dataset: object, path: Path, key: str, _stop: threading.Event
    ) -> ExportResult:
        assert go_on.wait(PATIENCE / 1000)
        path.write_bytes(b"a network")
        return ExportResult(path, key, 0.0, 0.1)

    monkeypatch.setattr(exporter, "export_model", write)
    return go_on


def ask(window: MainWindow) -> ExportDialog:
    window.actions_by_key["export"].trigger()
    dialogs = [found for found in window.findChildren(ExportDialog) if found.isVisible()]
    assert len(dialogs) == 1
    return dialogs[0]


def start(dialog: ExportDialog, path: Path | str) -> None:
    field = dialog.findChild(QLineEdit, "export.path")
    button = dialog.findChild(QPushButton, "export.start")
    assert field is not None
    assert button is not None
    field.setText(str(path))
    button.click()


def words(dialog: ExportDialog, name: str) -> str:
    label = dialog.findChild(QLabel, f"export.{name}")
    assert label is not None
    return label.text()


def export(dialog: ExportDialog, qtbot: QtBot, path: Path | str) -> None:
    start(dialog, path)
    qtbot.waitUntil(lambda: not dialog.is_running(), timeout=PATIENCE)


def test_that_the_network_is_exported_while_it_trains(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.document.edit("training.epochs", 0)
    window.run.toggle()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 10, timeout=PATIENCE)
    dialog, path = ask(window), tmp_path / "circle.pt"
    steps = log.steps
    export(dialog, qtbot, path)
    assert words(dialog, "failure") == ""
    assert f"Written: {path}" in words(dialog, "outcome")
    assert "Checked in a fresh process: " in words(dialog, "outcome")
    line = window.findChild(QLabel, "status.reason")
    assert line is not None
    assert line.accessibleDescription().startswith(f"Exported {path}. Checked in a fresh process: ")
    assert path.stat().st_size > 0
    assert window.run.state == "running"
    assert log.steps > steps


def test_that_the_best_weights_can_be_exported_as_well_as_the_last(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.document.edit_all({"training.epochs": 12, "training.learning_rate": 1.0})
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    frame = window.run.frame
    qtbot.waitUntil(lambda: window.run.frame is not frame, timeout=PATIENCE)
    moments: list[Moment] = []
    window.run.deliver(moments.append)
    qtbot.waitUntil(lambda: len(moments) == 1, timeout=PATIENCE)
    state, dialog = moments[0].state, ask(window)
    assert state is not None
    assert state.best is not None
    assert any(not torch.equal(state.best[name], last) for name, last in state.weights.items())
    choice = dialog.findChild(QComboBox, "export.weights")
    formats = dialog.findChild(QComboBox, "export.format")
    assert choice is not None
    assert formats is not None
    assert choice.isVisible()
    formats.setCurrentIndex(formats.findData("weights"))
    for which, weights in (("last", state.weights), ("best", state.best)):
        choice.setCurrentIndex(choice.findData(which))
        path = tmp_path / f"{which}.safetensors"
        export(dialog, qtbot, path)
        assert words(dialog, "failure") == ""
        written = safetensors.torch.load_file(path)
        pairs = zip(sorted(written), sorted(weights), strict=True)
        assert all(torch.equal(written[name], weights[other]) for name, other in pairs)


def test_that_a_run_without_best_weights_has_no_choice_of_them(window: MainWindow) -> None:
    choice = ask(window).findChild(QComboBox, "export.weights")
    assert choice is not None
    assert not choice.isVisible()


@pytest.mark.usefixtures("at_once")
def test_that_the_lines_that_load_the_file_can_be_copied_by_key(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog, path = ask(window), tmp_path / "weights.safetensors"
    formats = dialog.findChild(QComboBox, "export.format")
    assert formats is not None
    formats.setCurrentIndex(formats.findData("weights"))
    export(dialog, qtbot, path)
    assert words(dialog, "failure") == ""
    box = next(box for box in dialog.findChildren(QPlainTextEdit) if box.isVisible())
    copy = next(b for b in dialog.findChildren(QPushButton) if "Copy" in b.text() and b.isVisible())
    copy.setFocus()
    QTest.keyClick(copy, Qt.Key.Key_Space)
    assert path.name in QGuiApplication.clipboard().text()
    assert QGuiApplication.clipboard().text().strip() == box.toPlainText().strip()


def test_that_a_planted_format_is_offered_and_the_code_that_loads_it_is_shown(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, planted_format: Format
) -> None:
    dialog, path = ask(window), tmp_path / "circle.planted"
    formats = dialog.findChild(QComboBox, "export.format")
    assert formats is not None
    formats.setCurrentIndex(formats.findText(f"{planted_format.label} (.planted)"))
    export(dialog, qtbot, path)
    assert words(dialog, "failure") == ""
    assert "identical" in words(dialog, "outcome")
    (box,) = (box for box in dialog.findChildren(QPlainTextEdit) if box.isVisible())
    assert f"json.load(open({str(path)!r}))" in box.toPlainText()


def test_that_a_place_that_cannot_be_written_is_one_sentence_and_the_earlier_file_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "protected.pt"
    path.symlink_to(tmp_path / "nowhere" / "else.pt")
    dialog = ask(window)
    export(dialog, qtbot, path)
    assert "does not exist" in words(dialog, "failure")
    assert path.is_symlink()


@pytest.mark.usefixtures("at_once")
def test_that_a_home_folder_may_be_written_as_a_tilde(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    dialog = ask(window)
    export(dialog, qtbot, "~/model.pt")
    assert words(dialog, "failure") == ""
    assert (tmp_path / "model.pt").exists()
    dialog.close()
    field = ask(window).findChild(QLineEdit, "export.path")
    assert field is not None
    assert field.text() == str(tmp_path / "circle.pt")


def test_that_an_export_whose_dialog_was_closed_ends_in_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_once: threading.Event
) -> None:
    at_once.clear()
    dialog, path = ask(window), tmp_path / "late.pt"
    start(dialog, path)
    dialog.close()
    other = ask(window)
    with qtbot.waitSignal(window.exports.message, timeout=PATIENCE) as said:
        at_once.set()
    assert said.args == [f"Exported {path}. Checked in a fresh process: identical predictions."]
    assert path.exists()
    assert words(other, "outcome") == ""


def test_that_a_failure_after_the_dialog_was_closed_is_shown_in_the_window(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise InputError("The disk is full.")

    monkeypatch.setattr(exporter, "export_model", fail)
    dialog = ask(window)
    with qtbot.waitSignal(window.exports.failed, timeout=PATIENCE) as failed:
        start(dialog, tmp_path / "full.pt")
        dialog.close()
    assert failed.args == ["Not exported. The disk is full.", ""]


def test_that_saving_does_not_wait_for_an_export(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, at_once: threading.Event
) -> None:
    at_once.clear()
    dialog = ask(window)
    start(dialog, tmp_path / "slow.pt")
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(tmp_path / "quick.playground")
    assert dialog.is_running()
    at_once.set()
    qtbot.waitUntil(lambda: not dialog.is_running(), timeout=PATIENCE)


def test_that_a_diverged_network_is_not_exported(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    wild = ["training.optimizer=sgd", "training.learning_rate=10", "network.activation=relu"]
    window = make_window(parse_all(defaults_for("plane"), wild))
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "diverged", timeout=PATIENCE)
    dialog, path = ask(window), tmp_path / "wild.pt"
    export(dialog, qtbot, path)
    assert "diverged" in words(dialog, "failure")
    assert not path.exists()


@pytest.mark.usefixtures("at_once")
def test_that_an_export_before_the_data_are_ready_waits_for_them(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = make_window(start=False)
    dialog, path = ask(window), tmp_path / "early.pt"
    window.run.start()
    start(dialog, path)
    assert dialog.is_running()
    qtbot.waitUntil(lambda: not dialog.is_running(), timeout=PATIENCE)
    assert words(dialog, "failure") == ""
    assert path.exists()
