"""Histograms over the steps, as a picture whose columns lose no value."""

import numpy as np
import pytest

from playground.engine.instruments.health.look import BINS, Histogram
from playground.gui.instruments.health.heat import COLUMNS, ROWS, heat_of
from playground.gui.instruments.health.layers import layer_colours, named_layers
from playground.gui.theme import DARK, LIGHT

EVEN = np.full(BINS, 1 / BINS, np.float32)


def test_that_each_column_holds_all_values_where_they_lie() -> None:
    narrow, wide = Histogram(0.0, 1.0, EVEN), Histogram(-2.0, 2.0, EVEN)
    heat = heat_of(np.array([0.0, 10.0]), [narrow, wide])
    assert heat is not None
    assert heat.bounds == (0.0, 10.0, -2.0, 2.0)
    assert heat.shares.shape == (ROWS, COLUMNS)
    assert heat.shares.sum(axis=0) == pytest.approx(np.ones(COLUMNS))
    first = heat.shares[:, 0]
    assert first[: ROWS // 2].sum() == pytest.approx(0.0)
    assert first[ROWS // 2 : 3 * ROWS // 4].sum() == pytest.approx(1.0)
    assert heat.levels.max() == 1.0


def test_that_a_place_is_read_as_its_cell() -> None:
    heat = heat_of(np.array([0.0, 1.0]), [Histogram(0.0, 96.0, EVEN)] * 2)
    assert heat is not None
    assert heat.share_at(0.5, 10.5) == pytest.approx((10.0, 11.0, 1 / 96))
    assert heat.share_at(0.5, 97.0) is None
    assert heat.share_at(-0.1, 10.0) is None


def test_that_nothing_counted_makes_no_picture() -> None:
    assert heat_of(np.array([0.0]), [Histogram()]) is None


def test_that_a_legend_names_the_ends_of_many_layers() -> None:
    assert named_layers(3) == [0, 1, 2]
    many = named_layers(13)
    assert many[0] == 0
    assert many[-1] == 12
    assert len(many) == 5
    for colours in (LIGHT, DARK):
        assert len(set(layer_colours(13, colours))) == 13
