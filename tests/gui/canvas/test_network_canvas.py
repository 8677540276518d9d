"""The diagram as it is painted, and as it answers mouse and keyboard."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QToolButton
from pytestqt.qtbot import QtBot

from playground.engine.frames.network import NetworkPicture
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.diagram.layout import Place
from playground.gui.canvas.diagram.target import Edge, Neuron
from playground.gui.canvas.edge_scale import EdgeScale
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.theme import LIGHT, Colours
from tests.gui.canvas.pictures import picture_of


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show_network(NetworkSpec(hidden=(4, 2)), ("x₁", "x₂"), ("orange", "blue"), 1)
    panel.show()
    QCoreApplication.processEvents()
    return panel


def painted(canvas: NetworkCanvas) -> QImage:
    return canvas.grab().toImage()


def colour_at(image: QImage, x: float, y: float) -> QColor:
    return image.pixelColor(round(x), round(y))


def is_near(first: QColor, second: QColor | str, most: int = 12) -> bool:
    pairs = zip(first.getRgb()[:3], QColor(second).getRgb()[:3], strict=True)  # type: ignore[index]
    return all(abs(one - other) <= most for one, other in pairs)


def middle(place: Place, row: int) -> QPoint:
    return QPoint(int(place.middle), int(place.tops[row] + place.side / 2))


def show_layers(panel: NetworkPanel, *sizes: int, picture: NetworkPicture | None = None) -> None:
    first, *hidden, last = sizes
    names = tuple(f"x{number}" for number in range(first))
    outputs = tuple(f"y{number}" for number in range(last))
    panel.show_network(NetworkSpec(hidden=tuple(hidden)), names, outputs, last)
    QCoreApplication.processEvents()
    panel.set_picture(picture or picture_of(*sizes))


@pytest.mark.parametrize("level", [1, 128, 255])
def test_that_a_tile_has_the_colour_of_its_outputs(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas, level: int
) -> None:
    panel.set_picture(picture_of(2, 4, 2, 1, level=level))
    expected = {1: colours.negative, 128: colours.middle, 255: colours.positive}[level]
    image = painted(canvas)
    for place in canvas.diagram.places[1:]:
        for row in range(len(place.tops)):
            point = middle(place, row)
            assert is_near(colour_at(image, point.x(), point.y()), expected)


def test_that_the_lower_bound_of_the_plane_is_at_the_bottom(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    picture = picture_of(2, 4, 2, 1)
    for layer in picture.layers:
        layer.maps[:, :4], layer.maps[:, 4:] = 1, 255
    panel.set_picture(picture)
    image, place = painted(canvas), canvas.diagram.places[1]
    above, below = (place.tops[0] + place.side * part for part in (0.25, 0.75))
    assert is_near(colour_at(image, place.middle, above), LIGHT.positive)
    assert is_near(colour_at(image, place.middle, below), LIGHT.negative)


@pytest.mark.parametrize(("weight", "sign"), [(-3.0, "negative"), (3.0, "positive")])
def test_that_an_edge_has_the_colour_of_its_sign(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas, weight: float, sign: str
) -> None:
    show_layers(panel, 1, 1, 1, picture=picture_of(1, 1, 1, weight=weight))
    image, places = painted(canvas), canvas.diagram.places
    x = (places[0].x + places[0].side + places[1].x) / 2
    y = places[0].tops[0] + places[0].side / 2
    assert is_near(colour_at(image, x, y), getattr(colours, sign), 40)


def test_that_a_weight_of_zero_is_not_drawn(panel: NetworkPanel, canvas: NetworkCanvas) -> None:
    show_layers(panel, 1, 1, 1, picture=picture_of(1, 1, 1, weight=0.0))
    image, places = painted(canvas), canvas.diagram.places
    x = (places[0].x + places[0].side + places[1].x) / 2
    y = places[0].tops[0] + places[0].side / 2
    assert is_near(colour_at(image, x, y), LIGHT.surface)


def test_that_the_bias_is_a_disc_at_the_lower_left(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    panel.set_picture(picture_of(2, 4, 2, 1, bias=-9.0))
    place = canvas.diagram.places[1]
    found = colour_at(painted(canvas), place.x + 1, place.tops[0] + place.side - 1)
    assert is_near(found, colours.negative)


def test_that_a_neuron_that_is_quiet_for_nearly_all_rows_is_marked(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    picture = picture_of(2, 4, 2, 1)
    panel.set_picture(picture)
    before = painted(canvas)
    picture.layers[1].quiet[2] = 1.0
    panel.set_picture(picture)
    after, place = painted(canvas), canvas.diagram.places[1]
    corners = [(place.x + place.side + 1, top - 1) for top in place.tops]
    changed = [colour_at(before, *corner) != colour_at(after, *corner) for corner in corners]
    assert changed == [False, False, True, False]


@pytest.mark.parametrize(
    "sizes", [(1, 1), (2, 1), (2, *[8] * 12, 3), (64, 128, 10)], ids=lambda sizes: str(len(sizes))
)
@pytest.mark.parametrize("curves", [False, True])
def test_that_all_kinds_of_networks_are_painted(
    colours: Colours,
    panel: NetworkPanel,
    canvas: NetworkCanvas,
    sizes: tuple[int, ...],
    curves: bool,
) -> None:
    show_layers(panel, *sizes, picture=picture_of(*sizes, curves=curves))
    image = painted(canvas)
    assert is_near(colour_at(image, 1, image.height() - 1), colours.surface)
    place = canvas.diagram.places[-1]
    inside = [
        colour_at(image, place.middle, place.tops[0] + place.side * part)
        for part in np.linspace(0.02, 0.5, 24)
    ]
    assert any(is_near(colour, colours.positive) for colour in inside)


def test_that_a_picture_of_other_layers_is_left_aside(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    panel.set_picture(picture_of(2, 3, 1))
    assert canvas.picture is None
    panel.set_picture(picture_of(2, 4, 2, 1))
    assert canvas.picture is not None


def test_that_the_picture_stays_until_that_of_the_changed_layers_comes(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    panel.set_picture(picture_of(2, 4, 2, 1))
    panel.show_network(NetworkSpec(hidden=(5, 2)), ("x₁", "x₂"), ("orange", "blue"), 1)
    assert len(canvas.diagram.places[1].tops) == 4
    panel.set_picture(picture_of(2, 5, 2, 1))
    assert len(canvas.diagram.places[1].tops) == 5


def test_that_where_no_other_picture_comes_the_changed_layers_are_shown_without(
    panel: NetworkPanel, canvas: NetworkCanvas, qtbot: QtBot
) -> None:
    panel.set_picture(picture_of(2, 4, 2, 1))
    panel.show_network(NetworkSpec(hidden=(5, 2)), ("x₁", "x₂"), ("orange", "blue"), 1)
    qtbot.waitUntil(lambda: len(canvas.diagram.places[1].tops) == 5)
    assert canvas.picture is None


def test_that_a_picture_is_wanted_only_while_it_can_be_seen(panel: NetworkPanel) -> None:
    assert panel.wanted() is not None
    panel.hide()
    assert panel.wanted() is None


def test_that_while_it_trains_a_larger_network_is_pictured_at_every_second_look(
    panel: NetworkPanel,
) -> None:
    show_layers(panel, 2, 8, 8, 1)
    assert all(panel.wanted() for _ in range(4))
    panel.is_training = True
    assert [panel.wanted() is None for _ in range(4)] in ([True, False] * 2, [False, True] * 2)
    show_layers(panel, 2, 4, 2, 1)
    assert all(panel.wanted() for _ in range(4))


def test_that_a_hovered_neuron_keeps_its_edges_and_the_others_fade(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    picture = picture_of(2, 4, 2, 1, weight=4.0)
    panel.set_picture(picture)
    before = painted(canvas)
    place = canvas.diagram.places[1]
    QTest.mouseMove(canvas, middle(place, 0))
    after = painted(canvas)
    x = round(place.x + place.side + 2)
    heights = [place.tops[row] + place.side / 2 for row in range(4)]
    own, other = (colour_at(after, x, y) for y in heights[:2])
    assert is_near(own, colour_at(before, x, heights[0]), 40)
    assert not is_near(other, colour_at(before, x, heights[1]), 40)
    assert before != after


def test_that_the_label_tells_bias_range_and_quiet_share(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    picture = picture_of(2, 4, 2, 1, bias=0.42)
    picture.layers[1].quiet[2] = 0.25
    panel.set_picture(picture)
    QTest.mouseMove(canvas, middle(canvas.diagram.places[1], 2))
    assert canvas.said() == [
        "hidden 1, neuron 3",
        "bias 0.42",
        "range 1.0 to 1.0",
        "dead or saturated for 25.0\u202f% of the rows",
    ]


def test_that_the_label_of_an_edge_tells_its_weight(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, 1, 1, 1, picture=picture_of(1, 1, 1, weight=-1.14))
    places = canvas.diagram.places
    x = (places[0].x + places[0].side + places[1].x) / 2
    QTest.mouseMove(canvas, QPoint(int(x), int(places[0].tops[0] + places[0].side / 2)))
    assert canvas.said() == ["weight -1.14", "input x0 → hidden 1, neuron 1"]
    picture = picture_of(1, 1, 1, weight=0.5)
    panel.set_picture(replace(picture, request=replace(picture.request, edges="gradients")))
    assert canvas.said()[0] == "gradient 0.5"


def test_that_arrows_walk_and_a_screen_reader_hears_where(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    panel.set_picture(picture_of(2, 4, 2, 1, bias=0.42))
    canvas.setFocus()
    heard = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(canvas, key)
        heard.append(canvas.accessibleName())
    assert heard == [
        "hidden 1, neuron 1, bias 0.42, 2 inputs",
        "hidden 1, neuron 2, bias 0.42, 2 inputs",
        "hidden 1, neuron 3, bias 0.42, 2 inputs",
        "hidden 2, neuron 2, bias 0.42, 4 inputs",
    ]


def test_that_keys_change_the_layer_one_stands_in(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    edits: list[object] = []
    panel.edited.connect(lambda _, value: edits.append(value))
    panel.layers_edited.connect(lambda spec: edits.append(spec.hidden))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Plus)  # the inputs have no units of their own
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_Insert, Qt.Key.Key_Delete):
        QTest.keyClick(canvas, key)
    assert edits == [(5, 2), (4, 2), (4, 4, 2), (4, 2)]


def test_that_enter_opens_the_card_of_the_layer(canvas: NetworkCanvas) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.cards[0].isVisible()
    canvas.cards[0].close()


def test_that_the_plus_in_a_gap_adds_a_layer_there(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    edits: list[object] = []
    panel.edited.connect(lambda _, value: edits.append(value))
    panel.layers_edited.connect(lambda spec: edits.append(spec.hidden))
    button = canvas.findChild(QToolButton, "network.insert")
    assert button is not None
    assert not button.isVisible()
    QTest.mouseMove(canvas, QPoint(int(canvas.diagram.places[2].x - 5), 60))
    assert button.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert edits == [(4, 4, 2)]


def test_that_the_scale_switches_between_weights_and_gradients_and_tells_its_ends(
    panel: NetworkPanel,
) -> None:
    picture = picture_of(2, 4, 2, 1, weight=0.03)
    panel.set_picture(picture)
    button = panel.findChild(QToolButton, "network.edges")
    assert button is not None
    scale = panel.findChild(EdgeScale)
    assert scale is not None
    assert [label.text() for label in scale.findChildren(QLabel)] == ["−2", "+2"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    wanted = panel.wanted()
    assert wanted is not None
    assert wanted.edges == "gradients"
    panel.set_picture(replace(picture, request=wanted))
    assert [label.text() for label in scale.findChildren(QLabel)] == ["−0.02", "+0.02"]
    assert button.accessibleName() == "Edges show gradients"


def test_that_tab_walks_the_edges_of_a_neuron_and_then_goes_on(
    panel: NetworkPanel, canvas: NetworkCanvas, qtbot: QtBot
) -> None:
    show_layers(panel, 1, 2, 1, picture=picture_of(1, 2, 1, weight=0.5))
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    heard = []
    for _ in range(2):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
        heard.append(canvas.accessibleName())
    assert heard == [
        "weight 0.5, input x0 → hidden 1, neuron 1",
        "weight 0.5, hidden 1, neuron 1 → output y0",
    ]
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    walked = [canvas.target]
    QTest.keyClick(canvas, Qt.Key.Key_Backtab)
    walked.append(canvas.target)
    assert walked == [Edge(0, 0, 0), Neuron(1, 0)]
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.accessibleName().startswith("hidden 1, neuron 1")
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: not canvas.hasFocus())
