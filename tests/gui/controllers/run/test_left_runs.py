"""A run that was left for other data comes back, however soon undo or redo is pressed."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import numpy as np
import pytest
import torch
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.payload import from_payload
from playground.engine.data.progress import Progress
from playground.gui.controllers.run.moment import Losses
from playground.gui.main_window import MainWindow
from tests.gui.recovery.kept import kept_work
from tests.gui.runs import train_for, weights_of

PATIENCE = 20_000


class Learned:
    """What the run of a window has learned by now."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.weights: Mapping[str, torch.Tensor] = weights_of(window, qtbot)
        self.losses: Losses = window.run.thread_of_training.log.to_arrays()

    def is_of(self, other: "Learned") -> bool:
        """Whether both are the same, to the last bit."""
        return all(
            torch.equal(now, other.weights[name]) for name, now in self.weights.items()
        ) and all(np.array_equal(now, other.losses[name]) for name, now in self.losses.items())


@contextmanager
def held(window: MainWindow, qtbot: QtBot) -> Iterator[None]:
    """The worker is in the middle of something long, and obeys only afterwards."""
    is_held, may_end = threading.Event(), threading.Event()

    def hold(*_: object) -> None:
        is_held.set()
        may_end.wait()

    window.run.thread_of_training.command(lambda runner: runner.deliver(hold))
    try:
        qtbot.waitUntil(is_held.is_set, timeout=PATIENCE)
        yield
    finally:
        may_end.set()


def trigger(window: MainWindow, *keys: str) -> None:
    for key in keys:
        window.actions_by_key[key].trigger()


def test_that_undo_at_once_brings_back_what_was_learned(window: MainWindow, qtbot: QtBot) -> None:
    train_for(window, qtbot, 20)
    before = Learned(window, qtbot)
    with held(window, qtbot):
        window.editing.choose_source("moons")
        trigger(window, "undo")
    assert Learned(window, qtbot).is_of(before)


def test_that_redo_at_once_brings_back_what_was_learned_since(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.editing.choose_source("moons")
    train_for(window, qtbot, 20)
    since = Learned(window, qtbot)
    with held(window, qtbot):
        trigger(window, "undo", "redo")
    assert Learned(window, qtbot).is_of(since)


def test_that_undo_redo_and_undo_lose_nothing(window: MainWindow, qtbot: QtBot) -> None:
    train_for(window, qtbot, 20)
    before = Learned(window, qtbot)
    with held(window, qtbot):
        window.editing.choose_source("moons")
        trigger(window, "undo", "redo", "undo")
        window.editing.choose_source("sine")
        trigger(window, "undo")
    assert Learned(window, qtbot).is_of(before)


def test_that_undo_of_several_at_once_goes_back_to_what_was_learned_first(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 20)
    before = Learned(window, qtbot)
    with held(window, qtbot):
        window.editing.choose_source("moons")
        window.editing.choose_source("sine")
        trigger(window, "undo", "undo")
    assert Learned(window, qtbot).is_of(before)


def test_that_other_data_chosen_while_those_before_are_read_again_lose_nothing(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_for(window, qtbot, 20)
    before = Learned(window, qtbot)
    window.editing.choose_source("moons")
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    with monkeypatch.context() as patched:
        patched.setattr("playground.engine.run.worker.build_dataset", _never)
        trigger(window, "undo")
        qtbot.waitUntil(lambda: window.run.state == "preparing", timeout=PATIENCE)
    window.editing.choose_source("sine")
    trigger(window, "undo")
    assert Learned(window, qtbot).is_of(before)


def test_that_closing_while_the_data_are_read_again_keeps_what_was_learned(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    train_for(window, qtbot, 20)
    before = Learned(window, qtbot)
    window.editing.choose_source("moons")
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    monkeypatch.setattr("playground.engine.run.worker.build_dataset", _never)
    trigger(window, "undo")
    qtbot.waitUntil(lambda: window.run.state == "preparing", timeout=PATIENCE)
    assert window.close()
    (kept,) = kept_work()
    checkpoint = from_payload(kept.file.payload, kept.file.project.run)
    assert checkpoint is not None
    weights = checkpoint.state.weights
    assert all(torch.equal(now, weights[name]) for name, now in before.weights.items())


def _never(_spec: object, _table: object, progress: Progress, *_: object) -> None:
    """Data that are never read to their end, with no more reports than a window can follow."""
    between = threading.Event()
    while not between.wait(0.01):
        progress(0.5, "Reading cells")
