"""Of several targets, one is drawn at a time: the one that was chosen above the plot."""

import dataclasses

import numpy as np
import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from playground.engine.frames.frame import DataPicture
from playground.engine.frames.pictures import Curve, Parity, Surface
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.plots.predictions.asked import Asked
from playground.gui.plots.predictions.curve_plot import CurvePlot
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.gui.plots.predictions.surface_plot import SurfacePlot
from playground.gui.plots.predictions.view import PredictionsView
from tests.gui.plots.frames import data_picture, frame

NAMES = ("height", "mass")
PARITY = Parity(*(np.array([[1.0, 100.0], [2.0, 300.0]]) * k for k in (1.0, 1.1, 1.2, 1.3)))


def both(*views: str, variables: int = 2) -> DataPicture:
    made = data_picture("regression", variables=variables, views=views, axes=("x", "y"))
    targets = np.stack([made.targets, 100 + 50 * made.targets], axis=1)
    return dataclasses.replace(made, targets=targets, target_names=NAMES)


@pytest.fixture
def view(qtbot: QtBot) -> PredictionsView:
    widget = PredictionsView()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    widget.show()
    return widget


def chooser(view: PredictionsView) -> QComboBox:
    editor = view.findChild(ChoiceEditor, "view.shown_target")
    assert editor is not None
    return editor.combo


def column(view: PredictionsView, number: int) -> list[float]:
    return [float(value) for value in view.plot.table().columns[number]]


def choose(view: PredictionsView, name: str) -> None:
    combo = chooser(view)
    combo.setCurrentIndex(combo.findData(name))
    combo.activated.emit(combo.currentIndex())


def test_that_the_target_is_chosen_only_where_there_are_several(view: PredictionsView) -> None:
    view.set_data(data_picture("regression", views=("parity",)))
    assert not chooser(view).isVisible()
    view.set_data(both("parity"))
    assert chooser(view).isVisible()
    assert [chooser(view).itemText(row) for row in range(2)] == list(NAMES)
    assert chooser(view).currentText() == "height"
    view.set_data(data_picture())
    assert not chooser(view).isVisible()


def test_that_the_parity_of_the_chosen_target_is_drawn(view: PredictionsView, qtbot: QtBot) -> None:
    view.set_data(both("parity"))
    view.set_frame(frame(PARITY))
    plot = view.plot
    assert isinstance(plot, ParityPlot)
    assert column(view, 1) == [1.0, 2.0, 1.2, 2.4]
    with qtbot.waitSignal(view.edited) as edited:
        choose(view, "mass")
    assert edited.args == ["view.shown_target", "mass"]
    assert column(view, 1) == [100.0, 300.0, 120.0, 360.0]
    assert column(view, 2) == pytest.approx([110.0, 330.0, 130.0, 390.0])
    low, high = plot.data.targets.min(), plot.data.targets.max()  # type: ignore[union-attr]
    shown = plot.canvas.visible()
    assert shown[0] < low
    assert high < shown[1]


def test_that_the_frame_that_is_shown_is_still_known_to_be(view: PredictionsView) -> None:
    view.set_data(both("parity"))
    now = frame(PARITY)
    view.set_frame(now)
    choose(view, "mass")
    assert view.shows(now)


def test_that_the_curve_of_the_chosen_target_is_drawn(view: PredictionsView) -> None:
    view.set_data(both("curve", variables=1))
    x = np.linspace(-6, 6, 50)
    view.set_frame(frame(Curve(x, np.stack([x, 100 + x], axis=1))))
    view.show_asked(Asked(np.array([1.0]), np.array([1.0, 101.0])))
    plot = view.plot
    assert isinstance(plot, CurvePlot)
    assert plot.table().names == ("x", "height")
    choose(view, "mass")
    assert plot.table().names == ("x", "mass")
    assert column(view, 1) == (100 + x).tolist()
    assert plot.asked is not None
    assert plot.asked.output.tolist() == [101.0]
    left, right, bottom, top = plot.canvas.visible()
    assert left < -5
    assert right > 5
    assert 0 < bottom < 100 < 101 < top


def test_that_the_surface_of_the_chosen_target_is_drawn(view: PredictionsView) -> None:
    view.set_data(both("surface"))
    values = np.stack([np.zeros((25, 25)), np.full((25, 25), 7.0)], axis=-1)
    view.set_frame(frame(Surface("surface", values, (-6, 6, -6, 6))))
    plot = view.plot
    assert isinstance(plot, SurfacePlot)
    assert set(column(view, 2)) == {0.0}
    choose(view, "mass")
    assert plot.table().names == ("x", "y", "mass")
    assert set(column(view, 2)) == {7.0}


def test_that_a_project_has_its_target_shown_once_the_data_come(view: PredictionsView) -> None:
    view.set_options("auto", False, True, "mass")
    view.set_data(both("parity"))
    assert chooser(view).currentText() == "mass"
    assert view.plot.data is not None
    assert view.plot.data.target_names == ("mass",)
    view.set_options("auto", False, True, "gone")
    assert view.plot.data.target_names == ("height",)
