"""The losses of other runs under those of the present one."""

from collections.abc import Iterable

import numpy as np

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped
from playground.engine.loss_log.log import LossLog
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.run_colours import run_colour
from playground.gui.plots.loss.across import Across, Doubles
from playground.gui.plots.loss.drawing import WIDTH, dashes
from playground.gui.plots.loss.laid import Laid, lay
from playground.gui.plots.loss.past_item import PastItem, PastLine
from playground.gui.plots.loss.taking import LossView, Taken, take
from playground.gui.plots.loss.words import loss_words
from playground.gui.theme import Colours
from playground.state.history.comparison import Compared
from playground.state.history.record import Losses

PINNED_WIDTH = 3.0
NEAR = 12.0
"""Pixels within which a read-out names a curve."""
MOST_NAMED = 8
"""Runs named in the legend: more would leave the plot no room."""
AT_ONCE = 4
"""Runs whose losses are read in one go: each takes some milliseconds."""
FINEST = 700
"""Pixels of width that the curves are made for at most: many lie over each other."""


class PastRuns:
    """Curves that are taken once for each view and kept; see `LossView`."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self.runs: tuple[Compared, ...] = ()
        self._canvas = canvas
        self._logs: dict[str, tuple[Losses, LossLog]] = {}
        self._ends: dict[Across, list[float]] = {}
        self._taken: dict[str, Taken] = {}
        self._view: object = None
        self._drawn: list[tuple[Compared, Laid]] = []
        self._laid: object = None
        self._painted: object = None
        self._item = PastItem()
        canvas.add(self._item, -1, cached=True)

    def set_runs(self, runs: Iterable[Compared]) -> None:
        """Draw these from now on, the first on top, once they are read."""
        self.runs = tuple(runs)
        losses = {run.record.key: run.record.losses for run in self.runs}
        kept = self._logs.items()
        self._logs = {key: log for key, log in kept if losses.get(key) is log[0]}
        self._forget()

    def read_more(self) -> bool:
        """Read the losses of a few runs; returns whether there are more to read."""
        unread = [run.record for run in self.runs if run.record.key not in self._logs]
        for record in unread[:AT_ONCE]:
            self._logs[record.key] = record.losses, _log(record.losses)
        self._forget()
        return len(unread) > AT_ONCE

    def _forget(self) -> None:
        self._view = self._laid = None
        self._ends.clear()

    def take(self, view: LossView, shown: tuple[float, float]) -> None:
        """Take the curves that `view` wants, unless they are those of before.

        Args:
            shown: from where to where the canvas shows something.
        """
        if (view, shown) == self._view:
            return
        self._view = view, shown
        fine = LossView(view.across, view.smoothing, min(view.width, FINEST), view.seen)
        ends = tuple(self.ends(view))

        def whole(taken: Taken) -> tuple[float, float]:
            start, end = view.across.whole(ends, taken.first)
            return max(start, shown[0]), min(max(end, start), shown[1])

        self._taken = {key: take(log, fine, whole) for key, (_of, log) in self._logs.items()}

    def ends(self, view: LossView) -> list[float]:
        """Where each of them ends on the canvas."""
        across = view.across
        if across not in self._ends:
            logs = [log for _of, log in self._logs.values() if log.steps]
            places = np.array([log.place(log.steps, across.axis) for log in logs])
            self._ends[across] = across.to_canvas(places, 1e-9).tolist()
        return self._ends[across]

    @property
    def first(self) -> float:
        """The first place of any of them behind the start of a run."""
        return min((taken.first for taken in self._taken.values()), default=np.inf)

    def lay(self, view: LossView, first: float, *, logarithmic: bool) -> Doubles:
        """Put the curves on the canvas; returns all their heights.

        Args:
            first: where a logarithmic axis begins.
            logarithmic: whether the vertical axis is.
        """
        wanted = (self._view, first if view.across.logarithmic else 0.0, logarithmic)
        if wanted != self._laid:
            self._laid, self._painted = wanted, None
            taken, across = self._taken, view.across
            self._drawn = [
                (run, lay(taken[run.record.key], across, first, logarithmic=logarithmic))
                for run in self.runs
                if run.record.key in taken
            ]
        heights = [part for _run, one in self._drawn for part in (one.line, one.validation)]
        return np.concatenate(heights) if heights else np.empty(0)

    def draw(self, colours: Colours) -> None:
        """Paint them as the canvas lies now, unless they are painted so already."""
        bounds, pixel = self._canvas.visible(), self._canvas.pixel()
        wanted = (self._laid, bounds, self._canvas.size(), colours)
        if wanted == self._painted:
            return
        self._painted = wanted
        lines: list[PastLine] = []
        for run, one in reversed(self._drawn):
            colour = _colour(run, colours)
            width = PINNED_WIDTH if run.is_pinned else WIDTH
            dashed = dashes(one.validation_x, one.validation, pixel)
            lines.append(PastLine(*dashed, colour, width, is_pairs=True))
            lines.append(PastLine(one.x, one.line, colour, width))
        self._item.set_lines(lines, bounds)

    def entries(self, colours: Colours) -> list[LegendEntry]:
        """A sample and the words of each; of many, of the first."""
        named = self.runs[:MOST_NAMED]
        entries = [LegendEntry(run.words, "line", _colour(run, colours)) for run in named]
        if more := len(self.runs) - len(named):
            words = ngettext("{n} more run", "{n} more runs", more).format(n=grouped(more))
            entries.append(LegendEntry(words, "line", colours.muted))
        return entries

    def read(self, view: LossView, place: tuple[float, float], present: Laid) -> str:
        """The losses of the run whose line is nearest to a place on the canvas, in words.

        Empty where the present one's is nearer, or none is near.
        """
        pixel = self._canvas.pixel()
        away = [one.distance(place, pixel) for _run, one in self._drawn]
        if min(away, default=np.inf) > min(NEAR, present.distance(place, pixel)):
            return ""
        run, one = self._drawn[int(np.argmin(away))]
        axis, x = view.across.axis, view.across.from_canvas(place[0])
        return f"{run.words}:    {loss_words(axis, x, one.of.train, one.of.validation)}"

    def curves(self) -> list[tuple[str, Taken]]:
        """The words and the curves of each, as they were last taken."""
        return [
            (run.words, self._taken[run.record.key])
            for run in self.runs
            if run.record.key in self._taken
        ]


def _log(losses: Losses) -> LossLog:
    try:
        return LossLog.from_arrays(losses)
    except (KeyError, ValueError):
        return LossLog()  # a run whose losses were dropped


def _colour(run: Compared, colours: Colours) -> str:
    return run_colour(colours, run.place, is_pinned=run.is_pinned)
