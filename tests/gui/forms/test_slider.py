"""Sliding: acting while dragged, keys, wheel, and one gesture each."""

from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.settings import paths as settings
from playground.gui.forms.slider import MARGIN, RADIUS, ParameterSlider
from playground.gui.forms.slider_offers import scale_for

WIDTH = 320


@dataclass
class Bench:
    """A slider in a window, and what it said."""

    slider: ParameterSlider
    other: QLineEdit
    window: QWidget
    edits: list[float] = field(default_factory=list)
    ends: list[None] = field(default_factory=list)

    def x(self, position: float) -> float:
        return MARGIN + position * (self.slider.width() - 2 * MARGIN)

    def mouse(self, kind: QEvent.Type, x: float) -> None:
        place = QPointF(x, RADIUS + 2)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, place, place, left, left, none)
        {
            QEvent.Type.MouseButtonPress: self.slider.mousePressEvent,
            QEvent.Type.MouseMove: self.slider.mouseMoveEvent,
            QEvent.Type.MouseButtonRelease: self.slider.mouseReleaseEvent,
            QEvent.Type.MouseButtonDblClick: self.slider.mouseDoubleClickEvent,
        }[kind](event)


def bench(qtbot: QtBot, path: str) -> Bench:
    parameter = settings.fixed_parameters()[path]
    scale = scale_for(parameter)
    assert scale is not None
    window = QWidget()
    row = QHBoxLayout(window)
    slider, other = ParameterSlider(parameter, scale, window), QLineEdit(window)
    row.addWidget(slider)
    row.addWidget(other)
    slider.setFixedWidth(WIDTH)
    qtbot.addWidget(window)
    made = Bench(slider, other, window)
    slider.edited.connect(made.edits.append)
    slider.finished.connect(lambda: made.ends.append(None))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    slider.setFocus()
    return made


def test_that_a_slider_acts_while_it_is_dragged_and_ends_once(qtbot: QtBot) -> None:
    b = bench(qtbot, "training.learning_rate")
    b.mouse(QEvent.Type.MouseButtonPress, b.x(0.5))
    for position in (0.6, 0.7, 1.0):
        b.mouse(QEvent.Type.MouseMove, b.x(position))
    assert b.edits == [0.04, 0.16, 10.0]
    assert b.ends == []
    b.mouse(QEvent.Type.MouseButtonRelease, b.x(1.0))
    assert len(b.ends) == 1
    assert b.slider.number() == 10.0


def test_that_a_press_beside_the_handle_brings_it_there(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    b.mouse(QEvent.Type.MouseButtonPress, b.x(0.4))
    assert b.edits == [0.2]


def test_that_taking_the_handle_changes_nothing(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    b.mouse(QEvent.Type.MouseButtonPress, b.x(0.0) + 3)
    b.mouse(QEvent.Type.MouseButtonRelease, b.x(0.0) + 3)
    assert b.edits == []
    assert b.ends == []


def test_that_a_double_click_returns_to_the_default(qtbot: QtBot) -> None:
    b = bench(qtbot, "training.learning_rate")
    b.slider.set_number(1.0)
    b.mouse(QEvent.Type.MouseButtonDblClick, b.x(0.2))
    b.mouse(QEvent.Type.MouseButtonRelease, b.x(0.2))
    assert b.edits == [0.01]
    assert len(b.ends) == 1


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (Qt.Key.Key_Right, 0.015),
        (Qt.Key.Key_Up, 0.015),
        (Qt.Key.Key_Left, 0.007),
        (Qt.Key.Key_PageUp, 0.1),
        (Qt.Key.Key_PageDown, 0.001),
        (Qt.Key.Key_Home, 1e-5),
        (Qt.Key.Key_End, 10.0),
    ],
)
def test_that_each_key_steps_and_is_one_gesture(qtbot: QtBot, key: Qt.Key, number: float) -> None:
    b = bench(qtbot, "training.learning_rate")
    QTest.keyClick(b.slider, key)
    assert b.edits == [number]
    assert len(b.ends) == 1


def test_that_the_wheel_needs_the_focus(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    b.other.setFocus()
    assert not scroll(b.slider, 1)
    b.slider.setFocus()
    assert scroll(b.slider, 1)
    assert b.edits == [0.01]


def test_that_a_run_of_the_wheel_is_one_gesture(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    for _ in range(3):
        scroll(b.slider, 1)
    assert (b.edits, b.ends) == ([0.01, 0.02, 0.03], [])
    b.other.setFocus()
    assert len(b.ends) == 1


def test_that_half_a_notch_waits_for_the_other_half(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    scroll(b.slider, 0.5)
    assert b.edits == []
    scroll(b.slider, 0.5)
    assert b.edits == [0.01]


def test_that_the_end_of_the_batch_size_is_the_full_batch(qtbot: QtBot) -> None:
    b = bench(qtbot, "training.batch_size")
    QTest.keyClick(b.slider, Qt.Key.Key_End)
    assert b.slider.number() == 0
    assert b.slider.value() == b.slider.maximum()


def test_that_a_typed_value_beyond_the_track_stays_exact(qtbot: QtBot) -> None:
    b = bench(qtbot, "training.learning_rate")
    b.slider.set_number(1e-7)
    assert b.slider.number() == 1e-7
    assert b.slider.value() == 0
    assert b.edits == []


def test_that_the_handle_is_painted_where_the_value_lies(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    b.other.setFocus()
    b.slider.set_number(0.2)
    picture = b.slider.grab().toImage()
    ratio = picture.devicePixelRatio()
    y = int((RADIUS + 2) * ratio)
    accent = b.slider.palette().color(QPalette.ColorRole.Highlight)
    mid = b.slider.palette().color(QPalette.ColorRole.Mid)
    assert picture.pixelColor(int(b.x(0.15) * ratio), y).name() == accent.name()
    assert picture.pixelColor(int(b.x(0.75) * ratio), y).name() == mid.name()


def test_that_a_disabled_slider_is_painted_without_the_accent(qtbot: QtBot) -> None:
    b = bench(qtbot, "data.noise")
    b.slider.set_number(0.5)
    bright = b.slider.grab().toImage()
    b.slider.setEnabled(False)
    assert b.slider.grab().toImage() != bright


def scroll(slider: ParameterSlider, notches: float) -> bool:
    """Turn the wheel over the slider; whether it took the event."""
    event = QWheelEvent(
        QPointF(5, 5),
        QPointF(5, 5),
        QPoint(),
        QPoint(0, int(120 * notches)),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    slider.wheelEvent(event)
    return event.isAccepted()
