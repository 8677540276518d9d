"""Every run that is left goes into the history, and comes back from it to the last bit."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.payload import from_payload
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.runner import Runner
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write_all
from playground.engine.spec.run import RunSpec
from playground.gui.controllers.history import history_keeper
from playground.gui.main_window import MainWindow
from playground.state.history.foreign import foreign_key
from playground.state.history.marked import Marked
from playground.state.history.record import RunRecord
from tests.gui.conftest import PATIENCE, MakeWindow
from tests.gui.runs import train_epochs, weights_of


def wait_for_runs(window: MainWindow, qtbot: QtBot, count: int) -> tuple[RunRecord, ...]:
    qtbot.waitUntil(lambda: len(window.history.records) == count, timeout=PATIENCE)
    return window.history.records


def test_that_a_run_is_kept_with_all_it_was_when_it_is_reset(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_epochs(window, qtbot, 2)
    qtbot.waitUntil(lambda: window.run.frame is not None and window.run.frame.epoch == 2)
    frame = window.run.frame
    assert frame is not None
    losses = window.run.thread_of_training.log.to_arrays()
    window.run.reset()
    (record,) = wait_for_runs(window, qtbot, 1)
    assert record.spec == window.document.project.run
    assert (record.steps, record.epochs, record.outcome) == (frame.step, frame.epoch, "paused")
    assert record.train is not None
    assert record.validation is not None
    assert record.train.loss == frame.train.loss
    assert dict(record.train.metrics) == frame.train.metrics
    np.testing.assert_array_equal(record.losses["train.recent"], losses["train.recent"])
    assert QImage.fromData(record.thumbnail).width() > 0
    checkpoint = from_payload(record.payload, record.spec)
    assert checkpoint is not None
    assert checkpoint.state.step == frame.step
    assert checkpoint.state.best is not None


def leave(window: MainWindow, qtbot: QtBot, count: int) -> tuple[RunRecord, ...]:
    """Reset, and wait for the run that was left."""
    window.run.reset()
    return wait_for_runs(window, qtbot, count)


def restore(window: MainWindow, qtbot: QtBot, record: RunRecord) -> None:
    done: list[str] = []
    window.keeper.restore(record, lambda: done.append("restored"), lambda *why: done.extend(why))
    log = window.run.thread_of_training.log
    qtbot.waitUntil(
        lambda: (
            done == ["restored"]
            and log.steps == record.steps
            and window.run.state == "paused"
            and window.run.frame is not None
            and window.run.frame.step == record.steps
        ),
        timeout=PATIENCE,
    )


def weights_after(spec: RunSpec, epochs: int) -> Mapping[str, torch.Tensor]:
    """Those of a run of its own that was never left."""
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(spec)
    runner.run_epochs(epochs)
    runner.work(until_ended=True)
    assert runner.left is not None
    return runner.left.weights


def test_that_a_restored_run_goes_on_bit_for_bit(window: MainWindow, qtbot: QtBot) -> None:
    spec = write_all(window.document.project.run, {"training.epochs": 5})
    window.document.edit("training.epochs", 5)
    train_epochs(window, qtbot, 2)
    losses = window.run.thread_of_training.log.to_arrays()
    (first,) = leave(window, qtbot, 1)
    window.document.edit("training.optimizer", "sgd")
    train_epochs(window, qtbot, 1)
    restore(window, qtbot, first)
    assert window.document.project.run == spec
    assert [record.steps for record in wait_for_runs(window, qtbot, 2)] == [70, 35]
    now = window.run.thread_of_training.log.to_arrays()
    assert all(np.array_equal(now[name], losses[name]) for name in losses)
    window.run.train()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    expected = weights_after(spec, 5)
    found = weights_of(window, qtbot)
    assert all(torch.equal(found[name], expected[name]) for name in expected)


def test_that_undo_of_a_restore_brings_the_run_back_that_was_left(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_epochs(window, qtbot, 1)
    (first,) = leave(window, qtbot, 1)
    window.document.edit("training.learning_rate", 0.1)
    train_epochs(window, qtbot, 2)
    weights, steps = weights_of(window, qtbot), window.run.thread_of_training.log.steps
    restore(window, qtbot, first)
    wait_for_runs(window, qtbot, 2)
    assert window.document.undo_words == "Restore run"
    window.document.undo()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == steps and window.run.state == "paused", timeout=PATIENCE)
    assert window.document.read("training.learning_rate") == 0.1
    found = weights_of(window, qtbot)
    assert all(torch.equal(found[name], weights[name]) for name in weights)
    # It is the present one again, and no earlier one.
    assert wait_for_runs(window, qtbot, 1) == (first,)


@pytest.mark.parametrize("key", ["own", foreign_key(Path("other.playground"))])
def test_that_a_run_that_was_restored_and_left_without_a_step_is_not_kept_twice(
    window: MainWindow, qtbot: QtBot, key: str
) -> None:
    train_epochs(window, qtbot, 1)
    (left,) = leave(window, qtbot, 1)
    first = replace(left, key=key)
    window.history.open([first])
    restore(window, qtbot, first)
    window.run.reset()
    weights_of(window, qtbot)
    qtbot.waitUntil(lambda: not window.keeper.busy, timeout=PATIENCE)
    assert window.history.records == (first,)


def test_that_a_run_is_kept_although_another_project_has_the_same(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_epochs(window, qtbot, 1)
    qtbot.waitUntil(lambda: window.run.frame is not None and window.run.frame.epoch == 1)
    frame, project = window.run.frame, window.document.project
    assert frame is not None
    key = foreign_key(Path("copy.playground"))
    copy = RunRecord(key, project.run, project.table, steps=frame.step, seconds=frame.seconds)
    window.history.put(copy)
    _, own = leave(window, qtbot, 2)
    assert own.is_at(copy.spec, copy.table, copy.steps, copy.seconds)


def test_that_painting_makes_no_run_of_each_stroke(make_window: MakeWindow, qtbot: QtBot) -> None:
    points = tuple(f"{n} {-n} {1 + n % 2}" for n in range(-4, 5))
    spec = write_all(defaults_for("painted_classes"), {"data.points": points})
    window = make_window(spec)
    weights_of(window, qtbot)
    train_epochs(window, qtbot, 1)
    window.document.edit("data.points", [*points, "2 2 3", "3 2 3", "2 3 3", "3 3 3"])
    qtbot.waitUntil(lambda: window.run.thread_of_training.log.steps == 0, timeout=PATIENCE)
    weights_of(window, qtbot)
    train_epochs(window, qtbot, 1)
    records = leave(window, qtbot, 1)
    assert [len(record.spec.data.points) for record in records] == [len(points) + 4]


def test_that_another_project_has_another_history(window: MainWindow, qtbot: QtBot) -> None:
    train_epochs(window, qtbot, 1)
    leave(window, qtbot, 1)
    train_epochs(window, qtbot, 1)
    window.files.new()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps == 0 and window.run.state == "paused", timeout=PATIENCE)
    weights_of(window, qtbot)
    qtbot.waitUntil(lambda: not window.keeper.busy, timeout=PATIENCE)
    assert window.history.records == ()
    train_epochs(window, qtbot, 1)
    leave(window, qtbot, 1)


def test_that_runs_are_saved_and_read_with_the_project(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_epochs(window, qtbot, 2)
    (kept,) = leave(window, qtbot, 1)
    window.history.label(kept.key, name="first", note="a note", is_starred=True)
    (kept,) = window.history.records
    assert window.isWindowModified()
    foreign = replace(kept, key=foreign_key(Path("other.playground")))
    window.history.put(foreign)
    window.history.tick([foreign.key, kept.key])
    window.history.pin(kept.key)
    path = tmp_path / "one.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    assert not window.isWindowModified()
    window.files.new()
    assert window.history.records == ()
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files.open(path)
    read = wait_for_runs(window, qtbot, 1)[0]
    assert (read.key, read.name, read.note, read.is_starred) == (kept.key, "first", "a note", True)
    assert (read.spec, read.steps, read.epochs) == (kept.spec, kept.steps, kept.epochs)
    assert (read.train, read.validation) == (kept.train, kept.validation)
    assert dict(read.payload) == dict(kept.payload)
    assert read.thumbnail == kept.thumbnail
    assert read.losses.keys() == kept.losses.keys()
    assert all(np.array_equal(read.losses[name], kept.losses[name]) for name in kept.losses)
    assert window.history.marked == Marked((kept.key,), kept.key)
    window.history.pin("")
    assert not window.isWindowModified()


def test_that_damaged_runs_are_named_and_the_project_opens(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: window.keeper.seen is not None, timeout=PATIENCE)
    train_epochs(window, qtbot, 1)
    leave(window, qtbot, 1)
    path = tmp_path / "one.playground"
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)
    content = bytearray(path.read_bytes())
    place = content.index(b"PNG")
    content[place] ^= 1
    path.write_bytes(content)
    said: list[str] = []
    window.files.message.connect(said.append)
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files.open(path)
    assert said[-1] == "Opened one.playground. Its history of runs is damaged and was left out."
    assert len(window.history.records) == 1  # it is the project that was open


def test_that_saving_right_after_a_reset_saves_the_run_that_was_left(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_epochs(window, qtbot, 2)
    window.run.reset()
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(tmp_path / "a.playground")
    assert len(window.history.records) == 1
    assert not window.history.modified


def test_that_a_run_that_cannot_be_kept_is_told_and_training_goes_on(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise RuntimeError("no record")

    monkeypatch.setattr(history_keeper, "record_of", refuse)
    train_epochs(window, qtbot, 1)
    with qtbot.waitSignal(window.keeper.failed, timeout=PATIENCE) as heard:
        window.run.reset()
    assert "no record" in str(heard.args[0])
    train_epochs(window, qtbot, 1)
    assert window.run.state == "paused"
