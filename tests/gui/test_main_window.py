"""The window trains, follows its document, saves, opens, and lives on after bad input."""

import dataclasses
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.runner import Runner
from playground.engine.run.session import Session
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.controllers.run.moment import Moment
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.forms.slider import ParameterSlider
from playground.gui.main_window import MainWindow
from tests.gui.drops import drop
from tests.gui.recovery.kept import kept_work, press
from tests.gui.runs import train_for

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


def wait_for_frame(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until all that is shown is of the step that was reached, and nothing more is asked."""
    qtbot.waitUntil(
        lambda: window.run.state != "running" and window.run.pump.sleeps,
        timeout=PATIENCE,
    )


def find(window: MainWindow, name: str) -> QWidget:
    found = window.findChild(QWidget, name)
    assert found is not None, name
    return found


def shown(window: MainWindow, name: str) -> str:
    value = window.findChild(QLabel, name)
    assert isinstance(value, QLabel)
    return "".join(value.text().split())


def first_view_is(window: MainWindow, view: str) -> bool:
    return window.run.data is not None and window.run.data.views[0] == view


def save(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    with qtbot.waitSignal(window.files.saved, timeout=PATIENCE):
        window.files._save_to(path)


def reopen(window: MainWindow, qtbot: QtBot, path: Path) -> None:
    window.run.data = None
    window.files.open(path)
    qtbot.waitUntil(
        lambda: window.document.path == path and window.run.data is not None, timeout=PATIENCE
    )


def failures(window: MainWindow) -> list[FailureDialog]:
    return [dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible()]


def test_that_space_trains_the_first_example_at_once(window: MainWindow, qtbot: QtBot) -> None:
    button = find(window, "button.run")
    assert isinstance(button, QToolButton)
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    assert button.text() == "Pause"
    log = window.run.thread_of_training.log
    qtbot.waitUntil(lambda: log.steps > 0, timeout=PATIENCE)
    QTest.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def test_that_the_window_and_the_command_line_give_the_same_losses(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    spec = parse_all(defaults_for("circle"), ["training.epochs=20", "network.dropout=0.1"])
    window = make_window(spec)
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    headless = Runner(LossLog(), FrameSlot(), lambda _: None)
    headless.load(spec)
    headless.run()
    headless.work(until_ended=True)
    ours = window.run.thread_of_training.log.records()
    theirs = headless.log.records()
    for one, other in zip(ours, theirs, strict=True):
        assert len(one.loss) > 0
        assert np.array_equal(one.loss, other.loss)


def test_that_one_step_and_one_epoch_are_what_they_say(window: MainWindow, qtbot: QtBot) -> None:
    log = window.run.thread_of_training.log
    window.actions_by_key["step"].trigger()
    qtbot.waitUntil(lambda: log.steps == 1, timeout=PATIENCE)
    window.actions_by_key["step_epoch"].trigger()
    wait_for_frame(window, qtbot)
    qtbot.waitUntil(
        lambda: window.run.frame is not None and window.run.frame.epoch == 1.0, timeout=PATIENCE
    )


def test_that_what_is_shown_is_what_the_engine_measured(window: MainWindow, qtbot: QtBot) -> None:
    train_for(window, qtbot, 50)
    wait_for_frame(window, qtbot)
    frame = window.run.frame
    assert frame is not None
    assert shown(window, "status.step") == str(frame.step)


def test_that_an_edit_acts_on_the_running_network(window: MainWindow, qtbot: QtBot) -> None:
    window.run.toggle()
    window.space.training.edited.emit("training.learning_rate", 0.125)
    qtbot.waitUntil(
        lambda: window.run.frame is not None and window.run.frame.learning_rate == 0.125,
        timeout=PATIENCE,
    )
    assert window.run.state == "running"


def test_that_a_drag_is_one_step_of_undo_and_undo_reaches_the_engine(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = window.document.read("training.learning_rate")
    for rate in (0.1, 0.2, 0.3):
        window.space.training.edited.emit("training.learning_rate", rate)
    window.space.training.finished.emit("training.learning_rate")
    assert window.actions_by_key["undo"].text() == "&Undo Learning rate"
    window.actions_by_key["undo"].trigger()
    assert window.document.read("training.learning_rate") == before
    assert not window.document.can_undo
    qtbot.waitUntil(
        lambda: window.run.frame is not None and window.run.frame.learning_rate == before,
        timeout=PATIENCE,
    )


def test_that_choosing_another_source_shows_its_data_and_its_view(
    window: MainWindow, qtbot: QtBot
) -> None:
    for source, view in (("sine", "curve"), ("iris", "confusion"), ("diabetes", "parity")):
        window.space.data.source_chosen.emit(source)
        qtbot.waitUntil(partial(first_view_is, window, view), timeout=PATIENCE)
        assert window.space.predictions.wanted().view == view


def test_that_line_trained_to_the_end_predicts_ten_at_five(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(defaults_for("line"))
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    window.space.predict.set_texts(("5",))
    window.run.pump.refresh()
    qtbot.waitUntil(
        lambda: (
            window.run.frame is not None
            and window.run.frame.output is not None
            and abs(float(window.run.frame.output[0]) - 10) < 0.01
        ),
        timeout=PATIENCE,
    )


def test_that_a_saved_project_opens_paused_where_it_was(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_for(window, qtbot, 100)
    wait_for_frame(window, qtbot)
    frame, losses = window.run.frame, window.run.thread_of_training.log.records()[0].loss
    assert frame is not None
    path = tmp_path / "circle.playground"
    save(window, qtbot, path)
    assert not window.document.modified
    assert window.windowTitle().startswith("circle.playground")
    window.space.data.source_chosen.emit("sine")
    window.document.mark_saved(path)
    window.keeper.settle(PATIENCE / 1000)
    window.history.mark_saved(window.history.stamps)
    reopen(window, qtbot, path)
    wait_for_frame(window, qtbot)
    again = window.run.frame
    assert again is not None
    assert window.run.state == "paused"
    assert (again.step, again.epoch) == (frame.step, frame.epoch)
    assert again.train.loss == frame.train.loss
    assert np.array_equal(window.run.thread_of_training.log.records()[0].loss, losses)


def test_that_a_damaged_project_is_one_sentence_and_loses_nothing(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    train_for(window, qtbot, 30)
    steps = window.run.thread_of_training.log.steps
    path = tmp_path / "broken.playground"
    path.write_bytes(b"PK\x03\x04 this is no project")
    window.files.open(path)
    qtbot.waitUntil(lambda: bool(failures(window)), timeout=PATIENCE)
    assert "broken.playground" in failures(window)[0].findChildren(QLabel)[0].text()
    assert window.run.thread_of_training.log.steps == steps
    train_for(window, qtbot, 10)


def test_that_untitled_work_is_kept_when_the_window_closes_and_can_be_brought_back(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window()
    train_for(window, qtbot, 60)
    steps = window.run.thread_of_training.log.steps
    window.close()
    (kept,) = kept_work()
    assert kept.file.payload
    other = make_window()
    other.actions_by_key["recover"].trigger()
    press(other, qtbot, "recover")
    qtbot.waitUntil(lambda: other.run.thread_of_training.log.steps == steps, timeout=PATIENCE)
    assert other.document.path is None


def test_that_leaving_a_changed_project_asks_and_cancel_stays(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(window, qtbot, tmp_path / "one.playground")
    window.document.edit("training.learning_rate", 0.5)
    answers = [QMessageBox.StandardButton.Cancel]
    monkeypatch.setattr(QMessageBox, "exec", lambda _: answers[0])
    window.actions_by_key["new"].trigger()
    assert window.document.read("training.learning_rate") == 0.5
    assert not window.close()
    answers[0] = QMessageBox.StandardButton.Discard
    window.actions_by_key["new"].trigger()
    assert window.document.path is None


def test_that_a_failure_in_the_engine_is_one_dialog_and_the_window_lives(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(*_: object) -> None:
        raise RuntimeError("a planted failure")

    with monkeypatch.context() as patched:
        patched.setattr(Session, "advance", explode)
        window.run.toggle()
        qtbot.waitUntil(lambda: window.run.state == "failed", timeout=PATIENCE)
    assert len(failures(window)) == 1
    failures(window)[0].close()
    window.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    train_for(window, qtbot, 10)


def test_that_a_defect_in_the_window_ends_the_run_and_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.run.toggle()
    window.report_defect("Something went wrong in the window: planted", "the traceback")
    qtbot.waitUntil(lambda: window.run.state == "failed", timeout=PATIENCE)
    assert len(failures(window)) == 1


def test_that_dropping_a_project_opens_it(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "dropped.playground"
    save(window, qtbot, path)
    window.document.open(window.document.project)
    assert drop(window, path)
    qtbot.waitUntil(lambda: window.document.path == path, timeout=PATIENCE)


def test_that_every_setting_has_an_editor_with_a_name_and_help(window: MainWindow) -> None:
    from playground.engine.settings.relevant import READING

    elsewhere = {
        *READING,
        *(["network.hidden", "network.layer_activations", "network.layer_dropouts"]),
        "data.points",
    }
    from playground.engine.settings.paths import parameters

    for path in parameters(window.document.project.run):
        if path in elsewhere:
            continue
        editor = find(window, path)
        assert editor.accessibleName(), path
        assert editor.toolTip(), path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_that_both_themes_paint_their_own_ground(window: MainWindow, scheme: str) -> None:
    window.actions_by_key[f"theme_{scheme}"].trigger()
    QCoreApplication.processEvents()
    picture = window.grab().toImage()
    corner = picture.pixelColor(4, picture.height() - 4).lightness()
    assert (corner > 128) == (scheme == "light")


def test_that_the_arrangement_is_remembered(make_window: MakeWindow) -> None:
    window = make_window()
    window.space.docks["loss"].hide()
    window.close()
    other = make_window(start=False)
    assert other.space.docks["loss"].isHidden()
    other.actions_by_key["reset_layout"].trigger()
    assert not other.space.docks["loss"].isHidden()


WIDE, MOVED = (1280, 720), 380


def test_that_a_border_moved_by_hand_is_where_it_was_at_the_next_start(
    make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def restore(window: MainWindow, _geometry: QByteArray) -> bool:
        # Qt fits what it remembers to the screen, and that of the tests is small.
        window.resize(*WIDE)
        return True

    monkeypatch.setattr(MainWindow, "restoreGeometry", restore)
    window = make_window(start=False, size=WIDE)
    qtbot.waitUntil(lambda: window.space.keeper.active)
    window.space.keeper.rest()
    window.resizeDocks([window.space.docks["data"]], [MOVED], Qt.Orientation.Horizontal)
    QCoreApplication.processEvents()
    assert window.space.docks["data"].width() == MOVED
    window.close()
    other = make_window(start=False, size=None)
    QCoreApplication.processEvents()
    assert other.space.docks["data"].width() == MOVED


def test_that_slow_motion_is_one_step_a_second_and_full_speed_is_not(
    window: MainWindow, qtbot: QtBot
) -> None:
    log = window.run.thread_of_training.log
    window.space.speed.edited.emit("view.speed", 1.0)
    window.run.toggle()
    qtbot.waitUntil(lambda: log.steps == 1, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: window.run.frame is not None and window.run.frame.step == 1, timeout=PATIENCE
    )
    window.space.speed.edited.emit("view.speed", 0.0)
    qtbot.waitUntil(lambda: log.steps > 100, timeout=PATIENCE)


def test_that_a_fresh_run_starts_slowly_and_is_seen_to(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(slowly=True)
    slider, log = find(window, "view.speed"), window.run.thread_of_training.log
    assert isinstance(slider, ParameterSlider)
    assert slider.number() == 0.0
    window.run.toggle()
    qtbot.waitUntil(lambda: slider.number() > 60, timeout=PATIENCE)
    assert window.document.read("view.speed") == 0.0
    window.run.pause()
    wait_for_frame(window, qtbot)
    pace, steps = slider.number(), log.steps
    assert pace == round(60 + steps * np.log(2))
    train_for(window, qtbot, 5)
    wait_for_frame(window, qtbot)
    assert slider.number() > pace
    window.run.reset()
    qtbot.waitUntil(lambda: slider.number() == 0.0, timeout=PATIENCE)


@pytest.mark.parametrize("key", [Qt.Key.Key_Left, Qt.Key.Key_End])
def test_that_a_key_on_the_speed_ends_a_slow_start_until_reset(
    make_window: MakeWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    window = make_window(slowly=True)
    slider, run = find(window, "view.speed"), window.run
    assert isinstance(slider, ParameterSlider)
    run.toggle()
    qtbot.waitUntil(lambda: slider.number() > 60, timeout=PATIENCE)
    QTest.keyClick(slider, key)
    chosen = slider.number()
    steps = run.thread_of_training.log.steps
    qtbot.waitUntil(lambda: run.thread_of_training.log.steps > steps + 50, timeout=PATIENCE)
    assert slider.number() == chosen == window.document.read("view.speed")
    assert run.pace is None
    window.document.edit("view.speed", 0.0)
    run.reset()
    qtbot.waitUntil(lambda: run.state == "paused", timeout=PATIENCE)
    run.toggle()
    qtbot.waitUntil(lambda: run.pace is not None, timeout=PATIENCE)


def test_that_a_slow_start_is_switched_off_in_the_menu_and_beside_the_speed(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(slowly=True)
    action, log = window.actions_by_key["ease_in"], window.run.thread_of_training.log
    assert action.isChecked()
    assert action in window.space.speed.actions()
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.pace is not None, timeout=PATIENCE)
    action.trigger()
    assert not action.isChecked()
    assert window.document.read("view.ease_in") is False
    steps = log.steps
    qtbot.waitUntil(lambda: window.run.pace is None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: log.steps > steps + 1000, timeout=PATIENCE)


def test_that_data_say_which_settings_they_replaced_and_one_undo_brings_them_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("training.learning_rate", 0.5)
    window.document.end_gesture()
    before = window.document.project
    source = find(window, "data.source")
    assert "Undo brings yours back" in source.toolTip()
    window.space.data.source_chosen.emit("spiral")
    reason = find(window, "status.reason")
    assert isinstance(reason, QLabel)
    qtbot.waitUntil(lambda: "Learning rate" in reason.toolTip() + reason.text(), timeout=PATIENCE)
    window.actions_by_key["undo"].trigger()
    assert window.document.project == before


def test_that_layers_added_before_the_first_step_start_as_a_reset_would(
    window: MainWindow, qtbot: QtBot
) -> None:
    def weights() -> dict[str, np.ndarray]:
        got: list[Moment] = []
        window.run.deliver(got.append)
        qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
        assert got[0].state is not None
        return {name: value.numpy() for name, value in got[0].state.weights.items()}

    add = find(window, "network.add_layer")
    assert isinstance(add, QPushButton)
    for _ in range(3):
        add.click()
    clicked = weights()
    assert len(window.document.project.run.network.hidden) == 5
    window.run.reset()
    fresh = weights()
    assert clicked.keys() == fresh.keys()
    assert all(np.array_equal(clicked[name], fresh[name]) for name in fresh)


def test_that_an_answer_to_an_older_question_does_not_send_the_window_to_sleep(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for_frame(window, qtbot)
    run = window.run
    late = run.frame
    assert late is not None
    assert late.request is not None
    older = dataclasses.replace(late, request=dataclasses.replace(late.request, network=None))
    monkeypatch.setattr(run.thread_of_training.frames, "take", lambda: older)
    run.pump.refresh()
    run.pump.look()
    assert not run.pump.sleeps
    monkeypatch.setattr(run.thread_of_training.frames, "take", lambda: late)
    run.pump.look()
    assert run.pump.sleeps
