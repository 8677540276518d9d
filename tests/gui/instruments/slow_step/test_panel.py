"""The dock of the slow step in a real window: by buttons, by keys, by the diagram."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.engine.frames.network import Place
from playground.engine.settings import paths as settings
from playground.gui.canvas.diagram.light import Light
from playground.gui.canvas.diagram.target import Neuron
from playground.gui.main_window import MainWindow
from tests.gui.instruments.slow_step.walking import (
    PATIENCE,
    go_to,
    opened,
    settle,
    shown,
    small_spec,
    wait_for,
)
from tests.gui.runs import pause, train_for, weights_of

MakeWindow = Callable[..., MainWindow]


def test_that_a_step_is_walked_forward_and_back_by_buttons_and_keys(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = opened(window, qtbot)
    assert not panel.controls.back.isEnabled()
    assert panel._view is not None
    for phase in range(1, len(panel._view.phases)):
        panel.controls.forward.click()
        wait_for(panel, qtbot, phase)
        assert panel.focus_row.phase.currentIndex() == phase
        assert panel.lines.toPlainText() and panel.code.extraSelections()
    for phase in range(len(panel._view.phases) - 2, -1, -1):
        panel.controls.back.click()
        wait_for(panel, qtbot, phase)
    assert window.run.thread_of_training.log.steps == 0


def test_that_going_on_after_the_last_phase_takes_the_step_and_finishing_at_any_does(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = opened(window, qtbot)
    log = window.run.thread_of_training.log
    go_to(panel, qtbot, "step", 2)
    panel.controls.forward.click()
    qtbot.waitUntil(lambda: log.steps == 1 and shown(panel) == 0, timeout=PATIENCE)
    go_to(panel, qtbot, "backward", 1)
    panel.controls.finish.click()
    qtbot.waitUntil(lambda: log.steps == 2 and shown(panel) == 0, timeout=PATIENCE)
    assert panel._view is not None and panel._view.step == 3
    panel.controls.epoch.click()
    qtbot.waitUntil(lambda: log.steps == 35 and window.run.state == "paused", timeout=PATIENCE)
    wait_for(panel, qtbot, 0)


def test_that_an_undone_step_leaves_the_run_as_it_was_and_closes_the_dock(
    window: MainWindow, qtbot: QtBot
) -> None:
    train_for(window, qtbot, 50)
    before = weights_of(window, qtbot)
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "step", 0)
    panel.controls.undo.click()
    assert window.space.instruments["slow_step"].isHidden()
    after = weights_of(window, qtbot)
    assert all(bool((before[name] == weight).all()) for name, weight in after.items())
    again = opened(window, qtbot)
    assert again is panel


def test_that_playing_goes_on_from_step_to_step_until_it_is_stopped(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = opened(window, qtbot)
    log = window.run.thread_of_training.log
    panel.controls.pace.setCurrentIndex(panel.controls.pace.count() - 1)
    panel.controls.play.click()
    qtbot.waitUntil(lambda: log.steps >= 1, timeout=PATIENCE)
    window.space.instruments["slow_step"].hide()
    assert not panel.controls.play.isChecked()
    pause(window, qtbot)


def test_that_a_run_that_trains_says_so_and_is_paused_from_there(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = opened(window, qtbot)
    window.run.train()
    qtbot.waitUntil(lambda: "training" in panel.sentence.text(), timeout=PATIENCE)
    assert panel._pages.currentIndex() == 0 and panel.open.isVisible()
    panel.open.click()
    qtbot.waitUntil(lambda: shown(panel) == 0, timeout=PATIENCE)
    assert window.run.state == "paused"


def test_that_a_setting_changed_in_the_middle_shows_at_once(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(small_spec())
    panel = opened(window, qtbot)
    assert "0.5·" in go_to(panel, qtbot, "step", 1)
    window.editing.edit("training.learning_rate", 0.125)
    qtbot.waitUntil(lambda: "0.125·" in panel.lines.toPlainText(), timeout=PATIENCE)
    settle(panel, qtbot)
    assert panel._view is not None and panel._view.kinds[panel._view.phase] == ("step", 1)
    assert window.run.thread_of_training.log.steps == 0


def test_that_rows_are_told_of_when_they_are_chosen_and_come_as_they_are_scrolled_to(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    spec = settings.write(small_spec(), "data.samples", 2000)
    window = make_window(settings.write(spec, "training.batch_size", 0))
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "loss")
    model = panel.rows
    heads = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert heads == ["x₁", "x₂", "target", "output", "loss"]
    last = model.rowCount() - 1
    assert last > 1000
    assert model.index(last, 0).data() == "…"
    qtbot.waitUntil(lambda: model.index(last, 0).data() != "…", timeout=PATIENCE)
    panel.table.setCurrentIndex(model.index(last, 0))
    qtbot.waitUntil(lambda: panel._view is not None and panel._view.focus.row == last)
    assert f"{model.index(last, 4).data()}" in panel.lines.toPlainText()


def test_that_the_diagram_is_lit_and_what_is_pointed_at_there_is_told_of(
    window: MainWindow, qtbot: QtBot
) -> None:
    lit: list[Light | None] = []
    window.spotlight.lit.connect(lit.append)
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "forward", 1)
    light = lit[-1]
    assert light is not None and panel._slow is not None and panel._slow._walk is not None
    trace = panel._slow._walk.traces[1]
    assert (light.column, light.neuron) == (2, 0)
    np.testing.assert_array_equal(light.numbers[1], trace.inputs[0].double().numpy())
    np.testing.assert_array_equal(light.numbers[2], trace.h[0].double().numpy())
    assert light.edges is not None and len(light.edges) == 4
    window.spotlight.pointed.emit(Place(2, 1, 3), False)
    settle(panel, qtbot)
    assert panel._view is not None
    assert (panel._view.focus.neuron, panel._view.focus.source) == (1, 3)
    window.spotlight.pointed.emit(Place(1, 2), False)
    settle(panel, qtbot)
    assert panel._view.focus.layer == 1
    window.spotlight.pointed.emit(Place(1, 2), True)
    qtbot.waitUntil(lambda: shown(panel) == 2, timeout=PATIENCE)
    assert panel._view.focus.neuron == 2
    window.space.network._canvas.stand_on(Neuron(1, 3))
    qtbot.waitUntil(lambda: panel._view is not None and panel._view.focus.neuron == 3)
    window.space.instruments["slow_step"].hide()
    assert lit[-1] is None


def test_that_it_is_painted_in_both_themes(window: MainWindow, qtbot: QtBot) -> None:
    panel = opened(window, qtbot)
    go_to(panel, qtbot, "backward", 1)
    for scheme in ("dark", "light"):
        window.appearance.choose(scheme)
        QApplication.processEvents()
        (running, *_own) = panel.code.extraSelections()
        form = running.format
        assert form.background().color().name() == window.appearance.colours.accent
        assert not window.grab().isNull()
