"""Steps per second: as tutorials train, without a window, and in the live window."""

import os
import tempfile
import time
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from playground.engine.data.dataset import build_dataset
from playground.engine.dropout import Dropout
from playground.engine.frame import FrameSlot
from playground.engine.loss_forms import targets_for
from playground.engine.loss_log import LossLog
from playground.engine.runner import Runner
from playground.engine.spec import RunSpec
from playground.engine.trainer import Trainer

BEAT = 16
"""Milliseconds between two beats of the live window's heart."""


def tutorial_rate(spec: RunSpec, seconds: float) -> float:
    """The loop of most tutorials: a DataLoader, the five phases, and `.item()` at every step.

    Network, loss and optimizer are made as a tutorial makes them, with PyTorch's own defaults.
    """
    torch.set_num_threads(1)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    model = nn.Sequential(
        *(layer for layer in trainer.network.layers if not isinstance(layer, Dropout))
    )
    kinds = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "adamw": torch.optim.AdamW}
    optimizer = kinds[spec.training.optimizer](model.parameters(), lr=spec.training.learning_rate)
    targets = targets_for(trainer.form.encoding, dataset.targets, dataset.classes)
    rows = torch.from_numpy(dataset.train)
    loader = DataLoader(
        TensorDataset(dataset.inputs[rows], targets[rows]),
        batch_size=spec.training.batch_size,
        shuffle=True,
    )
    steps, total, began = 0, 0.0, time.perf_counter()
    while True:
        for inputs, wanted in loader:
            optimizer.zero_grad()
            loss = trainer.loss(model(inputs), wanted)
            loss.backward()
            optimizer.step()
            total += loss.item()
            steps += 1
            if time.perf_counter() - began > seconds:
                return steps / (time.perf_counter() - began)


def handwritten_rate(spec: RunSpec, seconds: float, threads: int) -> float:
    """The best eager loop one writes by hand: resident tensors, split at once, losses unread."""
    torch.set_num_threads(threads)
    dataset = build_dataset(spec.data)
    trainer = Trainer(spec, dataset, torch.device("cpu"))
    model = nn.Sequential(*trainer.network.layers)
    optimizer = torch.optim.Adam(model.parameters(), lr=spec.training.learning_rate)
    inputs, targets = dataset.inputs, dataset.targets
    losses: list[torch.Tensor] = []
    began = time.perf_counter()
    while True:
        order = torch.randperm(len(inputs))
        parts = zip(
            torch.split(inputs[order], spec.training.batch_size),
            torch.split(targets[order], spec.training.batch_size),
            strict=True,
        )
        for rows, wanted in parts:
            optimizer.zero_grad()
            loss = trainer.loss(model(rows), wanted)
            loss.backward()
            optimizer.step()
            losses.append(loss.detach())
            if time.perf_counter() - began > seconds:
                return len(losses) / (time.perf_counter() - began)


def headless_rate(spec: RunSpec, seconds: float) -> float:
    """What the command line does."""
    runner = Runner(LossLog(), FrameSlot(), lambda _: None)
    runner.limit(seconds=seconds)
    runner.load(spec)
    runner.run()
    runner.work(until_ended=True)
    return runner.log.steps / runner.snapshot().seconds


@dataclass(frozen=True, slots=True)
class Live:
    """What was measured of a live window.

    Attributes:
        rate: steps per second.
        gaps: seconds between two beats of the event loop, each.
        epochs: passes over the training part per second.
        frames: pictures shown per second.
        megabytes: resident memory gained while training.
    """

    rate: float
    gaps: list[float]
    epochs: float
    frames: float
    megabytes: float


def live_rate(
    spec: RunSpec, seconds: float, warm_up: float = 3.0, steps: int | None = None
) -> Live:
    """Train in a window of 1280×800 that shows everything, and measure after a warm-up.

    Args:
        steps: end once so many are made, before the seconds are over.
    """
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    import psutil
    from PySide6.QtCore import QSettings, QTimer
    from PySide6.QtWidgets import QApplication

    from playground.gui.app import settle_memory
    from playground.gui.main_window import MainWindow
    from playground.gui.store import Store
    from playground.state.document import Document
    from playground.state.project import Project

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    # Of its own, so that a person's arrangement of the window is neither used nor changed.
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    ini = str(Path(folder.name) / "settings.ini")
    store = Store(QSettings(ini, QSettings.Format.IniFormat))
    window = MainWindow(Document(Project(run=spec)), store, app)
    window.resize(1280, 800)
    window.show()
    window.ready.connect(settle_memory)
    window.ready.connect(window.run.toggle)
    window.run.start()
    beats: list[float] = []
    frames: list[float] = []
    heart = QTimer()
    heart.setInterval(BEAT)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    window.run.frame_ready.connect(lambda _: frames.append(time.perf_counter()))
    memory = psutil.Process()
    before: list[tuple[float, int, float]] = []

    def begin() -> None:
        heart.start()
        log = window.run.thread_of_training.log
        before.append((time.perf_counter(), log.steps, memory.memory_info().rss / 2**20))

    def wait_for_training() -> None:
        if window.run.state == "running":
            starter.stop()
            QTimer.singleShot(round(warm_up * 1000), begin)
            QTimer.singleShot(round((warm_up + seconds) * 1000), app.quit)
            ender.start(200)

    def end_by_steps() -> None:
        if steps is not None and window.run.thread_of_training.log.steps >= steps:
            app.quit()

    ender = QTimer()
    ender.timeout.connect(end_by_steps)

    starter = QTimer()
    starter.timeout.connect(wait_for_training)
    starter.start(20)
    app.exec()
    heart.stop()
    since, first, megabytes = before[0]
    spent = time.perf_counter() - since
    made = window.run.thread_of_training.log.steps - first
    last = window.run.frame
    per_epoch = last.step / last.epoch if last is not None and last.epoch else 1.0
    gained = memory.memory_info().rss / 2**20 - megabytes
    window.shut_down()
    window.close()
    folder.cleanup()
    gaps = [later - earlier for earlier, later in pairwise(beats)]
    shown = sum(moment >= since for moment in frames) / spent
    return Live(made / spent, gaps, made / spent / per_epoch, shown, gained)
