"""The window moves through the past of its run, and the run goes on from there."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.language import LANGUAGES
from playground.engine.frames.frame import Frame
from playground.engine.run.events import RunLeft
from playground.engine.run.halts import Interval
from playground.engine.run.past import past
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.engine.spec.edit import Edit
from playground.gui.app import Stage
from playground.gui.controllers.run.hands import OF_THE_PAST
from playground.gui.controllers.run.moment import Losses, Moment
from playground.gui.dialogs.record_dialog import RecordingPlan
from playground.gui.main_window import MainWindow
from playground.gui.pictures.animation import ANIMATION_FORMATS
from playground.gui.rewind.rewind import SHOWN
from playground.gui.widgets.number_text import GROUP
from tests.gui.conftest import MakeStage, MakeWindow
from tests.gui.controllers.run.test_left_runs import held
from tests.gui.runs import pause, train_for

PATIENCE = 20_000
Key = Qt.Key
SPEC = parse_all(
    defaults_for("circle"),
    ["training.epochs=0", "network.dropout=0.1", "training.optimizer=adam"],
)


class Traveller:
    """A window whose run has a past, and who goes through it."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        self.shown: list[Frame] = []
        self.left: list[RunLeft] = []
        self.said: list[str] = []
        window.run.past_shown.connect(self.shown.append)
        window.run.refused.connect(self.said.append)
        window.hands.refused.connect(self.said.append)
        window.run.thread_of_training.reported.connect(self._hear)

    def _hear(self, event: object) -> None:
        if isinstance(event, RunLeft):
            self.left.append(event)

    @property
    def steps(self) -> int:
        return self.window.run.thread_of_training.log.steps

    @property
    def kept(self) -> list[int]:
        return [state.step for state in self.window.run.thread_of_training.kept.states]

    def train(self, steps: int = 200) -> None:
        train_for(self.window, self.qtbot, steps)
        scrubber = self.window.space.scrubber
        before = [step for step in self.kept if step < self.steps]
        self.qtbot.waitUntil(lambda: list(scrubber.steps) == before, timeout=PATIENCE)

    def press(self, *keys: Key) -> Frame:
        """Press keys on the slider, and wait for the moment that they lead to."""
        self.shown.clear()
        for key in keys:
            QTest.keyClick(self.window.space.scrubber.slider, key)
        wanted = self.window.run.past
        assert wanted is not None, self.kept
        self.qtbot.waitUntil(
            lambda: bool(self.shown) and self.shown[-1].step == wanted, timeout=PATIENCE
        )
        return self.shown[-1]

    def click(self, number: int) -> None:
        """Click *Go on from here* (0) or *Back to now* (1)."""
        button = self.window.space.scrubber.bar.stops[number]
        assert button.isVisible()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def go_on(self) -> int:
        """Go on from the step that is shown, and return it."""
        step = self.window.run.past
        assert step is not None
        self.click(0)
        self.wait_for(step)
        return step

    def wait_for(self, step: int) -> None:
        """Until the run stands at this step, and the window shows that."""
        run = self.window.run

        def is_there() -> bool:
            frame = run.frame
            return run.state == "paused" and frame is not None and frame.step == step

        self.qtbot.waitUntil(lambda: is_there() and self.steps == step, timeout=PATIENCE)

    def moment(self) -> tuple[RunState, Losses]:
        got: list[Moment] = []
        self.window.run.deliver(got.append)
        self.qtbot.waitUntil(lambda: bool(got), timeout=PATIENCE)
        assert got[0].state is not None
        return got[0].state, got[0].losses

    def trigger(self, *keys: str) -> None:
        for key in keys:
            self.window.actions_by_key[key].trigger()

    def text(self, name: str) -> str:
        label = self.window.findChild(QLabel, name)
        assert label is not None
        return label.text().replace(GROUP, "")


