"""The dock of the race in a real window."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.gui.instruments.race.figure import lane_colours
from playground.gui.instruments.race.panel import RacePanel
from playground.gui.main_window import MainWindow
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.gui.widgets.number_text import loss_text
from playground.state.history.history import History
from tests.gui.instruments.race.racing import (
    PATIENCE,
    panel_of,
    pause,
    race_for,
    steps_of,
    wait_for_steps,
)
from tests.gui.runs import train_for, weights_of

MakeWindow = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


def spec_of(source: str, *assignments: str) -> RunSpec:
    return settings.parse_all(defaults_for(source), ("training.epochs=0", *assignments))


def alone(spec: RunSpec, steps: int) -> tuple[np.ndarray, float]:
    """Losses and the final training loss of a plain runner."""
    log = LossLog()
    runner = Runner(log, FrameSlot(), lambda _event: None)
    runner.load(spec)
    runner.limit(steps=steps)
    runner.run()
    runner.work(until_ended=True)
    loss, _outputs = runner._worker.session.trainer.evaluate("train")
    return log.records()[0].loss, loss


def test_that_nothing_is_made_before_the_dock_is_seen_nor_a_thread_before_a_race(
    window: MainWindow, qtbot: QtBot
) -> None:
    assert window.findChild(RacePanel) is None
    panel = panel_of(window)
    assert panel.controller._thread is None
    qtbot.waitUntil(panel.form.isVisible, timeout=PATIENCE)
    assert not panel.figure.isVisible()


def test_that_one_click_races_sgd_against_adam(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    assert panel.form.buttons["optimizer"].text() == "SGD instead of Adam"
    QTest.mouseClick(panel.form.buttons["optimizer"], LEFT)
    wait_for_steps(panel, qtbot, 100)
    pause(panel, qtbot)
    one, other = steps_of(panel)
    assert one == other
    spec = window.document.project.run
    sgd = settings.write(spec, "training.optimizer", "sgd")
    logs = panel.controller.logs
    assert logs is not None
    for log, lane, own in zip(logs, panel.lanes, (spec, sgd), strict=True):
        losses, train_loss = alone(own, one)
        assert np.array_equal(log.records()[0].loss, losses)
        shown = lane.cells["loss"].text().split(" / ")[0]
        assert shown == loss_text(train_loss)
    assert [lane.name.accessibleDescription() for lane in panel.lanes] == ["Adam", "SGD"]
    assert [entry.text for entry in panel.figure.legend.entries][:2] == ["Adam", "SGD"]


def test_that_one_click_races_another_rate(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot, "faster")
    names = [lane.name.accessibleDescription() for lane in panel.lanes]
    assert names == ["Learning rate 0.01", "Learning rate 0.1"]
    heat = panel.controller.heat
    assert heat is not None
    assert heat.specs[1].training.learning_rate == 0.1


def test_that_who_leads_is_told_by_the_validation_loss(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot, "optimizer", 600)
    lead = panel.lead
    assert lead is not None
    assert lead.lane == 0
    assert lead.of_validation
    own, other = map(loss_text, lead.values)
    words = panel.words.accessibleDescription()
    assert f"Adam leads: validation loss {own} against {other}." in words
    assert [lane.mark.text() for lane in panel.lanes] == ["leads", ""]
    assert "from the same weights" in panel.more.accessibleDescription()


def test_that_the_run_of_the_window_pauses_and_keeps_its_weights(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 50)
    window.run.train()
    qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    panel = panel_of(window)
    panel.form.buttons["optimizer"].click()
    wait_for_steps(panel, qtbot, 20)
    assert window.run.state == "paused"
    assert "is paused during the race" in panel.more.accessibleDescription()
    before = weights_of(window, qtbot)
    wait_for_steps(panel, qtbot, 200)
    pause(panel, qtbot)
    after = weights_of(window, qtbot)
    assert all(torch.equal(after[name], weight) for name, weight in before.items())


def test_that_training_in_the_window_pauses_the_race(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    panel.form.buttons["optimizer"].click()
    wait_for_steps(panel, qtbot, 20)
    window.run.train()
    qtbot.waitUntil(lambda: not panel.controller.is_racing, timeout=PATIENCE)
    assert panel.notice.text() == "The race is paused: training in the window has started."
    window.run.pause()


def test_that_pause_continue_and_restart_do_what_they_say(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    before = steps_of(panel)
    assert panel.bar.start.text() == "Continue"
    QTest.mouseClick(panel.bar.start, LEFT)
    wait_for_steps(panel, qtbot, before[0] + 20)
    assert panel.bar.start.text() == "Pause"
    QTest.mouseClick(panel.bar.start, LEFT)
    qtbot.waitUntil(lambda: not panel.controller.is_racing, timeout=PATIENCE)
    number = panel.controller.standing.race
    QTest.mouseClick(panel.bar.restart, LEFT)
    qtbot.waitUntil(lambda: panel.controller.standing.race == number + 1, timeout=PATIENCE)
    wait_for_steps(panel, qtbot, 1)
    pause(panel, qtbot)


def test_that_a_race_pauses_when_the_dock_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    panel.form.buttons["optimizer"].click()
    wait_for_steps(panel, qtbot, 20)
    window.space.docks["loss"].raise_()
    qtbot.waitUntil(lambda: panel.controller.standing.state == "paused", timeout=PATIENCE)


def test_that_closing_the_window_ends_a_race(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    panel = panel_of(window)
    panel.form.buttons["optimizer"].click()
    wait_for_steps(panel, qtbot, 20)
    thread = panel.controller._thread
    assert thread is not None
    window.shut_down()
    assert thread.isFinished()
    panel.begin()
    assert not panel.controller.is_racing


def choose(panel: RacePanel, path: str) -> QWidget:
    """Add a setting by the combo, and return the control of its editor."""
    place = panel.form.combo.findData(path)
    assert place > 0
    panel.form.combo.setCurrentIndex(place)
    panel.form.combo.activated.emit(place)
    return panel.form._editors[path][1].control


def test_that_settings_of_ones_own_are_raced(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    field = choose(panel, "training.batch_size")
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, "50")
    QTest.keyClick(field, Qt.Key.Key_Return)
    choose(panel, "training.gradient_clip")
    assert panel.form.values == {"training.batch_size": 50, "training.gradient_clip": 0.0}
    panel.form._editors["training.gradient_clip"][2].click()
    assert panel.form.values == {"training.batch_size": 50}
    QTest.mouseClick(panel.bar.start, LEFT)
    wait_for_steps(panel, qtbot, 10)
    pause(panel, qtbot)
    assert panel.lanes[1].name.accessibleDescription() == "Batch size 50"


def test_that_the_settings_of_another_optimizer_come_with_it(window: MainWindow) -> None:
    panel = panel_of(window)
    panel.form.set_values({"training.optimizer": "sgd"})
    choose(panel, "training.momentum")
    assert panel.form.values == {"training.optimizer": "sgd", "training.momentum": 0.0}
    panel.form._editors["training.optimizer"][1].edited.emit("training.optimizer", "adamw")
    assert panel.form.values == {"training.optimizer": "adamw"}
    assert panel.form.combo.findData("training.momentum") < 0


def test_that_only_losses_of_the_task_are_offered(window: MainWindow, qtbot: QtBot) -> None:
    window.editing.choose_source("line")
    qtbot.waitUntil(lambda: window.run.data is not None, timeout=PATIENCE)
    panel = panel_of(window)
    choose(panel, "training.loss")
    offered = {entry.key for entry in panel.form._editors["training.loss"][1].combo.entries()}  # type: ignore[attr-defined]
    assert "huber" in offered
    assert "cross_entropy" not in offered


def test_that_a_variant_that_does_not_differ_is_refused_in_a_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    QTest.mouseClick(panel.bar.start, LEFT)
    qtbot.waitUntil(lambda: bool(panel.notice.text()), timeout=PATIENCE)
    assert panel.notice.text().startswith("The variant does not differ yet")
    assert not panel.controller.is_racing
    assert panel.bar.start.text() == "Start the race"


def test_that_a_variant_that_cannot_be_trained_is_told_in_a_sentence(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    panel.form.set_values({"training.optimizer": "sgd", "training.nesterov": True})
    panel.begin()
    qtbot.waitUntil(lambda: panel.controller.standing.state == "failed", timeout=PATIENCE)
    assert "momentum" in panel.notice.text()
    assert panel.bar.start.text() == "Start the race"
    panel.form.set_values({"training.optimizer": "sgd"})
    panel.begin()
    wait_for_steps(panel, qtbot, 5)
    pause(panel, qtbot)
    assert not panel.notice.isVisible()


def test_that_a_race_starts_from_here_if_that_is_wanted(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    assert not panel.form.here.isEnabled()
    train_for(window, qtbot, 80)
    stood = window.run.thread_of_training.log.steps
    qtbot.waitUntil(panel.form.here.isEnabled, timeout=PATIENCE)
    panel.form.here.click()
    race_for(panel, qtbot, "slower", stood + 10)
    heat = panel.controller.heat
    assert heat is not None
    assert heat.started == stood
    logs, run = panel.controller.logs, window.run.thread_of_training.log
    assert logs is not None
    past = run.records()[0].loss
    for log in logs:
        assert np.array_equal(log.records()[0].loss[:stood], past)


def test_that_the_variant_can_be_taken_and_undo_takes_it_back(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    QTest.mouseClick(panel.bar.take, LEFT)
    assert window.document.read("training.optimizer") == "sgd"
    assert "Undo restores the previous ones" in panel.notice.text()
    assert not panel.bar.take.isEnabled()
    window.document.undo()
    assert window.document.read("training.optimizer") == "adam"
    assert panel.bar.take.isEnabled()


def test_that_a_race_of_other_settings_than_now_says_so(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    assert not panel.notice.isVisible()
    window.document.edit("training.batch_size", 20)
    assert (
        panel.notice.text()
        == "Settings have changed since the race began. Restart to race the current ones."
    )
    window.document.undo()
    assert not panel.notice.isVisible()


def test_that_both_are_kept_in_a_history_if_there_is_one(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History()
    monkeypatch.setattr(window, "history", history, raising=False)
    panel = panel_of(window)
    race_for(panel, qtbot)
    assert panel.bar.keep.isVisible()
    QTest.mouseClick(panel.bar.keep, LEFT)
    qtbot.waitUntil(lambda: len(history.records) == 2, timeout=PATIENCE)
    one, other = history.records
    assert (one.name, other.name) == ("Adam", "SGD")
    assert one.steps == other.steps == steps_of(panel)[0]
    assert one.key != other.key
    pictures = [QImage.fromData(record.thumbnail) for record in (one, other)]
    assert not any(picture.isNull() for picture in pictures)
    assert pictures[0] != pictures[1]
    assert other.spec.training.optimizer == "sgd"
    assert len(other.losses) > 0
    assert {"weights.safetensors", "state.json"} <= other.payload.keys()
    assert "history.safetensors" not in other.payload
    window.document.edit("training.batch_size", 20)
    assert "history" not in panel.notice.text()
    QTest.mouseClick(panel.bar.keep, LEFT)
    qtbot.waitUntil(lambda: "history" in panel.notice.text(), timeout=PATIENCE)
    assert history.records == (one, other)


@pytest.mark.parametrize(
    ("source", "view"),
    [
        ("circle", "surface"),
        ("rings", "surface"),
        ("line", "curve"),
        ("hills", "surface"),
        ("diabetes", "parity"),
        ("digits", "confusion"),
    ],
)
def test_that_both_lanes_are_drawn_for_every_task(
    make_window: MakeWindow, qtbot: QtBot, source: str, view: str
) -> None:
    window = make_window(spec_of(source))
    panel = panel_of(window)
    race_for(panel, qtbot, "slower", 5)
    for lane in panel.lanes:
        assert lane.plot is not None
        assert lane.plot.picture is not None
        assert lane.plot.picture.view == view
        assert lane.cells["loss"].text() != "–"
        assert len(lane.cells) > 1


def test_that_the_pictures_follow_the_view_of_the_window(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    window.document.edit("view.predictions", "confusion")

    def are_confusion() -> bool:
        pictures = [lane.plot.picture if lane.plot else None for lane in panel.lanes]
        return [picture.view if picture else "" for picture in pictures] == ["confusion"] * 2

    qtbot.waitUntil(are_confusion, timeout=PATIENCE)


def test_that_zooming_one_picture_zooms_the_other(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    one, other = (lane.plot for lane in panel.lanes)
    assert isinstance(one, CanvasPlot)
    assert isinstance(other, CanvasPlot)
    whole = other.canvas.visible()
    one.canvas._key(Qt.Key.Key_Plus, Qt.KeyboardModifier.NoModifier)
    assert other.canvas.visible() == pytest.approx(one.canvas.visible(), rel=0.03)
    assert other.canvas.visible() != pytest.approx(whole)
    one.show_all()
    one.canvas.all_wanted.emit()
    assert other.canvas.visible() == pytest.approx(whole, rel=0.03)


def test_that_the_curves_are_drawn_as_the_loss_plot_is_set(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    steps = steps_of(panel)[0]
    assert panel.figure.drawn[1][0].x[-1] == pytest.approx(steps, rel=0.02)
    window.document.edit("view.loss_axis", "epoch")
    assert panel.figure.drawn[1][0].x[-1] < steps
    assert panel.figure.read(0.5, 0.0).startswith("Adam: epoch ")
    table = panel.figure.table()
    assert set(table.columns[0]) == {"Adam", "SGD"}
    assert set(table.columns[1]) == {"training", "validation"}


def test_that_a_lane_that_diverges_says_so_while_the_other_goes_on(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(spec_of("line", "training.optimizer=sgd"))
    panel = panel_of(window)
    panel.form.set_values({"training.learning_rate": 100.0})
    panel.begin()
    lanes = panel.lanes
    qtbot.waitUntil(lambda: lanes[1].mark.text().startswith("diverged"), timeout=PATIENCE)
    before = steps_of(panel)[0]
    wait_for_first(panel, qtbot, before + 50)
    pause(panel, qtbot)
    assert "finite" in panel.more.accessibleDescription() or (
        "loss is" in panel.more.accessibleDescription()
    )
    assert panel.lead is not None
    assert panel.lead.lane == 0


def wait_for_first(panel: RacePanel, qtbot: QtBot, steps: int) -> None:
    qtbot.waitUntil(lambda: steps_of(panel)[0] >= steps, timeout=PATIENCE)


def test_that_a_change_of_theme_recolours_curves_and_chips(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window)
    race_for(panel, qtbot)
    window.appearance.choose("dark")
    own = lane_colours(window.appearance.colours)
    pens = [drawing._train.opts["pen"].color().name() for drawing in panel.figure._drawings]
    assert pens == list(own)
    window.appearance.choose("light")


def test_that_the_keyboard_reaches_every_control(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window)
    qtbot.waitUntil(panel.isVisible, timeout=PATIENCE)
    panel.bar.start.setFocus()
    seen: list[str] = []
    for _ in range(12):
        focus = window.focusWidget()
        assert focus is not None
        seen.append(focus.objectName())
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = [f"race.suggest.{key}" for key in panel.form.buttons]
    assert [name for name in seen if name.startswith("race.")][:7] == [
        "race.start",
        *wanted,
        "race.add",
    ]
    panel.bar.start.setFocus()
    QTest.keyClick(panel.bar.start, Qt.Key.Key_Tab)
    QTest.keyClick(panel.form.buttons["optimizer"], Qt.Key.Key_Space)
    wait_for_steps(panel, qtbot, 5)
    pause(panel, qtbot)


def test_that_the_speed_of_the_window_holds_for_the_race(window: MainWindow, qtbot: QtBot) -> None:
    window.document.edit("view.speed", 1.0)
    panel = panel_of(window)
    panel.form.buttons["optimizer"].click()
    wait_for_steps(panel, qtbot, 1)
    assert max(steps_of(panel)) <= 3
    window.document.edit("view.speed", 0.0)
    wait_for_steps(panel, qtbot, 200)
    pause(panel, qtbot)


def test_that_it_speaks_the_language_chosen(
    make_window: MakeWindow, qtbot: QtBot, spoken: Callable[..., None]
) -> None:
    spoken(LANGUAGES[1])
    panel = panel_of(make_window())
    race_for(panel, qtbot)
    assert panel.words.accessibleDescription().startswith("Passo ")
