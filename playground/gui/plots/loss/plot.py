"""The live plot of the losses: training solid, validation dashed, against steps, epochs or time."""

import math
from typing import Protocol

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.engine.loss_log.series import Axis, LossCurve
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.plots.loss.drawing import (
    BAND_OPACITY,
    Doubles,
    LossDrawing,
    drawable,
    positive_floor,
    whole_range,
)
from playground.gui.plots.loss.following import follow
from playground.gui.plots.loss.header import LossHeader
from playground.gui.plots.loss.marks import LossMarks
from playground.gui.plots.loss.smoothing import reach, smooth_part
from playground.gui.plots.loss.words import loss_words
from playground.gui.theme import LIGHT, Colours

EMPTY = "Press Run to train"
BAND = "lowest to highest batch"
BEST = "best validation"
STILL_BEST = 0.98
"""A best validation loss measured later than this part of the run needs no mark: it is the last."""
BESIDE = 0.02
"""The part of the width that is drawn beyond either side of what is seen."""
MOST_POINTS = 2000
FILLED = 0.9
"""The part of the width that the curve takes up at least, once it has many points, about."""
UNCHANGED_REFRESHES = 15
"""How often an unchanged log is drawn again: a validation loss may follow its last step."""
_TITLES: dict[Axis, str] = {"step": "step", "epoch": "epoch", "seconds": "time (s)"}
_NOTHING = LossCurve(np.empty(0), np.empty(0), np.empty(0), np.empty(0))


class LossSource(Protocol):
    """What the plot needs of a loss log."""

    @property
    def steps(self) -> int: ...

    def train(
        self, axis: Axis = "step", low: float = ..., high: float = ..., points: int = ...
    ) -> LossCurve: ...

    def validation(
        self, axis: Axis = "step", low: float = ..., high: float = ..., points: int = ...
    ) -> LossCurve: ...


