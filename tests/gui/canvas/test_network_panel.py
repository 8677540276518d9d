"""The panel that shows and changes the network."""

from typing import TypeVar

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from playground.engine.spec.run import NetworkSpec
from playground.gui.canvas.layers.layer_card import LayerCard
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.forms.editors import ChoiceEditor, NumberEditor
from playground.gui.forms.numeric_field import NumericField
from playground.gui.forms.slider import ParameterSlider

Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 480)
    panel.show_network(NetworkSpec(hidden=(4, 2)), ("x₁", "x₂"), ("0", "1"), 1)
    panel.show()
    return panel


def _edits(panel: NetworkPanel) -> list[tuple[str, object]]:
    edits: list[tuple[str, object]] = []
    panel.edited.connect(lambda path, value: edits.append((path, value)))
    panel.layers_edited.connect(lambda spec: edits.append(("network.hidden", spec.hidden)))
    return edits


def _child(panel: QWidget, kind: type[Kind], name: str) -> Kind:
    child = panel.findChild(kind, name)
    assert child is not None, name
    return child


def _canvas(panel: QWidget) -> NetworkCanvas:
    return _child(panel, NetworkCanvas, "network.diagram")


def _open_card(panel: QWidget, number: int) -> None:
    button = _child(panel, QToolButton, f"network.hidden.{number}.open")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _cards(panel: NetworkPanel) -> list[LayerCard]:
    return [card for card in panel.findChildren(LayerCard) if card.objectName()]


def test_that_there_is_a_card_for_each_hidden_layer(panel: NetworkPanel) -> None:
    names = [card.objectName() for card in _cards(panel)]
    assert names == ["network.hidden.0", "network.hidden.1"]
    assert [card.units for card in _cards(panel)] == [4, 2]


def test_that_the_parameters_are_counted(panel: NetworkPanel) -> None:
    assert _child(panel, QLabel, "network.parameters").text().endswith("25 parameters")


def test_that_a_narrow_panel_puts_what_is_common_into_two_rows(panel: NetworkPanel) -> None:
    rows = []
    for width in (900, 400, 900):
        panel.resize(width, 480)
        QCoreApplication.processEvents()
        first, second = (
            _child(panel, QWidget, f"network.{name}").geometry()
            for name in ("activation", "dropout")
        )
        rows.append(1 if first.bottom() > second.top() else 2)
    assert rows == [1, 2, 1]


def test_that_beside_a_long_name_all_lose_their_units_in_the_drawing(
    panel: NetworkPanel,
) -> None:
    panel.show_network(NetworkSpec(hidden=(2,)), ("mean blood pressure (mm Hg)", "age (y)"), ("y",))
    first = _canvas(panel).diagram.columns[0]
    assert [first.label(row) for row in range(2)] == ["mean blood pressure", "age"]


def test_that_typed_units_reach_the_spec_path(panel: NetworkPanel, qtbot: QtBot) -> None:
    edits = _edits(panel)
    _open_card(panel, 1)
    field = _child(panel, NumericField, "network.hidden.1.units")
    QTest.keyClicks(field, "16")
    with qtbot.waitSignal(panel.finished) as finished:
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert edits == [("network.hidden", (4, 16))]
    assert finished.args == ["network.hidden"]


def test_that_units_out_of_bounds_are_refused_where_they_are_typed(
    panel: NetworkPanel, qtbot: QtBot
) -> None:
    edits = _edits(panel)
    field = _child(panel, NumericField, "network.hidden.0.units")
    field.setText("5000")
    with qtbot.waitSignal(field.refused) as refused:
        field.commit()
    assert "between 1 and 1024" in refused.args[0]
    assert edits == []


