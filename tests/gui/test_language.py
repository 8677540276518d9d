"""Another language is chosen in the window: spoken at once, and nothing is lost."""

import threading

import numpy as np
import pytest
import torch
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QMenu
from pytestqt.qtbot import QtBot

from playground.engine.common.language import ENGLISH, LANGUAGES, spoken
from playground.gui.app import Stage
from playground.gui.main_window import MainWindow
from playground.gui.process.speech import language_at_start, speak_everywhere
from playground.state.history.record import RunRecord
from tests.gui.conftest import MakeStage, MakeWindow
from tests.gui.runs import train_for, weights_of

PATIENCE = 20_000
PORTUGUESE = LANGUAGES[1]


@pytest.fixture
def stage(make_window: MakeWindow, make_stage: MakeStage) -> Stage:
    return make_stage(make_window(slowly=False))


def speak_portuguese(stage: Stage, qtbot: QtBot) -> MainWindow:
    earlier = stage.window
    earlier.language.choose(PORTUGUESE.name)
    qtbot.waitUntil(lambda: stage.window is not earlier, timeout=PATIENCE)
    return stage.window


def test_that_settings_undo_weights_and_losses_are_those_of_before(
    stage: Stage, qtbot: QtBot
) -> None:
    window = stage.window
    first = window.document.read("training.learning_rate")
    window.document.edit("training.learning_rate", 0.25)
    train_for(window, qtbot, 30)
    weights, losses = weights_of(window, qtbot), window.run.thread_of_training.log.to_arrays()
    steps, project = window.run.thread_of_training.log.steps, window.document.project
    other = speak_portuguese(stage, qtbot)
    log = other.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == steps and other.run.state == "paused", timeout=PATIENCE)
    assert spoken() == PORTUGUESE
    assert other.document.project == project
    assert all(np.array_equal(now, losses[name]) for name, now in log.to_arrays().items())
    assert all(torch.equal(now, weights[name]) for name, now in weights_of(other, qtbot).items())
    assert other.actions_by_key["undo"].isEnabled()
    other.actions_by_key["undo"].trigger()
    assert other.document.read("training.learning_rate") == first


def test_that_a_file_being_written_is_finished_first(stage: Stage, qtbot: QtBot) -> None:
    window, written = stage.window, threading.Event()
    done: list[bool] = []
    window.files.background.start(lambda: written.wait(PATIENCE), done.append, lambda *_: None)
    window.language.choose(PORTUGUESE.name)
    QCoreApplication.processEvents()
    assert stage.window is window
    assert window.isEnabled()
    written.set()
    qtbot.waitUntil(lambda: stage.window is not window, timeout=PATIENCE)
    assert done == [True]


def test_that_training_goes_on_by_itself(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window
    window.run.train()
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps > 100, timeout=PATIENCE)
    other = speak_portuguese(stage, qtbot)
    left = window.run.thread_of_training.log.steps
    log = other.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > left and other.run.state == "running", timeout=PATIENCE)
    other.run.pause()
    qtbot.waitUntil(lambda: other.run.state == "paused", timeout=PATIENCE)


def test_that_the_earlier_runs_are_there_in_the_other_language(stage: Stage, qtbot: QtBot) -> None:
    history = stage.window.history
    history.put(RunRecord("a", stage.window.document.project.run))
    history.tick(["a"])
    other = speak_portuguese(stage, qtbot)
    assert other.history is history
    assert history.ticked == ("a",)
    assert other.files.modified


def test_that_the_choice_is_remembered_and_what_was_asked_for_wins(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = speak_portuguese(stage, qtbot)
    remembered = other.preferring.values.language
    monkeypatch.setenv("LANGUAGE", "en")
    assert language_at_start(None, remembered) == PORTUGUESE
    assert language_at_start(ENGLISH, remembered) == ENGLISH
    assert language_at_start(None, "") == ENGLISH


def shown(window: MainWindow) -> list[QAction]:
    """The entries of View > Language as it opens."""
    menu = window.actions_by_key["language"].menu()
    assert isinstance(menu, QMenu)
    menu.aboutToShow.emit()
    return menu.actions()


def test_that_the_menu_marks_the_language_chosen(stage: Stage, qtbot: QtBot) -> None:
    entries = shown(stage.window)
    assert [entry.isChecked() for entry in entries] == [True, False, False]
    next(entry for entry in entries if entry.text() == PORTUGUESE.name).trigger()
    earlier = stage.window
    qtbot.waitUntil(lambda: stage.window is not earlier, timeout=PATIENCE)
    chosen = [entry.text() for entry in shown(stage.window) if entry.isChecked()]
    assert chosen == [PORTUGUESE.name]


def test_that_qt_asks_in_the_language_chosen(qapp: QApplication, qtbot: QtBot) -> None:
    speak_everywhere(PORTUGUESE, qapp)
    try:
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        qtbot.addWidget(box)
        assert box.buttons()[0].text().replace("&", "") == "Cancelar"
    finally:
        speak_everywhere(ENGLISH, qapp)


def test_that_a_run_left_just_before_is_in_the_history(stage: Stage, qtbot: QtBot) -> None:
    run = stage.window.run
    train_for(stage.window, qtbot, 30)
    run.reset()
    run.thread_of_training.await_answer(PATIENCE / 1000)
    assert stage.window.history.records == ()
    other = speak_portuguese(stage, qtbot)
    assert len(other.history.records) == 1
