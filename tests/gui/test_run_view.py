"""What the real window shows of what its run reports."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.engine.frames.frame import Frame, Measures
from playground.engine.run.events import StateChanged
from playground.gui.dialogs.failure_dialog import FailureDialog
from playground.gui.main_window import MainWindow
from playground.gui.plots.loss.memorising import MEMORISES
from playground.gui.plots.loss.plot import BEST, LossPlot
from playground.gui.widgets.number_text import GROUP

PATIENCE = 20_000


def shown(window: MainWindow, name: str) -> str:
    label = window.findChild(QLabel, f"status.{name}")
    assert label is not None
    return label.text()


def test_that_a_window_that_is_ready_says_so_and_what_to_press(window: MainWindow) -> None:
    assert shown(window, "state") == "Ready"
    assert "F5" in shown(window, "reason")


def test_that_data_drawn_anew_while_training_leave_the_state_as_it_is(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("training.epochs", 0, window)
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    with qtbot.waitSignals([window.run.preparing, window.run.data_ready], timeout=PATIENCE):
        window.document.edit("data.noise", 0.2, window)
    qtbot.waitUntil(lambda: shown(window, "reason") == "", timeout=PATIENCE)
    assert shown(window, "state") == "Running"
    window.run.pause()
    qtbot.waitUntil(lambda: shown(window, "state") == "Paused", timeout=PATIENCE)
    assert shown(window, "steps_per_second") == "–"


def measured(step: int, loss: float) -> Frame:
    measures = Measures(loss, {"accuracy": 0.5})
    return Frame(1, step, 86.4, 1.0, 1234.0, 0.01, measures, measures, device=f"at {step}")


def numbers(window: MainWindow) -> tuple[str, str, str, str]:
    """Step and loss in the toolbar, the loss in Metrics, and what the status line is given."""
    loss = window.findChild(QLabel, "metrics.train.loss")
    assert loss is not None
    step = shown(window, "step").replace(GROUP, "")
    return step, shown(window, "train_loss"), loss.text(), shown(window, "device")


def test_that_while_training_all_numbers_are_of_one_moment(window: MainWindow) -> None:
    run = window.run
    run.state = "running"
    window.space.status.show_state("running")
    seen = []
    for look in range(16):
        run.frame_ready.emit(measured(4000 + look, 0.25 + look / 100))
        run.pump.looked.emit()
        step, *rest = numbers(window)
        if step.isdigit() and step != "0":
            loss = f"{0.25 + (int(step) - 4000) / 100:.4f}"
            assert rest == [loss, loss, f"at {step}"]
            seen.append(step)
    assert len(set(seen)) >= 4
    run.state = "paused"


def test_that_a_network_that_memorises_is_told_below_the_losses(window: MainWindow) -> None:
    for step in range(20):
        train, validation = Measures(1 / (step + 1), {}), Measures(0.5 + step / 10, {})
        frame = Frame(1, step, 1.0, 1.0, 0.0, 0.01, train, validation)
        window.run.frame_ready.emit(frame)
    offer = window.space.loss.best_offer
    assert MEMORISES in window.space.loss.readout.text()
    assert offer.isVisible()
    assert window.space.loss.readout.height() >= window.space.loss.readout.sizeHint().height()
    assert window.actions_by_key["restore_best"].shortcut().toString() in offer.toolTip()
    window.run.frame_ready.emit(Frame(1, 30, 1.0, 1.0, 0.0, 0.01, train, Measures(0.4, {})))
    assert not offer.isVisible()
    assert MEMORISES not in window.space.loss.readout.text()


def test_that_the_best_weights_are_offered_by_a_button_and_undo_takes_them_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    document, run = window.document, window.run
    document.edit("training.learning_rate", 0.3, window)
    document.edit("training.epochs", 60, window)
    run.toggle()
    qtbot.waitUntil(lambda: run.state == "done", timeout=PATIENCE)
    losses = []

    def settle() -> None:
        qtbot.waitUntil(lambda: run.pump.sleeps, timeout=PATIENCE)
        assert run.frame is not None and run.frame.validation is not None
        losses.append(run.frame.validation.loss)

    settle()
    offer = window.space.loss.best_offer
    offer.show()
    with qtbot.waitSignal(run.edited, timeout=PATIENCE):
        QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    settle()
    assert document.undo_words == "Best weights"
    with qtbot.waitSignal(run.state_changed, timeout=PATIENCE):
        window.actions_by_key["undo"].trigger()
    settle()
    with qtbot.waitSignal(run.state_changed, timeout=PATIENCE):
        window.actions_by_key["redo"].trigger()
    settle()
    last, best, undone, redone = losses
    assert best < last
    assert undone == pytest.approx(last)
    assert redone == pytest.approx(best)


def test_that_numbers_wait_one_look_for_axes_that_move_and_not_longer(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = window.run
    run.state = "running"
    window.space.status.show_state("running")
    always = property(lambda _: True, lambda *_: None)
    monkeypatch.setattr(LossPlot, "moved", always, raising=False)
    seen = []
    for look in range(24):
        if look % 4 == 0:
            run.frame_ready.emit(measured(4000 + look, 0.25))
        run.pump.looked.emit()
        seen.append(numbers(window)[-1])
    assert not seen[0].startswith("at")
    assert seen[1] == "at 4000"
    assert len(set(seen)) >= 4
    run.state = "paused"


def test_that_numbers_on_their_way_do_not_outlive_the_run(window: MainWindow) -> None:
    run = window.run
    run.state = "running"
    measures = Measures(0.25, {"accuracy": 0.5})
    frame = Frame(1, 4321, 86.4, 1.0, 1234.0, 0.01, measures, measures)
    run.frame_ready.emit(frame)
    run.state_changed.emit(StateChanged(1, "preparing", 0))
    for _ in range(3):
        run.pump.looked.emit()
    assert shown(window, "step") == "–"
    run.state = "paused"


def test_that_the_best_measurement_is_marked_named_and_forgotten_with_its_data(
    window: MainWindow, qtbot: QtBot
) -> None:
    document, loss = window.document, window.space.loss
    document.edit("training.learning_rate", 0.3, window)
    document.edit("training.epochs", 60, window)
    window.run.toggle()
    qtbot.waitUntil(lambda: window.run.state == "done", timeout=PATIENCE)
    qtbot.waitUntil(lambda: BEST in loss.marks, timeout=PATIENCE)
    step = loss.marks[BEST]
    window.run.restore_best()
    qtbot.waitUntil(lambda: f"step {step}" in shown(window, "reason"), timeout=PATIENCE)
    document.edit("data.noise", 0.2, window)
    qtbot.waitUntil(lambda: not loss.marks, timeout=PATIENCE)


def test_that_why_a_run_failed_stays_until_it_runs_again(window: MainWindow, qtbot: QtBot) -> None:
    window.report_defect("It broke.", "the traceback")
    qtbot.waitUntil(lambda: shown(window, "state") == "Failed", timeout=PATIENCE)
    (dialog,) = window.findChildren(FailureDialog)
    advice = dialog.findChild(QLabel, "failure.advice")
    assert advice is not None
    assert advice.text() == (
        "To continue, choose Training > Restore last valid weights or Training > Reset."
    )
    dialog.close()
    assert shown(window, "reason") == "It broke."
    window.files.message.emit("Saved.")
    assert shown(window, "reason") == "Saved."
    window.files.message.emit("")
    assert shown(window, "reason") == "It broke."
    window.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: shown(window, "state") == "Ready", timeout=PATIENCE)
    assert "It broke." not in shown(window, "reason")
    window.run.toggle()
    qtbot.waitUntil(lambda: shown(window, "state") == "Running", timeout=PATIENCE)
    assert shown(window, "reason") == ""


def test_that_another_failure_takes_the_place_of_the_one_before(
    window: MainWindow, qtbot: QtBot
) -> None:
    for words in ("It broke.", "It broke otherwise."):
        window.report_defect(words, "")
        qtbot.waitUntil(partial(_says, window, words), timeout=PATIENCE)
    for dialog in window.findChildren(FailureDialog):
        dialog.close()


def _says(window: MainWindow, words: str) -> bool:
    return shown(window, "reason") == words
