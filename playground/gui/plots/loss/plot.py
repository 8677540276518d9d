"""The live plot of the losses: training solid, validation dashed, against steps, epochs or time."""

import math
from collections.abc import Callable
from typing import cast

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.series import Axis, LossCurve
from playground.engine.spec.parameter import Value
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.header import PlotHeader
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.loss.across import Across, first_place
from playground.gui.plots.loss.best_offer import BestOffer
from playground.gui.plots.loss.drawing import (
    BAND_OPACITY,
    Doubles,
    LossDrawing,
    drawable,
    positive_floor,
    whole_range,
)
from playground.gui.plots.loss.following import follow
from playground.gui.plots.loss.marks import LossMarks
from playground.gui.plots.loss.smoothing import reach, smooth_logarithmic_part, smooth_part
from playground.gui.plots.loss.words import loss_words
from playground.gui.theme import LIGHT, Colours

EMPTY, PREPARING = N_("Press Run to train"), N_("Preparing…")
BAND = N_("range over batches")
BEST, DIVERGED = N_("best validation"), N_("diverged")
"""Marks."""
STILL_BEST = 0.98
"""A best validation loss measured later than this part of the run needs no mark: it is the last."""
BESIDE = 0.02
"""The part of the width that is drawn beyond either side of what is seen."""
MOST_POINTS = 2000
FILLED = 0.9
"""The part of the width that the curve takes up at least, once it has many points, about."""
CLOSER = 0.7
"""How close the closest points of a logarithmic axis lie, as a part of their mean distance."""
UNCHANGED_REFRESHES = 15
"""How often an unchanged log is drawn again: a validation loss may follow its last step."""
_CAPTIONS = {
    "loss_axis": N_("X axi&s"),
    "loss_axis_logarithmic": N_("Log &x"),
    "loss_logarithmic": N_("&Log y"),
    "smoothing": N_("S&moothing"),
}
_TITLES: dict[Axis, str] = {
    "step": N_("step"),
    "epoch": N_("epoch"),
    "seconds": N_("time (s)"),
}
_NOTHING = LossCurve(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


class LossPlot(Figure):
    """Header, drawing and read-out.

    Attributes:
        following: whether the range grows with the curve: until a person zooms or moves.
        moved: whether the axes moved at the last refresh, which costs as much as all the rest.
        best_offer: a button beside what is said below the plot.

    Signals:
        edited(path, value): a person moved a control; `view.loss_axis` (text),
            `view.loss_axis_logarithmic` or `view.loss_logarithmic` (bool), `view.smoothing`
            (float).
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
        self._train = self._validation = _NOTHING
        self._line = _NOTHING.mean
        self._step_length = self._first = 1.0
        self._header = PlotHeader(_CAPTIONS)
        self.put_above(self._header, self._header.stops)
        self.best_offer = BestOffer(self)
        self.put_beside_readout(self.best_offer)
        self.name_drawing(_("Loss plot"))
        self._drawing = LossDrawing(self.canvas, colours)
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
    def smoothing(self) -> float:
        """0 to 0.99."""
        return cast(float, self._header.editors["smoothing"].value())

    @property
    def drawn(self) -> tuple[LossCurve, LossCurve]:
        """The training and validation losses as they were last taken from the log."""
        return self._train, self._validation

    @property
    def marks(self) -> dict[str, int]:
        """The step of each mark by its word."""
        return self._marks.steps

    def set_log(self, log: LossLog | None) -> None:
        """Draw this log from now on; a log of another run starts with the whole range."""
        self._log = log
        self._follow()
        self.refresh()

    def set_options(
        self, axis: str, logarithmic: bool, smoothing: float, axis_logarithmic: bool = False
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
        self._drawn = ()
        self.refresh()

    def mark_best(self, step: int | None) -> None:
        """Mark the step whose weights are kept as the best, if they are not about the last.

        Args:
            step: as the run tells it; None takes the mark away.
        """
        measured = (self._log.validation() if self._log else _NOTHING).x
        late = step is not None and (not len(measured) or step > STILL_BEST * measured[-1])
        place = None if late else step
        if place != self.marks.get(BEST):
            self.set_mark(place, BEST)

    def clear_marks(self) -> None:
        """Remove every mark."""
        self._marks.clear()
        self._drawn = ()
        self.refresh()

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
        if steps:
            self._pull(steps)
        else:
            self._train = self._validation = _NOTHING
            self._line, self._first = _NOTHING.mean, 1.0
            self.canvas.forget_mouse()
        self._draw()
        self._show_legend()
        self.read_again()
        empty = PREPARING if self._is_preparing else EMPTY
        self.set_empty_text("" if steps else _(empty))
        self._drawn = (steps, self.canvas.visible(), self.canvas.size(), self._options())

    def show_all(self) -> None:
        """Show the whole run and follow it from now on."""
        self._follow()
        self.refresh()

    def read(self, x: float, y: float = 0.0) -> str:
        """The losses nearest to a place on the horizontal axis, in words."""
        del y
        return loss_words(self.axis, self._across.from_canvas(x), self._train, self._validation)

    def table(self) -> PlotTable:
        both = (self._train, self._validation)
        parts = ["training"] * len(self._train.x) + ["validation"] * len(self._validation.x)
        columns = [
            np.concatenate([getattr(curve, name) for curve in both])
            for name in ("x", "minimum", "mean", "maximum")
        ]
        names = ("part", self.axis, "minimum", "mean", "maximum")
        return PlotTable(names, (parts, *columns))

    def _options(self) -> tuple[object, ...]:
        return self._across, self.logarithmic, self.smoothing, self.following

    @property
    def _across(self) -> Across:
        return Across(self.axis, self.axis_logarithmic)

    def _pull(self, steps: int) -> None:
        assert self._log is not None
        left, right, low, high = -math.inf, math.inf, -math.inf, math.inf
        beyond = 0.0
        if not self.following:
            left, right, _, _ = self.canvas.visible()
            margin = (right - left) * BESIDE
            low, high = left - margin, right + margin
            step = self._across.length(self._step_length, left)
            beyond = reach(self.smoothing, right - left, step)
        curve = self._taken(self._log.train, low - beyond, high + beyond)
        self._validation = self._taken(self._log.validation, low, high)
        self._first = first_place(curve.x, self._validation.x)
        if self.following and len(curve.x):
            self._step_length = float(curve.x[-1]) / steps or 1.0
        start, end = self._whole(curve.x)
        self._smooth(curve, (low, high), min(right, end) - max(left, start))

    def _smooth(self, curve: LossCurve, part: tuple[float, float], shown: float) -> None:
        low, high = (self._across.from_canvas(end) for end in part)
        smooth = smooth_logarithmic_part if self.axis_logarithmic else smooth_part
        lengths = (max(shown, 1e-12), self._step_length)
        self._train, self._line = smooth(curve, low, high, self.smoothing, *lengths)

    def _whole(self, *curves: Doubles) -> tuple[float, float]:
        """From the start of the run to the end of curves at these places, on the canvas."""
        across = self._across
        ends = [float(across.to_canvas(x, self._first)[-1]) for x in curves if len(x)]
        return across.whole(ends, self._first)

    def _taken(self, take: Callable[..., LossCurve], low: float, high: float) -> LossCurve:
        across = self._across
        # A bar narrower than a pixel may cover the middle of none, and would not be painted.
        filled = FILLED * (CLOSER if across.logarithmic else 1.0)
        points = min(MOST_POINTS, int(filled * self.canvas.size()[0]))
        bounds = (across.from_canvas(low), across.from_canvas(high))
        return take(across.axis, *bounds, points, logarithmic=across.logarithmic)

    def _draw(self) -> None:
        floor, across = positive_floor(self._train, self._validation), self._across

        def shown(values: Doubles) -> Doubles:
            return drawable(values, logarithmic=self.logarithmic, floor=floor)

        curve, validation = self._train, shown(self._validation.mean)
        x, validation_x = (
            across.to_canvas(part.x, self._first) for part in (curve, self._validation)
        )
        line, low, high = (shown(values) for values in (self._line, curve.minimum, curve.maximum))
        self._drawing.draw(x, low, line, high)
        if self.following:
            width, lines = self._whole(curve.x, self._validation.x), np.append(line, validation)
            needed = whole_range(width, lines, high, logarithmic=self.logarithmic)
            bounds = follow(needed, self.canvas.visible())
            self.moved = bounds != self.canvas.visible()
            if self.moved:
                self.canvas.set_range(bounds)
        self._drawing.draw_validation(validation_x, validation, self.canvas.pixel())
        self._draw_marks()

    def _draw_marks(self) -> None:
        steps = self._marks.steps
        places = np.array([self._place_of(step) for step in steps.values()])
        across = self._across.to_canvas(places, self._first).tolist()
        self._marks.draw(dict(zip(steps, across, strict=True)), self.colours)

    def _show_legend(self) -> None:
        """Name what can be seen: before the first step, both losses."""
        colours, curve = self.colours, self._train
        entries = [LegendEntry(_("training"), "line", colours.train)]
        if len(self._validation.x) or not len(curve.x):
            entries.append(LegendEntry(_("validation"), "dashed", colours.validation))
        if (curve.maximum > curve.minimum).any():
            entries.append(LegendEntry(_(BAND), "band", faint(colours.train, BAND_OPACITY)))
        self.legend.set_entries(entries)

    def _place_of(self, step: int) -> float:
        if self._log is None or self.axis == "step" or not self._log.steps:
            return float(step)
        return self._log.place(step, self.axis)

    def _connect(self) -> None:
        self.canvas.zoomed.connect(self._stop_following)
        self.canvas.all_wanted.connect(self.show_all)
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
        if not isinstance(value, float):
            # Another axis has another range: what was zoomed into means nothing on it.
            self._follow()
        self._show_options()
        self.edited.emit(path, value)

    def _follow(self) -> None:
        self.following = True
        self._header.fit_button.setEnabled(False)
        self._drawn = ()
