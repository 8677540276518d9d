"""The live plot of the losses: training solid, validation dashed, against steps, epochs or time."""

import math
from collections.abc import Iterable
from typing import cast

import numpy as np
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.frames.frame import Bounds
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import Axis, LossCurve
from playground.engine.spec.parameter import Value
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.header import PlotHeader
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.loss.across import Across
from playground.gui.plots.loss.best_offer import BestOffer
from playground.gui.plots.loss.drawing import (
    BAND_OPACITY,
    LossDrawing,
    whole_range,
)
from playground.gui.plots.loss.following import follow
from playground.gui.plots.loss.laid import NOTHING_LAID, lay
from playground.gui.plots.loss.marks import LossMarks, place_of_best
from playground.gui.plots.loss.past import PastRuns
from playground.gui.plots.loss.table import loss_table
from playground.gui.plots.loss.taking import NOTHING_TAKEN, LossView, Taken, take
from playground.gui.plots.loss.words import loss_words, present_entry
from playground.gui.theme import LIGHT, Colours
from playground.state.history.comparison import Compared

EMPTY, PREPARING = N_("Press Run to train"), N_("Preparing…")
BAND = N_("range over batches")
BEST, DIVERGED = N_("best validation"), N_("diverged")
"""Marks."""
UNCHANGED_REFRESHES = 15
"""How often an unchanged log is drawn again: a validation loss may follow its last step."""
_CAPTIONS = {
    "loss_axis": N_("X axi&s"),
    "loss_axis_logarithmic": N_("Log &x"),
    "loss_logarithmic": N_("&Log y"),
    "loss_previous": N_("&Previous run"),
    "smoothing": N_("S&moothing"),
}
_TITLES: dict[Axis, str] = {
    "step": N_("step"),
    "epoch": N_("epoch"),
    "seconds": N_("time (s)"),
}


