"""From predictions to pixels."""

import numpy as np
import pytest
from PySide6.QtGui import QColor

from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.shades import class_colours, readable_on
from playground.gui.theme import DARK, LIGHT, Colours


@pytest.mark.parametrize("colours", [LIGHT, DARK])
def test_that_an_undecided_prediction_has_the_middle_colour(colours: Colours) -> None:
    table = colour_maps.diverging(colours)
    middle = colour_maps.two_class_pixels(np.full((1, 1), 0.5, np.float32), table)[0, 0]
    assert np.abs(middle - colour_maps.rgb(colours.middle)).max() <= 2


def test_that_the_ends_of_a_diverging_table_are_orange_and_blue() -> None:
    table = colour_maps.diverging(LIGHT)
    assert table[0].tolist() == [0xE8, 0x71, 0x0A]
    assert table[-1].tolist() == [0x1A, 0x73, 0xE8]


def test_that_discretised_classes_have_two_colours_only() -> None:
    positive = np.linspace(0, 1, 101, dtype=np.float32)[None]
    pixels = colour_maps.two_class_pixels(positive, colour_maps.diverging(LIGHT), discretise=True)
    assert len(np.unique(pixels.reshape(-1, 3), axis=0)) == 2


def test_that_the_surer_a_class_is_the_nearer_its_colour_the_pixel_lies() -> None:
    shades = class_colours(LIGHT, 3)
    chances = np.array([[[1.0, 0.0, 0.0], [0.6, 0.2, 0.2], [1 / 3, 1 / 3, 1 / 3]]], np.float32)
    pixels = colour_maps.class_pixels(chances, shades, LIGHT.middle).astype(float)
    away = np.linalg.norm(pixels[0] - colour_maps.rgb(shades[0]), axis=-1)
    assert away[0] < away[1] < away[2]


def test_that_values_beyond_the_scale_and_no_numbers_take_colours_of_the_table() -> None:
    values = np.array([[-9.0, 9.0, np.nan, np.inf]], np.float32)
    table = colour_maps.viridis()
    pixels = colour_maps.value_pixels(values, -1.0, 1.0, table)
    assert pixels[0, 0].tolist() == table[0].tolist()
    assert pixels[0, 1].tolist() == pixels[0, 3].tolist() == table[-1].tolist()


def test_that_thirty_classes_have_thirty_colours() -> None:
    assert len(set(class_colours(LIGHT, 30))) == 30


def test_that_text_on_a_colour_can_be_read() -> None:
    assert readable_on(QColor("#ffffff")) == QColor("#000000")
    assert readable_on(QColor("#1a73e8")) == QColor("#ffffff")