class LossPlot(QWidget):
    """Header, drawing and read-out.

    Signals:
        options_changed(path, value): a person moved a control; `view.loss_axis` (text),
            `view.loss_logarithmic` (bool) or `view.smoothing` (float).
        options_finished(path): the person let go of it.
    """

    options_changed = Signal(str, object)
    options_finished = Signal(str)

    def __init__(self, colours: Colours = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plot.loss")
        self._log: LossSource | None = None
        self._following = True
        self._moved = False
        self._drawn: tuple[object, ...] = ()
        self._unchanged = 0
        self._train = self._validation = _NOTHING
        self._line = _NOTHING.mean
        self._step_length = 0.0
        self._hovered: float | None = None
        self._header = LossHeader()
        self.canvas = PlotCanvas(colours, self)
        self.figure = _LossFigure(self.canvas, colours, self)
        self._drawing = LossDrawing(self.canvas, colours)
        self.canvas.set_grid(True)
        self._marks = LossMarks(self.canvas)
        self._lay_out()
        self._connect()
        self._show_options()
        self.set_colours(colours)
        self.refresh()

    @property
    def axis(self) -> Axis:
        """What the losses are drawn against."""
        return self._header.axis

    @property
    def logarithmic(self) -> bool:
        """Whether the vertical axis is."""
        return self._header.logarithmic

    @property
    def smoothing(self) -> float:
        """0 to 0.99."""
        return self._header.smoothing

    @property
    def following(self) -> bool:
        """Whether the range grows with the curve: until a person zooms or moves."""
        return self._following

    @property
    def moved(self) -> bool:
        """Whether the axes moved at the last refresh, which costs as much as all the rest."""
        return self._moved

    @property
    def drawn(self) -> tuple[LossCurve, LossCurve]:
        """The training and validation losses as they were last taken from the log."""
        return self._train, self._validation

    @property
    def marks(self) -> dict[str, int]:
        """The step of each mark by its word."""
        return self._marks.steps

    def set_log(self, log: LossSource | None) -> None:
        """Draw this log from now on; a log of another run starts with the whole range."""
        self._log = log
        self._follow()
        self.refresh()

    def set_options(self, axis: str, logarithmic: bool, smoothing: float) -> None:
        """Set the controls as a project has them; nothing is emitted."""
        if (axis, logarithmic) != (self.axis, self.logarithmic):
            self._follow()
        self._header.set_options(axis, logarithmic, smoothing)
        self._show_options()

    def set_mark(self, step: int | None, text: str, *, error: bool = False) -> None:
        """Draw a vertical line with its word at a step; None removes the mark of that word."""
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
        self.canvas.set_colours(colours)
        self.figure.set_colours(colours)
        self._drawing.set_colours(colours)
        self._drawn = ()
        self.refresh()

    def refresh(self) -> None:
        """Draw what the log has by now; costs next to nothing where nothing has changed."""
        steps = self._log.steps if self._log else 0
        state = (steps, self.canvas.visible(), self.canvas.size(), self._options())
        self._moved = False
        self._unchanged = self._unchanged + 1 if state == self._drawn else 0
        if self._unchanged > UNCHANGED_REFRESHES:
            return
        if steps:
            self._pull(steps)
        else:
            self._train = self._validation = _NOTHING
            self._line = _NOTHING.mean
            self.canvas.forget_mouse()
        self._draw()
        self._show_legend()
        if self._hovered is not None:
            self._read_out(self._hovered)
        self.figure.set_empty_text("" if steps else EMPTY)
        self._drawn = (steps, self.canvas.visible(), self.canvas.size(), self._options())

    def show_all(self) -> None:
        """Show the whole run and follow it from now on."""
        self._follow()
        self.refresh()

    def read(self, x: float) -> str:
        """The losses nearest to a place on the horizontal axis, in words."""
        return loss_words(self.axis, x, self._train, self._validation)

    def _options(self) -> tuple[object, ...]:
        return self.axis, self.logarithmic, self.smoothing, self._following

    def _pull(self, steps: int) -> None:
        assert self._log is not None
        x_low, x_high, low, high = 0.0, math.inf, -math.inf, math.inf
        beyond = 0.0
        if not self._following:
            x_low, x_high, _, _ = self.canvas.visible()
            margin = (x_high - x_low) * BESIDE
            low, high = x_low - margin, x_high + margin
            beyond = reach(self.smoothing, x_high - x_low, self._step_length)
        # A bar narrower than a pixel may cover the middle of none, and would not be painted.
        points = min(MOST_POINTS, int(FILLED * self.canvas.size()[0]))
        curve = self._log.train(self.axis, low - beyond, high + beyond, points)
        self._validation = self._log.validation(self.axis, low, high, points)
        end = float(curve.x[-1]) if len(curve.x) else 0.0
        if self._following:
            self._step_length = end / steps
        shown = min(x_high, end) - max(x_low, 0.0)
        far = reach(self.smoothing, shown, self._step_length)
        self._train, self._line = smooth_part(curve, low, high, far)

    def _draw(self) -> None:
        floor = positive_floor(self._train, self._validation)

        def shown(values: Doubles) -> Doubles:
            return drawable(values, logarithmic=self.logarithmic, floor=floor)

        curve, validation = self._train, shown(self._validation.mean)
        line, low, high = (shown(values) for values in (self._line, curve.minimum, curve.maximum))
        self._drawing.draw(curve.x, low, line, high)
        if self._following:
            ends = [float(part.x[-1]) for part in (curve, self._validation) if len(part.x)]
            right, lines = max(ends, default=1.0) or 1.0, np.concatenate([line, validation])
            needed = whole_range(right, lines, high, logarithmic=self.logarithmic)
            bounds = follow(needed, self.canvas.visible())
            self._moved = bounds != self.canvas.visible()
            if self._moved:
                self.canvas.set_range(bounds)
        self._drawing.draw_validation(self._validation.x, validation, self.canvas.pixel())
        places = {text: self._place_of(step) for text, step in self._marks.steps.items()}
        self._marks.draw(places, self.figure.colours)

    def _show_legend(self) -> None:
        """Name what can be seen: before the first step, both losses."""
        colours, curve = self.figure.colours, self._train
        entries = [LegendEntry("training", "line", colours.train)]
        if len(self._validation.x) or not len(curve.x):
            entries.append(LegendEntry("validation", "dashed", colours.validation))
        if (curve.maximum > curve.minimum).any():
            entries.append(LegendEntry(BAND, "band", faint(colours.train, BAND_OPACITY)))
        self.figure.legend.set_entries(entries)

    def _place_of(self, step: int) -> float:
        if self._log is None or self.axis == "step" or not self._log.steps:
            return float(step)
        # Without bounds the log groups its steps alike for every axis.
        steps, places = (
            self._log.train(axis, points=MOST_POINTS).x for axis in ("step", self.axis)
        )
        size = min(len(steps), len(places))
        return float(np.interp(step, steps[:size], places[:size]))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self.figure, 1)

    def _connect(self) -> None:
        self.canvas.zoomed.connect(self._stop_following)
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.menu_wanted.connect(self.figure.open_menu)
        self.canvas.hovered.connect(self._read_out)
        self.canvas.left.connect(self._leave)
        self._header.fit_wanted.connect(self.show_all)
        self._header.changed.connect(self._option_chosen)
        self._header.finished.connect(self.options_finished)

    def _stop_following(self) -> None:
        self._following = False
        self._header.set_fitted(False)
        self.refresh()

    def _read_out(self, x: float, _: float = 0.0) -> None:
        self._hovered = x
        text = self.read(x)
        if text:
            self.figure.set_readout(text)

    def _leave(self) -> None:
        self._hovered = None
        self.figure.clear_readout()

    def _show_options(self) -> None:
        self.canvas.set_titles(_TITLES[self.axis], "loss")
        self.canvas.set_logarithmic(self.logarithmic)
        self.refresh()

    def _option_chosen(self, path: str, value: object) -> None:
        if not isinstance(value, float):
            # Another axis has another range: what was zoomed into means nothing on it.
            self._follow()
        self._show_options()
        self.options_changed.emit(path, value)

    def _follow(self) -> None:
        self._following = True
        self._header.set_fitted(True)
        self._drawn = ()


class _LossFigure(Figure):
    def __init__(self, canvas: PlotCanvas, colours: Colours, plot: LossPlot) -> None:
        super().__init__(canvas.widget, colours)
        self._canvas = canvas
        self._plot = plot

    def table(self) -> PlotTable:
        train, validation = self._plot.drawn
        both = (train, validation)
        parts = ["training"] * len(train.x) + ["validation"] * len(validation.x)
        columns = [
            np.concatenate([getattr(curve, name) for curve in both])
            for name in ("x", "minimum", "mean", "maximum")
        ]
        names = ("part", self._plot.axis, "minimum", "mean", "maximum")
        return PlotTable(names, (parts, *columns))

    def show_all(self) -> None:
        self._plot.show_all()

    def set_exporting(self, exporting: bool) -> None:
        self._canvas.set_exporting(exporting)
