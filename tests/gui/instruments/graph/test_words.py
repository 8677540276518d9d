"""What the dock of the graph says: in every language, nothing cut off."""

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from playground.engine.common.language import ENGLISH, LANGUAGES, Language
from playground.engine.instruments.expression.evaluate import evaluate
from playground.engine.instruments.expression.names import BACKWARD, FUNCTIONS
from playground.engine.instruments.expression.place import ExpressionError
from playground.gui.instruments.graph.panel import GraphPanel
from playground.gui.instruments.graph.words import answer_lines
from playground.gui.main_window import MainWindow
from tests.gui.clipping import clipped
from tests.gui.shown_texts import every_text, plain_letters
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
PATIENCE = 20_000
KNOWN = {*FUNCTIONS, BACKWARD, "PyTorch"}


def panel_of(window: MainWindow, qtbot: QtBot) -> GraphPanel:
    window.space.show_instrument("graph")
    panel = window.findChild(GraphPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: bool(panel.picture.scene.boxes), timeout=PATIENCE)
    return panel


def test_that_every_text_is_translated(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    panel = panel_of(make_window(), qtbot)
    hint = panel.details.toPlainText()
    panel.show_source("own")
    texts = [text for _where, text in every_text(panel)] + [hint]
    words = [word for text in texts for word in plain_letters(text) if len(word) > 1]
    assert [word for word in words if word not in KNOWN] == []


@pytest.mark.parametrize(
    "text", ["", "x", "x = 1\ny = x +", "x = 0\ny = 1 / x", "x = 1\ny = log(-x)", "x = sin"]
)
def test_that_every_mistake_is_told_in_the_language_spoken(
    text: str, spoken: Callable[..., None]
) -> None:
    spoken(PSEUDO, PseudoTranslations())
    with pytest.raises(ExpressionError) as told:
        evaluate(text)
    words = [word for word in plain_letters(str(told.value)) if len(word) > 1]
    assert [word for word in words if word not in {*FUNCTIONS, BACKWARD, "inf", "nan"}] == []


@pytest.mark.parametrize("language", [ENGLISH, *LANGUAGES[1:], PSEUDO], ids=lambda one: one.key)
def test_that_no_text_of_the_dock_is_cut_off(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None], language: Language
) -> None:
    spoken(language, PseudoTranslations() if language is PSEUDO else None)
    window = make_window()
    panel = panel_of(window, qtbot)
    for width, height in ((960, 572), (1280, 772), (1920, 1052)):
        window.resize(width, height)
        for source in ("run", "own"):
            panel.show_source(source)
            qtbot.waitUntil(lambda: clipped(panel) == [], timeout=PATIENCE)


def test_that_gradients_are_printed_as_code_prints_them() -> None:
    text = "x = 2\nM = [[1, 2], [3, 4.5]]\nunused = 1\ny = (M * x).sum() / 3"
    assert answer_lines(evaluate(text)) == [
        "y = 7.0",
        "dy/dx = 3.5",
        "dy/dM = [[0.666667, 0.666667], [0.666667, 0.666667]]",
        "dy/dunused = None",
    ]


def test_that_an_infinite_slope_is_told_in_a_sentence() -> None:
    lines = answer_lines(evaluate("x = 0\ny = sqrt(x) * 1"))
    assert lines[1] == "dy/dx = inf"
    assert lines[2].startswith("A gradient is not finite")
