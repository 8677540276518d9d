"""A run is recorded from the real window, at the very steps that were asked for."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageSequence
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton, QSpinBox
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.frames.frame import Frame, FrameSlot, Measures
from playground.engine.loss_log.log import LossLog
from playground.engine.run.halts import Interval
from playground.engine.run.runner import Runner
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers import recorder
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.dialogs.record_dialog import RecordDialog, RecordingPlan
from playground.gui.forms.combo import KeyCombo
from playground.gui.main_window import MainWindow
from playground.gui.pictures import animation
from playground.gui.pictures.animation import ANIMATION_FORMATS
from playground.gui.pictures.drawing import Drawing
from playground.gui.pictures.moment import drawing_pixels

PATIENCE = 20_000
GIF, APNG = ANIMATION_FORMATS
SPEC = parse_all(defaults_for("circle"), ["data.samples=101", "training.epochs=12"])
MakeWindow = Callable[..., MainWindow]


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[Frame]:
    """Of which moments pictures with a caption were taken."""
    frames: list[Frame] = []
    real = recorder.caption

    def caption(frame: Frame) -> str:
        frames.append(frame)
        return real(frame)

    monkeypatch.setattr(recorder, "caption", caption)
    return frames


def plan(
    path: Path,
    subject: str = "predictions",
    every: Interval = Interval(7, "steps"),  # noqa: B008
    most: int = 5,
    form: animation.AnimationFormat = GIF,
) -> RecordingPlan:
    return RecordingPlan(subject, form, every, most, 20, path)


def record(window: MainWindow, qtbot: QtBot, wanted: RecordingPlan) -> str:
    """Record to the end; what the window says of it."""
    said: list[str] = []
    window.recorder.message.connect(said.append)
    window.recorder.start(wanted)
    wait_for_the_end(window, qtbot)
    return said[-1]


def wait_for_the_end(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.recorder.is_recording, timeout=PATIENCE)


def pictures_of(path: Path) -> list[np.ndarray]:
    with Image.open(path) as image:
        return [np.asarray(frame.convert("RGB")) for frame in ImageSequence.Iterator(image)]


@pytest.mark.parametrize("form", ANIMATION_FORMATS, ids=lambda form: form.key)
@pytest.mark.parametrize("subject", ["predictions", "network"])
def test_that_pictures_are_of_the_very_steps(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    taken: list[Frame],
    subject: str,
    form: animation.AnimationFormat,
) -> None:
    path = tmp_path / f"run{form.suffix}"
    said = record(window, qtbot, plan(path, subject, form=form))
    assert [frame.step for frame in taken] == [0, 7, 14, 21, 28]
    pictures = pictures_of(path)
    assert len(pictures) == 5
    assert not np.array_equal(pictures[0], pictures[-1])
    assert "Recorded 5 frames" in said
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    assert window.run.thread_of_training.log.steps == 28


def test_that_the_whole_window_is_recorded_at_one_moment(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[str] = []
    status = window.space.status

    def pixels(drawing: Drawing, size: QSize) -> animation.Pixels:
        steps.append(status._step._value.text())
        return drawing_pixels(drawing, size)

    monkeypatch.setattr(recorder, "drawing_pixels", pixels)
    record(window, qtbot, plan(tmp_path / "run.gif", "window"))
    pictures = pictures_of(tmp_path / "run.gif")
    assert steps == ["0", "7", "14", "21", "28"]
    assert [picture.shape for picture in pictures] == [(800, 1280, 3)] * 5


def test_that_epochs_are_recorded_at_their_ends(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    record(window, qtbot, plan(tmp_path / "run.gif", every=Interval(2, "epochs"), most=4))
    assert [frame.epoch for frame in taken] == [0.0, 2.0, 4.0, 6.0]


def test_that_a_run_in_progress_is_recorded_from_its_next_multiple_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    window.run.toggle()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 100, timeout=PATIENCE)
    record(window, qtbot, plan(tmp_path / "run.gif", every=Interval(50, "steps"), most=3))
    first = taken[0].step
    assert first > 100
    assert [frame.step for frame in taken] == [first, first + 50, first + 100]
    assert first % 50 == 0


def test_that_the_losses_are_those_of_a_run_that_nobody_records(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    window = make_window(SPEC)
    said = record(window, qtbot, plan(tmp_path / "run.gif", every=Interval(3, "epochs"), most=99))
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(SPEC)
    runner.run()
    runner.work(until_ended=True)
    recorded = window.run.thread_of_training.log.records()[0].loss
    assert np.array_equal(recorded, runner.log.records()[0].loss)
    assert [frame.epoch for frame in taken] == [0.0, 3.0, 6.0, 9.0, 12.0]
    assert "Recorded 5 of 99 frames" in said
    assert said.endswith("Training has finished.")


def test_that_pausing_ends_a_recording_and_keeps_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    said: list[str] = []
    window.recorder.message.connect(said.append)
    window.recorder.start(plan(tmp_path / "run.gif", most=500))
    qtbot.waitUntil(lambda: len(taken) >= 3, timeout=PATIENCE)
    window.actions_by_key["run"].trigger()
    wait_for_the_end(window, qtbot)
    assert len(pictures_of(tmp_path / "run.gif")) == len(taken)
    assert said[-1].endswith("Training was paused.")
    steps = window.run.thread_of_training.log.steps
    window.run.toggle()
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > steps + 50, timeout=PATIENCE)


def test_that_a_reset_ends_a_recording_and_keeps_it(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    said: list[str] = []
    window.recorder.message.connect(said.append)
    window.recorder.start(plan(tmp_path / "run.gif", most=500))
    qtbot.waitUntil(lambda: len(taken) >= 3, timeout=PATIENCE)
    window.run.reset()
    wait_for_the_end(window, qtbot)
    assert said[-1].endswith("Training was restarted.")
    assert len(pictures_of(tmp_path / "run.gif")) == len(taken)


def test_that_a_run_that_diverges_is_kept_as_far_as_it_went(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    wild = ["training.learning_rate=100", "training.optimizer=sgd", "network.activation=relu"]
    window = make_window(parse_all(defaults_for("hills"), wild))
    said = record(window, qtbot, plan(tmp_path / "run.gif", every=Interval(1, "steps"), most=999))
    assert said.endswith("Training diverged.")
    assert 0 < len(pictures_of(tmp_path / "run.gif")) <= len(taken)


def test_that_cancelling_leaves_no_file_and_training_goes_on(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    window.recorder.start(plan(tmp_path / "run.gif", most=500))
    assert not window.actions_by_key["record"].isEnabled()
    qtbot.waitUntil(lambda: len(taken) >= 2, timeout=PATIENCE)
    button = window.findChild(QPushButton, "recording.cancel")
    assert button is not None
    qtbot.waitUntil(button.isVisible, timeout=PATIENCE)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not window.recorder.is_recording
    assert window.actions_by_key["record"].isEnabled()
    log = window.run.thread_of_training.log
    steps = log.steps
    qtbot.waitUntil(lambda: log.steps > steps + 100, timeout=PATIENCE)
    assert not button.isVisible()
    assert not list(tmp_path.glob("run*"))


@pytest.mark.parametrize("may_go", [True, False])
def test_that_closing_the_window_asks_first(
    window: MainWindow,
    qtbot: QtBot,
    tmp_path: Path,
    taken: list[Frame],
    monkeypatch: pytest.MonkeyPatch,
    may_go: bool,
) -> None:
    asked: list[str] = []
    buttons = QMessageBox.StandardButton

    def answer(box: QMessageBox) -> object:
        asked.append(box.text())
        return buttons.Yes if may_go else buttons.No

    monkeypatch.setattr(QMessageBox, "exec", answer)
    window.recorder.start(plan(tmp_path / "run.gif", most=500))
    qtbot.waitUntil(lambda: len(taken) >= 2, timeout=PATIENCE)
    assert window.close() is may_go
    assert "run.gif is still being recorded" in asked[0]
    assert not list(tmp_path.glob("run*"))


def test_that_a_file_that_cannot_be_written_is_said_once(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    record(window, qtbot, plan(tmp_path / "gone" / "run.gif", most=2))
    (dialog,) = window.findChildren(FailureDialog)
    assert dialog._reason.text().startswith("Not recorded. ")
    assert f"the folder {tmp_path / 'gone'} does not exist" in dialog._reason.text()
    dialog.close()


def test_that_a_window_of_another_size_is_made_to_fit(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    window.recorder.start(plan(tmp_path / "run.gif", most=8))
    qtbot.waitUntil(lambda: len(taken) >= 2, timeout=PATIENCE)
    window.resize(1100, 700)
    wait_for_the_end(window, qtbot)
    assert len({picture.shape for picture in pictures_of(tmp_path / "run.gif")}) == 1


def test_that_a_run_that_cannot_go_on_is_not_recorded(window: MainWindow) -> None:
    said: list[str] = []
    window.recorder.message.connect(said.append)
    window.run.state = "diverged"
    window.actions_by_key["record"].trigger()
    assert not window.findChildren(RecordDialog)
    assert "restore the last valid weights, or reset" in said[0]


def test_that_a_recording_is_asked_for_in_the_menu(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, taken: list[Frame]
) -> None:
    window.actions_by_key["record"].trigger()
    (dialog,) = window.findChildren(RecordDialog)
    parts = {
        name: dialog.findChild(kind, f"record.{name}")
        for name, kind in {"count": QSpinBox, "most": QSpinBox, "path": QLineEdit}.items()
    }
    unit, start = (
        dialog.findChild(KeyCombo, "record.unit"),
        dialog.findChild(QPushButton, "record.start"),
    )
    assert isinstance(parts["count"], QSpinBox)
    assert isinstance(parts["most"], QSpinBox)
    assert isinstance(parts["path"], QLineEdit)
    assert unit is not None
    assert start is not None
    parts["count"].setValue(20)
    parts["most"].setValue(3)
    unit.set_key("steps")
    parts["path"].setText(str(tmp_path / "menu.gif"))
    QTest.mouseClick(start, Qt.MouseButton.LeftButton)
    assert window.recorder.is_recording
    wait_for_the_end(window, qtbot)
    assert [frame.step for frame in taken] == [0, 20, 40]
    assert len(pictures_of(tmp_path / "menu.gif")) == 3


def test_that_a_caption_is_in_the_language_spoken(spoken: Callable[..., None]) -> None:
    measures = Measures(0.25, {})
    frame = Frame(1, 4321, 86.4, 1.0, 1234.0, 0.01, measures, None)
    assert recorder.caption(frame) == "step 4\u202f321 · epoch 86.40 · loss 0.2500"
    spoken(LANGUAGES[1])
    assert recorder.caption(frame).startswith("passo 4.321 · época 86,40 · perda 0")
