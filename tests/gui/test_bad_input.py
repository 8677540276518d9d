"""Bad input in a real window: one clear sentence, the window alive, the work as it was.

What the command line makes of it, row by row, is in `tests/test_bad_input.py`.
"""

import errno
import importlib.util
import os
import pickle
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import numpy as np
import pytest
import torch
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from playground.__main__ import main
from playground.engine.run.session import Session
from playground.gui.dialogs.export_dialog import ExportDialog
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.dialogs.import_dialog import LOOKING, ImportDialog
from playground.gui.dialogs.import_report import ImportReport
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


def command_line_cases() -> ModuleType:
    """The same files, damaged in the same ways."""
    path = Path(__file__).parents[1] / "test_bad_input.py"
    spec = importlib.util.spec_from_file_location("bad_input_on_the_command_line", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CASES = command_line_cases()


@pytest.fixture(scope="session")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trained project."""
    path = tmp_path_factory.mktemp("saved") / "run.playground"
    assert main(["train", "circle", "--steps", "3", "--save", str(path)]) == 0
    return path


@pytest.fixture
def worked(window: MainWindow, qtbot: QtBot) -> MainWindow:
    """A window in which something was trained."""
    train_for(window, qtbot, 20)
    return window


def losses(window: MainWindow) -> np.ndarray:
    return window.run.thread_of_training.log.records()[0].loss.copy()


def sentence_shown(window: MainWindow, qtbot: QtBot) -> str:
    """The one sentence of the one dialog; it is closed again."""

    def visible() -> list[FailureDialog]:
        return [dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible()]

    qtbot.waitUntil(lambda: len(visible()) == 1, timeout=PATIENCE)
    (dialog,) = visible()
    label = dialog.findChild(QLabel, "failure.reason")
    assert label is not None
    text = label.text()
    dialog.close()
    return text


def assert_nothing_lost(window: MainWindow, qtbot: QtBot, before: np.ndarray) -> None:
    """The work stands as it was, and training goes on."""
    assert np.array_equal(losses(window), before)
    train_for(window, qtbot, 20)
    assert np.array_equal(losses(window)[: len(before)], before)


@pytest.fixture
def problems(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What import dialogs say is wrong; each is read and then cancelled, as a person would."""
    read: list[str] = []

    def read_and_cancel(dialog: ImportDialog) -> int:
        status = dialog.findChild(QLabel, "import.status")
        report = dialog.findChild(ImportReport, "import.report")
        button = dialog.findChild(QPushButton, "action.import")
        assert status is not None
        assert report is not None
        assert button is not None

        def look() -> None:
            if status.text() != LOOKING:
                timer.stop()
                read.append(report.text())
                assert not button.isEnabled()
                dialog.reject()

        timer = QTimer(dialog)
        timer.timeout.connect(look)
        timer.start(5)
        return super(ImportDialog, dialog).exec()

    monkeypatch.setattr(ImportDialog, "exec", read_and_cancel)
    return read


@pytest.mark.parametrize("case", ["truncated", "damaged", "newer", "a pickle inside", "a zip bomb"])
def test_that_a_project_that_is_not_whole_or_not_honest_is_refused(
    worked: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, case: str
) -> None:
    before, project = losses(worked), worked.document.project
    path = tmp_path / "bad.playground"
    shutil.copy(saved, path)
    damage, words = CASES.PROJECTS[case]
    damage(path)
    worked.files.open(path)
    text = sentence_shown(worked, qtbot)
    assert "bad.playground" in text
    assert words in text
    assert worked.document.project == project
    assert_nothing_lost(worked, qtbot, before)


def test_that_a_pickle_in_place_of_weights_is_refused_and_never_run(
    worked: MainWindow, qtbot: QtBot, saved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before, project = losses(worked), worked.document.project
    path = tmp_path / "bad.playground"
    shutil.copy(saved, path)
    CASES.forge(path, {"weights.safetensors": pickle.dumps(CASES.Malice())})
    worked.files.open(path)
    assert "weights.safetensors" in sentence_shown(worked, qtbot)
    assert not (tmp_path / "unpickled").exists()
    assert worked.document.project == project
    assert_nothing_lost(worked, qtbot, before)


@pytest.mark.parametrize("name", ["missing.csv", "folder.csv", "missing.playground"])
def test_that_what_cannot_be_opened_is_said(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, name: str
) -> None:
    before = losses(worked)
    (tmp_path / "folder.csv").mkdir()
    worked.files.open(tmp_path / name)
    assert name in sentence_shown(worked, qtbot)
    assert_nothing_lost(worked, qtbot, before)


@pytest.mark.parametrize(
    "case",
    ["empty table", "only a header", "one row", "ragged rows", "NUL bytes"],
)
def test_that_a_table_that_cannot_be_learned_cannot_be_imported(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, problems: list[str], case: str
) -> None:
    before = losses(worked)
    content, _, words = CASES.TABLES[case]
    (tmp_path / "t.csv").write_bytes(content)
    worked.files.open(tmp_path / "t.csv")
    qtbot.waitUntil(lambda: bool(problems), timeout=PATIENCE)
    assert words[0] in problems[0]
    assert worked.document.project.table is None
    assert_nothing_lost(worked, qtbot, before)


@pytest.mark.parametrize("place", ["missing/a.playground", "plain/a.playground"])
def test_that_a_project_that_cannot_be_saved_is_still_unsaved_work(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    before = losses(worked)
    (tmp_path / "plain").write_text("a file")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / place), ""))
    worked.actions_by_key["save_as"].trigger()
    assert "a.playground" in sentence_shown(worked, qtbot)
    assert worked.document.path is None
    assert_nothing_lost(worked, qtbot, before)


