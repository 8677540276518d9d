"""What is asked about a file shows its name letter by letter, whatever the name is."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QMessageBox

from playground.engine.common.errors import InputError
from playground.gui.controllers.files import file_controller
from playground.gui.controllers.files.file_controller import PROJECT_SUFFIX
from playground.gui.main_window import MainWindow
from playground.gui.pictures.picture_offer import save_or_say

PACKAGE = Path(file_controller.__file__).parents[2]
NAME = f"<b>BOLD<img src=x>{PROJECT_SUFFIX}"


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the boxes that were shown say, where they say it letter by letter."""
    texts: list[str] = []

    def look(box: QMessageBox) -> QMessageBox.StandardButton:
        label = box.findChild(QLabel, "qt_msgbox_label")
        assert isinstance(label, QLabel)
        assert label.textFormat() == Qt.TextFormat.PlainText
        texts.append(label.text())
        return QMessageBox.StandardButton.Cancel

    monkeypatch.setattr(QMessageBox, "exec", look)
    monkeypatch.setattr(QMessageBox, "open", look)
    return texts


def ask_before_closing(window: MainWindow, path: Path) -> None:
    window.document.mark_saved(path, window.document.project)
    window.document.edit("training.learning_rate", 0.5)
    window.close()


def ask_before_leaving(window: MainWindow, path: Path) -> None:
    window.document.mark_saved(path, window.document.project)
    window.document.edit("training.learning_rate", 0.5)
    window.actions_by_key["new"].trigger()


def ask_before_replacing(window: MainWindow, path: Path) -> None:
    path.write_bytes(b"there")
    window.actions_by_key["save_as"].trigger()


def ask_about_work_that_cannot_be_kept(window: MainWindow, path: Path) -> None:
    window.files._not_kept(lambda: None, f"{path} cannot be written.", "")


def say_that_a_picture_was_not_saved(window: MainWindow, path: Path) -> None:
    def refuse(name: str) -> None:
        raise InputError(f"{name} cannot be written.")

    save_or_say(window, refuse, str(path))


@pytest.mark.skipif(os.name == "nt", reason="Windows allows no such name")
@pytest.mark.parametrize(
    "show",
    [
        ask_before_closing,
        ask_before_leaving,
        ask_before_replacing,
        ask_about_work_that_cannot_be_kept,
        say_that_a_picture_was_not_saved,
    ],
)
def test_that_a_name_that_looks_like_html_is_shown_as_it_is(
    window: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    seen: list[str],
    show: Callable[[MainWindow, Path], None],
) -> None:
    path = tmp_path / NAME
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    show(window, path)
    assert len(seen) == 1
    assert NAME in seen[0]


def test_that_no_file_dialog_asks_by_itself_whether_to_replace(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[object] = []

    def chosen(*arguments: object) -> tuple[str, str]:
        given.extend(arguments)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    window.actions_by_key["save_as"].trigger()
    assert QFileDialog.Option.DontConfirmOverwrite in given


def test_that_every_box_and_every_name_to_save_is_asked_for_at_one_place() -> None:
    """So that what is tested above holds for all of them."""
    asks = re.compile(r"QMessageBox(\.[a-z]\w*)?\(|getSaveFileName")
    found = {
        path.name for path in PACKAGE.rglob("*.py") if asks.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"question.py"}
