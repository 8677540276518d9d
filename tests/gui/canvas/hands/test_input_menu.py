"""Inputs are switched on and off and moved in the picture, by mouse and by keyboard."""

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.hands.input_offer import column_offer, feature_offer
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel

NAMES = ("x₁", "x₂", "x₁²")
KEYS = ("x1", "x2", "x1_squared")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show_network(
        NetworkSpec(hidden=(4,)), NAMES, ("orange", "blue"), 1, offer=feature_offer(KEYS)
    )
    panel.show()
    QCoreApplication.processEvents()
    return panel


@pytest.fixture
def edits(panel: NetworkPanel) -> list[tuple[str, object]]:
    edits: list[tuple[str, object]] = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    return edits


def _click_input(canvas: NetworkCanvas, row: int) -> None:
    place = canvas.diagram.places[0]
    point = QPoint(int(place.middle), int(place.tops[row] + place.side / 2))
    QTest.mouseClick(canvas, LEFT, pos=point)


def _choose(canvas: NetworkCanvas, words: str) -> None:
    menu = next(menu for menu in canvas.findChildren(QMenu) if menu.isVisible())
    action = next(action for action in menu.actions() if action.text() == words)
    assert action.isEnabled()
    action.trigger()
    menu.close()


@pytest.mark.parametrize(
    ("words", "features"),
    [
        ("Switch off x₂", ("x1", "x1_squared")),
        ("Move up", ("x2", "x1", "x1_squared")),
        ("Move down", ("x1", "x1_squared", "x2")),
        ("Switch on sin x₁", (*KEYS, "sin_x1")),
    ],
)
def test_that_a_click_on_an_input_offers_what_can_be_done(
    canvas: NetworkCanvas,
    edits: list[tuple[str, object]],
    words: str,
    features: tuple[str, ...],
) -> None:
    _click_input(canvas, 1)
    _choose(canvas, words)
    assert edits == [("data.features", features)]


def test_that_the_plus_above_the_inputs_offers_those_that_are_off(
    canvas: NetworkCanvas, edits: list[tuple[str, object]]
) -> None:
    button = canvas.findChild(QToolButton, "network.inputs.more")
    assert button is not None
    assert button.isVisible()
    QTest.mouseClick(button, LEFT)
    menu = canvas.findChild(QMenu, "network.inputs")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == [
        f"Switch on {name}" for name in ("x₂²", "x₁x₂", "sin x₁", "sin x₂")
    ]
    _choose(canvas, "Switch on x₁x₂")
    assert edits == [("data.features", (*KEYS, "x1_x2"))]


def test_that_keys_do_the_same(canvas: NetworkCanvas, edits: list[tuple[str, object]]) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert [value for _, value in edits] == [
        ("x2", "x1", "x1_squared"),
        ("x1", "x1_squared", "x2"),
        ("x1", "x1_squared"),
    ]
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    _choose(canvas, "Switch on sin x₂")
    assert edits[-1] == ("data.features", (*KEYS, "sin_x2"))


def test_that_the_last_input_stays(panel: NetworkPanel, edits: list[tuple[str, object]]) -> None:
    panel.show_network(
        NetworkSpec(hidden=(4,)), ("x₁",), ("a", "b"), 1, offer=feature_offer(("x1",))
    )
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert edits == []


def test_that_the_columns_of_a_table_are_switched_as_wholes(
    panel: NetworkPanel, edits: list[tuple[str, object]]
) -> None:
    columns = ("age", "R&D", "colour", "colour")
    names = ("age", "R&D", "colour=red", "colour=blue")
    offer = column_offer(columns, ("id", "date"))
    panel.show_network(NetworkSpec(hidden=(4,)), names, ("y",), 1, offer=offer)
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    _click_input(canvas, 1)
    _choose(canvas, "Switch off R&&D")
    _click_input(canvas, 3)
    _choose(canvas, "Switch off colour (2 inputs)")
    _click_input(canvas, 0)
    _choose(canvas, "Switch on date")
    assert [path for path, _ in edits] == ["data.ignore"] * 3
    assert [set(value) for _, value in edits if isinstance(value, tuple)] == [
        {"id", "date", "R&D"},
        {"id", "date", "colour"},
        {"id"},
    ]


def test_that_the_last_column_stays_and_none_is_moved(
    panel: NetworkPanel, edits: list[tuple[str, object]]
) -> None:
    offer = column_offer(("colour", "colour"), ())
    names = ("colour=red", "colour=blue")
    panel.show_network(NetworkSpec(hidden=(4,)), names, ("y",), 1, offer=offer)
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    QTest.keyClick(canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert edits == []


def test_that_inputs_that_cannot_be_switched_have_no_such_menu(panel: NetworkPanel) -> None:
    panel.show_network(NetworkSpec(hidden=(4,)), ("age", "price"), ("y",), 1)
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    button = panel.findChild(QToolButton, "network.inputs.more")
    assert canvas is not None
    assert button is not None
    assert not button.isVisible()
    _click_input(canvas, 0)
    assert canvas.findChild(QMenu, "network.inputs") is None
