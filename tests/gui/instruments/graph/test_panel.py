"""The dock of the graph in a real window: the run's graph, and that of a typed expression."""

from collections.abc import Callable

import pytest
import torch
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetricsF, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from playground.engine.common.numbers import grouped
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from playground.gui.canvas.diagram.light import Light
from playground.gui.instruments.graph.panel import GraphPanel
from playground.gui.instruments.graph.words import numbers_text
from playground.gui.main_window import MainWindow
from tests.gui.runs import train_epochs, train_for, weights_of
from tests.gui.shown_texts import painted_texts

PATIENCE = 20_000
MakeWindow = Callable[..., MainWindow]


def panel_of(window: MainWindow, qtbot: QtBot) -> GraphPanel:
    """The dock, once it shows the run's graph."""
    window.space.show_instrument("graph")
    panel = window.findChild(GraphPanel)
    assert panel is not None
    qtbot.waitUntil(lambda: bool(panel.picture.scene.boxes), timeout=PATIENCE)
    return panel


@pytest.fixture
def panel(window: MainWindow, qtbot: QtBot) -> GraphPanel:
    return panel_of(window, qtbot)


def titles(panel: GraphPanel) -> list[str]:
    graph = panel._graph
    assert graph is not None
    return [node.name or node.operation for node in graph.nodes]


def number_of(panel: GraphPanel, title: str) -> int:
    return titles(panel).index(title)


def click(panel: GraphPanel, number: int) -> None:
    """Click the middle of a node, scrolled into view."""
    picture = panel.picture
    box = next(box for box in picture.scene.boxes if box.node == number)
    panel._area.follow(picture.place_of(box))
    middle = picture.place_of(box).center().toPoint()
    QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=middle)


def type_in(panel: GraphPanel, text: str) -> None:
    panel.expression.selectAll()
    for number, line in enumerate(text.split("\n")):
        if number:
            QTest.keyClick(panel.expression, Qt.Key.Key_Return)
        QTest.keyClicks(panel.expression, line)
    panel.expression._read()


def test_that_it_names_every_parameter_and_every_operation(panel: GraphPanel) -> None:
    assert set(titles(panel)) == {
        "NllLossBackward0",
        "LogSoftmaxBackward0",
        "AddmmBackward0",
        "TanhBackward0",
        "TBackward0",
        *(f"layers.{n}.{part}" for n in (0, 3, 6) for part in ("weight", "bias")),
    }
    assert "16 nodes" in panel.summary.toolTip()


def test_that_a_click_shows_the_node_and_lights_its_line_and_all_of_its_layer(
    panel: GraphPanel,
) -> None:
    click(panel, number_of(panel, "layers.3.weight"))
    text = panel.details.toPlainText()
    assert "layers.3.weight" in text
    assert "AccumulateGrad" in text
    assert "Hidden layer 2: layers.3, Linear(in_features=4, out_features=2, bias=True)" in text
    (lit,) = panel.code.extraSelections()
    assert lit.cursor.block().text().startswith("h = model.layers[3](h)")
    names = {titles(panel)[number] for number in panel.picture.lit()}
    assert names == {"AddmmBackward0", "TBackward0", "layers.3.weight", "layers.3.bias"}


def lights_of(window: MainWindow) -> list[int | None]:
    """The columns of the diagram that are lit from now on; None where nothing is."""
    columns: list[int | None] = []

    def note(light: Light | None) -> None:
        columns.append(None if light is None else light.column)

    window.spotlight.lit.connect(note)
    return columns


def test_that_a_click_lights_the_layer_in_the_diagram(
    window: MainWindow, panel: GraphPanel, qtbot: QtBot
) -> None:
    lit = lights_of(window)
    dark = window.space.network.grab().toImage()
    click(panel, number_of(panel, "layers.3.weight"))
    assert lit == [2]
    assert window.space.network.grab().toImage() != dark
    click(panel, number_of(panel, "layers.6.bias"))
    click(panel, number_of(panel, "NllLossBackward0"))  # it is of no layer
    assert lit == [2, 3, None]
    assert window.space.network.grab().toImage() == dark
    panel.code.picked.emit(1)
    assert lit[-1] == 1
    window.space.instruments["graph"].hide()
    assert lit[-1] is None
    window.space.show_instrument("graph")
    qtbot.waitUntil(lambda: lit[-1] == 1, timeout=PATIENCE)


