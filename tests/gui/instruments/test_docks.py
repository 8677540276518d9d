"""The docks of instruments: made when they are seen, and looking only while they are seen."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.errors import InputError
from playground.engine.run.session import Session
from playground.gui import main_window
from playground.gui.instruments.bench import Bench, InstrumentRow
from playground.gui.instruments.looking import Looking
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


class Counting(QLabel):
    """Counts what it hears of the run's steps."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self.heard: list[int] = []
        self.refused: list[str] = []
        self.threads: set[int] = set()
        self.raises: Exception | None = None
        looking = Looking(bench.run, self, self.look, self.take, self.refused.append)
        looking.ask()
        self.looking = looking

    def look(self, session: Session) -> int:
        if self.raises is not None:
            raise self.raises
        return session.trainer.step_number

    def take(self, steps: int) -> None:
        self.heard.append(steps)
        self.threads.add(threading.get_ident())


@pytest.fixture
def window(make_window: MakeWindow, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    row = InstrumentRow(key="counting", title="Counting", make=Counting)
    monkeypatch.setattr(main_window, "INSTRUMENTS", (row,))
    return make_window()


def counting(window: MainWindow) -> Counting | None:
    return window.findChild(Counting)


def test_that_an_instrument_is_made_when_it_is_seen(window: MainWindow) -> None:
    assert window.space.instruments["counting"].isHidden()
    assert counting(window) is None
    window.space.show_instrument("counting")
    assert counting(window) is not None
    view = [action.text() for action in window._menus["View"].actions()]
    assert "Counting" in view


def test_that_it_looks_between_steps_while_it_is_seen_and_not_while_it_is_hidden(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.space.show_instrument("counting")
    shown = counting(window)
    assert shown is not None
    train_for(window, qtbot, 200)
    steps = window.run.thread_of_training.log.steps
    qtbot.waitUntil(lambda: bool(shown.heard) and shown.heard[-1] == steps, timeout=PATIENCE)
    assert shown.threads == {threading.get_ident()}
    window.space.instruments["counting"].hide()
    qtbot.waitUntil(lambda: not shown.looking.is_asked, timeout=PATIENCE)
    before = len(shown.heard)
    train_for(window, qtbot, 50)
    assert len(shown.heard) == before


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (InputError("Nothing to see."), "Nothing to see."),
        (RuntimeError("shapes differ\nat row 3"), "This cannot be shown: shapes differ"),
        (MemoryError(), "The device ran out of memory"),
    ],
)
def test_that_what_cannot_be_seen_is_said_in_a_sentence_and_the_run_goes_on(
    window: MainWindow, qtbot: QtBot, error: Exception, sentence: str
) -> None:
    window.space.show_instrument("counting")
    shown = counting(window)
    assert shown is not None
    shown.raises = error
    shown.looking.ask()
    qtbot.waitUntil(lambda: bool(shown.refused), timeout=PATIENCE)
    assert {words.startswith(sentence) for words in shown.refused} == {True}
    train_for(window, qtbot, 10)
    shown.raises = None
    shown.looking.ask()
    qtbot.waitUntil(lambda: bool(shown.heard), timeout=PATIENCE)


def test_that_looking_again_and_again_leaves_the_run_as_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.space.show_instrument("counting")
    shown = counting(window)
    assert shown is not None
    train_for(window, qtbot, 100)
    assert window.run.state == "paused"
    assert shown.heard == sorted(shown.heard)


def tab_bars(window: MainWindow) -> list[list[str]]:
    """What the bars of tabs offer that lie within the window."""
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    seen = [bar for bar in bars if window.rect().contains(bar.geometry().center())]
    return sorted([bar.tabText(n) for n in range(bar.count())] for bar in seen)


def test_that_one_bar_of_tabs_has_loss_and_instrument(window: MainWindow, qtbot: QtBot) -> None:
    window.space.show_instrument("counting")
    wanted = [["Loss", "Counting"], ["Predict", "Metrics"]]
    qtbot.waitUntil(lambda: tab_bars(window) == wanted, timeout=PATIENCE)
    window.space.arrange()
    assert window.space.instruments["counting"].isHidden()
    window.space.instruments["counting"].toggleViewAction().trigger()
    qtbot.waitUntil(lambda: tab_bars(window) == wanted, timeout=PATIENCE)


def test_that_an_instrument_behind_another_tab_asks_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.space.show_instrument("counting")
    shown = counting(window)
    assert shown is not None
    qtbot.waitUntil(lambda: not shown.looking.is_asked, timeout=PATIENCE)
    window.space.docks["loss"].raise_()
    assert not shown.isVisible()
    before = len(shown.heard)
    train_for(window, qtbot, 50)
    assert len(shown.heard) == before
    window.space.show_instrument("counting")
    qtbot.waitUntil(lambda: len(shown.heard) > before, timeout=PATIENCE)
