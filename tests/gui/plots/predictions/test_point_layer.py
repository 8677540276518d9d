"""Points of the data, drawn anew as often as the data are."""

import gc
import weakref
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from pytestqt.qtbot import QtBot

from playground.gui.plots.base.colour_maps import STRENGTH
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import blend, luminance
from playground.gui.plots.predictions.point_layer import PointLayer
from playground.gui.theme import DARK, LIGHT, Colours


def test_that_points_that_were_replaced_are_let_go(qtbot: QtBot) -> None:
    canvas = PlotCanvas(LIGHT)
    qtbot.addWidget(canvas.widget)
    layer = PointLayer(canvas)
    points = np.random.default_rng(0).random((50, 2)).astype(np.float32)
    groups, validation = np.zeros(50, np.int64), np.zeros(50, np.bool_)
    gone = []
    for _ in range(5):
        layer.set_points(points, groups, validation, ["#1a73e8"], LIGHT)
        gone.append(weakref.ref(layer._items[0][0]))
    layer.clear()
    gc.collect()
    assert [item() for item in gone] == [None] * 5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("validation", [False, True], ids=["training", "validation"])
def test_that_points_of_every_class_stand_out_on_the_surface_of_their_own_class(
    qtbot: QtBot, colours: Colours, validation: bool
) -> None:
    for colour in colours.classes:
        canvas = PlotCanvas(replace(colours, surface=blend(colours.middle, colour, STRENGTH)))
        qtbot.addWidget(canvas.widget)
        canvas.widget.resize(200, 200)
        canvas.widget.show()
        canvas.widget.grab()
        canvas.set_range((-1, 1, -1, 1))
        layer, one = PointLayer(canvas), np.zeros(1, np.int64)
        layer.set_points(
            np.zeros((1, 2), np.float32), one, np.array([validation]), [colour], colours
        )
        middle = canvas.view.mapViewToScene(QPointF(0, 0)).toPoint()
        image, reach = canvas.widget.grab().toImage(), range(-6, 7)
        around = [middle + QPoint(x, y) for x in reach for y in reach]
        shades = [luminance(image.pixelColor(place)) for place in around]
        behind = luminance(image.pixelColor(middle + QPoint(12, 12)))
        contrasts = [(max(s, behind) + 0.05) / (min(s, behind) + 0.05) for s in shades]
        assert max(contrasts) > 1.55, colour
