"""The diagram is zoomed, moved and followed, by mouse and by keys."""

from functools import partial

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.gui.canvas.diagram.target import Neuron, tile_of
from playground.gui.canvas.diagram_view import DiagramView
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from tests.gui.canvas.large import show_layers
from tests.gui.canvas.wheel import turn_wheel

DEEP = (4, *[32] * 12, 2)


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(569, 401)
    panel.show()
    show_layers(panel, *DEEP)
    return panel


@pytest.fixture
def area(panel: NetworkPanel) -> QScrollArea:
    view = panel.findChild(DiagramView)
    assert view is not None
    return view.area


def test_that_a_layer_that_is_added_is_brought_into_view(
    panel: NetworkPanel, canvas: NetworkCanvas, area: QScrollArea, qtbot: QtBot
) -> None:
    panel.resize(330, 320)
    show_layers(panel, *DEEP[:-3], 2)
    QCoreApplication.processEvents()
    add = panel.findChild(QPushButton, "network.add_layer")
    larger = panel.findChild(QToolButton, "network.zoom_in")
    assert add is not None
    assert larger is not None
    for _ in range(3):
        larger.click()

    def is_seen(number: int) -> bool:
        QCoreApplication.processEvents()  # a new heading has no place before
        heading, port = canvas.controls.headings[number], area.viewport()
        return port.rect().contains(QRect(heading.mapTo(port, QPoint()), heading.size()))

    for number in (10, 11):
        area.horizontalScrollBar().setValue(0)
        add.click()
        QCoreApplication.processEvents()
        qtbot.waitUntil(partial(is_seen, number))
    assert area.horizontalScrollBar().value() > 0


def overlapping(canvas: NetworkCanvas) -> list[tuple[str, str]]:
    """Pairs of headings, or of what stands below the columns, that lie over each other."""
    headings: list[QWidget] = list(canvas.controls.headings)
    more = [
        b for b in canvas.findChildren(QToolButton) if "more." in b.objectName() and b.isVisible()
    ]
    return [
        (one.objectName(), other.objectName())
        for row in (headings, more)
        for number, one in enumerate(row)
        for other in row[number + 1 :]
        if one.geometry().intersects(other.geometry())
    ]


@pytest.mark.parametrize("sizes", [DEEP, (64, 128, 64, 10), (784, 1024, 1024, 10), (2, 1, 1)])
@pytest.mark.parametrize("size", [(569, 401), (320, 211), (900, 700)])
def test_that_no_controls_overlap_whatever_the_room(
    panel: NetworkPanel, canvas: NetworkCanvas, sizes: tuple[int, ...], size: tuple[int, int]
) -> None:
    panel.resize(*size)
    show_layers(panel, *sizes)
    assert overlapping(canvas) == []
    assert canvas.rect().contains(canvas.childrenRect())


def test_that_twelve_layers_are_seen_whole_without_scrolling(area: QScrollArea) -> None:
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0


def test_that_what_is_under_the_mouse_stays_there_when_the_wheel_zooms(
    canvas: NetworkCanvas, area: QScrollArea
) -> None:
    place = canvas.diagram.places[9]
    at = QPoint(int(place.middle), int(place.tops[6] + place.side / 2))
    seen = canvas.mapTo(area.viewport(), at)
    for _ in range(4):
        turn_wheel(canvas, canvas.mapFrom(area.viewport(), seen), 1)
    assert canvas.zoom > 1.7
    grown = canvas.diagram.places[9]
    assert grown.side > 1.5 * place.side
    middle = QPoint(int(grown.middle), int(grown.tops[6] + grown.side / 2))
    assert (canvas.mapTo(area.viewport(), middle) - seen).manhattanLength() < grown.side * 2


def test_that_keys_zoom_and_show_everything_again(canvas: NetworkCanvas, area: QScrollArea) -> None:
    before = canvas.size()
    canvas.setFocus()
    for _ in range(3):
        QTest.keyClick(canvas, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert canvas.width() > 1.8 * before.width()
    assert area.horizontalScrollBar().maximum() > 0
    QTest.keyClick(canvas, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert canvas.width() < 1.7 * before.width()
    QTest.keyClick(canvas, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.size() == before


def test_that_fit_shows_all_of_a_network_that_is_too_large_for_its_room(
    panel: NetworkPanel, canvas: NetworkCanvas, area: QScrollArea
) -> None:
    panel.resize(320, 211)
    QCoreApplication.processEvents()
    assert area.horizontalScrollBar().maximum() > 0
    button = panel.findChild(QToolButton, "network.zoom_fit")
    assert button is not None
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert area.horizontalScrollBar().maximum() == area.verticalScrollBar().maximum() == 0
    assert canvas.zoom < 1


def test_that_dragging_moves_the_picture(canvas: NetworkCanvas, area: QScrollArea) -> None:
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    bar = area.horizontalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    button = Qt.MouseButton.MiddleButton
    start = canvas.mapFrom(area.viewport(), QPoint(200, 100))
    QTest.mousePress(canvas, button, pos=start)
    QTest.mouseMove(canvas, start - QPoint(30, 0))
    assert bar.value() == before + 30
    QTest.mouseRelease(canvas, button, pos=start)
    assert canvas.target == Neuron(0, 0)  # a drag is no click


def test_that_the_picture_follows_the_keys(canvas: NetworkCanvas, area: QScrollArea) -> None:
    canvas.setFocus()
    for _ in range(6):
        QTest.keyClick(canvas, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    for column in range(1, 14):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        assert canvas.target == Neuron(column, 0)
        left, top, side = tile_of(canvas.diagram, canvas.target)
        seen = canvas.mapTo(area.viewport(), QPoint(int(left + side / 2), int(top + side / 2)))
        assert area.viewport().rect().contains(seen)


def test_that_a_low_panel_leaves_the_room_to_the_picture_until_its_settings_are_asked_for(
    panel: NetworkPanel,
) -> None:
    panel.resize(569, 250)
    QCoreApplication.processEvents()
    editor = panel.findChild(QWidget, "network.activation")
    button = panel.findChild(QToolButton, "network.settings")
    assert editor is not None
    assert button is not None
    assert not editor.isVisible()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert editor.isVisible()
