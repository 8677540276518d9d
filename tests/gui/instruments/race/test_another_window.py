"""A race goes on where another window takes the place of the one it was begun in."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.engine.common.language import LANGUAGES
from playground.engine.settings.paths import write_all
from playground.gui.app import Stage
from playground.gui.instruments.race.panel import RacePanel
from playground.gui.main_window import MainWindow
from playground.state.history.record import RunRecord
from tests.gui.conftest import MakeStage, MakeWindow
from tests.gui.instruments.race.racing import (
    PATIENCE,
    panel_of,
    pause,
    race_for,
    steps_of,
    wait_for_steps,
)
from tests.gui.instruments.race.test_panel import alone, spec_of

SPEC = spec_of("circle")


@pytest.fixture
def stage(make_window: MakeWindow, make_stage: MakeStage) -> Stage:
    return make_stage(make_window(SPEC))


def speak(stage: Stage, qtbot: QtBot, number: int) -> MainWindow:
    earlier = stage.window
    earlier.language.choose(LANGUAGES[number].name)
    qtbot.waitUntil(lambda: stage.window is not earlier, timeout=PATIENCE)
    return stage.window


def test_that_a_race_goes_on_in_the_next_window(stage: Stage, qtbot: QtBot) -> None:
    panel = panel_of(stage.window)
    panel.form.buttons["faster"].click()
    wait_for_steps(panel, qtbot, 50)
    heat = panel.controller.heat
    assert heat is not None
    before, name = steps_of(panel), heat.names[0]
    other = panel_of(speak(stage, qtbot, 1))
    assert other is not panel
    wait_for_steps(other, qtbot, max(before) + 50)
    assert other.controller.is_racing
    assert other.form.values == heat.values
    qtbot.waitUntil(lambda: other._pair is not None, timeout=PATIENCE)
    pause(other, qtbot)
    assert other.controller.heat is heat
    assert heat.names[0] != name  # which is said in the other language
    logs = other.controller.logs
    assert logs is not None
    for log, spec in zip(logs, heat.specs, strict=True):
        losses, _last = alone(spec, log.steps)
        assert np.array_equal(log.records()[0].loss, losses)
    steps = steps_of(other)
    other.toggle()
    wait_for_steps(other, qtbot, max(steps) + 10)


def test_that_a_race_that_nobody_looks_at_waits_through_several_windows(
    stage: Stage, qtbot: QtBot
) -> None:
    panel = panel_of(stage.window)
    race_for(panel, qtbot)
    steps, thread = steps_of(panel), panel.controller._thread
    assert thread is not None
    stage.window.space.show_instrument("runs")
    speak(stage, qtbot, 1)
    other = speak(stage, qtbot, 0)
    assert other.findChild(RacePanel) is None
    assert not thread.isFinished()
    assert steps_of(panel_of(other)) == steps
    stage.window.space.show_instrument("runs")
    last = speak(stage, qtbot, 1)
    assert last.close()
    assert thread.isFinished()


def test_that_compared_runs_keep_their_colours(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window
    specs = [write_all(SPEC, {"network.seed": seed}) for seed in (7, 8, 9)]
    for key, spec in zip("abc", specs, strict=True):
        window.history.put(RunRecord(key, spec))
    window.history.tick(["b", "a", "c"])
    window.history.pin("c")
    window.history.tick(["b", "c"])
    before = {run.record.key: run.place for run in window.comparison.runs}
    assert before == {"b": 0, "c": 2}
    after = speak(stage, qtbot, 1).comparison.runs
    assert {run.record.key: run.place for run in after} == before
