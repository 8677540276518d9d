"""What is lit in the diagram: rings and numbers over the tiles, numbers at edges."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from playground.gui.canvas.diagram.light import Light, short
from playground.gui.main_window import MainWindow


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (0.4231, "0.42"),
        (-1.3, "−1.30"),
        (0.0031, "0.003"),
        (-0.00049, "−5e−4"),
        (1234.5, "1e3"),
        (float("nan"), "nan"),
    ],
)
def test_that_numbers_are_short(value: float, text: str) -> None:
    assert short(value) == text


def test_that_a_layer_is_lit_and_goes_dark_again(window: MainWindow, qtbot: QtBot) -> None:
    canvas = window.space.network._canvas
    qtbot.waitUntil(lambda: canvas.picture is not None, timeout=20_000)
    canvas.settle()
    dark = canvas.grab().toImage()
    numbers = {0: np.array([0.5, -0.5]), 1: np.arange(4.0)}
    canvas.set_light(Light(1, numbers, 2, np.array([0.1, 0.2])))
    lit = canvas.grab().toImage()
    tile = canvas.diagram.places[1].tile(0)
    corner = round(tile[0]) - 1, round(tile[1] + tile[2] / 2)
    assert lit.pixelColor(*corner).name() == window.appearance.colours.accent
    assert dark.pixelColor(*corner) != lit.pixelColor(*corner)
    for light in (Light(9, {7: np.zeros(3)}), Light(1, {1: np.zeros(1)}, 99, np.zeros(1)), None):
        canvas.set_light(light)
        other = canvas.grab().toImage()
    assert other == dark
