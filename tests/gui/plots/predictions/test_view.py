"""The host of the pictures of predictions, handed data and frames."""

import dataclasses
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QWidget
from pytestqt.qtbot import QtBot

from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.pictures import Confusion, Curve, Parity, Surface
from playground.gui.forms.editors import SwitchEditor
from playground.gui.plots.predictions.confusion_plot import ConfusionPlot
from playground.gui.plots.predictions.curve_plot import CurvePlot
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.gui.plots.predictions.picture_plot import CanvasPlot
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.plots.predictions.view import PredictionsView
from playground.gui.theme import DARK, LIGHT
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.number_text import GROUP
from tests.gui.plots.frames import data_picture, frame, left_right_surface


@pytest.fixture
def view(qtbot: QtBot) -> PredictionsView:
    widget = PredictionsView()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    widget.show()
    return widget


def colour_at(plot: SurfacePlot, x: float, y: float) -> tuple[int, int, int]:
    """The colour of the picture at a place of the plane."""
    point = plot.canvas.view.mapViewToScene(QPointF(x, y)).toPoint()
    colour = plot.canvas.widget.grab().toImage().pixelColor(point)
    return colour.red(), colour.green(), colour.blue()


def test_that_without_data_nothing_is_wanted(view: PredictionsView) -> None:
    assert view.wanted() == FrameRequest()
    assert view.plot.empty_text


def test_that_the_view_follows_the_data(view: PredictionsView) -> None:
    view.set_data(data_picture())
    assert isinstance(view.plot, SurfacePlot)
    view.set_data(data_picture("regression", variables=1, views=("curve", "parity")))
    assert isinstance(view.plot, CurvePlot)
    view.set_data(data_picture("regression", views=("parity", "pca")))
    assert isinstance(view.plot, ParityPlot)
    view.set_data(data_picture("more_classes", classes=3, views=("confusion", "pca")))
    assert isinstance(view.plot, ConfusionPlot)


def test_that_a_chosen_view_stays_where_it_fits_and_yields_where_it_does_not(
    view: PredictionsView,
) -> None:
    view.set_options("pca", False, True)
    view.set_data(data_picture("more_classes", classes=3, views=("confusion", "pca")))
    seen = [view.view]
    view.set_data(data_picture())
    seen.append(view.view)
    view.set_data(data_picture("more_classes", classes=3, views=("confusion", "pca")))
    assert [*seen, view.view] == ["pca", "surface", "pca"]


def test_that_choosing_a_view_is_told_and_asks_for_its_picture(
    view: PredictionsView, qtbot: QtBot
) -> None:
    view.set_data(data_picture())
    combo = view.findChild(QComboBox)
    assert combo
    labels = [combo.itemText(number) for number in range(combo.count())]
    assert labels == [
        "Automatic (Decision surface)",
        "Decision surface",
        "Confusion matrix",
    ]
    with qtbot.waitSignals([view.edited, view.wanted_changed]) as _:
        QTest.keyClick(combo, Qt.Key.Key_End)
    assert view.wanted().view == "confusion"


def test_that_the_switches_are_told(view: PredictionsView) -> None:
    heard: list[tuple[str, object]] = []
    view.edited.connect(lambda path, value: heard.append((path, value)))
    view.set_data(data_picture())
    for name in ("view.discretise", "view.show_validation"):
        editor = view.findChild(SwitchEditor, name)
        assert editor
        QTest.keyClick(editor.control, Qt.Key.Key_Space)
    assert heard == [("view.discretise", True), ("view.show_validation", False)]


def test_that_only_controls_that_change_the_picture_are_shown(view: PredictionsView) -> None:
    def shown(*names: str) -> list[bool]:
        editors = [view.findChild(SwitchEditor, f"view.{name}") for name in names]
        return [editor is not None and editor.control.isVisible() for editor in editors]

    both = ("discretise", "show_validation")
    view.set_data(data_picture())
    assert shown(*both) == [True, True]
    view.set_options("confusion", False, True)
    assert shown(*both) == [False, False]
    view.set_data(data_picture("regression", variables=1, views=("curve",), axes=("x",)))
    assert shown(*both) == [False, True]


def test_that_a_zoom_stays_while_the_data_have_the_same_axes(view: PredictionsView) -> None:
    view.set_data(data_picture())
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    plot.canvas.set_range((-1.0, 1.0, -1.0, 1.0))
    plot.canvas.zoomed.emit()
    seen = plot.canvas.visible()
    view.set_data(data_picture(rows=60))
    assert plot.canvas.visible() == pytest.approx(seen)
    view.set_data(data_picture(axes=("length", "width")))
    assert plot.canvas.visible() != pytest.approx(seen)


