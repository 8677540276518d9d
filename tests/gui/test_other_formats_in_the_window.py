"""Tables that are no text files in the real window: dropped, pasted, taken back, kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.gui.main_window import MainWindow
from tests.engine.data.table.containers.workbooks import Cell, xlsx, zipped
from tests.gui.drops import drop
from tests.gui.test_tables_in_the_window import PATIENCE, Importing, is_ready

ROWS: list[list[Cell]] = [[n * 1.5, "ab"[n % 2], n * 3.25 + n % 2] for n in range(40)]
TABLE: list[list[Cell]] = [["size", "place", "price"], *ROWS]
COPIED = "\r\n".join("\t".join(str(cell) for cell in row) for row in TABLE)


@pytest.fixture
def importing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Importing:
    return Importing(qtbot, monkeypatch)


def wait(window: MainWindow, qtbot: QtBot, name: str) -> None:
    qtbot.waitUntil(lambda: is_ready(window, name), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


@pytest.mark.usefixtures("importing")
@pytest.mark.parametrize("name", ["houses.xlsx", "houses.zip"])
def test_that_a_workbook_is_dropped_saved_and_reopened(
    name: str,
    make_window: Callable[..., MainWindow],
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    book = xlsx({"Cover": [["Houses"]], "Houses": TABLE})
    given = tmp_path / name
    given.write_bytes(book if name == "houses.xlsx" else zipped({"a.xlsx": book}))
    assert drop(window, given)
    wait(window, qtbot, name)
    assert window.run.data is not None
    assert window.run.data.target_name == "price"
    saved = tmp_path / "houses.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(saved)
    other = make_window()
    other.files.open(saved)
    wait(other, qtbot, name)
    assert other.document.project.table == window.document.project.table
    assert other.document.project.table is not None
    assert other.document.project.table.content == given.read_bytes()


def test_that_a_copied_table_is_pasted_asked_about_and_taken_back(
    window: MainWindow, qtbot: QtBot, importing: Importing
) -> None:
    before = window.document.project
    QGuiApplication.clipboard().setText(COPIED)
    window.activateWindow()
    window.space.network.setFocus()
    QTest.keySequence(window, QKeySequence.StandardKey.Paste)
    wait(window, qtbot, "clipboard")
    assert importing.seen == 1
    assert window.run.data is not None
    assert window.run.data.target_name == "price"
    assert window.document.project.run.data.source == "table"
    window.document.undo()
    assert window.document.project == before


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_that_a_clipboard_without_a_table_is_only_said(
    text: str, window: MainWindow, importing: Importing
) -> None:
    QGuiApplication.clipboard().setText(text)
    before = window.document.project
    window.actions_by_key["paste_table"].trigger()
    assert importing.seen == 0
    assert window.document.project is before
    assert "copy the cells of a table" in window.space.status_line._reason.text()