def test_that_the_buttons_change_units_by_one_within_bounds(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    fewer = _child(panel, QToolButton, "network.hidden.1.fewer")
    QTest.mouseClick(fewer, Qt.MouseButton.LeftButton)
    assert edits == [("network.hidden", (4, 1))]
    assert not fewer.isEnabled()
    QTest.mouseClick(_child(panel, QToolButton, "network.hidden.1.more"), Qt.MouseButton.LeftButton)
    assert edits[-1] == ("network.hidden", (4, 2))


def test_that_a_dragged_slider_stays_the_same_widget_while_the_echo_comes_back(
    panel: NetworkPanel, qtbot: QtBot
) -> None:
    panel.edited.connect(
        lambda _, hidden: panel.show_network(NetworkSpec(hidden=hidden), ("x₁", "x₂"), ("y",))
    )
    _open_card(panel, 0)
    slider = _child(panel, ParameterSlider, "network.hidden.0.slider")
    edits = _edits(panel)
    middle = slider.height() // 3
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(40, middle))
    for x in range(45, 120, 15):
        QTest.mouseMove(slider, QPoint(x, middle))
    with qtbot.waitSignal(panel.finished):
        QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(118, middle))
    assert len(edits) > 3
    units = [hidden[0] for _, hidden in edits if isinstance(hidden, tuple)]
    assert units == sorted(units)
    assert panel.findChild(ParameterSlider, "network.hidden.0.slider") is slider
    assert _cards(panel)[0].units == units[-1]


