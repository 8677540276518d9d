"""Whatever is wrong is said in full, beside its buttons, and leaves the plot room."""

from collections.abc import Callable
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from playground.engine.common.language import ENGLISH, LANGUAGES, Language, _
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.remedies import REMEDIES, Offer, offered
from playground.engine.instruments.health.rules import RULES, Finding, Rule
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.health.view import LOW, HealthView
from playground.gui.main_window import MainWindow
from tests.gui.clipping import beyond, clipped

MakeWindow = Callable[..., MainWindow]
SIZES = ((960, 572), (1280, 772), (1366, 740))
SETTLING = 5_000
LEAST_PLOT = 60
ZEROS = settings.write(RunSpec(), "network.initialiser", "zeros")


@pytest.fixture(params=[ENGLISH, *LANGUAGES[1:]], ids=lambda one: one.key)
def language(request: pytest.FixtureRequest, spoken: Callable[..., None]) -> Language:
    chosen: Language = request.param
    spoken(chosen)
    return chosen


def finding_of(rule: Rule, sentence: str, advice: str) -> Finding:
    """What a rule says, with the longest numbers and all of its buttons."""
    offers: list[Offer] = []
    for key in rule.remedies:
        offer = offered(REMEDIES[key], ZEROS, History())
        offers += [offer] if offer is not None else []
    return Finding(rule.key, sentence, advice, tuple(offers))


def test_that_no_sentence_and_no_button_is_cut_at_any_size(
    language: Language,  # noqa: ARG001
    make_window: MakeWindow,
    qtbot: QtBot,
) -> None:
    window = make_window(start=False)
    window.space.show_instrument("gradients")
    view = window.findChild(HealthView)
    assert view is not None
    fields = dict.fromkeys(("layer", "share", "norm", "ratio", "best", "now"), "0.00012")
    for width, height in SIZES:
        window.resize(width, height)
        qtbot.waitUntil(lambda: not window.space.keeper._sharing.isActive())
        for rule in RULES:
            said = finding_of(rule, _(rule.sentence).format(**fields), _(rule.advice))
            view._show_finding(said)
            qtbot.waitUntil(partial(everything_fits, window, view), timeout=SETTLING)
            is_low = view.height() < LOW
            assert view.notice.sentence.text().endswith(said.advice) != is_low
            assert said.advice in view.notice.sentence.toolTip().replace("\n", " ")
        view._show_finding(None)
        assert not view.figure.legend.isHidden()


def everything_fits(window: MainWindow, view: HealthView) -> None:
    """Asked again until the layout has settled."""
    notice, sentence = view.notice, view.notice.sentence
    shown = [button for button in notice.buttons if button.isVisible()]
    assert sentence.height() >= sentence.heightForWidth(sentence.width())
    for part in (sentence, *shown):
        assert notice.rect().contains(part.geometry())
    for button in shown:
        assert button.width() >= button.sizeHint().width()
        assert not button.geometry().intersects(sentence.geometry())
    assert view.figure.canvas.widget.height() >= LEAST_PLOT
    assert clipped(window) == []
    assert beyond(window) == []
