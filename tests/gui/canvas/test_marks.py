"""What is marked on neurons and edges, as it is painted in light and dark."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from playground.engine.frames.network import LayerPicture, NetworkPicture
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.theme import Colours
from tests.gui.canvas.pictures import picture_of


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show_network(NetworkSpec(hidden=(3,)), ("x₁", "x₂"), ("orange", "blue", "green"), 3)
    panel.show()
    QCoreApplication.processEvents()
    return panel


def _painted(panel: NetworkPanel, picture: NetworkPicture) -> tuple[NetworkCanvas, QImage]:
    panel.set_picture(picture)
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    return canvas, canvas.grab().toImage()


def _with(picture: NetworkPicture, number: int, **marks: object) -> NetworkPicture:
    layers: list[LayerPicture] = list(picture.layers)
    layers[number] = replace(layers[number], **marks)  # type: ignore[arg-type]
    return replace(picture, layers=tuple(layers))


def _changed(before: QImage, after: QImage) -> np.ndarray:
    """bool `[height, width]`, where two images differ."""
    sides = [
        np.frombuffer(image.convertToFormat(QImage.Format.Format_RGB32).constBits(), np.uint32)
        for image in (before, after)
    ]
    found: np.ndarray = (sides[0] != sides[1]).reshape(before.height(), before.width())
    return found


def _box(changed: np.ndarray) -> tuple[float, float, float, float]:
    """Left, right, top and bottom of what changed."""
    rows, columns = np.nonzero(changed)
    return columns.min(), columns.max(), rows.min(), rows.max()


def test_that_a_frozen_neuron_has_a_lock_at_its_corner(
    colours: Colours, panel: NetworkPanel
) -> None:
    picture = picture_of(2, 3, 3)
    canvas, before = _painted(panel, picture)
    frozen = np.array([False, True, False])
    edges = np.array([[False, False], [True, True], [False, False]])
    _, after = _painted(panel, _with(picture, 1, frozen=frozen, frozen_edges=edges))
    place = canvas.diagram.places[1]
    left, right, top, bottom = _box(_changed(before, after))
    assert place.middle < left < right < place.x + place.side + 8
    assert place.tops[1] + place.side / 2 < top < bottom < place.tops[1] + place.side + 8
    body = after.pixelColor(int(place.x + place.side - 3), int(place.tops[1] + place.side - 1))
    assert body.name() == colours.text


def test_that_a_frozen_weight_has_a_lock_on_its_edge(colours: Colours, panel: NetworkPanel) -> None:
    picture = picture_of(2, 3, 3)
    canvas, before = _painted(panel, picture)
    edges = np.array([[False, False], [False, False], [True, False]])
    marked = _with(picture, 1, frozen=np.zeros(3, np.bool_), frozen_edges=edges)
    _, after = _painted(panel, marked)
    first, second = canvas.diagram.places[:2]
    left, right, *_ = _box(_changed(before, after))
    assert first.x + first.side < left < right < second.x
    assert right - left < 16
    del colours


def test_that_a_muted_neuron_is_crossed_out(colours: Colours, panel: NetworkPanel) -> None:
    picture = picture_of(2, 3, 3)
    canvas, before = _painted(panel, picture)
    _, after = _painted(panel, _with(picture, 1, muted=np.array([True, False, False])))
    place = canvas.diagram.places[1]
    left, right, top, bottom = _box(_changed(before, after))
    assert place.x <= left < right <= place.x + place.side
    assert place.tops[0] <= top < bottom <= place.tops[0] + place.side
    assert right - left > place.side / 2
    centre = after.pixelColor(int(place.middle), int(place.tops[0] + place.side / 2))
    assert centre.name() == colours.muted


def test_that_the_chance_of_a_class_is_in_its_colour(colours: Colours, panel: NetworkPanel) -> None:
    picture = picture_of(2, 3, 3, level=255)
    named = _with(picture, 2, labels=("orange", "blue", "green"), chances=True)
    canvas, image = _painted(panel, named)
    place = canvas.diagram.places[2]
    for row, top in enumerate(place.tops):
        centre = image.pixelColor(int(place.middle), int(top + place.side / 2))
        assert centre.name() == colours.class_colour(row)