def _is_wide(widget: QWidget, width: int) -> bool:
    return widget.width() == width


@pytest.mark.usefixtures("any_font")
def test_that_a_narrow_header_wraps_and_cuts_nothing_off(
    view: PredictionsView, qtbot: QtBot
) -> None:
    view.set_data(data_picture())
    header = view.findChild(FlowRow)
    assert header
    rows = []
    for width in (320, 900):
        view.resize(width, 500)
        qtbot.waitUntil(partial(_is_wide, header, width))
        rows.append(header.rows)
        assert all(
            child.geometry().right() <= width
            for child in header.children()
            if isinstance(child, QWidget) and child.isVisible()
        )
    assert rows == [2, 1]


def test_that_options_from_outside_are_not_echoed(view: PredictionsView) -> None:
    heard: list[str] = []
    view.edited.connect(lambda path, _: heard.append(path))
    view.set_data(data_picture())
    view.set_options("confusion", True, False)
    assert view.view == "confusion"
    assert heard == []


def test_that_a_surface_asks_for_what_it_shows_as_finely_as_it_can(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.grab()
    wanted = view.wanted()
    assert wanted.view == "surface"
    assert isinstance(view.plot, SurfacePlot)
    assert wanted.grid == max(view.plot.canvas.size()) * view.devicePixelRatioF()
    assert wanted.bounds is not None
    left, right, bottom, top = wanted.bounds
    assert left <= -6 and right >= 6 and bottom <= -6 and top >= 6
    width, height = view.plot.canvas.size()
    assert (right - left) / width == pytest.approx((top - bottom) / height, rel=0.01)


def test_that_zooming_asks_for_another_part(view: PredictionsView, qtbot: QtBot) -> None:
    view.set_data(data_picture())
    assert isinstance(view.plot, SurfacePlot)
    with qtbot.waitSignal(view.wanted_changed):
        view.plot.canvas.set_range((0.0, 1.0, 0.0, 1.0))
    bounds = view.wanted().bounds
    assert bounds is not None
    assert bounds[0] > -2
    view.show_all()
    bounds = view.wanted().bounds
    assert bounds is not None
    assert bounds[0] <= -6


def test_that_a_surface_is_orange_on_the_left_and_blue_on_the_right(view: PredictionsView) -> None:
    view.set_data(data_picture(rows=2))
    view.set_frame(frame(left_right_surface()))
    assert isinstance(view.plot, SurfacePlot)
    red, _, blue = colour_at(view.plot, -5.8, 5.8)
    assert red > blue + 60
    red, _, blue = colour_at(view.plot, 5.8, 5.8)
    assert blue > red + 60
    red, _, blue = colour_at(view.plot, 0.0, 5.9)
    assert abs(red - blue) < 30


def test_that_the_first_row_of_a_surface_is_at_the_bottom(view: PredictionsView) -> None:
    values = left_right_surface().values.transpose(1, 0, 2)
    view.set_data(data_picture(rows=2))
    view.set_frame(frame(Surface("surface", values, (-6.0, 6.0, -6.0, 6.0))))
    assert isinstance(view.plot, SurfacePlot)
    red, _, blue = colour_at(view.plot, 5.5, -5.8)
    assert red > blue + 60


def test_that_a_discretised_surface_has_no_middle(view: PredictionsView) -> None:
    view.set_data(data_picture(rows=2))
    view.set_frame(frame(left_right_surface()))
    view.set_options("auto", True, True)
    assert isinstance(view.plot, SurfacePlot)
    assert colour_at(view.plot, -1.0, 5.8) == colour_at(view.plot, -5.5, 5.8)


def test_that_a_coarse_surface_is_smooth_where_it_is_continuous_and_crisp_where_it_is_not(
    view: PredictionsView,
) -> None:
    view.set_data(data_picture(rows=0))
    view.set_frame(frame(left_right_surface(5)))
    plot = view.plot
    assert isinstance(plot, SurfacePlot)
    places = np.linspace(-5.5, 5.5, 60)
    smooth = [colour_at(plot, x, 0.0) for x in places]
    assert len(set(smooth)) > 40
    view.set_options("auto", True, True)
    hard = [colour_at(plot, x, 0.0) for x in places]
    assert len(set(hard)) <= 3
    assert (hard[0], hard[-1]) == (hard[10], hard[-10])


def test_that_the_line_between_classes_of_a_coarse_surface_has_no_steps(
    view: PredictionsView,
) -> None:
    view.set_data(data_picture("more_classes", classes=3, rows=0))
    grid = np.linspace(-6, 6, 9, dtype=np.float32)
    x, y = np.meshgrid(grid, grid)
    first = 1 / (1 + np.exp(2 * x - y))
    values = np.stack([first, 1 - first, np.zeros_like(first)], axis=-1)
    view.set_options("auto", True, True)
    view.set_frame(frame(Surface("surface", values, (-6.0, 6.0, -6.0, 6.0))))
    plot = view.plot
    assert isinstance(plot, SurfacePlot)
    across = np.linspace(-4, 4, 200)
    for y_place in (-3.3, -0.4, 1.9, 3.1):
        reds = [colour_at(plot, place, y_place)[0] for place in across]
        border = across[int(np.abs(np.diff(reds)).argmax())]
        assert border == pytest.approx(y_place / 2, abs=0.15)


def test_that_a_fine_surface_is_copied_as_a_table_of_moderate_size(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.set_frame(frame(left_right_surface(450)))
    columns = view.plot.table().columns
    assert 50**2 <= len(columns[0]) <= 100**2
    assert columns[0][0] == -6


def test_that_the_cross_hair_reads_place_class_and_probability(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.set_frame(frame(left_right_surface()))
    assert isinstance(view.plot, SurfacePlot)
    text = view.plot.read(6.0, 1.0)
    assert "x₁" in text and "x₂" in text
    assert "class 1 (100.0" in text
    assert "→" not in view.plot.read(60.0, 1.0)


def test_that_what_the_cross_hair_reads_moves_with_the_network(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.set_frame(frame(left_right_surface()))
    assert isinstance(view.plot, SurfacePlot)
    view.plot.canvas.hovered.emit(6.0, 0.0)
    before = view.plot.readout.text()
    flipped = left_right_surface().values[..., ::-1]
    view.set_frame(frame(Surface("surface", flipped, (-6.0, 6.0, -6.0, 6.0))))
    assert "class 1" in before
    assert "class 0" in view.plot.readout.text()


def test_that_a_picture_of_another_view_is_left_aside(view: PredictionsView) -> None:
    view.set_data(data_picture())
    counts = np.eye(2, dtype=np.int64)
    view.set_frame(frame(Confusion(counts, counts)))
    view.set_frame(frame(left_right_surface(view="pca")))
    view.set_frame(frame(None))
    assert view.plot.picture is None


def test_that_validation_points_are_diamonds_and_can_be_hidden(view: PredictionsView) -> None:
    view.set_data(data_picture())
    assert isinstance(view.plot, SurfacePlot)
    items = view.plot._points._items
    assert [item.opts["symbol"] == "o" for item, _ in items] == [True, True, False, False]
    view.set_options("auto", False, False)
    assert [item.isVisible() for item, _ in items] == [True, True, False, False]
    assert "validation" not in [entry.text for entry in view.plot.legend.entries]


def test_that_data_without_a_validation_part_offer_no_switch_for_it(view: PredictionsView) -> None:
    view.set_data(data_picture(validation=False))
    editor = view.findChild(SwitchEditor, "view.show_validation")
    assert editor and not editor.control.isEnabled()


def test_that_a_regression_surface_has_a_scale_in_target_units(view: PredictionsView) -> None:
    view.set_data(data_picture("regression", target_name="height (m)", views=("surface",)))
    assert isinstance(view.plot, SurfacePlot)
    assert view.plot._bar.isVisible()
    assert "height (m)" in view.plot._bar.accessibleName()
    values = np.full((25, 25, 1), 0.7, np.float32)
    view.set_frame(frame(Surface("surface", values, (-6.0, 6.0, -6.0, 6.0))))
    assert "height (m) 0.7" in view.plot.read(0.0, 0.0)


def test_that_a_curve_is_read_in_target_units(view: PredictionsView) -> None:
    data = data_picture(
        "regression", variables=1, axes=("x", "y (mm)"), target_name="y (mm)", views=("curve",)
    )
    view.set_data(data)
    x = np.linspace(-6, 6, 101, dtype=np.float32)
    view.set_frame(frame(Curve(x, 2 * x[:, None])))
    assert isinstance(view.plot, CurvePlot)
    assert view.plot.read(3.0, 0.0).endswith("y (mm) 6.0")
    table = view.plot.table()
    assert table.names == ("x", "y (mm)")
    np.testing.assert_array_equal(table.columns[1], 2 * x)


def test_that_points_and_curves_far_from_zero_keep_their_digits(view: PredictionsView) -> None:
    far = 1.7e9 + 3 * np.arange(200.0)
    data = dataclasses.replace(
        data_picture("regression", variables=1, rows=200, axes=("time", "y"), views=("curve",)),
        points=far[:, None],
        targets=far,
        bounds=(far[0], far[-1], far[0], far[-1]),
    )
    view.set_data(data)
    view.set_frame(frame(Curve(far, far[:, None])))
    assert isinstance(view.plot, CurvePlot)
    drawn = [item.getData() for item, _ in view.plot._points._items]
    for side in (0, 1):
        assert len(np.unique(np.concatenate([places[side] for places in drawn]))) == 200
    assert view.plot.read(far[100], 0.0).count(f"1{GROUP}700{GROUP}000{GROUP}300") == 2
    axis = view.plot.canvas._axes["left"]
    text = QFontMetrics(axis.style["tickFont"]).horizontalAdvance("1700000400")
    assert axis.width() > text + axis.label.boundingRect().height() / 2


def test_that_data_of_any_size_can_be_drawn_and_zoomed(view: PredictionsView) -> None:
    small = 1e-40 * np.arange(-9.0, 10.0)
    data = dataclasses.replace(
        data_picture("regression", variables=1, rows=19, axes=("x", "y"), views=("curve",)),
        points=small[:, None],
        targets=small,
        bounds=(small[0], small[-1], small[0], small[-1]),
    )
    view.set_data(data)
    assert isinstance(view.plot, CurvePlot)
    assert view.plot.canvas.visible() == pytest.approx(data.bounds, rel=1e-6, abs=0)
    QTest.keyClick(view.plot.canvas.widget, Qt.Key.Key_Plus)
    left, right, *_ = view.plot.canvas.visible()
    assert right - left == pytest.approx(0.8 * (small[-1] - small[0]), rel=1e-6)


def test_that_a_diverged_curve_can_be_drawn(view: PredictionsView) -> None:
    view.set_data(data_picture("regression", variables=1, axes=("x", "y"), views=("curve",)))
    x = np.linspace(-6, 6, 4, dtype=np.float32)
    y = np.array([[np.nan], [np.inf], [-np.inf], [1e38]], np.float32)
    view.set_frame(frame(Curve(x, y)))
    assert not view.grab().isNull()
    assert isinstance(view.plot, CurvePlot)
    assert "not a number" in view.plot.read(-6.0, 0.0)


def test_that_each_class_of_one_variable_has_its_curve(view: PredictionsView) -> None:
    view.set_data(data_picture("more_classes", variables=1, classes=3, views=("curve",)))
    x = np.linspace(-6, 6, 50, dtype=np.float32)
    y = np.tile(np.array([0.2, 0.3, 0.5], np.float32), (50, 1))
    view.set_frame(frame(Curve(x, y)))
    assert isinstance(view.plot, CurvePlot)
    heights = [float(line.getData()[1][0]) for line in view.plot._lines]
    assert heights == pytest.approx([0.2, 0.3, 0.5])
    view.set_options("auto", True, True)
    assert [float(line.getData()[1][0]) for line in view.plot._lines] == [0.0, 0.0, 1.0]


def test_that_parity_shows_both_parts(view: PredictionsView) -> None:
    view.set_data(data_picture("regression", views=("parity", "pca")))
    target = np.linspace(-1, 1, 5000, dtype=np.float32)
    few = np.array([0.5, np.nan], np.float32)
    view.set_frame(frame(Parity(target, target, few, few)))
    assert isinstance(view.plot, ParityPlot)
    assert len(view.plot._train.data) == 1000
    assert len(view.plot._validation.data) == 2
    assert len(view.plot.table().columns[1]) == 5002
    assert "error" in view.plot.read(0.5, 0.6)


def test_that_new_colours_reach_the_picture_and_back(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.set_frame(frame(left_right_surface()))
    for colours in (DARK, LIGHT):
        view.set_colours(colours)
        corner = view.plot._picture.grab().toImage().pixelColor(1, 1)
        assert corner.name() == colours.surface


def test_that_a_plot_that_is_seen_later_has_the_colours_of_now(view: PredictionsView) -> None:
    view.set_data(data_picture())
    view.set_options("confusion", False, True)
    view.set_options("auto", False, True)
    view.set_colours(DARK)
    view.set_options("confusion", False, True)
    assert view.view == "confusion"
    assert view.plot.colours == DARK
    assert view.plot._picture.grab().toImage().pixelColor(1, 1).name() == DARK.surface


def test_that_names_from_a_file_are_never_read_as_rich_text(view: PredictionsView) -> None:
    view.set_data(data_picture(axes=("<img src=x>", "a & b")))
    assert isinstance(view.plot, SurfacePlot)
    label = view.plot.canvas._axes["bottom"].label.toPlainText().strip()
    assert label == "<img src=x>"
