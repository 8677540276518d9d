"""The window reaches the worker on its thread through the mailbox alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from playground.gui.main_window import MainWindow
from tests.thread_guard import ThreadGuard, guard_threads

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> ThreadGuard:
    return guard_threads(monkeypatch)


@pytest.fixture
def window(guard: ThreadGuard, make_window: MakeWindow, qtbot: QtBot) -> MainWindow:  # noqa: ARG001
    """A window that trains."""
    window: MainWindow = make_window()
    window.run.toggle()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 100, timeout=PATIENCE)
    return window


def test_that_a_session_in_the_window_touches_nothing_of_the_worker(
    window: MainWindow, guard: ThreadGuard, qtbot: QtBot, tmp_path: Path
) -> None:
    run = window.run
    for path, value in (
        ("training.learning_rate", 0.2),
        ("training.optimizer", "sgd"),
        ("data.noise", 0.3),
        ("network.hidden", (3, 3)),
    ):
        window.document.edit(path, value)
        window.document.end_gesture()
    window.run.pause()
    qtbot.waitUntil(lambda: run.state == "paused", timeout=PATIENCE)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(tmp_path / "a.playground")
    run.data = None
    window.files.open(tmp_path / "a.playground")
    qtbot.waitUntil(lambda: run.data is not None, timeout=PATIENCE)
    # What was left by opening is the present run again, once that is seen.
    qtbot.waitUntil(lambda: not window.keeper.busy and not window.files.modified, timeout=PATIENCE)
    assert window.close()
    assert guard.trespasses == []