def test_that_the_light_in_the_diagram_goes_out_with_its_layer(
    window: MainWindow, panel: GraphPanel, qtbot: QtBot
) -> None:
    lit = lights_of(window)
    click(panel, number_of(panel, "layers.3.weight"))
    window.editing.edit("network.hidden", (3,))
    qtbot.waitUntil(lambda: lit[-1] is None, timeout=PATIENCE)
    click(panel, number_of(panel, "layers.0.weight"))
    panel.show_source("own")
    assert lit == [2, None, 1, None]


def test_that_a_click_on_a_line_lights_its_nodes(panel: GraphPanel) -> None:
    block = panel.code.document().findBlockByNumber(1)
    place = panel.code.blockBoundingGeometry(block).center()
    QTest.mouseClick(
        panel.code.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, int(place.y()))
    )
    names = {titles(panel)[number] for number in panel.picture.lit()}
    assert names == {"AddmmBackward0", "TBackward0", "layers.0.weight", "layers.0.bias"}


def test_that_the_arrow_keys_walk_from_the_loss_to_the_weights(panel: GraphPanel) -> None:
    picture = panel.picture
    seen = []
    for key in (Qt.Key.Key_Left, *[Qt.Key.Key_Left] * 3, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(picture, key)
        assert picture.chosen is not None
        seen.append(titles(panel)[picture.chosen])
    assert seen[:4] == [
        "NllLossBackward0",
        "LogSoftmaxBackward0",
        "AddmmBackward0",
        "TanhBackward0",
    ]
    assert seen[4] == "TBackward0"
    assert seen[5] == "AddmmBackward0"
    assert "AddmmBackward0" in picture.accessibleDescription()


def test_that_the_gradient_shown_is_that_of_the_next_step(window: MainWindow, qtbot: QtBot) -> None:
    panel = panel_of(window, qtbot)
    train_for(window, qtbot, 20)
    steps = window.run.thread_of_training.log.steps
    qtbot.waitUntil(lambda: panel.summary.toolTip().startswith(f"<qt>Step {steps}:"))
    graph = panel._graph
    assert graph is not None
    click(panel, number_of(panel, "layers.6.bias"))
    came = graph.nodes[number_of(panel, "layers.6.bias")].gradients[0]
    assert came is not None
    assert numbers_text(came) in panel.details.toPlainText()


def test_that_it_follows_a_change_of_the_network_while_paused(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window, qtbot)
    train_for(window, qtbot, 5)
    window.editing.edit("network.hidden", (3,) * 12)
    qtbot.waitUntil(lambda: titles(panel).count("TanhBackward0") == 12, timeout=PATIENCE)
    assert "layers.36.weight" in titles(panel)


def test_that_looking_at_the_graph_leaves_training_as_it_is(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    spec = settings.write_all(RunSpec(), {"network.dropout": 0.3})
    weights = []
    for is_watched in (True, False):
        window = make_window(spec)
        if is_watched:
            panel_of(window, qtbot)
        train_epochs(window, qtbot, 3)
        log = window.run.thread_of_training.log
        weights.append((log.steps, weights_of(window, qtbot)))
    (steps, watched), (others, alone) = weights
    assert steps == others
    assert all(torch.equal(watched[name], alone[name]) for name in alone)


def test_that_a_typed_expression_shows_its_gradients(panel: GraphPanel) -> None:
    panel.source.setFocus()
    panel.show_source("own")
    assert "dy/dx = 4.0" in panel.details.toPlainText()
    type_in(panel, "a = 2.0\nb = 3.0\ny = a * b + sin(a)")
    text = panel.details.toPlainText()
    assert "dy/da = 2.58385" in text
    assert "dy/db = 2.0" in text
    assert titles(panel) == ["AddBackward0", "MulBackward0", "SinBackward0", "a", "b"]
    click(panel, number_of(panel, "b"))
    (lit,) = panel.expression.extraSelections()
    assert lit.cursor.block().text() == "b = 3.0"


def test_that_a_mistake_is_told_where_it_is_and_nothing_is_lost(panel: GraphPanel) -> None:
    panel.show_source("own")
    type_in(panel, "x = 0.0\ny = 1/x")
    assert panel.details.toPlainText().startswith("Line 2, column 6: The division gives inf")
    (lit,) = panel.expression.extraSelections()
    assert lit.cursor.block().text() == "y = 1/x"
    assert panel.picture.scene.boxes == ()
    assert panel.expression.toPlainText() == "x = 0.0\ny = 1/x"
    panel.show_source("run")
    assert panel.code.extraSelections() == []
    panel.show_source("own")
    assert panel.expression.toPlainText() == "x = 0.0\ny = 1/x"


def test_that_an_example_can_be_taken_again_after_it_was_changed(panel: GraphPanel) -> None:
    panel.show_source("own")
    panel.examples.picked.emit("two")
    type_in(panel, "x = 1\ny = x * 1")
    panel.examples.picked.emit("two")
    assert panel.expression.toPlainText().startswith("a = 2.0")
    assert panel.examples.key() == "none"


def test_that_a_deep_graph_opens_at_the_loss_in_letters_one_can_read(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window, qtbot)
    window.editing.edit("network.hidden", (3,) * 12)
    qtbot.waitUntil(lambda: titles(panel).count("TanhBackward0") == 12, timeout=PATIENCE)
    across = panel._area.horizontalScrollBar()
    assert panel.picture.zoom >= 0.8
    assert across.value() == across.maximum() > 0
    panel._area.fit()
    assert panel.picture.zoom < 0.8
    panel._area.zoom_by(2.0)
    zoom = panel.picture.zoom
    window.run.pump.refresh()
    assert panel.picture.zoom == zoom


def test_that_no_letters_of_a_box_are_cut_off(panel: GraphPanel) -> None:
    graph = panel._graph
    assert graph is not None
    metrics = QFontMetricsF(panel.picture.font())
    for box in panel.picture.scene.boxes:
        title = graph.nodes[box.node].name or graph.nodes[box.node].operation
        assert metrics.horizontalAdvance(title) <= box.rect.width() - 16


def test_that_code_and_node_stand_behind_tabs_where_there_is_little_room(
    window: MainWindow, panel: GraphPanel, qtbot: QtBot
) -> None:
    side = panel.side
    side.resize(500, 200)
    assert panel.code.isVisible()
    assert panel.details.isVisible()
    side.resize(150, 120)
    assert side.tabs.isVisible()
    assert panel.code.isVisible()
    assert not panel.details.isVisible()
    side.tabs.setFocus()
    QTest.keyClick(side.tabs, Qt.Key.Key_Right)
    assert not panel.code.isVisible()
    assert panel.details.isVisible()
    train_for(window, qtbot, 5)
    steps = window.run.thread_of_training.log.steps
    followed = f"<qt>Step {grouped(steps)}:"
    qtbot.waitUntil(lambda: panel.summary.toolTip().startswith(followed), timeout=PATIENCE)
    panel.show_source("own")
    assert not side.tabs.isVisible()
    assert panel.expression.isVisible()
    assert panel.details.isVisible()


def test_that_both_themes_paint_it(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = panel_of(window, qtbot)
    pictures: list[QImage] = []
    for scheme in ("light", "dark"):
        window.appearance.choose(scheme)
        QApplication.processEvents()
        with painted_texts(monkeypatch) as written:
            pictures.append(panel.picture.grab().toImage())
        assert "NllLossBackward0" in written
    lightness = [picture.pixelColor(2, 2).lightness() for picture in pictures]
    assert lightness[0] > 200
    assert lightness[1] < 60


def test_that_the_run_is_not_looked_at_while_an_expression_is_shown(
    window: MainWindow, qtbot: QtBot
) -> None:
    panel = panel_of(window, qtbot)
    panel.show_source("own")
    qtbot.waitUntil(lambda: not panel.looking.is_asked, timeout=PATIENCE)
    panel.looking.ask()
    assert not panel.looking.is_asked
    panel.show_source("run")
    assert panel.looking.is_asked
    qtbot.waitUntil(lambda: "NllLossBackward0" in titles(panel), timeout=PATIENCE)
