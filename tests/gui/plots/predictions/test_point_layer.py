"""Points of the data, drawn anew as often as the data are."""

import gc
import weakref

import numpy as np
from pytestqt.qtbot import QtBot

from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.predictions.point_layer import PointLayer
from playground.gui.theme import LIGHT


def test_that_points_that_were_replaced_are_let_go(qtbot: QtBot) -> None:
    canvas = PlotCanvas(LIGHT)
    qtbot.addWidget(canvas.widget)
    layer = PointLayer(canvas)
    points = np.random.default_rng(0).random((50, 2)).astype(np.float32)
    groups, validation = np.zeros(50, np.int64), np.zeros(50, np.bool_)
    gone = []
    for _ in range(5):
        layer.set_points(points, groups, validation, ["#1a73e8"], "#ffffff")
        gone.append(weakref.ref(layer._items[0][0]))
    layer.clear()
    gc.collect()
    assert [item() for item in gone] == [None] * 5
