"""The row that says how far a piece of work is."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.widgets.progress_row import PARTS, ProgressRow


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[ProgressRow]:
    """A row in a window that is seen."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(600, 60)
    made = ProgressRow("reading", "Reading the table", "Give up reading.", window)
    with qtbot.waitExposed(window):
        window.show()
    yield made


def test_that_the_row_is_seen_only_while_something_is_read(row: ProgressRow, qtbot: QtBot) -> None:
    assert not row.isVisible()
    row.show_progress("prices.csv", 0.25, "Reading cells")
    assert not row.isVisible()
    qtbot.waitUntil(row.isVisible)
    bar = row.findChild(QProgressBar)
    assert bar is not None
    assert bar.value() == PARTS // 4
    row.end()
    assert not row.isVisible()


def test_that_what_is_read_in_a_moment_is_never_shown(row: ProgressRow) -> None:
    row.show_progress("prices.csv", 0.9, "Reading cells")
    row.end()
    assert not row.isVisible()
    assert not row._patience.isActive()


def test_that_the_button_gives_up(row: ProgressRow, qtbot: QtBot) -> None:
    row.show()
    button = row.findChild(QPushButton)
    assert button is not None
    with qtbot.waitSignal(row.cancelled):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
