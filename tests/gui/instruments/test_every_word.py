"""No text of an instrument is outside the mechanism of languages, in any of its usual states."""

import re
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from playground.engine.common.language import _
from playground.engine.data.dataset import build_dataset
from playground.engine.frames.frame import DataPicture
from playground.engine.frames.maker import FrameMaker
from playground.engine.instruments.expression.examples import EXAMPLES
from playground.engine.instruments.expression.names import BACKWARD, FUNCTIONS
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.remedies import REMEDIES, offered
from playground.engine.instruments.health.rules import RULES, Finding, Rule
from playground.engine.settings.defaults import defaults_for
from playground.gui.instruments.compare.panel import TABS, ComparePanel
from playground.gui.instruments.compare.stills import why_not
from playground.gui.instruments.graph.panel import GraphPanel
from playground.gui.instruments.health.quantities import CURVES, SPREADS, Curve, Spread
from playground.gui.instruments.health.view import HealthView
from playground.gui.instruments.landscape.panel import LandscapePanel
from playground.gui.instruments.race.panel import RacePanel
from playground.gui.instruments.range_test.panel import RangeTestPanel
from playground.gui.instruments.slow_step.panel import SlowStepPanel
from playground.gui.instruments.table import INSTRUMENTS
from playground.gui.instruments.tensors.controls import WAYS
from playground.gui.instruments.tensors.panel import TensorsPanel
from playground.gui.main_window import MainWindow
from tests.gui.instruments.compare.keeping import train_and_leave
from tests.gui.instruments.race.racing import race_for
from tests.gui.instruments.saying import OF_FORMULAS, painted, said, shown, spec_of
from tests.gui.runs import train_for
from tests.gui.unmarked import words_of
from tests.pseudo import PSEUDO, PseudoTranslations

MakeWindow = Callable[..., MainWindow]
PATIENCE = 30_000


@pytest.fixture(autouse=True)
def _pseudo(spoken: Callable[..., None]) -> None:
    spoken(PSEUDO, PseudoTranslations())


# --- tensors ---


@pytest.mark.parametrize("source", ["circle", "digits", "diabetes"])
def test_that_all_tensors_and_their_views_are_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    window = make_window(spec_of(source, "training.optimizer=adam"))
    panel = shown(window, "tensors", TensorsPanel)
    for _steps in range(2):
        settle_tensors(panel, qtbot)
        entries = panel.tree.entries
        own = tensor_names(panel)
        for item in panel.tree._groups.values():
            item.setExpanded(True)
        for entry in {entry.group: entry for entry in entries}.values():
            panel.tree.setCurrentItem(panel.tree._items[entry.key])
            for way in WAYS:
                with painted(window, monkeypatch, panel, *OF_FORMULAS, *own):
                    panel.ways.choose(way.key)
                    settle_tensors(panel, qtbot)
        train_for(window, qtbot, 3)


def tensor_names(panel: TensorsPanel) -> list[str]:
    """What PyTorch calls them."""
    entries = panel.tree.entries
    return [part for one in entries for part in (one.name, one.code, one.dtype, one.device)]


def settle_tensors(panel: TensorsPanel, qtbot: QtBot) -> None:
    def is_settled() -> bool:
        return bool(panel.tree.entries) and not panel.looking.is_asked and not panel._has_more()

    qtbot.waitUntil(is_settled, timeout=PATIENCE)


# --- the graph ---

MISTAKES = (
    *("", "x", "x = 1\ny = x +", "x = 0\ny = 1 / x", "x = 1\ny = log(-x)", "x = sin", "x = $"),
    *("x = 1\nx = 2", "sin = 1", "x = [[1], [1, 2]]", "x = [[[1]]]", "x = 1\ny = what(x)"),
    *("x = 1\ny = sin(x, x)", "x = [1, 2]\ny = x @ [1, 2, 3]", "x = 1\ny = x @ x", "x = (1"),
    *("x = [1, 2]\ny = x + [1, 2, 3]", "x = 2x", "x = 1\ny = x**2\nbackward(y)\nbackward(y)"),
    *("x = 1\ny = backward(x)", "x = 1\nbackward(x + 1)", "x = 1\ny = x.2", "x = ) 1", "x = 1 1"),
    *("x = 1e999", f"x = {'(' * 99}1{')' * 99}", "x = 1\n" * 999, "x = [1, 2]\ny = x * 2"),
    *(
        "x = 1000\ny = exp(x)",
        "x = 0\ny = sqrt(x) * 1",
        "x = -1\ny = sqrt(x)",
        "x = -8\ny = x**0.5",
    ),
    "x = 1\ny = x" + " + x" * 999,
)


