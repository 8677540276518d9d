"""A plot that shows some of the rows only says so."""

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.engine.frames.pictures import Parity
from playground.gui.plots.base.figure import HINT, POINTS_HINT
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.plots.predictions.view import PredictionsView
from playground.gui.widgets.number_text import GROUP
from tests.gui.plots.frames import data_picture, frame, left_right_surface


@pytest.fixture
def view(qtbot: QtBot) -> PredictionsView:
    widget = PredictionsView()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    widget.show()
    return widget


def test_that_a_sample_of_the_rows_is_called_one_below_the_plot(view: PredictionsView) -> None:
    sample = replace(data_picture(rows=5000), train_rows=800_000, validation_rows=200_000)
    words = f"5{GROUP}000 of 1{GROUP}000{GROUP}000 rows shown."
    view.set_data(sample)
    assert isinstance(view.plot, SurfacePlot)
    assert view.plot.readout.text() == f"{words} {POINTS_HINT}"
    view.set_frame(frame(left_right_surface()))
    view.plot.canvas.hovered.emit(6.0, 0.0)
    assert "x₁" in view.plot.readout.text()
    view.plot.canvas.left.emit()
    assert view.plot.readout.text().startswith(words)
    view.set_data(data_picture())
    assert view.plot.readout.text() == POINTS_HINT


def test_that_a_matrix_that_counts_every_row_is_called_no_sample(view: PredictionsView) -> None:
    view.set_options("confusion", False, True)
    view.set_data(replace(data_picture(), train_rows=800_000))
    assert "shown" not in view.plot.readout.text()


def test_that_parity_says_how_many_rows_it_draws(view: PredictionsView) -> None:
    data = data_picture("regression", views=("parity",))
    view.set_data(replace(data, train_rows=800_000, validation_rows=200_000))
    target = np.linspace(-1, 1, 5000, dtype=np.float32)
    view.set_frame(frame(Parity(target, target, target, target)))
    words = f"2{GROUP}000 of 1{GROUP}000{GROUP}000 rows shown."
    assert view.plot.readout.text() == f"{words} {HINT}"
