"""Portuguese, and a language whose texts are 40 % longer, fit every window of the README."""

from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from playground.engine.common.language import ENGLISH, LANGUAGES, Language
from playground.gui.instruments.landscape.panel import LandscapePanel
from playground.gui.instruments.race.panel import RacePanel
from playground.gui.instruments.range_test.panel import RangeTestPanel
from playground.gui.main_window import MainWindow
from tests.gui.clipping import beyond, clipped
from tests.gui.instruments.race.racing import race_for
from tests.gui.runs import train_for
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
PATIENCE, SETTLING = 20_000, 2_000
SIZES = ((960, 572), (1280, 772), (1366, 740), (1920, 1052))
"""Windows of the README's screens without their title bars."""
INSTRUMENTS = ("slow_step", "gradients", "tensors", "graph", "range_test", "landscape", "race")


@pytest.fixture(params=[ENGLISH, *LANGUAGES[1:], PSEUDO], ids=lambda one: one.key)
def language(request: pytest.FixtureRequest, spoken: Callable[..., None]) -> Language:
    chosen: Language = request.param
    spoken(chosen, PseudoTranslations() if chosen is PSEUDO else None)
    return chosen


@pytest.mark.parametrize("source", ["circle", "iris", "hills", "digits"])
def test_that_no_text_of_the_window_is_cut_off(
    language: Language,  # noqa: ARG001
    make_window: MakeWindow,
    qtbot: QtBot,
    source: str,
) -> None:
    window = make_window()
    window.editing.choose_source(source)
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    train_for(window, qtbot, 20)
    for width, height in SIZES:
        window.resize(width, height)
        qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
        assert window.width() == width
        qtbot.waitUntil(partial(nothing_is_cut, window), timeout=SETTLING)


@pytest.mark.parametrize("key", INSTRUMENTS)
def test_that_no_text_of_an_instrument_is_cut_off(
    language: Language,  # noqa: ARG001
    make_window: MakeWindow,
    qtbot: QtBot,
    key: str,
) -> None:
    window = make_window()
    train_for(window, qtbot, 5)
    window.space.show_instrument(key)
    fill(window, qtbot, key)
    for width, height in SIZES[:3]:
        window.resize(width, height)
        qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
        assert window.width() == width
        qtbot.waitUntil(partial(nothing_is_cut, window), timeout=SETTLING)


def fill(window: MainWindow, qtbot: QtBot, key: str) -> None:
    """Let an instrument show what it shows most."""
    panel = window.space.instruments[key]
    match key:
        case "slow_step":
            buttons = panel.findChildren(QPushButton, "slow_step.open")
            buttons[0].click()
            phase = panel.findChild(QComboBox, "slow_step.phase")
            assert phase is not None
            qtbot.waitUntil(lambda: phase.count() > 0, timeout=PATIENCE)
        case "range_test":
            test = window.findChild(RangeTestPanel)
            assert test is not None
            test.start()
            qtbot.waitUntil(lambda: not test.is_testing, timeout=PATIENCE)
        case "landscape":
            landscape = window.findChild(LandscapePanel)
            assert landscape is not None
            landscape.compute()
            qtbot.waitUntil(lambda: landscape.shown is not None, timeout=PATIENCE)
            landscape.controls.stop.click()
            landscape.figure.canvas.clicked.emit(0.25, 0.25)
        case "race":
            race = window.findChild(RacePanel)
            assert race is not None
            race_for(race, qtbot)
        case _:
            train_for(window, qtbot, 200)


def nothing_is_cut(window: MainWindow) -> None:
    """Asked again until what was resized has settled."""
    assert clipped(window) == []
    assert beyond(window) == []
