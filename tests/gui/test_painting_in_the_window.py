"""Painting one's own data with mouse and keys in a real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.data.dataset import build_dataset
from playground.engine.data.table.read import load_table_file
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.points import MAXIMUM_POINTS
from playground.engine.spec.run import DataSpec
from playground.gui.controllers.run.moment import Moment
from playground.gui.main_window import MainWindow
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.state.project_file import open_project
from tests.gui.conftest import PATIENCE, MakeWindow
from tests.gui.recovery.kept import kept_work

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
TWO = ("-4 -4 1", "4 4 2", "-4 -3 1", "4 3 2")


@pytest.fixture
def painting(make_window: MakeWindow) -> MainWindow:
    return window_of(make_window, "painted_classes", TWO)


def window_of(make_window: MakeWindow, source: str, points: tuple[str, ...] = ()) -> MainWindow:
    spec = settings.write_all(defaults_for(source), {"data.points": points, "training.epochs": 0})
    return make_window(spec)


def plot_of(window: MainWindow) -> CanvasPlot:
    plot = window.space.predictions.plot
    assert isinstance(plot, CanvasPlot)
    return plot


def surface(window: MainWindow) -> QWidget:
    """The part of the plot that the mouse is over."""
    viewport: QWidget = plot_of(window).canvas._plot.viewport()
    return viewport


def pixel(window: MainWindow, x: float, y: float) -> QPoint:
    canvas = plot_of(window).canvas
    place: QPoint = canvas._plot.mapFromScene(canvas.view.mapViewToScene(QPointF(x, y)))
    return place


def drag(window: MainWindow, *way: tuple[float, float], button: Qt.MouseButton = LEFT) -> None:
    over, places = surface(window), [pixel(window, *place) for place in way]
    QTest.mousePress(over, button, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(over, place)
    QTest.mouseRelease(over, button, pos=places[-1])


def points_of(window: MainWindow) -> list[list[float]]:
    points = window.document.project.run.data.points
    return [[float(number) for number in point.split()] for point in points]


def key(window: MainWindow, name: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(plot_of(window).canvas.widget, name)


def tool(window: MainWindow, name: str, value: object) -> None:
    window.document.edit(f"view.{name}", value)


def test_that_a_click_of_the_point_tool_puts_one_point_where_it_is(painting: MainWindow) -> None:
    tool(painting, "brush", "point")
    tool(painting, "brush_class", 2)
    drag(painting, (1.0, -2.0))
    *_, (x, y, number) = points_of(painting)
    assert len(points_of(painting)) == len(TWO) + 1
    assert (x, y) == pytest.approx((1, -2), abs=0.1)
    assert number == 2


def test_that_a_stroke_of_the_brush_is_one_step_of_undo(painting: MainWindow) -> None:
    drag(painting, (-3, 0), (-1, 0), (1, 0), (3, 0))
    new = np.array(points_of(painting)[len(TWO) :])
    assert len(new) > 10
    assert new[:, 0].min() < -2
    assert new[:, 0].max() > 2
    assert np.abs(new[:, 1]).max() <= 0.6 + 0.1
    drag(painting, (0, 3), (0, 5))
    assert len(points_of(painting)) > len(TWO) + len(new)
    painting.document.undo()
    assert len(points_of(painting)) == len(TWO) + len(new)
    painting.document.undo()
    assert painting.document.project.run.data.points == TWO
    painting.document.redo()
    assert len(points_of(painting)) == len(TWO) + len(new)


@pytest.mark.parametrize("button", [LEFT, RIGHT])
def test_that_eraser_and_right_drag_take_away_what_they_pass(
    painting: MainWindow, button: Qt.MouseButton
) -> None:
    tool(painting, "brush", "eraser" if button == LEFT else "brush")
    drag(painting, (2, 4), (3, 4), (4.2, 4), button=button)
    assert painting.document.project.run.data.points == ("-4 -4 1", "-4 -3 1", "4 3 2")


def test_that_a_right_click_without_a_drag_opens_the_menu(
    painting: MainWindow, qtbot: QtBot
) -> None:
    canvas = plot_of(painting).canvas
    canvas.menu_wanted.disconnect()
    with qtbot.waitSignal(canvas.menu_wanted):
        drag(painting, (4, 4), button=RIGHT)
    assert painting.document.project.run.data.points == TWO


def test_that_keys_walk_put_and_erase(painting: MainWindow) -> None:
    key(painting, Qt.Key.Key_2)
    key(painting, Qt.Key.Key_Right, 4)
    key(painting, Qt.Key.Key_Up, 2)
    key(painting, Qt.Key.Key_Return)
    assert points_of(painting)[-1] == [1, 0.5, 2]
    widget = plot_of(painting).canvas.widget
    assert widget.accessibleName() == "Plot to paint in"
    assert "x = 1, y = 0.5" in widget.accessibleDescription()
    key(painting, Qt.Key.Key_Delete)
    assert painting.document.project.run.data.points == TWO
    painting.document.undo()
    assert points_of(painting)[-1] == [1, 0.5, 2]


def test_that_brackets_size_the_brush_and_digits_choose_the_class(painting: MainWindow) -> None:
    before = painting.document.project.view.brush_size
    key(painting, Qt.Key.Key_BracketRight)
    assert painting.document.project.view.brush_size > before
    key(painting, Qt.Key.Key_BracketLeft)
    assert painting.document.project.view.brush_size == pytest.approx(before)
    key(painting, Qt.Key.Key_0)
    assert painting.document.project.view.brush_class == 10
    button = painting.findChild(QToolButton, "paint.class_2")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    assert painting.document.project.view.brush_class == 2
    assert button.accessibleName() == "Class 2: blue"


def test_that_training_goes_on_while_one_paints(painting: MainWindow, qtbot: QtBot) -> None:
    log = painting.run.thread_of_training.log
    painting.run.toggle()
    qtbot.waitUntil(lambda: log.steps > 20, timeout=PATIENCE)
    bounds = plot_of(painting).canvas.visible()
    drag(painting, (-5, 5), (5, -5))
    steps = log.steps
    qtbot.waitUntil(lambda: log.steps > steps + 20, timeout=PATIENCE)
    assert painting.run.state == "running"
    assert plot_of(painting).canvas.visible() == bounds
    shown = painting.run.data
    assert shown is not None
    assert len(shown.points) == len(points_of(painting))


def test_that_what_is_asked_of_the_run_is_asked_of_all_that_was_painted(
    painting: MainWindow, qtbot: QtBot
) -> None:
    drag(painting, *((x / 4, 0) for x in range(-12, 12)))
    seen: list[Moment] = []
    painting.run.deliver(seen.append)
    qtbot.waitUntil(lambda: bool(seen), timeout=PATIENCE)
    assert seen[0].state is not None
    assert seen[0].state.spec.data.points == painting.document.project.run.data.points


def test_that_a_cleared_painting_waits_and_then_trains_by_itself(
    painting: MainWindow, qtbot: QtBot
) -> None:
    painting.run.toggle()
    qtbot.waitUntil(lambda: painting.run.state == "running", timeout=PATIENCE)
    clear = painting.findChild(QToolButton, "paint.clear")
    assert clear is not None
    QTest.mouseClick(clear, LEFT)
    qtbot.waitUntil(lambda: painting.run.state == "paused", timeout=PATIENCE)
    assert points_of(painting) == []
    assert "Paint points of two classes" in painting.space.status_line._reason.text()
    tool(painting, "brush", "point")
    for number, place in enumerate(((-2.0, 0.0), (2.0, 0.0)), 1):
        tool(painting, "brush_class", number)
        drag(painting, place)
    qtbot.waitUntil(lambda: painting.run.state == "running", timeout=PATIENCE)


def test_that_an_empty_painting_can_be_opened_and_is_drawn(make_window: MakeWindow) -> None:
    window = window_of(make_window, "painted_surface")
    assert window.run.data is not None
    assert window.run.data.bounds == (-6, 6, -6, 6)
    tool(window, "brush", "point")
    tool(window, "brush_value", -0.5)
    drag(window, (2, 1))
    assert points_of(window)[0][2] == -0.5


def test_that_a_curve_is_painted_by_height(make_window: MakeWindow) -> None:
    window = window_of(make_window, "painted_curve")
    tool(window, "brush", "point")
    drag(window, (-2, 3))
    assert points_of(window)[0] == pytest.approx([-2, 3], abs=0.1)


def test_that_data_that_are_not_painted_are_not_painted_on(window: MainWindow) -> None:
    before = window.document.project
    drag(window, (0, 0), (2, 2))
    assert window.document.project == before
    assert plot_of(window).zoomed


def test_that_a_painting_starts_from_the_points_that_are_seen(
    window: MainWindow, qtbot: QtBot
) -> None:
    circle = window.run.data
    assert circle is not None
    window.editing.choose_source("painted_classes")
    assert np.allclose([p[:2] for p in points_of(window)], circle.points, atol=1e-3)
    assert [p[2] - 1 for p in points_of(window)] == circle.targets.tolist()
    window.document.undo()
    assert window.document.project.run.data.source == "circle"
    qtbot.waitUntil(lambda: window.run.state == "paused", timeout=PATIENCE)


def test_that_what_is_seen_of_many_variables_is_brought_onto_the_plane(
    make_window: MakeWindow,
) -> None:
    window = make_window(defaults_for("wine"))
    window.editing.choose_source("painted_classes")
    painted = np.array(points_of(window))
    assert painted.shape == (178, 3)
    assert np.abs(painted[:, :2]).max() <= 6
    assert set(painted[:, 2]) == {1, 2, 3}
    window.editing.choose_source("painted_curve")
    assert points_of(window) == []


def test_that_one_point_too_many_is_refused_and_nothing_is_lost(
    make_window: MakeWindow, qtbot: QtBot
) -> None:
    full = ("1 1 1", "-1 -1 2") * (MAXIMUM_POINTS // 2)
    window = window_of(make_window, "painted_classes", full)
    tool(window, "brush", "point")
    with qtbot.waitSignal(window.editing.refused) as refused:
        drag(window, (3, 3))
    assert "a painting holds at most" in refused.args[0]
    assert window.document.project.run.data.points == full


def test_that_points_beyond_the_plane_are_not_put(painting: MainWindow) -> None:
    tool(painting, "brush_size", 3.0)
    drag(painting, (5.9, 5.9), (6.2, 5.9))
    assert np.abs(np.array(points_of(painting))[:, :2]).max() <= 6


def test_that_exported_points_are_read_back_as_the_same_rows(
    painting: MainWindow, tmp_path: Path
) -> None:
    drag(painting, (-3, 0), (3, 0))
    path = tmp_path / "mine.csv"
    assert painting.actions_by_key["export_points"].isEnabled()
    painting.exports.write_points(path)
    table = build_dataset(DataSpec(source="table"), load_table_file(path))
    painted = build_dataset(painting.document.project.run.data)
    assert np.array_equal(table.raw.inputs, painted.raw.inputs)
    names = [table.raw.class_names[int(n)] for n in table.raw.targets]
    assert names == [painted.raw.class_names[int(n)] for n in painted.raw.targets]
    assert table.raw.feature_names == painted.raw.feature_names


def test_that_a_painting_survives_saving_and_opening(
    painting: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    drag(painting, (-3, 0), (3, 0))
    kept = painting.document.project.run.data.points
    path = tmp_path / "mine.playground"
    painting.files._save_to(path)
    qtbot.waitUntil(lambda: painting.document.path == path, timeout=PATIENCE)
    painting.editing.choose_source("circle")
    painting.document.mark_saved(path)
    painting.files.open(path)
    qtbot.waitUntil(lambda: painting.document.project.run.data.points == kept, timeout=PATIENCE)
    assert painting.run.data is not None
    assert len(painting.run.data.points) == len(kept)


def test_that_what_was_painted_last_is_kept_when_the_window_closes_at_once(
    painting: MainWindow,
) -> None:
    drag(painting, *((x / 4, 0) for x in range(-12, 12)))
    kept = painting.document.project.run.data.points
    painting.shut_down()
    (work,) = kept_work()
    assert work.project.run.data.points == kept


def test_that_points_the_run_cannot_take_are_saved_all_the_same(
    make_window: MakeWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window = window_of(make_window, "painted_classes", TWO)
    window.document.edit("training.loss", "bce_with_logits")
    tool(window, "brush", "point")
    tool(window, "brush_class", 3)
    with qtbot.waitSignal(window.run.refused, timeout=PATIENCE) as refused:
        drag(window, (0, 0))
    assert "bce_with_logits" in refused.args[0] or "loss" in refused.args[0]
    path = tmp_path / "mine.playground"
    window.files._save_to(path)
    qtbot.waitUntil(lambda: window.document.path == path, timeout=PATIENCE)
    assert open_project(path).project.run.data.points == window.document.project.run.data.points


def test_that_a_saved_painting_that_waits_opens_and_goes_on(
    painting: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "mine.playground"
    painting.document.edit("data.points", ("0 0 1",))
    painting.files._save_to(path)
    qtbot.waitUntil(lambda: painting.document.path == path, timeout=PATIENCE)
    painting.files.new()
    qtbot.waitUntil(lambda: painting.document.path is None, timeout=PATIENCE)
    painting.files.open(path)
    qtbot.waitUntil(lambda: painting.document.path == path, timeout=PATIENCE)
    assert painting.document.project.run.data.points == ("0 0 1",)
    painting.run.toggle()
    tool(painting, "brush", "point")
    tool(painting, "brush_class", 2)
    drag(painting, (3, 3))
    qtbot.waitUntil(lambda: painting.run.state == "running", timeout=PATIENCE)
