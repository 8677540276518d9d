"""What is drawn, cut off at the axes: for pictures in which a frame around it does not."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg

from playground.engine.frames.frame import Bounds

Doubles = npt.NDArray[np.float64]


def cut_to(items: Iterable[Any], bounds: Bounds) -> Callable[[], None]:
    """Let items of a plot draw only what lies within `bounds`; the result puts everything back.

    An item of our own that can be cut has a method `keep_within`, which takes None for everything.
    """
    undo = [_cut(item, bounds) for item in items]

    def put_back() -> None:
        for do in undo:
            do()

    return put_back


def cut_segments(starts: Doubles, ends: Doubles, bounds: Bounds) -> tuple[Doubles, Doubles]:
    """The parts of straight pieces that lie within `bounds`; all float64 `[pieces, 2]`.

    Pieces of which nothing is left, or with an end that is not finite, are left out.
    """
    finite = np.isfinite(starts).all(axis=1) & np.isfinite(ends).all(axis=1)
    starts, ends = starts[finite], ends[finite]
    along = ends - starts
    first, last = np.zeros(len(starts)), np.ones(len(starts))
    for axis, (low, high) in enumerate((bounds[:2], bounds[2:])):
        begin, step = starts[:, axis], along[:, axis]
        flat = step == 0
        slope = np.where(flat, 1.0, step)
        enters, leaves = np.sort([(low - begin) / slope, (high - begin) / slope], axis=0)
        inside = (low <= begin) & (begin <= high)
        first = np.where(flat, np.where(inside, first, 2.0), np.maximum(first, enters))
        last = np.where(flat, last, np.minimum(last, leaves))
    seen = first < last
    starts, ends, along = starts[seen], ends[seen], along[seen]
    first, last = first[seen, None], last[seen, None]
    # An end that was not cut stays the same number: the next piece begins with it.
    return starts + along * first, np.where(last < 1, starts + along * last, ends)


def _cut(item: Any, bounds: Bounds) -> Callable[[], None]:  # noqa: ANN401 - pyqtgraph's
    if isinstance(item, pg.ScatterPlotItem):
        item.setPointsVisible(_within(item, bounds))
        return partial(item.setPointsVisible, True)
    if isinstance(item, pg.PlotCurveItem):
        return _cut_curve(item, bounds)
    if isinstance(item, pg.InfiniteLine | pg.TextItem):
        shown = item.isVisible()
        item.setVisible(shown and bounds[0] <= item.pos().x() <= bounds[1])
        return partial(item.setVisible, shown)
    if hasattr(item, "keep_within"):
        item.keep_within(bounds)
        return partial(item.keep_within, None)
    return lambda: None


def _cut_curve(item: Any, bounds: Bounds) -> Callable[[], None]:  # noqa: ANN401 - pyqtgraph's
    x, y = item.getData()
    if x is None or len(x) < 2:
        return lambda: None
    connect = item.opts["connect"]
    places = np.column_stack([x, y]).astype(np.float64)
    pairs = isinstance(connect, str) and connect == "pairs"
    every = 2 if pairs else 1
    starts, ends = cut_segments(places[:-1:every], places[1::every], bounds)
    cut = np.stack([starts, ends], axis=1).reshape(-1, 2) if pairs else _lines(starts, ends)
    item.setData(cut[:, 0], cut[:, 1], connect="pairs" if pairs else "finite")
    return partial(item.setData, x, y, connect=connect)


def _lines(starts: Doubles, ends: Doubles) -> Doubles:
    """Pieces joined where one begins at the end of another, and parted by a gap where not."""
    if not len(starts):
        return starts
    begins = np.append(True, (starts[1:] != ends[:-1]).any(axis=1))
    places = np.stack([np.full_like(starts, np.nan), starts, ends], axis=1)
    kept = np.column_stack([begins, begins, np.ones_like(begins)])
    lines: Doubles = places[kept][1:]
    return lines


def _within(item: Any, bounds: Bounds) -> npt.NDArray[np.bool_]:  # noqa: ANN401 - pyqtgraph's
    x, y = item.getData()
    x_low, x_high, y_low, y_high = bounds
    within: npt.NDArray[np.bool_] = (x_low <= x) & (x <= x_high) & (y_low <= y) & (y <= y_high)
    return within
