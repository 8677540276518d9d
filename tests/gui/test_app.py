"""What waits for the window's first picture."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.gui.app import FirstPaint, begin_after
from playground.gui.main_window import MainWindow


class Painted(QWidget):
    """Notes when it was painted to the end."""

    def __init__(self, heard: list[str]) -> None:
        super().__init__()
        self._heard = heard

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._heard.append("paint")


def test_that_what_waits_begins_once_the_first_picture_stands(qtbot: QtBot) -> None:
    heard: list[str] = []
    window = Painted(heard)
    qtbot.addWidget(window)
    first = FirstPaint(window, patience=3_600_000)
    first.painted.connect(lambda: heard.append("painted"))
    first.over.connect(lambda: heard.append("over"))
    with qtbot.waitSignal(first.over):
        window.show()
    assert heard[0] == "paint"
    assert [word for word in heard if word != "paint"] == ["painted", "over"]
    window.repaint()
    assert heard.count("over") == 1


def test_that_nothing_waits_for_a_window_that_is_not_seen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    heard: list[str] = []
    first = FirstPaint(window, patience=0)
    first.painted.connect(lambda: heard.append("painted"))
    first.over.connect(lambda: heard.append("over"))
    qtbot.waitUntil(lambda: heard == ["over"])
    with qtbot.waitSignal(first.painted):
        window.show()
    assert heard == ["over", "painted"]


def test_that_torch_is_imported_and_then_the_file_opened_once_that_is_over(
    qtbot: QtBot, make_window: Callable[..., MainWindow], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    window = make_window(start=False)
    monkeypatch.setattr(window.run, "start", lambda: heard.append("start"))
    monkeypatch.setattr(window.files, "open", lambda path: heard.append(path.name))
    first = FirstPaint(window, patience=3_600_000)
    begin_after(first, window, Path("one.playground"))
    assert heard == []
    with qtbot.waitSignal(first.over):
        window.update()
    assert heard == ["start", "one.playground"]
