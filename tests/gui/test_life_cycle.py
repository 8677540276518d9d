"""Windows close cleanly at any moment, and processes end when they are asked to."""

import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QThread
from pytestqt.qtbot import QtBot

from playground.engine.settings.defaults import defaults_for
from playground.gui.controllers.run.training_thread import TrainingThread
from playground.gui.main_window import MainWindow

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]
MOMENTS = (
    "while torch is imported",
    "before the first step",
    "while training",
    "while data change",
    "while paused",
)


def has_data(window: MainWindow) -> bool:
    return window.run.data is not None


def has_trained(window: MainWindow, steps: int) -> bool:
    return window.run.thread_of_training.log.steps >= steps


@pytest.mark.parametrize("seed", range(4))
def test_that_fifty_windows_close_cleanly_at_random_moments_of_training(
    make_window: MakeWindow, qtbot: QtBot, seed: int
) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        moment = chance.choice(MOMENTS)
        window = make_window(defaults_for(chance.choice(["circle", "line", "digits"])), start=False)
        window.run.start()
        if moment != "while torch is imported":
            qtbot.waitUntil(partial(has_data, window), timeout=PATIENCE)
        if moment in ("while training", "while data change", "while paused"):
            window.run.toggle()
            steps = chance.randrange(1, 60)
            qtbot.waitUntil(partial(has_trained, window, steps), timeout=PATIENCE)
        if moment == "while data change":
            window.document.edit("data.noise", chance.random() / 2)
            window.space.data.source_chosen.emit("spiral")
        if moment == "while paused":
            window.run.pause()
        assert window.close()
        assert not QThread.isRunning(window.run.thread_of_training)
        window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert [thread.name for thread in threading.enumerate() if not thread.daemon] == ["MainThread"]


def start_process(folder: Path, *arguments: str) -> tuple[subprocess.Popen[bytes], Path]:
    marks = folder / "marks"
    environment = dict(
        os.environ,
        PLAYGROUND_MARKS=str(marks),
        XDG_CONFIG_HOME=str(folder),
        XDG_DATA_HOME=str(folder),
        QT_QPA_PLATFORM="offscreen",
    )
    process = subprocess.Popen([sys.executable, "-m", "playground", *arguments], env=environment)
    return process, marks


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("wait_for", ["painted", "ready"])
def test_that_sigterm_ends_the_process_with_status_zero(
    tmp_path: Path, qtbot: QtBot, wait_for: str
) -> None:
    process, marks = start_process(tmp_path)
    try:
        qtbot.waitUntil(
            lambda: marks.exists() and wait_for in marks.read_text(), timeout=PATIENCE * 2
        )
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE / 1000) == 0
    finally:
        process.kill()


TRAINING = """
import sys
from playground.gui import app

class Trains(app.MainWindow):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.ready.connect(self.run.toggle)
        self.run.frame_ready.connect(self.note)

    def note(self, frame):
        if frame.step > 100:
            print("training", flush=True)

app.MainWindow = Trains
from playground.__main__ import _end
_end(app.run_window())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_that_a_signal_while_training_ends_the_process_and_keeps_work_and_arrangement(
    tmp_path: Path, name: str
) -> None:
    environment = dict(
        os.environ,
        XDG_CONFIG_HOME=str(tmp_path),
        XDG_DATA_HOME=str(tmp_path),
        QT_QPA_PLATFORM="offscreen",
    )
    process = subprocess.Popen(
        [sys.executable, "-c", TRAINING], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "training\n"
        for _ in range(2):  # a shell and the kernel both tell of a terminal that closes
            process.send_signal(getattr(signal, name))
        process.communicate(timeout=PATIENCE / 1000)
        assert process.returncode == 0
    finally:
        process.kill()
    assert list(tmp_path.rglob("recovery/*/generation-*.json"))
    assert any("geometry" in path.read_text() for path in tmp_path.rglob("*.conf"))


def test_that_a_window_does_not_wait_for_ever_for_a_step_that_does_not_end(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = make_window()
    thread = window.run.thread_of_training
    held, may_end = threading.Event(), threading.Event()

    def hold(*_: object) -> None:
        held.set()
        may_end.wait()

    qtbot.waitUntil(lambda: window.run.frame is not None, timeout=PATIENCE)
    window.document.edit("network.hidden", (7,))
    thread.command(lambda runner: runner.deliver(hold))
    qtbot.waitUntil(held.is_set, timeout=PATIENCE)
    monkeypatch.setattr(TrainingThread.close, "__defaults__", (50,))
    lost = window.shut_down()
    assert thread.is_left
    assert "the weights were not" in lost
    may_end.set()
    qtbot.waitUntil(thread.isFinished, timeout=PATIENCE)
