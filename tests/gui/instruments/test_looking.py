"""Looking keeps within its share, what showing costs included."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.gui.instruments.health.painting import Painting
from playground.gui.instruments.looking import Looking


class Run(QObject):
    """A run that answers when it is told to."""

    state_changed = Signal(object)
    edited = Signal(object)
    applied = Signal()

    def __init__(self, state: str) -> None:
        super().__init__()
        self.state = state
        self.answers: list[Callable[[], None]] = []

    def inspect(
        self, look: Callable[[Any], Any], receive: Callable[[Any], None], _refuse: object
    ) -> None:
        self.answers.append(lambda: receive(look(None)))

    def answer(self) -> None:
        self.answers.pop(0)()


@pytest.fixture
def widget(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def looking_at(run: Run, widget: QWidget, **chosen: Any) -> Looking[int]:  # noqa: ANN401
    return Looking(run, widget, lambda _run: 1, lambda _one: None, **chosen)  # type: ignore[arg-type]


def test_that_the_next_look_waits_for_looking_and_showing_to_be_within_their_share(
    widget: QWidget,
) -> None:
    looking = looking_at(Run("running"), widget, share=0.05, soonest=100)
    looking._answered = 100.0
    assert looking._due() == pytest.approx(100.1)
    looking._costs = [0.01, 0.01, 0.01]
    assert looking._due() == pytest.approx(100.2)
    looking.charge(0.015)
    assert looking._due() == pytest.approx(100.0 + 0.015 / 0.05)
    looking.charge(10.0)
    assert looking._due() == pytest.approx(100.0 + 2 * 0.01 / 0.05)


def test_that_the_first_look_does_not_count_since_it_imports_what_it_needs(
    widget: QWidget,
) -> None:
    run = Run("paused")
    looking = looking_at(run, widget)
    assert looking._answered == -math.inf
    for number in range(6):
        looking.ask()
        run.answer()
        assert len(looking._costs) == min(number, 3)


def test_that_changes_of_a_run_that_trains_wait_for_their_turn(widget: QWidget) -> None:
    run = Run("running")
    looking = looking_at(run, widget, soonest=60_000)
    looking.ask()
    run.applied.emit()
    run.answer()
    run.applied.emit()
    widget.hide()
    widget.show()
    assert run.answers == []
    assert looking._timer.isActive()
    run.state = "paused"
    run.applied.emit()
    assert len(run.answers) == 1


def test_that_only_the_painting_of_what_was_drawn_is_charged(widget: QWidget) -> None:
    charged: list[float] = []
    painted: list[QPaintEvent] = []
    plot: Any = widget
    plot.paintEvent = painted.append
    painting = Painting(widget, charged.append)
    event = QPaintEvent(QRegion(widget.rect()))
    plot.paintEvent(event)
    assert charged == []
    painting.begin(0.5)
    plot.paintEvent(event)
    plot.paintEvent(event)
    assert charged[0] == 0.5
    assert len(charged) == 2
    assert len(painted) == 3
