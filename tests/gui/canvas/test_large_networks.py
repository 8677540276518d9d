"""Large networks: heat maps of dense bundles, whole layers and matrices, pictures of pixels."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.frames.network import Unfolded
from playground.gui.canvas.diagram.heat_maps import heat_area
from playground.gui.canvas.diagram.target import Neuron
from playground.gui.canvas.matrix_menu import MatrixMenu
from playground.gui.canvas.network_canvas import NetworkCanvas
from playground.gui.canvas.network_panel import NetworkPanel
from playground.gui.canvas.whole.layer_grid import LayerGrid
from playground.gui.canvas.whole.matrix_map import MatrixMap
from playground.gui.theme import Colours
from tests.gui.canvas.large import answer, show_layers
from tests.gui.canvas.wheel import turn_wheel

SIZES = (2, 128, 1024, 1)
DIGITS = (64, 20, 10)
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(qtbot: QtBot) -> NetworkPanel:
    panel = NetworkPanel()
    qtbot.addWidget(panel)
    panel.resize(700, 500)
    panel.show()
    return panel


def button(panel: QWidget, name: str) -> QToolButton:
    found = panel.findChild(QToolButton, name)
    assert found is not None, name
    return found


def grid_of(panel: NetworkPanel) -> LayerGrid:
    grids = [grid for grid in panel.findChildren(LayerGrid) if grid.isVisible()]
    assert len(grids) == 1
    return grids[0]


def unfold(panel: NetworkPanel, layer: int = 2) -> LayerGrid:
    show_layers(panel, *SIZES)
    QTest.mouseClick(button(panel, f"network.more.{layer}"), LEFT)
    QCoreApplication.processEvents()
    panel.set_picture(answer(panel, *SIZES))
    return grid_of(panel)


def is_near(image: QImage, point: QPointF | QPoint, colour: str, most: int = 40) -> bool:
    seen = image.pixelColor(round(point.x()), round(point.y())).getRgb()[:3]  # type: ignore[index]
    wanted = QColor(colour).getRgb()[:3]  # type: ignore[index]
    return all(abs(one - other) <= most for one, other in zip(seen, wanted, strict=True))


# --- heat maps ---------------------------------------------------------------------------------


def test_that_a_dense_bundle_is_a_heat_map_in_the_colours_of_edges(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, *SIZES)
    image, area = canvas.grab().toImage(), heat_area(canvas.diagram, 1)
    request = panel.wanted() or panel.wanted()
    assert request is not None
    assert request.matrices is not None
    assert request.matrices.gaps == (1,)
    columns = -(-1024 // -(-1024 // request.matrices.columns))
    cell = area.width() / columns
    first = area.topLeft() + QPointF(cell / 2, 30)
    assert is_near(image, first, colours.negative, 90)
    assert is_near(image, first + QPointF(cell, 0), colours.positive, 90)


def test_that_the_label_of_a_cell_says_whose_weight_it_is_and_of_how_many(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    matrix = show_layers(panel, *SIZES).matrices[1]
    area = heat_area(canvas.diagram, 1)
    rows, columns = matrix.values.shape
    point = area.topLeft() + QPointF(1.5 / columns * area.width(), 2.5 / rows * area.height())
    QTest.mouseMove(canvas, point.toPoint())
    high, wide = matrix.block
    assert canvas.said() == [
        "weight 2.0",
        f"hidden 1, neuron {2 * high + 1} → hidden 2, neuron {wide + 1}",
        f"strongest weight in a block of {high} × {wide} neurons",
    ]


def test_that_few_edges_stay_lines_and_a_choice_makes_lines_of_all(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, 7, 8, 8, 1)
    request = canvas.wanted()
    assert request.matrices is None
    show_layers(panel, *SIZES)
    assert canvas.wanted().matrices is not None
    menu = panel.findChild(MatrixMenu)
    assert menu is not None
    menu.menu().aboutToShow.emit()
    ways = {action.text(): action for action in menu.menu().actions()}
    as_lines = ways["Only the strongest edges, as lines"]
    as_lines.trigger()
    assert canvas.wanted().matrices is None


def test_that_the_menu_opens_every_matrix(panel: NetworkPanel) -> None:
    show_layers(panel, 2, 128, 64, 1)
    menu = panel.findChild(MatrixMenu)
    assert menu is not None
    menu.menu().aboutToShow.emit()
    opening: list[QAction] = [a for a in menu.menu().actions() if a.text().startswith("Open")]
    assert [a.text() for a in opening] == [
        "Open inputs → hidden layer 1 (2 × 128)",
        "Open hidden layer 1 → hidden layer 2 (128 × 64)",
        "Open hidden layer 2 → outputs (64 × 1)",
    ]
    opening[1].trigger()
    shown = panel.findChild(MatrixMap)
    assert shown is not None
    assert shown.isVisible()
    assert shown.title == "hidden layer 1 → hidden layer 2: 128 × 64"


# --- a whole matrix ----------------------------------------------------------------------------


@pytest.mark.parametrize("by_key", [False, True])
def test_that_a_matrix_opens_and_is_read_cell_by_cell(
    panel: NetworkPanel, canvas: NetworkCanvas, by_key: bool
) -> None:
    show_layers(panel, *SIZES)
    if by_key:
        canvas.setFocus()
        for _ in range(2):
            QTest.keyClick(canvas, Qt.Key.Key_Right)
        QTest.keyClick(canvas, Qt.Key.Key_M)
    else:
        QTest.mouseClick(canvas, LEFT, pos=heat_area(canvas.diagram, 1).center().toPoint())
    matrix = panel.findChild(MatrixMap)
    assert matrix is not None
    QCoreApplication.processEvents()
    request = panel.wanted() or panel.wanted()
    assert request is not None
    assert request.matrices is not None
    assert request.matrices.rows * request.matrices.columns > 32 * 64
    panel.set_picture(answer(panel, *SIZES))
    QTest.keyClick(matrix, Qt.Key.Key_Right)
    assert matrix.said()[0] == "weight 2.0"
    ends = "hidden layer 1 → hidden layer 2: 128 × 1\u202f024"
    assert matrix.accessibleName().startswith(f"{ends}, weight 2.0")
    for column in (4, 2):
        QTest.mouseMove(matrix, matrix.cell(0, column).center().toPoint())
    assert matrix.said()[0] == "weight -2.0"
    QTest.keyClick(matrix, Qt.Key.Key_Escape)
    assert not matrix.isVisible()
    assert canvas.hasFocus()


def test_that_a_whole_matrix_is_seen_larger_and_finer_by_wheel_keys_and_buttons(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    def cells() -> int:
        request = panel.wanted() or panel.wanted()
        assert request is not None
        assert request.matrices is not None
        return request.matrices.rows * request.matrices.columns

    show_layers(panel, *SIZES)
    canvas.opened.emit(1)
    QCoreApplication.processEvents()
    matrix = panel.findChild(MatrixMap)
    smaller, fit, larger = (
        panel.findChild(QToolButton, f"network.zoom_{name}") for name in ("out", "fit", "in")
    )
    assert matrix is not None
    assert smaller is not None
    assert fit is not None
    assert larger is not None
    whole, before = matrix.size(), cells()
    assert not smaller.isEnabled()
    zooms: tuple[Callable[[], None], ...] = (
        lambda: turn_wheel(matrix, matrix.rect().center(), 3),
        lambda: QTest.keyClick(matrix, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier),
        lambda: QTest.mouseClick(larger, LEFT),
    )
    for zoom in zooms:
        wide, fine = matrix.width(), cells()
        zoom()
        assert matrix.width() > 1.2 * wide
        assert cells() > 1.4 * fine
    panel.set_picture(answer(panel, *SIZES))
    for _ in range(200):
        QTest.keyClick(matrix, Qt.Key.Key_Right)
    cell = matrix.cell(0, 200).toRect()
    assert matrix.visibleRegion().contains(cell.center())
    QTest.mouseClick(fit, LEFT)
    assert (matrix.size(), cells()) == (whole, before)


def test_that_a_whole_matrix_is_painted_in_both_schemes(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, 2, 32, 16, 1)
    canvas.opened.emit(1)
    QCoreApplication.processEvents()
    panel.set_picture(answer(panel, 2, 32, 16, 1))
    matrix = panel.findChild(MatrixMap)
    assert matrix is not None
    image = matrix.grab().toImage()
    assert is_near(image, matrix.cell(5, 2).center(), colours.negative, 90)
    assert is_near(image, matrix.cell(5, 3).center(), colours.positive, 90)


# --- a whole layer -----------------------------------------------------------------------------


def test_that_only_what_is_seen_of_a_thousand_neurons_is_asked_for(panel: NetworkPanel) -> None:
    grid = unfold(panel)
    request = panel.wanted() or panel.wanted()
    assert request is not None
    assert request.unfolded == Unfolded(2, 0, grid.grid.count)
    assert grid.grid.count < 200
    assert request.matrices is None
    QTest.keyClick(grid, Qt.Key.Key_End)
    request = panel.wanted() or panel.wanted()
    assert request is not None
    assert request.unfolded is not None
    assert request.unfolded.first + request.unfolded.count == 1024


def test_that_every_tile_of_a_whole_layer_is_painted(colours: Colours, panel: NetworkPanel) -> None:
    grid = unfold(panel)
    image = grid.viewport().grab().toImage()
    for number in (1, grid.grid.across, grid.grid.across + 2):
        left, top = grid.grid.tile(number)
        middle = QPoint(left + grid.grid.side // 2, top + grid.grid.side // 2)
        assert is_near(image, middle, colours.positive)


def test_that_hover_tells_of_a_neuron_in_the_grid_as_in_the_diagram(panel: NetworkPanel) -> None:
    grid = unfold(panel)
    left, top = grid.grid.tile(7)
    QTest.mouseMove(grid.viewport(), QPoint(left + 5, top + 5))
    assert grid.said()[:3] == ["hidden 2, neuron 8", "bias 7.0", "range 1.0 to 1.0"]


def test_that_arrows_walk_the_grid_and_a_screen_reader_hears_where(panel: NetworkPanel) -> None:
    grid = unfold(panel)
    across = grid.grid.across
    QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.accessibleName().startswith("hidden 2, neuron 2, bias 1.0")
    QTest.keyClick(grid, Qt.Key.Key_Down)
    assert grid.accessibleName().startswith(f"hidden 2, neuron {across + 2}")
    QTest.keyClick(grid, Qt.Key.Key_PageDown)
    left, top = grid.grid.tile(grid.current)
    assert grid.viewport().rect().contains(QPoint(left, top + grid.grid.side))


@pytest.mark.parametrize("how", ["key", "button", "other layers"])
def test_that_an_unfolded_layer_folds_back(
    panel: NetworkPanel, canvas: NetworkCanvas, how: str
) -> None:
    grid = unfold(panel)
    match how:
        case "key":
            QTest.keyClick(grid, Qt.Key.Key_Escape)
        case "button":
            QTest.mouseClick(button(panel, "network.fold"), LEFT)
        case _:
            show_layers(panel, 2, 16, 1)
    assert not grid.isVisible()
    request = canvas.wanted()
    assert request.unfolded is None


def test_that_the_key_of_the_diagram_unfolds_the_layer_one_stands_in(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, *SIZES)
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_U)
    assert grid_of(panel).title == "Hidden layer 1: all 128 neurons"


def test_that_a_picked_neuron_is_shown_in_the_diagram_and_stood_on(
    panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    grid = unfold(panel)
    left, top = grid.grid.tile(5)
    QTest.mouseClick(grid.viewport(), LEFT, pos=QPoint(left + 5, top + 5))
    assert not grid.isVisible()
    request = panel.wanted() or panel.wanted()
    assert request is not None
    assert request.kept == ((2, 5),)
    panel.set_picture(answer(panel, *SIZES))
    assert canvas.target == Neuron(2, 5)


# --- pixels ------------------------------------------------------------------------------------


def test_that_pixels_are_one_picture_and_the_first_layer_shows_what_arrives_from_them(
    colours: Colours, panel: NetworkPanel, canvas: NetworkCanvas
) -> None:
    show_layers(panel, *DIGITS, pixels=(8, 8))
    image, (inputs, hidden, _) = canvas.grab().toImage(), canvas.diagram.places
    for row in (0, 9, 63):
        left, top, side = inputs.tile(row)
        point = QPointF(left + side / 2, top + side / 2)
        if row == 9:
            assert is_near(image, point, colours.positive, 90)
        assert canvas.diagram.tile_at(point.x(), point.y()) == (0, row)
    assert hidden.side >= 24
    assert hidden.side % 8 == 0
    for top in hidden.tops:
        assert is_near(image, QPointF(hidden.middle, top + hidden.side / 2), colours.negative, 90)


def test_that_each_pixel_is_walked_to_and_named(panel: NetworkPanel, canvas: NetworkCanvas) -> None:
    show_layers(panel, *DIGITS, pixels=(8, 8))
    canvas.setFocus()
    steps = (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Up)
    heard = []
    for key in steps:
        QTest.keyClick(canvas, key)
        heard.append(canvas.target)
    assert heard == [Neuron(0, 1), Neuron(0, 9), Neuron(0, 8), Neuron(0, 0), Neuron(0, 0)]
    assert canvas.accessibleName() == "input x0"
    for _ in range(8):
        QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.target == Neuron(1, 0)
