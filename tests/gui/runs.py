"""Trains the run of a window for a while, and looks at what it has learned."""

from collections.abc import Mapping

import torch
from pytestqt.qtbot import QtBot

from playground.engine.run.events import StateChanged
from playground.gui.controllers.run.moment import Moment
from playground.gui.main_window import MainWindow

PATIENCE = 20_000


def train_for(window: MainWindow, qtbot: QtBot, steps: int) -> None:
    """Train so many steps further, then pause."""
    log = window.run.thread_of_training.log
    wanted = log.steps + steps
    window.run.train()
    qtbot.waitUntil(lambda: log.steps >= wanted, timeout=PATIENCE)
    pause(window, qtbot)


def train_epochs(window: MainWindow, qtbot: QtBot, epochs: int) -> None:
    """Train to the end of so many epochs, which pauses."""
    states: list[str] = []

    def is_over(event: StateChanged) -> bool:
        states.append(event.state)
        return states == ["running", "paused"]

    with qtbot.waitSignal(window.run.state_changed, timeout=PATIENCE, check_params_cb=is_over):
        window.run.run_epochs(epochs)


def pause(window: MainWindow, qtbot: QtBot) -> None:
    """Pause, and wait until that is done.

    The state in the window is no proof of it: that training began may not have been reported yet.
    """
    window.run.pause()
    weights_of(window, qtbot)
    assert window.run.state == "paused"


def weights_of(window: MainWindow, qtbot: QtBot) -> Mapping[str, torch.Tensor]:
    """The weights of the run as it soon stands."""
    got: list[Moment] = []
    window.run.deliver(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
    assert got[0].state is not None
    return got[0].state.weights
