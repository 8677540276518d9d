"""The dock of gradients over time in a real window."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.health.quantities import CURVES, SPREADS
from playground.gui.instruments.health.view import HealthView
from playground.gui.main_window import MainWindow
from playground.gui.plots.base.table_text import table_text
from tests.gui.runs import train_for, weights_of

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
DEEP = ("network.hidden=" + ",".join(["8"] * 12), "network.activation=sigmoid")


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))


def shown(window: MainWindow) -> HealthView:
    window.space.show_instrument("gradients")
    view = window.findChild(HealthView)
    assert view is not None
    return view


def watch(window: MainWindow, qtbot: QtBot, looks: int = 4) -> HealthView:
    """Train with the dock in front until it has so many looks, then pause."""
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(lambda: len(view.history.looks) >= looks, timeout=PATIENCE)
    train_for(window, qtbot, 1)
    view.draw()
    return view


def test_that_curves_begin_with_the_first_look_and_follow_the_run(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = watch(window, qtbot)
    lines, looks = view.figure.lines, view.history.looks
    assert len(lines) == 3
    assert lines[0].tolist() == [look.layers[0].gradient_norm for look in looks]
    assert view.figure.empty_text == ""
    names = [entry.text for entry in view.figure.legend.entries]
    assert names == ["hidden 1", "hidden 2", "output layer"]
    assert view.notice.isHidden()


@pytest.mark.parametrize("row", [*CURVES, *SPREADS], ids=lambda row: row.key)
def test_that_everything_offered_is_drawn_read_and_copied(
    window: MainWindow, qtbot: QtBot, row: object
) -> None:
    key = row.key  # type: ignore[attr-defined]
    view = watch(window, qtbot)
    view.quantity.set_key(key)
    view.quantity.picked.emit(key)
    figure = view.figure
    left, right, low, high = figure.canvas.visible()
    assert left <= figure.steps[0] <= figure.steps[-1] <= right
    words = figure.read((left + right) / 2, (low + high) / 2)
    assert words.startswith("step ")
    lines = table_text(figure.table()).splitlines()
    assert lines[0].startswith("step,")
    assert len(lines) > len(view.history.looks)
    assert view.layer.isHidden() == (row in CURVES)


def test_that_the_rule_of_thumb_is_drawn_across_the_ratios(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = watch(window, qtbot)
    view.quantity.set_key("update_ratio")
    view.quantity.picked.emit("update_ratio")
    x, y = view.figure._curves._guide.getData()
    assert np.allclose(y, -3.0)
    assert tuple(x) == view.figure.canvas.visible()[:2]


def test_that_nothing_is_asked_while_it_is_hidden_or_behind_another_tab(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = watch(window, qtbot)
    qtbot.waitUntil(lambda: not view._looking.is_asked, timeout=PATIENCE)
    asked: list[object] = []
    inspect = window.run.inspect

    def noted(*of: Any) -> None:  # noqa: ANN401 - whatever is asked
        asked.append(of)
        inspect(*of)

    monkeypatch.setattr(window.run, "inspect", noted)
    window.space.docks["loss"].raise_()
    train_for(window, qtbot, 50)
    window.space.instruments["gradients"].hide()
    train_for(window, qtbot, 50)
    assert asked == []
    window.space.show_instrument("gradients")
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not view._looking.is_asked, timeout=PATIENCE)


def test_that_a_reset_begins_a_new_history(window: MainWindow, qtbot: QtBot) -> None:
    view = watch(window, qtbot)
    window.run.reset()
    qtbot.waitUntil(lambda: [look.step for look in view.history.looks] == [0], timeout=PATIENCE)
    qtbot.waitUntil(lambda: view.figure.empty_text != "", timeout=PATIENCE)


def test_that_the_button_does_what_it_says_and_undo_takes_it_back(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("circle", *DEEP))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(lambda: not view.notice.isHidden(), timeout=PATIENCE)
    assert "The gradients are vanishing" in view.notice.sentence.text()
    button = view.notice.buttons[0]
    assert button.text() == "ReLU and Kaiming weights"
    assert button.toolTip()
    before = window.document.project
    button.click()
    network = window.document.project.run.network
    assert (network.activation, network.initialiser) == ("relu", "kaiming_uniform")
    assert window.document.undo_words == "ReLU and Kaiming weights"
    assert view.notice.isHidden()
    window.document.undo()
    assert window.document.project == before


def test_that_a_lower_rate_is_one_step_of_undo(make_window: MakeWindow, qtbot: QtBot) -> None:
    chosen = ("network.activation=relu", "training.learning_rate=100")
    window = make_window(spec_of("circle", *chosen))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(
        lambda: view.notice.finding is not None and view.notice.finding.key == "dead",
        timeout=PATIENCE,
    )
    leaky, lower = view.notice.buttons
    assert leaky.text() == "Leaky ReLU"
    lower.click()
    assert window.document.read("training.learning_rate") == 10.0
    window.document.undo()
    assert window.document.read("training.learning_rate") == 100.0


def test_that_best_weights_come_back_through_the_hands(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    chosen = ("data.samples=40", "data.validation_fraction=0.5", "data.noise=0.5")
    window = make_window(spec_of("xor", *chosen, "network.hidden=64,64"))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(
        lambda: view.notice.finding is not None and view.notice.finding.key == "overfitting",
        timeout=PATIENCE,
    )
    train_for(window, qtbot, 1)
    worse = weights_of(window, qtbot)
    with qtbot.waitSignal(window.run.edited, timeout=PATIENCE):
        view.notice.buttons[0].click()
    better = weights_of(window, qtbot)
    assert any(not (better[name] == worse[name]).all() for name in worse)
    window.document.undo()
    again = weights_of(window, qtbot)
    assert all((again[name] == worse[name]).all() for name in worse)


def test_that_another_theme_recolours_the_curves(window: MainWindow, qtbot: QtBot) -> None:
    view = watch(window, qtbot)
    light = [entry.colour for entry in view.figure.legend.entries]
    window.appearance.choose("dark")
    dark = [entry.colour for entry in view.figure.legend.entries]
    assert light != dark
    assert view.figure.colours.dark
    window.appearance.choose("light")


def test_that_a_zoom_stays_until_everything_is_wanted(window: MainWindow, qtbot: QtBot) -> None:
    view = watch(window, qtbot)
    canvas = view.figure.canvas
    canvas.set_range((1.0, 2.0, -3.0, 0.0))
    canvas.zoomed.emit()
    view.draw()
    assert canvas.visible() == (1.0, 2.0, -3.0, 0.0)
    view.fit_button.click()
    assert canvas.visible()[1] >= view.figure.steps[-1]
