"""Room that scrolls only where the window is too low or too narrow."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.widgets.yielding_area import NARROWEST, YieldingArea

ELSEWHERE = 450
MakeArea = Callable[[int], YieldingArea]


class Panel(QWidget):
    """Needs so much room."""

    def __init__(self) -> None:
        super().__init__()
        self.content = QWidget(self)
        self.content.setMinimumSize(2 * NARROWEST, 300)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.content)


@pytest.fixture
def panel() -> Panel:
    return Panel()


@pytest.fixture
def area_in(panel: Panel, qtbot: QtBot) -> MakeArea:
    """The area in a window of this height."""
    window = QWidget()
    qtbot.addWidget(window)

    def make(height: int) -> YieldingArea:
        area = YieldingArea(panel, ELSEWHERE, window)
        column = QVBoxLayout(window)
        column.addStretch(1)
        column.addWidget(area)
        window.resize(800, height)
        window.show()
        QCoreApplication.processEvents()
        return area

    return make


def test_that_a_high_window_shows_the_whole_panel(area_in: MakeArea) -> None:
    assert area_in(800).minimumSizeHint().height() == 300


def test_that_a_low_window_keeps_what_is_elsewhere(area_in: MakeArea) -> None:
    assert area_in(600).minimumSizeHint().height() == 600 - ELSEWHERE


def test_that_a_wide_panel_is_scrolled_sideways(area_in: MakeArea) -> None:
    area = area_in(800)
    assert area.minimumSizeHint().width() == NARROWEST
    area.window().resize(NARROWEST, 800)
    QCoreApplication.processEvents()
    assert area.horizontalScrollBar().maximum() > 0


def test_that_a_panel_that_grows_is_given_more(
    area_in: MakeArea, panel: Panel, qtbot: QtBot
) -> None:
    area = area_in(800)
    panel.content.setMinimumHeight(320)
    qtbot.waitUntil(lambda: area.height() == 320)
