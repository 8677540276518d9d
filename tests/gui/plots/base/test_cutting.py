"""Lines that are cut at the edges of what is seen."""

import numpy as np
import pyqtgraph as pg
import pytest
from pytestqt.qtbot import QtBot

from playground.gui.plots.base.cutting import cut_segments, cut_to

SQUARE = (0.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("piece", "left"),
    [
        ((0.2, 0.2, 0.8, 0.8), (0.2, 0.2, 0.8, 0.8)),
        ((-1.0, 0.5, 2.0, 0.5), (0.0, 0.5, 1.0, 0.5)),
        ((0.5, 2.0, 0.5, 0.5), (0.5, 1.0, 0.5, 0.5)),
        ((-0.5, 0.0, 1.0, 1.5), (0.0, 0.5, 0.5, 1.0)),
    ],
)
def test_that_a_piece_is_cut_where_it_leaves(
    piece: tuple[float, ...], left: tuple[float, ...]
) -> None:
    ends = np.array([piece])
    found = np.hstack(cut_segments(ends[:, :2], ends[:, 2:], SQUARE))
    assert found.tolist() == [pytest.approx(left)]


@pytest.mark.parametrize(
    "piece",
    [
        (-1.0, 0.5, -0.1, 0.5),
        (-1.0, 0.9, 0.2, 2.5),
        (2.0, 0.0, 2.0, 1.0),
        (0.5, 0.5, np.nan, 0.5),
        (np.inf, 0.5, 0.5, 0.5),
    ],
)
def test_that_a_piece_outside_is_left_out(piece: tuple[float, ...]) -> None:
    ends = np.array([piece])
    assert len(cut_segments(ends[:, :2], ends[:, 2:], SQUARE)[0]) == 0


def test_that_a_curve_keeps_its_joints_and_its_gaps(qtbot: QtBot) -> None:
    del qtbot
    x = np.array([0.1, 0.2, 0.3, 0.4, np.nan, 0.6, 0.7])
    y = np.array([0.5, 0.5, 2.0, 0.5, np.nan, 0.5, 0.5])
    curve = pg.PlotCurveItem(x, y, connect="finite")
    put_back = cut_to([curve], SQUARE)
    cut = np.column_stack(curve.getData())
    assert np.isnan(cut[:, 0]).sum() == 2
    assert np.nanmax(cut) <= 1.0
    assert cut[0].tolist() == [0.1, 0.5]
    put_back()
    np.testing.assert_array_equal(curve.getData(), (x, y))
    assert curve.opts["connect"] == "finite"
