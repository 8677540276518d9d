"""The line below the losses: its places, its keys, its buttons and its playing."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from playground.gui.rewind import scrubber as scrubber_module
from playground.gui.rewind.scrubber import Scrubber
from playground.gui.rewind.slider import PAGE
from playground.gui.theme import LIGHT
from playground.gui.widgets.number_text import GROUP

STEPS = [0, 10, 30, 70, 150]
Key = Qt.Key


class Line:
    """A scrubber whose wishes come true at once."""

    def __init__(self, qtbot: QtBot) -> None:
        self.widget = Scrubber(LIGHT)
        qtbot.addWidget(self.widget)
        self.wished: list[int | None] = []
        self.widget.wanted.connect(self.wished.append)
        self.widget.wanted.connect(self.widget.show_step)
        self.widget.resize(500, self.widget.sizeHint().height())
        self.widget.set_steps(STEPS, 31_000)
        self.widget.show()

    def press(self, *keys: Key) -> list[int | None]:
        self.wished.clear()
        for key in keys:
            QTest.keyClick(self.widget.slider, key)
        return list(self.wished)


@pytest.fixture
def line(qtbot: QtBot) -> Iterator[Line]:
    line = Line(qtbot)
    yield line
    line.widget.play.setChecked(False)


def test_that_arrows_go_from_one_kept_step_to_the_next(line: Line) -> None:
    assert line.press(Key.Key_Left, Key.Key_Left, Key.Key_Right) == [150, 70, 150]


def test_that_home_end_and_pages_go_far(line: Line) -> None:
    assert line.press(Key.Key_Home, Key.Key_End) == [0, None]
    line.widget.set_steps(list(range(100)), 500)
    assert line.press(Key.Key_PageUp, Key.Key_PageUp, Key.Key_PageDown) == [
        100 - PAGE,
        100 - 2 * PAGE,
        100 - PAGE,
    ]


def test_that_escape_returns_to_the_present(line: Line) -> None:
    assert line.press(Key.Key_Left, Key.Key_Escape) == [150, None]
    assert line.press(Key.Key_Escape) == []


def test_that_a_click_goes_to_the_place_under_the_mouse(line: Line) -> None:
    slider = line.widget.slider
    for number, step in enumerate((*STEPS, None)):
        x = round(slider.place(number / len(STEPS)))
        line.wished.clear()
        QTest.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(x, 9))
        assert line.wished == [step]


def test_that_it_says_where_it_stands_and_offers_two_ways_out(line: Line) -> None:
    bar = line.widget.bar
    bar.resize(500, bar.sizeHint().height())
    assert not bar.isVisible()
    line.press(Key.Key_Home, Key.Key_Right)
    assert bar.isVisible()
    assert bar.label.text() == f"step 10 of 31{GROUP}000 (the past)"
    assert line.widget.slider.accessibleDescription() == bar.label.text()
    for button in bar.findChildren(QPushButton):
        assert button.toolTip()
        assert button.text()
    bar.stops[1].click()
    assert line.wished[-1] is None
    assert not bar.isVisible()


def test_that_going_on_is_asked_for_by_its_button(line: Line, qtbot: QtBot) -> None:
    line.press(Key.Key_Left)
    with qtbot.waitSignal(line.widget.bar.go_on):
        line.widget.bar.stops[0].click()


def test_that_it_is_hidden_without_a_past_and_keeps_its_room(line: Line) -> None:
    line.widget.set_steps([40], 40)
    assert line.widget.isHidden()
    assert line.widget.sizePolicy().retainSizeWhenHidden()
    line.widget.set_steps([0, 40], 40)
    assert line.widget.isVisible()
    assert list(line.widget.steps) == [0]


def test_that_a_network_too_large_has_a_sentence_in_place_of_a_slider(line: Line) -> None:
    line.widget.set_too_large(151_000_000)
    assert line.widget.isVisible()
    assert not line.widget.slider.isVisible()
    assert "151.0 MB" in line.widget.sentence.text()
    line.widget.set_steps(STEPS, 200)
    assert line.widget.slider.isVisible()
    assert not line.widget.sentence.isVisible()


def test_that_playing_goes_from_the_start_to_the_present_and_stops(
    line: Line, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubber_module, "MILLISECONDS", 10)
    line.widget.play.click()
    qtbot.waitUntil(lambda: not line.widget.play.isChecked(), timeout=20_000)
    assert line.wished == [*STEPS, None]


def test_that_playing_begins_where_one_stands(
    line: Line, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubber_module, "MILLISECONDS", 10)
    line.press(Key.Key_Left, Key.Key_Left)
    line.wished.clear()
    line.widget.play.click()
    qtbot.waitUntil(lambda: not line.widget.play.isChecked(), timeout=20_000)
    assert line.wished == [150, None]


def test_that_playing_waits_until_the_last_step_is_seen(
    line: Line, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubber_module, "MILLISECONDS", 10)
    line.widget.wanted.disconnect(line.widget.show_step)
    line.widget.play.click()
    ticks: list[None] = []
    line.widget._timer.timeout.connect(lambda: ticks.append(None))
    qtbot.waitUntil(lambda: len(ticks) > 5, timeout=20_000)
    assert line.wished == [0]


def test_that_taking_the_handle_stops_playing(line: Line) -> None:
    line.widget.play.click()
    assert line.widget.play.isChecked()
    QTest.mousePress(line.widget.slider, Qt.MouseButton.LeftButton)
    assert not line.widget.play.isChecked()
    QTest.mouseRelease(line.widget.slider, Qt.MouseButton.LeftButton)
