"""A run that is left just before its window, its document or its language goes is kept too.

What the worker has told by then is not heard yet: the tests wait for it without an event loop.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from playground.gui.controllers.files import file_controller
from playground.gui.controllers.files.packed_runs import read_runs
from playground.gui.main_window import MainWindow
from playground.gui.widgets.question import Button
from playground.state.project_file import open_project
from tests.gui.recovery.kept import kept_work
from tests.gui.runs import train_epochs, weights_of

PATIENCE = 20_000
Leave = Callable[[MainWindow], object]


def left_unheard(window: MainWindow, qtbot: QtBot) -> int:
    """Reset a run that was trained, and let the worker tell of it; the steps it had."""
    train_epochs(window, qtbot, 2)
    steps = window.run.thread_of_training.log.steps
    window.run.reset()
    window.run.thread_of_training.await_answer(PATIENCE / 1000)
    assert window.run.thread_of_training.log.steps == 0
    assert window.history.records == ()
    return steps


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda window: window.close(), id="closed"),
        pytest.param(lambda window: window.shut_down(), id="told to end"),
        pytest.param(lambda window: window.files.new(), id="another document"),
    ],
)
def test_that_untitled_work_is_kept_with_the_run_that_was_left_last(
    window: MainWindow, qtbot: QtBot, leave: Leave
) -> None:
    steps = left_unheard(window, qtbot)
    leave(window)
    qtbot.waitUntil(lambda: bool(kept_work()), timeout=PATIENCE)
    (work,) = kept_work()
    assert [record.steps for record in read_runs(work.file).records] == [steps]


def saved(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)


def test_that_a_window_whose_file_lacks_the_run_asks_before_it_closes(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one.playground"
    saved(window, qtbot, path)
    steps = left_unheard(window, qtbot)
    asked: list[str] = []

    def answer(_window: object, title: str, *_words: object) -> QMessageBox.StandardButton:
        asked.append(title)
        return Button.Save

    monkeypatch.setattr(file_controller, "ask", answer)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert asked == ["Unsaved changes"]
    assert [record.steps for record in read_runs(open_project(path)).records] == [steps]


def reopened_unseen(
    window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open the file of the document again; no frame is seen of what follows."""
    monkeypatch.setattr(window.run.pump._timer, "start", lambda: None)
    window.run.pump._timer.stop()
    monkeypatch.setattr(file_controller, "ask", lambda *_: Button.Discard)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files.open(path)
    weights_of(window, qtbot)


def test_that_the_run_that_the_same_file_takes_the_place_of_is_kept(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, log = tmp_path / "one.playground", window.run.thread_of_training.log
    train_epochs(window, qtbot, 1)
    saved(window, qtbot, path)
    before = log.steps
    train_epochs(window, qtbot, 2)
    steps = log.steps
    reopened_unseen(window, qtbot, path, monkeypatch)
    window.keeper.settle(PATIENCE / 1000)
    assert [record.steps for record in window.history.records] == [steps]
    assert log.steps == before


def test_that_a_run_of_a_file_that_was_opened_again_is_kept_although_it_was_not_seen(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, log = tmp_path / "one.playground", window.run.thread_of_training.log
    train_epochs(window, qtbot, 1)
    qtbot.waitUntil(lambda: window.run.frame is not None and window.run.frame.epoch == 1)
    saved(window, qtbot, path)
    steps = log.steps
    reopened_unseen(window, qtbot, path, monkeypatch)
    assert log.steps == steps
    window.run.reset()
    window.keeper.settle(PATIENCE / 1000)
    assert [record.steps for record in window.history.records] == [steps]
