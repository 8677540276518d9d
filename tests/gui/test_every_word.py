"""No text of the window is outside the mechanism of languages, whatever it shows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from playground.engine.catalogue import index
from playground.gui.main_window import MainWindow
from playground.gui.panels.training_panel import losses_for
from tests.gui.runs import train_for
from tests.gui.shown_texts import painted_texts
from tests.gui.unmarked import own_words, unmarked, words_of
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
PATIENCE = 20_000
SOURCES = ("circle", "rings", "line", "hills", "iris", "digits", "diabetes", "painted_classes")


@pytest.fixture(autouse=True)
def _pseudo(spoken: Callable[..., None]) -> None:
    spoken(PSEUDO, PseudoTranslations())


@pytest.mark.parametrize("source", SOURCES)
def test_that_every_text_of_the_window_is_translated(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    window = make_window()
    window.editing.choose_source(source)
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    window.space.training._more.toggle.click()
    train_for(window, qtbot, 30)
    with painted_texts(monkeypatch) as written:
        window.grab()
        QCoreApplication.processEvents()
    assert list(unmarked(window)) == []
    known = own_words(window)
    assert [word for text in written for word in words_of(text, known)] == []


@pytest.mark.parametrize(
    ("source", "path", "keys"),
    [
        ("circle", "training.optimizer", tuple(row.key for row in index.rows("optimizers"))),
        ("circle", "training.schedule", tuple(row.key for row in index.rows("schedules"))),
        ("circle", "training.loss", losses_for("two_classes")),
        ("rings", "training.loss", losses_for("more_classes")),
        ("line", "training.loss", losses_for("regression")),
    ],
)
def test_that_the_settings_of_every_row_are_translated(
    make_window: MakeWindow, qtbot: QtBot, source: str, path: str, keys: tuple[str, ...]
) -> None:
    window = make_window()
    window.editing.choose_source(source)
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    for key in keys:
        window.editing.edit(path, key)
        QCoreApplication.processEvents()
        assert list(unmarked(window)) == []
