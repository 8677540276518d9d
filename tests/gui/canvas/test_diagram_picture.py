"""The diagram in a file: whole, sharp at every size, and with words in place of its controls."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QScrollArea
from pytestqt.qtbot import QtBot

from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.edge_scale import SCALE_HEIGHT
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.pictures.drawing import drawing_image
from playground.gui.theme import LIGHT, Colours
from tests.gui.canvas.pictures import GRID, picture_of

UNITS = (2, 4, 2, 1)
EDGES = sum(before * after for before, after in pairwise(UNITS))


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show_network(NetworkSpec(hidden=UNITS[1:-1]), ("x₁", "x₂"), ("orange", "blue"), 1)
    panel.show()
    QCoreApplication.processEvents()
    panel.set_picture(picture_of(*UNITS))
    return panel


def canvas_of(panel: NetworkPanel) -> NetworkCanvas:
    canvas = panel.findChild(NetworkCanvas, "network.diagram")
    assert canvas is not None
    return canvas


def saved_svg(panel: NetworkPanel, folder: Path) -> str:
    panel.pictures.save(str(folder / "network.svg"))
    return (folder / "network.svg").read_text(encoding="utf-8")


def test_that_a_drawing_has_a_curve_for_each_edge_and_a_small_image_for_each_neuron(
    panel: NetworkPanel, tmp_path: Path
) -> None:
    text = saved_svg(panel, tmp_path)
    curves = [path for path in re.findall(r'<path[^>]* d="([^"]*)"', text) if path.count("C") == 1]
    assert len(curves) == EDGES
    assert text.count("<image") == text.count('image-rendering="optimizeSpeed"') == sum(UNITS)


def test_that_a_drawing_says_units_activation_and_scale(
    panel: NetworkPanel, tmp_path: Path
) -> None:
    words = re.findall(r">([^<>]+)</text>", saved_svg(panel, tmp_path))
    assert {"2 inputs", "4 neurons", "2 neurons", "1 output", "Tanh", "x₁", "weights  −2"} <= set(
        words
    )
    assert not {"−", "+", "×"} & set(words)


def test_that_a_drawing_looks_like_the_widget_in_light_and_dark(
    panel: NetworkPanel, tmp_path: Path, colours: Colours
) -> None:
    saved_svg(panel, tmp_path)
    canvas = canvas_of(panel)
    drawn = QImage(canvas.size() + QSize(0, SCALE_HEIGHT), QImage.Format.Format_RGB32)
    painter = QPainter(drawn)
    QSvgRenderer(str(tmp_path / "network.svg")).render(painter)
    painter.end()
    picture = drawing_image(panel.drawing(), 1.0)
    place = canvas.diagram.places[1]
    tile = QPoint(round(place.middle), round(place.tops[0] + place.side / 2))
    bias = QPoint(round(place.x + 1), round(place.tops[0] + place.side - 1))
    for image in (drawn, picture):
        assert image.pixelColor(3, 3) == QColor(colours.surface)
        assert image.pixelColor(tile) == QColor(colours.positive)
        assert image.pixelColor(bias).red() > image.pixelColor(bias).blue()


def test_that_what_is_scrolled_out_of_sight_is_in_the_picture(panel: NetworkPanel) -> None:
    panel.show_network(NetworkSpec(hidden=(12, 12)), ("x₁", "x₂"), ("y",), 1)
    panel.set_picture(picture_of(2, 12, 12, 1))
    panel.resize(320, 260)
    QCoreApplication.processEvents()
    canvas = canvas_of(panel)
    area = panel.findChild(QScrollArea)
    assert area is not None
    assert canvas.height() > area.viewport().height()
    image = drawing_image(panel.drawing(), 1.0)
    assert image.size() == canvas.size() + QSize(0, SCALE_HEIGHT)
    place = canvas.diagram.places[-2]
    last = QPoint(round(place.middle), round(place.bottom - place.side / 2))
    assert image.pixelColor(last) == QColor(LIGHT.positive)


def test_that_a_picture_shows_the_newest_edges_of_all_gaps(panel: NetworkPanel) -> None:
    before = drawing_image(panel.drawing(), 1.0)
    panel.grab()
    panel.set_picture(picture_of(*UNITS, weight=-2.0))
    panel.settle()
    shown = canvas_of(panel).grab().toImage()
    drawn = drawing_image(panel.drawing(), 1.0)
    for place in canvas_of(panel).diagram.places[:-1]:
        point = QPoint(round(place.x + place.side) + 4, round(place.tops[0] + place.side / 2))
        assert before.pixelColor(point).blue() > before.pixelColor(point).red()
        assert drawn.pixelColor(point).red() > drawn.pixelColor(point).blue()
        assert shown.pixelColor(point).red() > shown.pixelColor(point).blue()


def test_that_a_document_has_texts_and_small_images(panel: NetworkPanel, tmp_path: Path) -> None:
    panel.pictures.save(str(tmp_path / "network.pdf"))
    content = (tmp_path / "network.pdf").read_bytes()
    assert content.startswith(b"%PDF-")
    assert b"/Font" in content
    sizes = [int(width) for width in re.findall(rb"/Width (\d+)", content)]
    assert sizes
    assert set(sizes) == {GRID}


def test_that_a_network_without_a_picture_is_saved_too(panel: NetworkPanel, tmp_path: Path) -> None:
    panel.show_network(NetworkSpec(hidden=(3,)), ("a", "b", "c"), ("y",), 1)
    assert "3 neurons" in saved_svg(panel, tmp_path)


@pytest.mark.parametrize("reason", list(QContextMenuEvent.Reason)[:2])
def test_that_mouse_and_menu_key_offer_to_copy_and_save(
    panel: NetworkPanel, reason: QContextMenuEvent.Reason
) -> None:
    canvas = canvas_of(panel)
    middle = canvas.rect().center()
    QApplication.sendEvent(canvas, QContextMenuEvent(reason, middle, canvas.mapToGlobal(middle)))
    (menu,) = canvas.findChildren(QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy picture", "Save picture…"]
    menu.actions()[0].trigger()
    image = QGuiApplication.clipboard().image()
    assert image.size() == (canvas.size() + QSize(0, SCALE_HEIGHT)) * 2
    menu.close()


def test_that_shift_and_f10_offer_the_same(panel: NetworkPanel) -> None:
    canvas = canvas_of(panel)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    (menu,) = canvas.findChildren(QMenu)
    assert menu.isVisible()
    menu.close()
