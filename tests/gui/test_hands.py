"""Neurons and edges are edited in the window by mouse and by keyboard, undone, and saved."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from torch import Tensor

from playground.engine.checkpoint.payload import from_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.frames.pictures import NeuronMap
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.gui.canvas.hands.target_card import TargetCard
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.controllers.run.moment import Moment
from playground.gui.dialogs.weights_dialog import WeightsDialog
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider
from playground.gui.main_window import MainWindow
from playground.gui.plots.predictions.neuron_plot import NeuronPlot
from playground.gui.widgets.elided_label import ElidedLabel
from playground.state.project_file import open_project

PATIENCE = 20_000
FIRST, BIAS, LAST = "layers.0.weight", "layers.0.bias", "layers.6.weight"
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """A window whose network of 2-3-2 units is pictured, and what its run holds."""

    def __init__(self, window: MainWindow, qtbot: QtBot) -> None:
        self.window, self.qtbot = window, qtbot
        canvas = window.findChild(NetworkCanvas, "network.diagram")
        assert canvas is not None
        self.canvas = canvas
        qtbot.waitUntil(lambda: canvas.picture is not None, timeout=PATIENCE)

    def state(self) -> RunState:
        """The run between two steps, after all that was asked for."""
        taken: list[Moment] = []
        self.window.run.deliver(taken.append)
        self.qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE)
        assert taken[0].state is not None
        return taken[0].state

    def weight(self, name: str) -> Tensor:
        return self.state().weights[name]

    def wait_for(self, holds: Callable[[RunState], bool]) -> None:
        self.qtbot.waitUntil(lambda: holds(self.state()), timeout=PATIENCE)

    def neuron_at(self, column: int, row: int) -> QPoint:
        place = self.canvas.diagram.places[column]
        return QPoint(int(place.middle), int(place.tops[row] + place.side / 2))

    def edge_at(self, gap: int, after: int, before: int) -> QPoint:
        """A point where this edge arrives, apart from the others."""
        layout = self.canvas.diagram
        _, arriving = layout.ends(gap)
        x = layout.places[gap + 1].x - 2
        return QPoint(int(x), round(float(arriving[after, before])))

    def click(self, place: QPoint) -> TargetCard:
        QTest.mouseMove(self.canvas, place)
        QTest.mouseClick(self.canvas, LEFT, pos=place)
        return self.card()

    def card(self) -> TargetCard:
        card = self.canvas.findChild(TargetCard, "network.target")
        assert card is not None
        assert card.isVisible()
        return card

    def press(self, name: str) -> None:
        button = self.card().findChild(QPushButton, f"network.target.{name}")
        assert button is not None
        QTest.mouseClick(button, LEFT)

    def type(self, text: str) -> NumericField:
        field = self.card().findChild(NumericField, "network.target.number")
        assert field is not None
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        return field

    def key(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(self.canvas, key)


@pytest.fixture
def hand(make_window: Callable[..., MainWindow], qtbot: QtBot) -> Hand:
    spec = parse_all(defaults_for("circle"), ["network.hidden=3,2"])
    return Hand(make_window(spec), qtbot)


def test_that_an_edge_is_clicked_and_its_weight_typed_undone_and_redone(hand: Hand) -> None:
    before = hand.weight(FIRST)[2, 1].item()
    card = hand.click(hand.edge_at(0, 2, 1))
    assert card.accessibleName() == "input x₂ → hidden 1, neuron 3"
    hand.type("0,01")
    hand.wait_for(lambda state: state.weights[FIRST][2, 1].item() == pytest.approx(0.01))
    document = hand.window.document
    hand.qtbot.waitUntil(lambda: document.can_undo, timeout=PATIENCE)
    assert document.undo_words == "Weight of input x₂ → hidden 1, neuron 3"
    assert hand.window.files.modified
    document.undo()
    assert hand.weight(FIRST)[2, 1].item() == before
    document.redo()
    assert hand.weight(FIRST)[2, 1].item() == pytest.approx(0.01)


@pytest.mark.parametrize("text", ["weight", "1e300", "inf", "nan", "2e6"])
def test_that_what_is_no_weight_is_refused_in_a_sentence(hand: Hand, text: str) -> None:
    before = hand.weight(FIRST)
    hand.click(hand.edge_at(0, 0, 0))
    field = hand.type(text)
    assert field.problem().startswith("Weight")
    assert hand.weight(FIRST).equal(before)
    assert not hand.window.document.can_undo


def test_that_a_slider_is_one_step_of_undo_while_it_trains(hand: Hand) -> None:
    hand.window.run.toggle()
    card = hand.click(hand.neuron_at(1, 0))
    slider = card.findChild(ParameterSlider, "network.target.slider")
    assert slider is not None
    height = slider.height() // 4
    QTest.mousePress(slider, LEFT, pos=QPoint(20, height))
    for x in (40, 80, 120):
        QTest.mouseMove(slider, QPoint(x, height))
    QTest.mouseRelease(slider, LEFT, pos=QPoint(120, height))
    document = hand.window.document
    hand.qtbot.waitUntil(lambda: document.can_undo, timeout=PATIENCE)
    hand.state()
    assert document.undo_words == "Bias of hidden 1, neuron 1"
    document.undo()
    assert not document.can_undo
    assert hand.window.run.state == "running"


def test_that_a_neuron_is_frozen_and_stays_while_the_rest_learns(hand: Hand) -> None:
    hand.click(hand.neuron_at(1, 1))
    hand.press("freeze")
    hand.wait_for(lambda state: bool(state.training.frozen))
    start = hand.state()
    hand.window.run.run_epochs(3)
    hand.wait_for(lambda state: state.epoch >= 3)
    end = hand.state()
    assert end.weights[FIRST][1].equal(start.weights[FIRST][1])
    assert end.weights[BIAS][1] == start.weights[BIAS][1]
    assert not end.weights[FIRST][0].equal(start.weights[FIRST][0])

    def knows_it_is_frozen() -> bool:
        handle = hand.card().handle
        return handle is not None and handle.is_frozen

    hand.qtbot.waitUntil(knows_it_is_frozen, timeout=PATIENCE)
    hand.press("freeze")
    hand.wait_for(lambda state: not state.training.frozen)


def test_that_initial_and_zero_set_all_weights_of_a_neuron(hand: Hand) -> None:
    start = hand.state()
    hand.click(hand.neuron_at(1, 2))
    hand.press("zero")
    hand.wait_for(lambda state: not state.weights[FIRST][2].any())
    assert hand.weight(BIAS)[2] == 0
    hand.press("initial")
    hand.wait_for(lambda state: bool(state.weights[FIRST][2].any()))
    assert hand.weight(FIRST).equal(start.weights[FIRST])
    assert hand.weight(BIAS).equal(start.weights[BIAS])


def test_that_everything_is_done_by_keyboard(hand: Hand) -> None:
    hand.canvas.setFocus()
    hand.key(Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert hand.card().accessibleName() == "hidden 1, neuron 2"
    hand.type("-1.5")
    hand.wait_for(lambda state: state.weights[BIAS][1].item() == -1.5)
    mute = hand.card().findChild(QPushButton, "network.target.mute")
    assert mute is not None
    QTest.keyClick(mute, Qt.Key.Key_Space)
    hand.wait_for(lambda state: FIRST in state.training.muted)
    QTest.keyClick(hand.card(), Qt.Key.Key_Escape)
    assert not hand.canvas.findChild(TargetCard, "network.target").isVisible()  # type: ignore[union-attr]
    hand.key(Qt.Key.Key_Tab, Qt.Key.Key_Return)
    assert hand.card().accessibleName() == "input x₁ → hidden 1, neuron 2"
    hand.type("0.5")
    hand.wait_for(lambda state: state.weights[FIRST][1, 0].item() == 0.5)


def test_that_frozen_and_muted_neurons_are_saved_and_opened(hand: Hand, tmp_path: Path) -> None:
    hand.click(hand.neuron_at(1, 0))
    hand.press("freeze")
    hand.press("mute")
    path = tmp_path / "hand.playground"
    hand.wait_for(lambda state: bool(state.training.muted))
    with hand.qtbot.waitSignal(hand.window.files.saved, timeout=PATIENCE):
        hand.window.files._save_to(path)
    assert not hand.window.files.modified
    file = open_project(path)
    kept = from_payload(file.payload, file.project.run)
    assert kept is not None
    assert kept.state.training.muted[FIRST].tolist() == [True, False, False]
    assert kept.state.training.frozen[FIRST].tolist() == [[True, True], [False] * 2, [False] * 2]
    hand.window.files.new()
    hand.wait_for(lambda state: not state.training.muted)
    hand.window.files.open(path)
    hand.wait_for(lambda state: bool(state.training.muted))


def test_that_muting_a_whole_layer_is_said_and_nothing_is_lost(hand: Hand) -> None:
    for row in range(2):
        hand.click(hand.neuron_at(2, row))
        hand.press("mute")
        QTest.keyClick(hand.card(), Qt.Key.Key_Escape)
    line = hand.window.findChild(ElidedLabel, "status.reason")
    assert line is not None
    hand.qtbot.waitUntil(
        lambda: "All neurons of hidden layer 2 are muted" in line.accessibleDescription(),
        timeout=PATIENCE,
    )
    hand.window.run.run_epochs(1)
    hand.wait_for(lambda state: state.epoch >= 1)


def test_that_a_hovered_neuron_fills_the_predictions_until_the_mouse_leaves(hand: Hand) -> None:
    view = hand.window.space.predictions
    QTest.mouseMove(hand.canvas, hand.neuron_at(1, 2))
    hand.qtbot.waitUntil(
        lambda: isinstance(view._stack.currentWidget(), NeuronPlot), timeout=PATIENCE
    )
    shown = view._stack.currentWidget()
    assert isinstance(shown, NeuronPlot)
    assert isinstance(shown.picture, NeuronMap)
    assert (shown.picture.neuron.layer, shown.picture.neuron.number) == (1, 2)
    QTest.mouseMove(hand.canvas, QPoint(3, hand.canvas.height() - 3))
    hand.qtbot.waitUntil(lambda: view._stack.currentWidget() is view.plot, timeout=PATIENCE)


def test_that_looking_at_a_neuron_tells_gradient_and_last_update(hand: Hand) -> None:
    hand.window.run.toggle()
    QTest.mouseMove(hand.canvas, hand.neuron_at(1, 1))
    hand.qtbot.waitUntil(
        lambda: any(line.startswith("last update") for line in hand.canvas.said()),
        timeout=PATIENCE,
    )
    assert any(line.startswith("gradient norm") for line in hand.canvas.said())


def test_that_all_weights_of_a_layer_are_typed_in_a_table(hand: Hand) -> None:
    start = hand.state()
    hand.click(hand.neuron_at(1, 0))
    hand.press("table")
    hand.qtbot.waitUntil(lambda: hand.window.findChild(WeightsDialog) is not None, timeout=PATIENCE)
    dialog = hand.window.findChild(WeightsDialog)
    assert dialog is not None
    QGuiApplication.clipboard().setText("1 2\n3 4\n5 6")
    dialog.paste()
    dialog.accept()
    hand.wait_for(lambda state: state.weights[FIRST].tolist() == [[1, 2], [3, 4], [5, 6]])
    assert hand.weight(BIAS).equal(start.weights[BIAS])
    assert hand.window.document.undo_words == "Weights of hidden layer 1"
    hand.window.document.undo()
    assert hand.weight(FIRST).equal(start.weights[FIRST])


def test_that_a_click_leaves_the_predictions_alone_and_keys_bring_maps(hand: Hand) -> None:
    view, far = hand.window.space.predictions, QPoint(3, hand.canvas.height() - 3)
    QTest.mouseClick(hand.canvas, LEFT, pos=far)
    assert hand.canvas.hasFocus()
    assert hand.canvas.target is None
    hand.key(Qt.Key.Key_Right)
    hand.qtbot.waitUntil(
        lambda: isinstance(view._stack.currentWidget(), NeuronPlot), timeout=PATIENCE
    )
    hand.key(Qt.Key.Key_Escape)
    hand.qtbot.waitUntil(lambda: view._stack.currentWidget() is view.plot, timeout=PATIENCE)