def graph_of(window: MainWindow, qtbot: QtBot) -> GraphPanel:
    panel = shown(window, "graph", GraphPanel)
    assert said(window, panel, *FUNCTIONS, BACKWARD, "PyTorch") == []
    qtbot.waitUntil(lambda: bool(panel.picture.scene.boxes), timeout=PATIENCE)
    return panel


def own_names(panel: GraphPanel) -> list[str]:
    """The names that PyTorch gives nodes, tensors and modules."""
    graph = panel._graph
    if graph is None:
        return []
    saved = [name for node in graph.nodes for name, _value in node.constants]
    saved += [f"{value}" for node in graph.nodes for _name, value in node.constants]
    saved += [one.name for node in graph.nodes for one in node.saved]
    names = [name for node in graph.nodes for name in (node.name, node.operation)]
    return [*saved, *names, *(f"{one.module} {one.description}" for one in graph.lines)]


def partials(panel: GraphPanel) -> list[str]:
    """What the derivatives of an answer are called: `dy/dx`, and those of its nodes."""
    return re.findall(r"\bd\w+(?=[/ ])", panel.details.toPlainText())


@pytest.mark.parametrize("source", ["circle", "line"])
def test_that_each_node_of_the_run_is_told_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    window = make_window(spec_of(source, "network.dropout=0.5", "training.l2=0.1"))
    train_for(window, qtbot, 1)
    panel = graph_of(window, qtbot)
    graph = panel._graph
    assert graph is not None
    known = (*FUNCTIONS, BACKWARD, "PyTorch", *OF_FORMULAS, *own_names(panel))
    for number, node in enumerate(graph.nodes):
        with painted(window, monkeypatch, panel, *known, "float32 int64 bool AccumulateGrad"):
            panel.details.show_node(graph, number)
            assert node.operation in panel.details.toPlainText()


def test_that_what_is_typed_is_answered_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    panel = graph_of(window, qtbot)
    panel.show_source("own")
    known = (*FUNCTIONS, BACKWARD, "PyTorch", "what", *OF_FORMULAS)
    for text in (*(one.text for one in EXAMPLES), *MISTAKES):
        panel.expression.setPlainText(text)
        panel.expression._read()
        with painted(window, monkeypatch, panel, *known, text, *own_names(panel), *partials(panel)):
            assert panel.details.toPlainText()


# --- gradients ---


def test_that_every_curve_and_histogram_is_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    view = shown(window, "gradients", HealthView)
    assert said(window, view, *OF_FORMULAS) == []
    window.run.train()
    qtbot.waitUntil(lambda: len(view.history.looks) >= 4, timeout=PATIENCE)
    train_for(window, qtbot, 1)
    rows: tuple[Curve | Spread, ...] = (*CURVES, *SPREADS)
    for row in rows:
        view.quantity.set_key(row.key)
        with painted(window, monkeypatch, view, *OF_FORMULAS):
            view.quantity.picked.emit(row.key)
            view.draw()
        left, right, low, high = view.figure.canvas.visible()
        for place in range(20):
            words = view.figure.read((left + right) / 2, low + (high - low) * place / 20)
            assert words_of(words, set()) == []


