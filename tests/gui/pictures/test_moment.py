"""One picture of an animation."""

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QPainter

from playground.gui.pictures.drawing import Drawing
from playground.gui.pictures.moment import captioned, drawing_pixels
from playground.gui.theme import LIGHT

RED = [255, 0, 0]

pytestmark = pytest.mark.usefixtures("qapp")


def red(width: int, height: int) -> Drawing:
    def paint(painter: QPainter) -> None:
        painter.fillRect(0, 0, width, height, QColor("red"))

    return Drawing(QSize(width, height), paint)


def test_that_a_width_that_fills_no_whole_words_of_memory_is_taken_right() -> None:
    pixels = drawing_pixels(red(101, 40), QSize(101, 40))
    assert pixels.shape == (40, 101, 3)
    assert (pixels == RED).all()


def test_that_a_caption_stands_below_the_drawing() -> None:
    drawing = captioned(red(300, 40), "step 120", QFont(), LIGHT)
    pixels = drawing_pixels(drawing, drawing.size)
    assert (pixels[:40] == RED).all()
    below = pixels[40:]
    assert below.max() == 255
    assert below.min() < 128
    assert (below[:, 200:] == 255).all()


def test_that_a_drawing_of_another_size_is_made_to_fit() -> None:
    pixels = drawing_pixels(red(400, 100), QSize(200, 200))
    assert pixels.shape == (200, 200, 3)
    assert (pixels[100] == RED).all()


def test_that_two_moments_share_no_memory() -> None:
    first, second = (drawing_pixels(red(20, 20), QSize(20, 20)) for _ in range(2))
    first[:] = 0
    assert np.all(second == RED)
