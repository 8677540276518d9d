"""Predictions in the real window: fine once it stands, asked about, and drawn."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from playground.engine.frames.pictures import Surface
from playground.engine.settings.defaults import defaults_for
from playground.gui.main_window import MainWindow
from playground.gui.panels.predict.pixel_canvas import PixelCanvas
from playground.gui.plots.predictions.picture_plot import PlacePlot
from tests.gui.conftest import PATIENCE, MakeWindow
from tests.gui.runs import pause


def _settle(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: window.run.pump.sleeps, timeout=PATIENCE)


def test_that_the_surface_is_as_fine_as_the_screen_once_the_run_is_paused(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.document.edit("training.epochs", 0, window)
    window.run.toggle()
    qtbot.waitUntil(lambda: bool(window.run.frame and window.run.frame.step), timeout=PATIENCE)
    pause(window, qtbot)
    _settle(window, qtbot)
    plot = window.space.predictions.plot
    assert isinstance(plot, PlacePlot)
    assert isinstance(plot.picture, Surface)
    assert len(plot.picture.values) >= max(plot.canvas.size())


def test_that_a_click_on_a_point_asks_about_its_row(window: MainWindow, qtbot: QtBot) -> None:
    _settle(window, qtbot)
    plot, data = window.space.predictions.plot, window.run.data
    assert isinstance(plot, PlacePlot) and data is not None and data.rows is not None
    alone = int(np.argmax(np.abs(data.points).max(axis=1)))
    x, y = data.points[alone].tolist()
    place = plot.canvas.view.mapViewToScene(QPointF(x, y)).toPoint()
    viewport = plot.canvas.widget.viewport()  # type: ignore[attr-defined]
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: plot.asked is not None, timeout=PATIENCE)
    assert plot.asked is not None
    assert plot.asked.place == pytest.approx(data.points[alone], abs=1e-5)
    inputs = window.space.predict.inputs()
    assert inputs == pytest.approx(data.rows.inputs[data.rows.drawn[alone]])


def test_that_the_digits_are_drawn_and_any_of_their_rows_can_be_taken(
    make_window: MakeWindow,
) -> None:
    window = make_window(defaults_for("digits"))
    window.grab()
    predict, data = window.space.predict, window.run.data
    canvas = predict.findChild(PixelCanvas)
    assert canvas is not None and data is not None and data.rows is not None
    predict.take_row(1796)
    assert predict.inputs() == tuple(data.rows.inputs[1796])
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(9, 9))
    inputs = predict.inputs()
    assert inputs is not None and inputs[0] > 8
    assert window.document.read("view.predict_inputs") == predict.texts()
