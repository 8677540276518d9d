"""Assistive technology finds every neuron of the painted diagram."""

import gc

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.gui.canvas.diagram.target import Neuron, tile_of
from playground.gui.canvas.diagram_access import DiagramAccess, install_diagram_access
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from tests.gui.canvas.large import show_layers


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    install_diagram_access()
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    show_layers(panel, 2, 4, 128, 1)
    return panel


@pytest.fixture
def access(canvas: NetworkCanvas) -> QAccessibleInterface:
    return QAccessible.queryAccessibleInterface(canvas)


def names(access: QAccessibleInterface) -> list[str]:
    children = [access.child(number) for number in range(access.childCount())]
    items = [child for child in children if child.role() == QAccessible.Role.ListItem]
    return [child.text(QAccessible.Text.Name) for child in items]


def test_that_every_neuron_shown_is_a_child_with_its_name(access: QAccessibleInterface) -> None:
    assert isinstance(access, DiagramAccess)
    found = names(access)
    assert len(found) == 2 + 4 + 12 + 1
    assert found[:3] == ["input x0", "input x1", "hidden 1, neuron 1, bias -2.0, 2 inputs"]
    assert found[-1] == "output y0, bias -2.0, 128 inputs"


def test_that_the_controls_on_the_diagram_are_children_too(access: QAccessibleInterface) -> None:
    children = [access.child(number) for number in range(access.childCount())]
    said = [child.text(QAccessible.Text.Name) for child in children]
    assert "Show all 128 neurons of hidden layer 2" in said


def test_that_a_neuron_is_where_it_is_painted(
    canvas: NetworkCanvas, access: QAccessibleInterface
) -> None:
    left, top, side = tile_of(canvas.diagram, Neuron(2, 5))
    middle = canvas.mapToGlobal(QRectF(left, top, side, side).toRect().center())
    found = access.childAt(middle.x(), middle.y())
    assert found.text(QAccessible.Text.Name).startswith("hidden 2, neuron 6,")
    assert found.rect().center() == middle
    assert found.parent() == access
    assert access.child(access.indexOfChild(found)) == found


def test_that_the_neuron_the_keys_stand_on_has_the_focus(
    canvas: NetworkCanvas, access: QAccessibleInterface
) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert access.focusChild().text(QAccessible.Text.Name).startswith("hidden 1, neuron 1")
    assert access.focusChild().state().focused


def test_that_a_neuron_that_is_no_longer_there_says_so(
    panel: NetworkPanel, access: QAccessibleInterface
) -> None:
    last = access.child(access.childCount() - 1)
    show_layers(panel, 2, 1)
    assert len(names(access)) == 3
    assert not last.isValid()
    assert last.text(QAccessible.Text.Name) == ""


def test_that_a_screen_reader_may_ask_for_neurons_of_a_diagram_that_is_gone() -> None:
    install_diagram_access()
    panel = NetworkPanel()
    panel.show()
    show_layers(panel, 2, 4, 1)
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    access = QAccessible.queryAccessibleInterface(canvas)
    neuron = access.child(access.childCount() - 1)
    del access
    panel.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert not neuron.isValid()
    assert neuron.rect().isEmpty()
    assert neuron.text(QAccessible.Text.Name) == ""
