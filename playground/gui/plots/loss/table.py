"""The losses that are drawn, as a table."""

from collections.abc import Sequence

import numpy as np

from playground.engine.loss_log.series import Axis
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.loss.taking import Taken

_COLUMNS = ("x", "minimum", "mean", "maximum")


def loss_table(axis: Axis, present: Taken, past: Sequence[tuple[str, Taken]]) -> PlotTable:
    """The curves of the present run, and of others by their words, where there are any."""
    runs = [("present", present), *past]
    parts: list[str] = []
    names: list[str] = []
    curves = []
    for words, taken in runs:
        for part, curve in (("training", taken.train), ("validation", taken.validation)):
            parts += [part] * len(curve.x)
            names += [words] * len(curve.x)
            curves.append(curve)
    columns = [np.concatenate([getattr(one, name) for one in curves]) for name in _COLUMNS]
    heads = ("part", axis, *_COLUMNS[1:])
    if not past:
        return PlotTable(heads, (parts, *columns))
    return PlotTable(("run", *heads), (names, parts, *columns))
