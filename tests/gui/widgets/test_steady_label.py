"""A label for numbers that change many times a second."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.widgets.steady_label import SteadyLabel


class Layouts(QObject):
    """Counts how often a widget is asked to lay out what it holds."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__()
        self.watched = watched
        self.count = 0
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.LayoutRequest
        return super().eventFilter(watched, event)


@pytest.fixture
def layouts_of(qtbot: QtBot) -> Callable[[QLabel], Layouts]:
    def show(label: QLabel) -> Layouts:
        holder = QWidget()
        qtbot.addWidget(holder)
        QHBoxLayout(holder).addWidget(label)
        holder.show()
        QCoreApplication.sendPostedEvents()
        return Layouts(holder)

    return show


def test_that_another_number_asks_for_no_layout(layouts_of: Callable[[QLabel], Layouts]) -> None:
    label = SteadyLabel("–", widest="000 000")
    layouts = layouts_of(label)
    for number in range(50):
        label.show_text(str(number))
        QCoreApplication.sendPostedEvents()
    assert label.text() == "49"
    assert layouts.count == 0


def test_that_a_label_of_qt_would_ask_each_time(layouts_of: Callable[[QLabel], Layouts]) -> None:
    label = QLabel("–")
    layouts = layouts_of(label)
    for number in range(50):
        label.setText(str(number))
        QCoreApplication.sendPostedEvents()
    assert layouts.count == 50


@pytest.mark.usefixtures("any_font")
def test_that_it_grows_for_a_wider_text_and_stays_so(qtbot: QtBot) -> None:
    label = SteadyLabel("1", widest="00")
    qtbot.addWidget(label)
    narrow = label.width()
    label.show_text("123456789")
    wide = label.width()
    assert wide > narrow
    assert wide >= label.fontMetrics().horizontalAdvance("123456789")
    label.show_text("1")
    assert label.width() == wide
    label.set_widest("00")
    assert label.width() == narrow


@pytest.mark.usefixtures("any_font")
def test_that_it_makes_room_for_a_larger_font(qtbot: QtBot) -> None:
    label = SteadyLabel("123", widest="000 000")
    qtbot.addWidget(label)
    before = label.size()
    font = QFont(label.font())
    font.setPointSizeF(2 * font.pointSizeF())
    label.setFont(font)
    assert label.width() > before.width()
    assert label.height() > before.height()


def test_that_text_is_shown_letter_by_letter(qtbot: QtBot) -> None:
    label = SteadyLabel("<b>x</b>")
    qtbot.addWidget(label)
    assert label.width() >= label.fontMetrics().horizontalAdvance("<b>x</b>")
