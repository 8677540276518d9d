"""Trains the run of a window for a while, and looks at what it has learned."""

from collections.abc import Mapping

import torch
from pytestqt.qtbot import QtBot

from playground.gui.controllers.moment import Moment
from playground.gui.main_window import MainWindow

PATIENCE = 20_000


def train_for(window: MainWindow, qtbot: QtBot, steps: int) -> None:
    """Train so many steps further, then pause."""
    log = window.run.thread_of_training.log
    wanted = log.steps + steps
    window.run.train()
    qtbot.waitUntil(lambda: log.steps >= wanted, timeout=PATIENCE)
    window.run.pause()
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def weights_of(window: MainWindow, qtbot: QtBot) -> Mapping[str, torch.Tensor]:
    """The weights of the run as it soon stands."""
    got: list[Moment] = []
    window.run.deliver(got.append)
    qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
    assert got[0].state is not None
    return got[0].state.weights