class LossPlot(Figure):
    """Header, drawing and read-out.

    Attributes:
        following: whether the range grows with the curve: until a person zooms or moves.
        moved: whether the axes moved at the last refresh, which costs as much as all the rest.
        best_offer: a button beside what is said below the plot.

    Signals:
        edited(path, value): a person moved a control; `view.loss_axis` (text),
            `view.loss_axis_logarithmic`, `view.loss_logarithmic` or `view.loss_previous` (bool),
            `view.smoothing` (float).
        finished(path): the person let go of it.
    """

    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, colours: Colours = LIGHT, parent: QWidget | None = None) -> None:
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, parent=parent)
        self.canvas.setParent(self)
        self.setObjectName("plot.loss")
        self._log: LossLog | None = None
        self.following = True
        self.moved = False
        self._drawn: tuple[object, ...] = ()
        self._unchanged = 0
        self._is_preparing = False
        self._taken, self._laid = NOTHING_TAKEN, NOTHING_LAID
        self._first = 1.0
        self._present_words = ""
        self._header = PlotHeader(_CAPTIONS)
        self.put_above(self._header, self._header.stops)
        self.best_offer = BestOffer(self)
        self.put_beside_readout(self.best_offer)
        self.name_drawing(_("Loss plot"))
        self._drawing = LossDrawing(self.canvas, colours)
        self._past = PastRuns(self.canvas)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self.refresh)
        self._reading = QTimer(self, singleShot=True)
        self._reading.timeout.connect(self._read_past)
        self.canvas.set_grid(True)
        self._marks = LossMarks(self.canvas)
        self._connect()
        self._follow()
        self._show_options()

    @property
    def axis(self) -> Axis:
        """What the losses are drawn against."""
        return cast(Axis, self._header.editors["loss_axis"].value())

    @property
    def axis_logarithmic(self) -> bool:
        """Whether the horizontal axis is."""
        return bool(self._header.editors["loss_axis_logarithmic"].value())

    @property
    def logarithmic(self) -> bool:
        """Whether the vertical axis is."""
        return bool(self._header.editors["loss_logarithmic"].value())

    @property
    def compares_previous(self) -> bool:
        """Whether the run before the present one is to be drawn too."""
        return bool(self._header.editors["loss_previous"].value())

    @property
    def smoothing(self) -> float:
        """0 to 0.99."""
        return cast(float, self._header.editors["smoothing"].value())

    @property
    def drawn(self) -> tuple[LossCurve, LossCurve]:
        """The training and validation losses as they were last taken from the log."""
        return self._taken.train, self._taken.validation

    @property
    def past(self) -> list[tuple[str, Taken]]:
        """The words and the curves of the runs that are drawn under the present one."""
        return self._past.curves()

    @property
    def marks(self) -> dict[str, int]:
        """The step of each mark by its word."""
        return self._marks.steps

    def set_log(self, log: LossLog | None) -> None:
        """Draw this log from now on; a log of another run starts with the whole range."""
        self._log = log
        self._follow()
        self.refresh()

    def set_past(self, runs: Iterable[Compared], present_words: str = "") -> None:
        """Draw these runs under the present one.

        Args:
            present_words: what tells the present one from them; it may be empty.
        """
        self._past.set_runs(runs)
        self._present_words = present_words
        self._read_past()

    def _read_past(self) -> None:
        """Draw more of them each time: reading all at once would keep the window waiting."""
        if self._past.read_more():
            self._reading.start(0)
        self._drawn = ()
        self.refresh()

    def set_options(
        self,
        axis: str,
        logarithmic: bool,
        smoothing: float,
        axis_logarithmic: bool = False,
        previous: bool = False,
    ) -> None:
        """Set the controls as a project has them; nothing is emitted."""
        axes = (self.axis, self.axis_logarithmic, self.logarithmic)
        if (axis, axis_logarithmic, logarithmic) != axes:
            self._follow()
        values: dict[str, Value] = {
            "loss_axis": axis,
            "loss_axis_logarithmic": axis_logarithmic,
            "loss_logarithmic": logarithmic,
            "smoothing": smoothing,
            "loss_previous": previous,
        }
        for name, value in values.items():
            self._header.editors[name].set_value(value)
        self._show_options()

    def set_mark(self, step: int | None, text: str, *, error: bool = False) -> None:
        """Draw a vertical line with its word at a step; None removes the mark of that word.

        Args:
            text: in English, by which the mark is known; it is translated where it is drawn.
        """
        self._marks.set(text, step, error=error)
        self._draw_marks()

    def mark_best(self, step: int | None) -> None:
        """Mark the step whose weights are kept as the best, if they are not about the last.

        Args:
            step: as the run tells it; None takes the mark away.
        """
        place = place_of_best(step, self._log)
        if place != self.marks.get(BEST):
            self.set_mark(place, BEST)

    def clear_marks(self) -> None:
        """Remove every mark."""
        self._marks.clear()

    def set_colours(self, colours: Colours) -> None:
        """Recolour everything."""
        super().set_colours(colours)
        self._drawing.set_colours(colours)
        self._drawn = ()
        self.refresh()

    def set_preparing(self, preparing: bool) -> None:
        """Say whether there is nothing yet to press Run for."""
        if preparing != self._is_preparing:
            self._is_preparing, self._drawn = preparing, ()

    def refresh(self) -> None:
        """Draw what the log has by now; costs next to nothing where nothing has changed."""
        steps = self._log.steps if self._log else 0
        state = (steps, self.canvas.visible(), self.canvas.size(), self._options())
        self.moved = False
        self._unchanged = self._unchanged + 1 if state == self._drawn else 0
        if self._unchanged > UNCHANGED_REFRESHES:
            return
        self._pull()
        if not steps:
            self.canvas.forget_mouse()
        self._draw()
        self._show_legend()
        self.read_again()
        empty = PREPARING if self._is_preparing else EMPTY
        self.set_empty_text("" if steps or self._past.runs else _(empty))
        self._drawn = (steps, self.canvas.visible(), self.canvas.size(), self._options())

    def show_all(self) -> None:
        """Show the whole run and follow it from now on."""
        self._follow()
        self.refresh()

    def read(self, x: float, y: float = 0.0) -> str:
        """The losses nearest to a place on the horizontal axis, of the curve nearest to it."""
        past = self._past.read(self._view(), (x, y), self._laid)
        return past or loss_words(self.axis, self._across.from_canvas(x), *self.drawn)

    def table(self) -> PlotTable:
        return loss_table(self.axis, self._taken, self._past.curves())

    def _options(self) -> tuple[object, ...]:
        return self._across, self.logarithmic, self.smoothing, self.following

    @property
    def _across(self) -> Across:
        return Across(self.axis, self.axis_logarithmic)

    def _view(self) -> LossView:
        seen = None if self.following else self.canvas.visible()[:2]
        return LossView(self._across, self.smoothing, self.canvas.size()[0], seen)

    def _pull(self) -> None:
        view = self._view()
        self._past.take(view, self.canvas.visible()[:2])
        self._taken = take(self._log, view, self._whole)
        own = self._taken.first if len(self._taken.train.x) else math.inf
        first = min(own, self._past.first)
        self._first = first if math.isfinite(first) else 1.0

    def _whole(self, taken: Taken) -> tuple[float, float]:
        """From the start of all runs to the end of the longest, on the canvas."""
        across, first = self._across, min(taken.first, self._past.first)
        places = (taken.train.x, taken.validation.x)
        ends = [float(across.to_canvas(x, first)[-1]) for x in places if len(x)]
        return across.whole([*ends, *self._past.ends(self._view())], first)

    def _draw(self) -> None:
        across, up = self._across, self.logarithmic
        self._laid = laid = lay(self._taken, across, self._first, logarithmic=up)
        self._drawing.draw(laid.x, laid.low, laid.line, laid.high)
        past = self._past.lay(self._view(), self._first, logarithmic=up)
        if self.following:
            lines = np.concatenate([laid.line, laid.validation, past])
            self._follow_to(whole_range(self._whole(self._taken), lines, laid.high, logarithmic=up))
        self._drawing.draw_validation(laid.validation_x, laid.validation, self.canvas.pixel())
        self._past.draw(self.colours)
        self._draw_marks()

    def _draw_marks(self) -> None:
        self._marks.draw(self._log, self._across, self._first, self.colours)

    def _follow_to(self, needed: Bounds) -> None:
        bounds = follow(needed, self.canvas.visible())
        self.moved = bounds != self.canvas.visible()
        if self.moved:
            self.canvas.set_range(bounds)
            self._past.take(self._view(), self.canvas.visible()[:2])
            self._past.lay(self._view(), self._first, logarithmic=self.logarithmic)

    def _show_legend(self) -> None:
        """Name what can be seen: before the first step, both losses."""
        colours, curve = self.colours, self._taken.train
        entries = [present_entry(self._present_words, colours)]
        if len(self._taken.validation.x) or not len(curve.x):
            entries.append(LegendEntry(_("validation"), "dashed", colours.validation))
        if (curve.maximum > curve.minimum).any():
            entries.append(LegendEntry(_(BAND), "band", faint(colours.train, BAND_OPACITY)))
        self.legend.set_entries([*entries, *self._past.entries(colours)])

    def _connect(self) -> None:
        self.canvas.zoomed.connect(self._stop_following)
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.resized.connect(self._fitting.start)
        self._header.fit_button.clicked.connect(self.show_all)
        self._header.edited.connect(self._option_chosen)
        self._header.finished.connect(self.finished)

    def _stop_following(self) -> None:
        self.following = False
        self._header.fit_button.setEnabled(True)
        self.refresh()

    def _show_options(self) -> None:
        self.canvas.set_titles(_(_TITLES[self.axis]), _("loss"))
        across, up = self.axis_logarithmic, self.logarithmic
        self.canvas.set_logarithmic(bottom=across, left=up, counted=self.axis == "step")
        self.refresh()

    def _option_chosen(self, path: str, value: object) -> None:
        if not isinstance(value, float) and path != "view.loss_previous":
            # Another axis has another range: what was zoomed into means nothing on it.
            self._follow()
        self._show_options()
        self.edited.emit(path, value)

    def _follow(self) -> None:
        self.following = True
        self._header.fit_button.setEnabled(False)
        self._drawn = ()
