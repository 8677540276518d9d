"""The small editor at a neuron or an edge keeps in step with training, and out of a hand's way."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from playground.engine.spec.edit import LayerNames
from playground.gui.canvas.hands.handle import Handle
from playground.gui.canvas.hands.target_card import TargetCard
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider

PLACES = (("layers.0.weight", (3,)),)
HANDLE = Handle(
    title="input x₁ → hidden 1, neuron 2",
    quantity="Weight",
    value=0.5,
    number=PLACES,
    weights=PLACES,
    is_frozen=False,
    names=LayerNames("hidden 1", ("neuron 1",), ("x₁",), "layers.0.weight", ""),
)


@pytest.fixture
def card(qtbot: QtBot) -> Iterator[TargetCard]:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    card = TargetCard(parent)
    card.open_at(HANDLE, QPoint(20, 20))
    yield card
    card.hide()


def _field(card: TargetCard) -> NumericField:
    field = card.findChild(NumericField, "network.target.number")
    assert field is not None
    return field


def test_that_the_number_follows_training_and_typing_replaces_it(card: TargetCard) -> None:
    field = _field(card)
    assert field.selectedText() == "0.5"
    for step in range(3):
        card.show_handle(replace(HANDLE, value=0.6 + step / 10))
    assert field.selectedText() == "0.8"
    asked = []
    card.edited.connect(lambda edits, words, _gesture: asked.append((edits[0].values[0], words)))
    QTest.keyClicks(field, "0,01")
    card.show_handle(replace(HANDLE, value=0.9))
    assert field.text() == "0,01"
    field.commit()
    assert asked == [(0.01, "Weight of input x₁ → hidden 1, neuron 2")]


def test_that_a_cursor_within_the_number_stays(card: TargetCard) -> None:
    field = _field(card)
    field.deselect()
    field.setCursorPosition(2)
    card.show_handle(replace(HANDLE, value=0.9))
    assert (field.text(), field.cursorPosition()) == ("0.5", 2)
    slider = card.findChild(ParameterSlider)
    assert slider is not None


def test_that_a_weight_that_is_no_number_is_shown_and_can_be_replaced(card: TargetCard) -> None:
    card.show_handle(replace(HANDLE, value=float("nan")))
    field = _field(card)
    assert field.text() == "nan"
    asked = []
    card.edited.connect(lambda edits, _words, _gesture: asked.append(edits[0].values[0]))
    QTest.keyClicks(field, "0.25")
    field.commit()
    assert asked == [0.25]