FIELDS = {"layer": "1", "share": "1", "norm": "1", "ratio": "1", "best": "1", "now": "1"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_that_every_finding_and_its_remedies_are_in_the_language(
    make_window: MakeWindow, rule: Rule
) -> None:
    window = make_window()
    view = shown(window, "gradients", HealthView)
    spec = spec_of("circle", "training.learning_rate=1")
    offers = (offered(REMEDIES[key], spec, History()) for key in rule.remedies)
    sentence = _(rule.sentence).format(**FIELDS)
    finding = Finding("any", sentence, _(rule.advice), tuple(filter(None, offers)))
    view.notice.show_finding(finding)
    assert view.notice.sentence.text().startswith(sentence)
    assert said(window, view, *OF_FORMULAS) == []


# --- the test of the rate, and the landscape ---


def test_that_the_test_of_the_rate_is_in_the_language_before_and_after(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    panel = shown(window, "range_test", RangeTestPanel)
    with painted(window, monkeypatch, panel):
        assert panel.figure.empty_text
    panel.start()
    with painted(window, monkeypatch, panel):
        qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
    assert words_of(panel.figure.read(-3.0, 0.0), set()) == []
    for key in ("lbfgs", "adafactor", "rprop"):
        window.document.edit("training.optimizer", key)
        panel.start()
        qtbot.waitUntil(lambda: not panel.is_testing, timeout=PATIENCE)
        assert said(window, panel) == []


def test_that_the_landscape_is_in_the_language_before_and_after(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    panel = shown(window, "landscape", LandscapePanel)
    with painted(window, monkeypatch, panel):
        assert panel.figure.empty_text
    panel.controls._kind.set_value("path")
    panel.compute()
    qtbot.waitUntil(lambda: not panel.is_refining, timeout=PATIENCE)
    assert said(window, panel) == []
    panel.controls._kind.set_value("random")
    panel.compute()
    qtbot.waitUntil(lambda: panel.shown is not None and panel.shown.size >= 9, timeout=PATIENCE)
    assert said(window, panel) == []
    panel.controls.stop.click()
    train_for(window, qtbot, 50)
    with painted(window, monkeypatch, panel):
        panel.figure.canvas.clicked.emit(0.25, 0.25)
    assert words_of(panel.figure.read(0.0, 0.0), set()) == []


# --- the race ---


def test_that_the_race_is_in_the_language_before_and_after(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    panel = shown(window, "race", RacePanel)
    with painted(window, monkeypatch, panel):
        panel.form.set_values({"training.batch_size": 20, "network.bias": False})
    race_for(panel, qtbot)
    with painted(window, monkeypatch, panel):
        panel.controller.refresh()
    said_of_both = (panel.words, panel.more, panel.figure.readout)
    assert [words_of(label.toolTip(), {"Adam", "SGD"}) for label in said_of_both] == [[]] * 3
    assert words_of(panel.figure.read(3.0, 0.0), {"Adam", "SGD"}) == []


@pytest.mark.parametrize("key", ["faster", "activation", "wider"])
def test_that_the_names_of_the_lanes_are_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    window = make_window()
    panel = shown(window, "race", RacePanel)
    race_for(panel, qtbot, key)
    window.document.edit("training.batch_size", 20)
    with painted(window, monkeypatch, panel, "ReLU", "Tanh"):
        panel.take()


# --- the window around them ---


def test_that_each_dock_and_what_opens_it_is_named_in_the_language(make_window: MakeWindow) -> None:
    window = make_window()
    for row in INSTRUMENTS:
        dock = window.space.instruments[row.key]
        assert words_of(dock.windowTitle(), set()) == []
        assert words_of(dock.toggleViewAction().text(), set()) == []
        assert dock.windowTitle() != row.title


# --- comparisons ---


@pytest.mark.parametrize("source", ["circle", "diabetes", "digits", "sine"])
def test_that_comparisons_are_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    window = make_window(spec_of(source))
    panel = shown(window, "compare", ComparePanel)
    QCoreApplication.processEvents()
    with painted(window, monkeypatch, panel):
        panel.tabs.setCurrentIndex(1)
    train_and_leave(window, qtbot, 20, learning_rate=0.25, optimizer="sgd")
    train_for(window, qtbot, 30)
    window.history.tick([record.key for record in window.history.records])
    page = panel.predictions
    for tab in reversed(range(len(TABS))):
        with painted(window, monkeypatch, window, *OF_FORMULAS):
            panel.tabs.setCurrentIndex(tab)
            if panel.pages.currentWidget() is page:
                qtbot.waitUntil(lambda: page.pair is not None, timeout=PATIENCE)
    panel.settings.every.click()
    assert said(window, panel, *OF_FORMULAS) == []
    page.plots.say(why_not(*differing()))
    assert said(window, panel, *OF_FORMULAS) == []


def differing() -> tuple[DataPicture, DataPicture]:
    """Data of different tasks."""
    datasets = (build_dataset(defaults_for(source).data) for source in ("circle", "sine"))
    one, other = (FrameMaker(dataset).data_picture for dataset in datasets)
    return one, other


def test_that_the_window_with_every_instrument_open_is_in_the_language(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    for row in INSTRUMENTS:
        window.space.show_instrument(row.key)
    train_for(window, qtbot, 5)
    graph, tensors = window.findChild(GraphPanel), window.findChild(TensorsPanel)
    assert graph is not None
    assert tensors is not None
    own = [*own_names(graph), *tensor_names(tensors), graph.code.toPlainText()]
    panel = shown(window, "slow_step", SlowStepPanel)
    panel.jump(3)
    qtbot.waitUntil(lambda: panel._view is not None and panel._view.phase == 3, timeout=PATIENCE)
    with painted(window, monkeypatch, window, *OF_FORMULAS, *FUNCTIONS, BACKWARD, *own):
        panel.jump(4)
        qtbot.waitUntil(lambda: panel._view is not None and panel._view.phase == 4)