@pytest.fixture
def traveller(make_window: MakeWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Traveller:
    # However busy the machine is, each chunk of steps leaves a state.
    monkeypatch.setattr(past, "SHARE", 1000.0)
    monkeypatch.setattr(past, "AT_ONCE", 1000.0)
    traveller = Traveller(make_window(SPEC), qtbot)
    traveller.train()
    return traveller


def assert_same(one: tuple[RunState, Losses], other: tuple[RunState, Losses]) -> None:
    (state, losses), (others, other_losses) = one, other
    assert state.step == others.step
    assert state.spec == others.spec
    same_tensors(state.weights, others.weights)
    for name, kept in state.training.optimizer.items():
        same_tensors(kept, others.training.optimizer[name])
    for mine, theirs in zip(state.training.generators, others.training.generators, strict=True):
        assert torch.equal(mine, theirs)
    for name, array in losses.items():
        assert np.array_equal(array, other_losses[name]), name


def same_tensors(one: Mapping[str, object], other: Mapping[str, object]) -> None:
    assert one.keys() == other.keys()
    for name, value in one.items():
        assert torch.equal(torch.as_tensor(value), torch.as_tensor(other[name])), name


def test_that_the_line_comes_with_the_first_states_and_the_plot_does_not_jump(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    window = make_window(SPEC)
    scrubber, height = window.space.scrubber, window.space.loss.height()
    assert not scrubber.isVisible()
    Traveller(window, qtbot).train()
    assert scrubber.isVisible()
    assert window.space.loss.height() == height
    QTest.keyClick(scrubber.slider, Key.Key_Left)
    assert window.space.loss.height() == height
    window.actions_by_key["reset"].trigger()
    qtbot.waitUntil(lambda: not scrubber.isVisible(), timeout=PATIENCE)
    assert window.space.loss.height() == height
    assert not scrubber.bar.isVisible()


def test_that_everything_shows_the_step_that_is_gone_to(traveller: Traveller) -> None:
    window, last = traveller.window, traveller.steps
    frame = traveller.press(Key.Key_Home, Key.Key_Right, Key.Key_Right)
    assert frame.step == traveller.kept[2]
    assert traveller.text("status.step") == str(frame.step)
    assert traveller.text("status.steps_per_second") == "–"
    assert traveller.text("metrics.train.loss") == traveller.text("status.train_loss")
    assert traveller.text("rewind.label") == f"step {frame.step} of {last} (the past)"
    assert window.space.loss.marks[SHOWN] == frame.step
    assert window.space.predictions.shows(frame)
    assert window.space.network.shows(frame.network)
    assert traveller.steps == last


def test_that_back_to_now_shows_the_run_untouched(traveller: Traveller) -> None:
    before, frame = traveller.moment(), traveller.window.run.frame
    assert frame is not None
    traveller.press(Key.Key_Home)
    traveller.window.run.frame = None
    traveller.click(1)
    traveller.wait_for(frame.step)
    assert traveller.text("status.step") == str(frame.step)
    assert SHOWN not in traveller.window.space.loss.marks
    assert_same(traveller.moment(), before)
    assert not traveller.left


def test_that_going_back_while_it_trains_pauses(traveller: Traveller) -> None:
    window = traveller.window
    window.run.train()
    traveller.qtbot.waitUntil(lambda: window.run.state == "running", timeout=PATIENCE)
    traveller.press(Key.Key_Home)
    traveller.qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)
    assert traveller.text("status.step") == "0"


@pytest.mark.parametrize("action", ["run", "step", "step_epoch"])
def test_that_training_returns_to_the_present_and_goes_on_there(
    traveller: Traveller, action: str
) -> None:
    before = traveller.steps
    traveller.press(Key.Key_Home)
    traveller.trigger(action)
    traveller.qtbot.waitUntil(lambda: traveller.steps > before, timeout=PATIENCE)
    pause(traveller.window, traveller.qtbot)
    assert traveller.window.run.past is None
    assert not traveller.window.space.scrubber.bar.isVisible()
    assert not traveller.left
    assert traveller.moment()[0].step == traveller.steps


def test_that_going_on_cuts_the_curve_and_undo_and_redo_take_either_way(
    traveller: Traveller,
) -> None:
    before = traveller.moment()
    traveller.press(Key.Key_Home, Key.Key_Right, Key.Key_Right, Key.Key_Right)
    step = traveller.go_on()
    assert len(traveller.moment()[1]["train.recent"]) == step
    assert [left.state.step for left in traveller.left] == [before[0].step]
    traveller.train(100)
    other = traveller.moment()
    assert traveller.window.document.undo_words == "Go on from here"
    traveller.trigger("undo")
    traveller.wait_for(before[0].step)
    assert_same(traveller.moment(), before)
    assert step in traveller.kept
    traveller.trigger("redo")
    traveller.wait_for(other[0].step)
    assert_same(traveller.moment(), other)


def test_that_undo_at_once_loses_nothing(traveller: Traveller) -> None:
    before = traveller.moment()
    traveller.press(Key.Key_Home, Key.Key_Right)
    with held(traveller.window, traveller.qtbot):
        traveller.click(0)
        traveller.trigger("undo", "redo", "undo")
    assert traveller.window.actions_by_key["redo"].isEnabled()
    traveller.moment()
    traveller.wait_for(before[0].step)
    assert_same(traveller.moment(), before)


def test_that_the_same_steps_follow_bit_for_bit(traveller: Traveller) -> None:
    step = [step for step in traveller.kept if step < traveller.steps - 20][-1]
    before = traveller.moment()
    index = list(traveller.window.space.scrubber.steps).index(step)
    traveller.window.space.scrubber.slider.setValue(index)
    traveller.qtbot.waitUntil(lambda: bool(traveller.shown), timeout=PATIENCE)
    assert traveller.go_on() == step
    more = before[0].step - step
    traveller.window.run.thread_of_training.command(lambda runner: runner.step(more))
    traveller.wait_for(before[0].step)
    state, losses = traveller.moment()
    same_tensors(state.weights, before[0].weights)
    assert np.array_equal(losses["train.recent"], before[1]["train.recent"])


def test_that_the_settings_of_then_come_along_as_one_step_of_undo(traveller: Traveller) -> None:
    document, step = traveller.window.document, traveller.steps
    first = document.read("training.learning_rate")
    document.edit("training.learning_rate", 0.3)
    document.edit("network.hidden", (5, 3))
    traveller.train(100)
    before = traveller.moment()
    scrubber = traveller.window.space.scrubber
    place = [kept for kept in scrubber.steps if kept <= step][-1]
    scrubber.slider.setValue(list(scrubber.steps).index(place))
    traveller.qtbot.waitUntil(lambda: bool(traveller.shown), timeout=PATIENCE)
    traveller.go_on()
    assert document.read("training.learning_rate") == first
    assert document.read("network.hidden") == (4, 2)
    assert traveller.moment()[0].spec == document.project.run
    traveller.trigger("undo")
    traveller.wait_for(before[0].step)
    assert document.read("training.learning_rate") == 0.3
    assert document.read("network.hidden") == (5, 3)
    assert_same(traveller.moment(), before)


def test_that_weights_of_the_past_are_not_edited(traveller: Traveller) -> None:
    before = traveller.moment()
    traveller.press(Key.Key_Home)
    edit = Edit("weights", "layers.0.weight", np.array([0]), np.array([3.0]))
    traveller.window.hands.edit((edit,), "Weight")
    assert traveller.said == [OF_THE_PAST]
    assert traveller.window.run.past == 0
    assert_same(traveller.moment(), before)


def test_that_a_setting_acts_on_the_present(traveller: Traveller) -> None:
    step = traveller.steps
    traveller.press(Key.Key_Home)
    traveller.window.document.edit("training.learning_rate", 0.2)
    assert traveller.window.run.past is None
    state, _ = traveller.moment()
    assert state.step == step
    assert state.spec.training.learning_rate == 0.2


def test_that_one_step_slowly_begins_at_the_present(traveller: Traveller) -> None:
    traveller.press(Key.Key_Home)
    traveller.trigger("slow_step")
    assert traveller.window.run.past is None


def test_that_a_recording_begins_at_the_present_and_is_not_disturbed(
    traveller: Traveller, tmp_path: Path
) -> None:
    window, scrubber = traveller.window, traveller.window.space.scrubber
    traveller.press(Key.Key_Home)
    plan = RecordingPlan(
        "predictions", ANIMATION_FORMATS[0], Interval(7, "steps"), 3, 20, tmp_path / "run.gif"
    )
    window.recorder.start(plan)
    assert window.run.past is None
    assert not scrubber.isEnabled()
    traveller.qtbot.waitUntil(lambda: not window.recorder.is_recording, timeout=PATIENCE)
    assert scrubber.isEnabled()
    assert (tmp_path / "run.gif").exists()


def test_that_playing_shows_the_run_from_its_start(traveller: Traveller) -> None:
    scrubber = traveller.window.space.scrubber
    scrubber.pace.setCurrentIndex(scrubber.pace.count() - 1)
    scrubber.slider.setValue(len(scrubber.steps) - 3)
    traveller.qtbot.waitUntil(lambda: bool(traveller.shown), timeout=PATIENCE)
    traveller.shown.clear()
    scrubber.play.click()
    traveller.qtbot.waitUntil(lambda: not scrubber.play.isChecked(), timeout=PATIENCE)
    seen = list(dict.fromkeys(frame.step for frame in traveller.shown))
    assert seen[-2:] == list(scrubber.steps)[-2:]
    assert traveller.window.run.past is None


def test_that_the_past_of_other_data_is_over(traveller: Traveller) -> None:
    traveller.press(Key.Key_Home)
    traveller.window.editing.choose_source("moons")
    traveller.qtbot.waitUntil(lambda: traveller.kept == [0], timeout=PATIENCE)
    assert traveller.window.run.past is None
    traveller.qtbot.waitUntil(lambda: traveller.text("status.step") == "0", timeout=PATIENCE)


@pytest.fixture
def stage(traveller: Traveller, make_stage: MakeStage) -> Stage:
    return make_stage(traveller.window)


def test_that_the_past_and_its_undo_outlive_a_change_of_the_language(
    traveller: Traveller, stage: Stage, qtbot: QtBot
) -> None:
    before = traveller.moment()
    traveller.press(Key.Key_Home, Key.Key_Right, Key.Key_Right)
    step = traveller.go_on()
    kept = traveller.kept
    traveller.window.language.choose(LANGUAGES[1].name)
    qtbot.waitUntil(lambda: stage.window is not traveller.window, timeout=PATIENCE)
    other = Traveller(stage.window, qtbot)
    other.wait_for(step)
    assert other.kept == kept
    other.trigger("undo")
    other.wait_for(before[0].step)
    assert_same(other.moment(), before)