def test_that_edits_build_on_each_other_even_without_an_echo(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    QTest.mouseClick(_child(panel, QToolButton, "network.hidden.0.more"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(_child(panel, QToolButton, "network.hidden.1.more"), Qt.MouseButton.LeftButton)
    assert edits[-1] == ("network.hidden", (5, 3))


def test_that_a_layer_is_added_before_the_output(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    QTest.mouseClick(_child(panel, QPushButton, "network.add_layer"), Qt.MouseButton.LeftButton)
    assert edits == [("network.hidden", (4, 2, 2))]
    assert len(_cards(panel)) == 3


def test_that_twelve_layers_are_the_most_and_the_button_says_so(panel: NetworkPanel) -> None:
    panel.show_network(NetworkSpec(hidden=(3,) * 12), ("x",), ("y",))
    add = _child(panel, QPushButton, "network.add_layer")
    assert not add.isEnabled()
    assert "at most 12 hidden layers" in add.toolTip()
    panel.show_network(NetworkSpec(hidden=(3,) * 11), ("x",), ("y",))
    assert add.isEnabled()


def test_that_no_hidden_layer_is_a_linear_model(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    remove = _child(panel, QPushButton, "network.remove_layer")
    for _ in range(2):
        QTest.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert edits[-1] == ("network.hidden", ())
    assert not remove.isEnabled()
    assert "linear model" in _child(panel, QLabel, "network.parameters").text()


def test_that_removing_a_layer_with_its_own_activation_is_one_edit(
    panel: NetworkPanel, qtbot: QtBot
) -> None:
    spec = NetworkSpec(hidden=(8, 4, 2), layer_activations=("relu", "", "tanh"))
    panel.show_network(spec, ("x",), ("y",))
    edits = _edits(panel)
    with qtbot.waitSignal(panel.layers_edited) as asked:
        QTest.mouseClick(
            _child(panel, QToolButton, "network.hidden.0.remove"), Qt.MouseButton.LeftButton
        )
    assert asked.args == [
        NetworkSpec(hidden=(4, 2), layer_activations=("", "tanh"), layer_ids=(1, 2))
    ]
    assert len(edits) == 1


def test_that_a_layer_can_have_an_activation_of_its_own(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    combo = _child(panel, QComboBox, "network.hidden.1.activation")
    assert combo.currentText() == "Tanh (as above)"
    index = combo.findData("relu")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    assert edits == [("network.layer_activations", ("", "relu"))]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert edits[-1] == ("network.layer_activations", ())


def test_that_a_layer_can_have_a_dropout_of_its_own(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    field = _child(panel, NumericField, "network.hidden.1.dropout")
    assert field.text() == "as above"
    for typed in ("0,3", "as above"):
        field.setText(typed)
        field.settle()
    assert edits == [("network.layer_dropouts", ("", "0.3")), ("network.layer_dropouts", ())]
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(field, key)
    own = [value for _, value in edits[2:]]
    assert own == [("", "0"), ("", "0.05"), ("", "0"), ()]


def test_that_the_common_settings_are_edited_at_their_paths(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    dropout = _child(panel, NumberEditor, "network.dropout")
    dropout.field.setText("0,5")
    dropout.field.commit()
    activation = _child(panel, ChoiceEditor, "network.activation").combo
    index = activation.findData("relu")
    activation.setCurrentIndex(index)
    activation.activated.emit(index)
    assert edits == [("network.dropout", 0.5), ("network.activation", "relu")]
    card = _child(panel, QComboBox, "network.hidden.0.activation")
    assert card.currentText() == "ReLU (as above)"


def test_that_showing_a_network_says_nothing_of_an_edit(panel: NetworkPanel) -> None:
    edits = _edits(panel)
    panel.show_network(
        NetworkSpec(hidden=(1024, 3, 7), activation="relu", dropout=0.3, bias=False),
        tuple(f"<b>{number}</b>" for number in range(64)),
        tuple("0123456789"),
    )
    assert edits == []
    assert [card.units for card in _cards(panel)] == [1024, 3, 7]


def test_that_twelve_layers_and_long_names_are_painted(panel: NetworkPanel) -> None:
    names = tuple(f"a name that is far too long for its place {n}" for n in range(9))
    panel.show_network(NetworkSpec(hidden=(1024,) * 12), names, ("only",) * 300)
    assert not panel.grab().isNull()


def test_that_every_control_has_a_name_for_assistive_technology(panel: NetworkPanel) -> None:
    controls = [
        *panel.findChildren(QToolButton),
        *panel.findChildren(NumericField),
        *panel.findChildren(QComboBox),
        *panel.findChildren(ParameterSlider),
    ]
    unnamed = [c.objectName() for c in controls if c.parentWidget() and not c.accessibleName()]
    assert [name for name in unnamed if name.startswith("network")] == []


FIRST_WIDTH = 569
"""How wide the panel is in a window of 1280 pixels as it is first arranged."""
DIGITS = (tuple(f"pixel_0_{number}" for number in range(64)), tuple("0123456789"))
HOUSES = (("price", "area", "rooms", "distance", "age"), ("value",))


@pytest.mark.parametrize(
    ("hidden", "ends"),
    [((64,), DIGITS), ((64, 32), DIGITS), ((1024,) * 3, DIGITS), ((8,) * 6, HOUSES)],
    ids=lambda value: str(len(value)),
)
def test_that_tiles_give_way_until_all_columns_are_seen(
    panel: NetworkPanel, hidden: tuple[int, ...], ends: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    panel.resize(FIRST_WIDTH, 400)
    panel.show_network(NetworkSpec(hidden=hidden), *ends)
    QCoreApplication.processEvents()
    area = panel.findChildren(QScrollArea)[0]
    assert area.horizontalScrollBar().maximum() == 0
    assert _canvas(panel).diagram.width <= area.viewport().width()


def test_that_columns_that_cannot_fit_can_be_scrolled_to(panel: NetworkPanel) -> None:
    panel.resize(FIRST_WIDTH * 2 // 3, 400)
    panel.show_network(NetworkSpec(hidden=(8,) * 12), *DIGITS)
    QCoreApplication.processEvents()
    area = panel.findChildren(QScrollArea)[0]
    assert area.horizontalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().isVisible()


def test_that_tiles_take_the_room_there_is(panel: NetworkPanel) -> None:
    sides = []
    for height in (300, 700):
        panel.resize(900, height)
        QCoreApplication.processEvents()
        sides.append(_canvas(panel).diagram.places[1].side)
    assert sides[0] < sides[1]


def test_that_before_the_data_are_read_nothing_is_counted(panel: NetworkPanel) -> None:
    panel.show_network(NetworkSpec(hidden=(4, 2)), (), (), 1)
    assert _child(panel, QLabel, "network.parameters").text() == "2 hidden layers"
    assert not panel.grab().isNull()
