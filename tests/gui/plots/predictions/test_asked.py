"""What Predict asks about is seen where it lies among the data, and points are taken by a click."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.engine.data.raw import Column
from playground.engine.frames.frame import DataPicture, Rows
from playground.engine.frames.pictures import Curve
from playground.gui.plots.predictions.asked import Asked
from playground.gui.plots.predictions.curve_plot import CurvePlot
from playground.gui.plots.predictions.picture_plot import CanvasPlot, PlacePlot
from playground.gui.plots.predictions.view import PredictionsView
from tests.gui.plots.frames import data_picture, frame

NOTE = "x lies outside the data, 1 … 4."


@pytest.fixture
def view(qtbot: QtBot) -> PredictionsView:
    widget = PredictionsView()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    widget.show()
    return widget


def _line() -> DataPicture:
    data = data_picture("regression", variables=1, rows=4, axes=("x", "y"), views=("curve",))
    x = np.array([[1.0], [2.0], [3.0], [4.0]], np.float32)
    return replace(
        data,
        columns=(Column("x", minimum=1, maximum=4),),
        points=x,
        targets=2 * x[:, 0],
        validation=np.zeros(4, np.bool_),
        bounds=(0.8, 4.2, 1.6, 8.4),
    )


def _numbers(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


def test_that_an_asked_point_outside_the_data_is_seen_on_the_curve_with_a_note(
    view: PredictionsView,
) -> None:
    view.set_data(_line())
    x = np.linspace(0, 6, 50, dtype=np.float32)
    view.set_frame(frame(Curve(x, 2 * x[:, None])))
    plot = view.plot
    assert isinstance(plot, PlacePlot)
    view.show_asked(Asked(_numbers(5.0), _numbers(10.0), NOTE))
    left, right, bottom, top = plot.canvas.visible()
    assert left < 5.0 < right and bottom < 10.0 < top
    assert plot.readout.text().startswith(NOTE)
    assert "input in Predict" in [entry.text for entry in plot.legend.entries]
    place = plot.canvas.view.mapViewToScene(QPointF(5.0, 10.0)).toPoint()
    with_mark = plot.canvas.widget.grab().toImage().pixel(place)
    plot._mark.show(None)
    assert plot.canvas.widget.grab().toImage().pixel(place) != with_mark


def test_that_the_plot_returns_to_the_data_once_nothing_is_asked(view: PredictionsView) -> None:
    view.set_data(_line())
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    before = plot.canvas.visible()
    view.show_asked(Asked(_numbers(5.0), _numbers(10.0), NOTE))
    view.show_asked(None)
    assert plot.canvas.visible() == pytest.approx(before)
    assert NOTE not in plot.readout.text()
    assert "input in Predict" not in [entry.text for entry in plot.legend.entries]


def test_that_a_point_far_away_does_not_shrink_the_data_to_nothing(view: PredictionsView) -> None:
    view.set_data(_line())
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    view.show_asked(Asked(_numbers(1e6), _numbers(np.inf), NOTE))
    left, right, *_ = plot.canvas.visible()
    assert right - left < 6 * 3.4
    plot.grab()


def test_that_a_zoom_of_a_person_stays_when_something_is_asked(view: PredictionsView) -> None:
    view.set_data(_line())
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    plot.canvas.set_range((2.0, 3.0, 4.0, 6.0))
    plot.canvas.zoomed.emit()
    view.show_asked(Asked(_numbers(5.0), _numbers(10.0)))
    assert plot.canvas.visible() == pytest.approx((2.0, 3.0, 4.0, 6.0))


def test_that_the_plot_does_not_move_with_every_output(view: PredictionsView) -> None:
    view.set_data(_line())
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    seen = set()
    for output in np.linspace(8.5, 11.5, 80):
        view.show_asked(Asked(_numbers(5.0), _numbers(output)))
        seen.add(plot.canvas.visible())
    assert len(seen) <= 3


def test_that_two_inputs_are_asked_about_on_the_surface(view: PredictionsView) -> None:
    view.set_data(data_picture(rows=0))
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    place = plot.canvas.view.mapViewToScene(QPointF(2.0, -3.0)).toPoint()
    before = plot.canvas.widget.grab().toImage().pixel(place)
    view.show_asked(Asked(_numbers(2.0, -3.0), _numbers(0.2, 0.8)))
    place = plot.canvas.view.mapViewToScene(QPointF(2.0, -3.0)).toPoint()
    ring = place + QPointF(6, 0).toPoint()
    image = plot.canvas.widget.grab().toImage()
    assert image.pixel(ring) != before
    assert "input in Predict" in [entry.text for entry in plot.legend.entries]


@pytest.mark.parametrize("shift", [0, 40], ids=["on a point", "beside it"])
def test_that_a_click_on_a_point_takes_its_row(
    view: PredictionsView, qtbot: QtBot, shift: int
) -> None:
    data = data_picture(rows=3)
    points = np.array([[-4, 0], [0, 0], [4, 0]], np.float32)
    rows = Rows(np.zeros((9, 2)), np.zeros(9), np.zeros(9, np.bool_), np.array([2, 5, 8]))
    view.set_data(replace(data, points=points, rows=rows))
    plot = view.plot
    assert isinstance(plot, CanvasPlot)
    qtbot.waitExposed(view)
    taken: list[int] = []
    view.row_picked.connect(taken.append)
    place = plot.canvas.view.mapViewToScene(QPointF(0, 0)).toPoint()
    place.setY(place.y() + shift)
    viewport = plot.canvas.widget.viewport()  # type: ignore[attr-defined]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    assert taken == ([5] if shift == 0 else [])


def test_that_what_diverged_marks_nothing_on_the_curve(view: PredictionsView) -> None:
    view.set_data(_line())
    view.show_asked(Asked(_numbers(5.0), _numbers(np.nan), NOTE))
    view.show_all()
    assert isinstance(view.plot, CurvePlot)
    assert view.plot.whole() == (0.8, 4.2, 1.6, 8.4)