def test_that_a_full_disk_keeps_the_earlier_project(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = losses(worked), tmp_path / "earlier.playground"
    path.write_bytes(b"earlier")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    monkeypatch.setattr(QMessageBox, "exec", lambda _: QMessageBox.StandardButton.Yes)
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", no_room)
        worked.actions_by_key["save_as"].trigger()
        assert "disk is full" in sentence_shown(worked, qtbot)
    assert path.read_bytes() == b"earlier"
    assert worked.document.path is None
    assert_nothing_lost(worked, qtbot, before)


def no_room(_: int) -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_that_a_full_disk_keeps_the_earlier_export(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, path = losses(worked), tmp_path / "earlier.pt"
    path.write_bytes(b"earlier")
    monkeypatch.setattr(os, "fsync", no_room)
    worked.actions_by_key["export"].trigger()
    dialog = worked.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    field = dialog.findChild(QLineEdit, "export.path")
    button = dialog.findChild(QPushButton, "export.start")
    assert field is not None
    assert button is not None
    field.setText(str(path))
    button.click()
    qtbot.waitUntil(lambda: not dialog.is_running(), timeout=PATIENCE)
    failure = dialog.findChild(QLabel, "export.failure")
    assert failure is not None
    assert failure.isVisible()
    assert "earlier.pt" in failure.text()
    assert "cannot be written" in failure.text()
    dialog.close()
    assert path.read_bytes() == b"earlier"
    assert_nothing_lost(worked, qtbot, before)


def test_that_too_little_memory_ends_the_run_and_not_the_window(
    worked: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(*_: object) -> NoReturn:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 MiB.")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "advance", run_out)
        worked.run.toggle()
        qtbot.waitUntil(lambda: worked.run.state == "failed", timeout=PATIENCE)
    text = sentence_shown(worked, qtbot)
    assert "ran out of memory" in text
    assert "smaller batch" in text
    worked.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: worked.run.state == "paused", timeout=PATIENCE)
    train_for(worked, qtbot, 20)


@pytest.mark.skipif(torch.cuda.is_available(), reason="this machine has CUDA")
def test_that_a_project_for_cuda_says_so_and_learns_once_the_cpu_is_chosen(
    worked: MainWindow, qtbot: QtBot, tmp_path: Path, saved: Path
) -> None:
    path = tmp_path / "cuda.playground"
    shutil.copy(saved, path)
    CASES.forge_settings(path, training__device="cuda")
    worked.files.open(path)
    text = sentence_shown(worked, qtbot)
    assert "no 'cuda'" in text
    worked.space.training.edited.emit("training.device", "cpu")
    worked.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: worked.run.state == "paused", timeout=3000)
    train_for(worked, qtbot, 20)
