"""The dock of gradients where a run is in trouble, out of the ordinary, or not there at all."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot

from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.health.view import HealthView
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_for

PATIENCE = 60_000
MakeWindow = Callable[..., MainWindow]
DIVERGES = ("training.optimizer=sgd", "training.learning_rate=10", "network.activation=relu")


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))


def shown(window: MainWindow) -> HealthView:
    window.space.show_instrument("gradients")
    view = window.findChild(HealthView)
    assert view is not None
    return view


def is_finite(window: MainWindow, qtbot: QtBot) -> bool:
    """Whether the weights, as they are now, are numbers."""
    got: list[bool] = []
    window.run.inspect(_has_finite_weights, got.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
    return got[0]


def _has_finite_weights(session: Session) -> bool:
    weights = session.trainer.network.parameters()
    return all(bool(torch.isfinite(weight).all()) for weight in weights)


def lose(window: MainWindow, qtbot: QtBot) -> None:
    """Make one weight no number, as a step can and a person cannot."""
    done: list[None] = []

    def spoil(session: Session) -> None:
        with torch.no_grad():
            session.trainer.network.linear_layers()[0].weight[0, 0] = torch.nan

    window.run.inspect(spoil, done.append, pytest.fail)
    qtbot.waitUntil(lambda: bool(done), timeout=PATIENCE)


def wait_for(view: HealthView, qtbot: QtBot, key: str) -> None:
    qtbot.waitUntil(
        lambda: view.notice.finding is not None and view.notice.finding.key == key,
        timeout=PATIENCE,
    )


def look_again(view: HealthView, qtbot: QtBot) -> None:
    view._looking.ask()
    qtbot.waitUntil(lambda: not view._looking.is_asked, timeout=PATIENCE)


def test_that_valid_weights_come_back_by_a_button_and_undo_brings_nothing_broken(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("hills", *DIVERGES))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(lambda: window.run.state == "diverged", timeout=PATIENCE)
    wait_for(view, qtbot, "diverged")
    lose(window, qtbot)
    restore, lower = view.notice.buttons
    assert (restore.text(), lower.text()) == ("Restore valid weights", "Learning rate ÷ 10")
    assert restore.toolTip()
    with qtbot.waitSignal(window.run.edited, timeout=PATIENCE):
        restore.click()
    assert is_finite(window, qtbot)
    assert window.run.state == "paused"
    assert window.document.undo_words == "Last valid weights"
    qtbot.waitUntil(view.notice.isHidden, timeout=PATIENCE)
    for turn in (window.document.undo, window.document.redo):
        turn()
        assert is_finite(window, qtbot)
        assert window.run.state == "paused"


def test_that_the_rate_is_lowered_and_the_valid_weights_are_restored(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("hills", *DIVERGES))
    view = shown(window)
    window.run.train()
    wait_for(view, qtbot, "diverged")
    view.notice.buttons[1].click()
    assert window.document.read("training.learning_rate") == 1.0
    window.document.edit("training.learning_rate", 0.01)
    wait_for(view, qtbot, "diverged")
    with qtbot.waitSignal(window.run.edited, timeout=PATIENCE):
        view.notice.buttons[0].click()
    # They may lie just before the explosion, and be so large that the next step explodes again.
    assert is_finite(window, qtbot)
    assert window.document.read("training.learning_rate") == 0.01


def test_that_weights_that_are_no_numbers_are_told_once_they_are_looked_at(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = shown(window)
    train_for(window, qtbot, 5)
    look_again(view, qtbot)
    lose(window, qtbot)
    look_again(view, qtbot)
    wait_for(view, qtbot, "diverged")
    view.draw()
    lines = view.figure.lines
    assert np.isnan(lines[0][-1])
    assert all(np.isfinite(view.figure.canvas.visible()))


def test_that_equal_neurons_are_told_and_drawn_at_random_by_a_button(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("circle", "network.initialiser=zeros"))
    view = shown(window)
    window.run.train()
    wait_for(view, qtbot, "equal")
    assert "All neurons of hidden layer 1 are equal" in view.notice.sentence.text()
    (button,) = [button for button in view.notice.buttons if not button.isHidden()]
    before = window.document.project
    assert button.text() == "Random initial weights"
    button.click()
    assert window.document.read("network.initialiser") == "default"
    looks = view.history.recent
    qtbot.waitUntil(lambda: any(not look.layers[0].equal for look in looks), timeout=PATIENCE)
    window.document.undo()
    assert window.document.project == before


def test_that_a_run_that_is_not_there_yet_is_told(make_window: MakeWindow) -> None:
    window = make_window(start=False)
    view = shown(window)
    view._refused("There is no network yet: choose data first.")
    assert view.figure.empty_text == "There is no network yet: choose data first."
    assert view.notice.isHidden()


def test_that_a_run_that_has_not_begun_says_what_to_press(window: MainWindow, qtbot: QtBot) -> None:
    view = shown(window)
    qtbot.waitUntil(lambda: len(view.history.looks) == 1, timeout=PATIENCE)
    for row in ("gradient_norm", "weights"):
        view.quantity.set_key(row)
        view.quantity.picked.emit(row)
        view.draw()
        assert view.figure.empty_text.startswith("Press Run to train") == (row != "weights")


def test_that_a_network_without_hidden_layers_is_drawn_or_says_why_not(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("line", "network.hidden="))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(lambda: len(view.history.looks) >= 3, timeout=PATIENCE)
    train_for(window, qtbot, 1)
    sentences = {"": "", "dead": "There is no hidden layer", "saturated": "Only S-shaped"}
    for key in ("gradient_norm", "dead", "saturated", "outputs"):
        view.quantity.set_key(key)
        view.quantity.picked.emit(key)
        assert view.figure.empty_text.startswith(sentences.get(key, ""))
        assert bool(view.figure.empty_text) == (key in sentences)
    assert view.notice.isHidden()


def test_that_neurons_that_are_all_dead_are_told_and_drawn(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("circle", "network.activation=relu"))
    view = shown(window)
    done: list[None] = []

    def kill(session: Session) -> None:
        with torch.no_grad():
            for layer in session.trainer.network.linear_layers()[:-1]:
                layer.bias.fill_(-100.0)

    window.run.inspect(kill, done.append, pytest.fail)
    window.run.train()
    wait_for(view, qtbot, "dead")
    assert "100\u202f% of its neurons" in view.notice.sentence.text()
    train_for(window, qtbot, 1)
    for entry in ("gradient_norm", "update_ratio", "gradients"):
        view.quantity.set_key(entry)
        view.quantity.picked.emit(entry)
        assert all(np.isfinite(view.figure.canvas.visible()))


def test_that_a_batch_of_very_many_rows_is_looked_at_too(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("circle", "data.samples=100000", "training.batch_size=0"))
    view = shown(window)
    window.run.train()
    qtbot.waitUntil(lambda: len(view.history.looks) >= 2, timeout=PATIENCE)
    train_for(window, qtbot, 1)
    view.draw()
    assert all(look.is_finite for look in view.history.looks)
    assert len(view.figure.lines) == 3
