"""The plot of the dock: lines of all layers, or the spread of one layer's values over the steps."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.frames.frame import Bounds
from playground.engine.instruments.health.history import Doubles, History
from playground.gui.instruments.health.curves import LayerCurves, drawable, whole_range
from playground.gui.instruments.health.heat import Heat, heat_of
from playground.gui.instruments.health.layers import layer_colours, layer_names, named_layers
from playground.gui.instruments.health.quantities import CURVES, GUIDE, Curve, Spread
from playground.gui.plots.base.colour_maps import ramp, value_pixels, viridis
from playground.gui.plots.base.figure import Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.table_text import PlotTable
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text, percent_text

EMPTY = N_("Press Run to train. The curves start when this panel is first shown.")
AHEAD = 0.05
"""Part of the width that is left free for what comes next."""
TITLED = 110
"""Pixels of height from which the vertical axis has a title: below, it would be cut."""
FILLED = 0.6
"""Parts of width and height that must be needed, else the range is drawn in."""


class HealthFigure(Figure):
    """Draws a history.

    Attributes:
        following: whether the range grows with the run: until a person zooms or moves.
        row: what is drawn; the layer counts for spreads alone.
    """

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self.canvas = PlotCanvas(colours)
        super().__init__(self.canvas, colours, parent=parent)
        self.canvas.setParent(self)
        self.setObjectName("plot.gradients")
        self.name_drawing(_("Gradients plot"))
        self.row: Curve | Spread = CURVES[0]
        self.layer = 0
        self.following = True
        self._history = History()
        self._heat: Heat | None = None
        self._axes_titles = ("", "")
        self._image: Any = pg.ImageItem(axisOrder="row-major", autoLevels=False)
        self.canvas.add(self._image, 0)
        self._curves = LayerCurves(self.canvas)
        self.canvas.set_grid(True)
        self.canvas.zoomed.connect(self._stop_following)
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.range_changed.connect(self._draw_guide)
        self.choose(self.row, 0)

    @property
    def steps(self) -> Doubles:
        """The step of each look that is drawn."""
        return self._history.steps

    @property
    def lines(self) -> list[Doubles]:
        """What is drawn of each layer, float64 `[looks]`; none while a spread is drawn."""
        row, looks = self.row, self._history.looks
        if not looks or isinstance(row, Spread):
            return []
        count = len(looks[-1].layers) - (1 if row.layers == "hidden" else 0)
        return [self._history.curve(layer, row.of) for layer in range(count)]

    def choose(self, row: Curve | Spread, layer: int) -> None:
        """Draw something else; another axis has another range."""
        if row is not self.row or layer != self.layer:
            self.following = True
        self.row, self.layer = row, layer
        self._name_axes()
        self.canvas.set_logarithmic(bottom=False, left=row.logarithmic, counted=True)
        self.canvas.forget_mouse()
        self.draw(self._history)

    def draw(self, history: History) -> None:
        """Draw these looks from now on."""
        self._history = history
        if isinstance(self.row, Spread):
            self._draw_spread(self.row)
        else:
            self._draw_curves(self.row)
        self._show_legend()
        self.read_again()

    def show_all(self) -> None:
        """Show everything and follow the run from now on."""
        self.following = True
        self.draw(self._history)

    def set_colours(self, colours: Colours) -> None:
        """Recolour everything."""
        super().set_colours(colours)
        self.draw(self._history)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave out a title for which there is no room; what is drawn is named above the plot."""
        if watched is self.canvas.widget and event.type() == QEvent.Type.Resize:
            self._name_axes()
        return super().eventFilter(watched, event)

    def read(self, x: float, y: float) -> str:
        """The look nearest to a place, in words."""
        steps = self.steps
        if not len(steps):
            return ""
        at = int(np.abs(steps - x).argmin())
        step = _("step {number}").format(number=count_text(int(steps[at])))
        if isinstance(self.row, Spread):
            return self._read_spread(self.row, step, x, y)
        names = layer_names(len(self._history.looks[-1].layers))
        values = [f"{name} {number(line[at], '.3g')}" for name, line in self._known(names, at)]
        return f"{step}    {', '.join(values)}" if values else step

    def table(self) -> PlotTable:
        """Each look with its values; of a spread, each cell of the picture."""
        if isinstance(self.row, Spread):
            return _spread_table(self._heat)
        lines = self.lines
        names = [f"layer {n + 1}" for n in range(len(lines))]
        return PlotTable(("step", *names), (self.steps, *lines))

    def _name_axes(self) -> None:
        is_titled = self.canvas.widget.height() >= TITLED
        titles = _("step"), _(self.row.title) if is_titled else ""
        if titles != self._axes_titles:
            self._axes_titles = titles
            self.canvas.set_titles(*titles)

    def _known(self, names: tuple[str, ...], at: int) -> list[tuple[str, Doubles]]:
        named = zip(names, self.lines, strict=False)
        return [(name, line) for name, line in named if np.isfinite(line[at])]

    def _read_spread(self, row: Spread, step: str, x: float, y: float) -> str:
        cell = self._heat.share_at(x, y) if self._heat else None
        if cell is None:
            return ""
        low, high = (10.0**end if row.logarithmic else end for end in cell[:2])
        return _("{step}    {low} to {high}: {share} of the values").format(
            step=step, low=number(low, ".3g"), high=number(high, ".3g"), share=percent_text(cell[2])
        )

    def _draw_curves(self, row: Curve) -> None:
        self._image.clear()
        lines, steps = self.lines, self.steps
        shown = [drawable(line, logarithmic=row.logarithmic) for line in lines]
        shades = layer_colours(len(self._layers), self.colours)
        self._curves.draw(steps, shown, shades[: len(shown)])
        bounds = whole_range(steps, shown, self._guide)
        self._follow(bounds)
        self._draw_guide()
        is_short = len(steps) < 2
        self.set_empty_text(_(EMPTY) if is_short else "" if bounds else _(row.missing))

    def _draw_spread(self, row: Spread) -> None:
        self._curves.draw(np.empty(0), [], [])
        self._draw_guide()
        looks = self._history.looks
        layer = min(self.layer, len(self._layers) - 1)
        self._heat = heat_of(self.steps, [row.of(look.layers[layer]) for look in looks])
        self.set_empty_text("" if self._heat else _(EMPTY))
        if self._heat is None:
            self._image.clear()
            return
        left, right, low, high = self._heat.bounds
        self._image.setImage(
            value_pixels(self._heat.levels, 0.0, 1.0, self._shades()), autoLevels=False, levels=None
        )
        self._image.setRect(QRectF(left, low, right - left, high - low))
        self._follow(self._heat.bounds)

    def _shades(self) -> Any:  # noqa: ANN401 - a table of colours
        """From nothing, which is the surface itself, to the most."""
        r = viridis()
        ends = (*r[40].tolist(),), (*r[140].tolist(),), (*r[255 if self.colours.dark else 200],)
        stops = ["#{:02x}{:02x}{:02x}".format(*end) for end in ends]
        return ramp(self.colours.surface, *(stops if self.colours.dark else reversed(stops)))

    @property
    def _layers(self) -> tuple[object, ...]:
        looks = self._history.looks
        return looks[-1].layers if looks else ()

    @property
    def _guide(self) -> float | None:
        """The height of the line across, on the canvas."""
        guide = self.row.guide if isinstance(self.row, Curve) else None
        return None if guide is None else float(np.log10(guide))

    def _draw_guide(self) -> None:
        self._curves.draw_guide(self._guide, self.colours)

    def _follow(self, needed: Bounds | None) -> None:
        if self.following and needed is not None:
            bounds = _around(needed, self.canvas.visible())
            if bounds != self.canvas.visible():
                self.canvas.set_range(bounds)

    def _stop_following(self) -> None:
        self.following = False

    def _show_legend(self) -> None:
        if isinstance(self.row, Spread):
            shades = self._shades()
            colours = ["#{:02x}{:02x}{:02x}".format(*shades[at].tolist()) for at in (70, 255)]
            texts = (_("few values"), _("many values"))
            pairs = zip(texts, colours, strict=True)
            self.legend.set_entries([LegendEntry(text, "square", colour) for text, colour in pairs])
            return
        count, lines = len(self._layers), self.lines
        names, shades = layer_names(count), layer_colours(count, self.colours)
        known = [n for n in range(len(lines)) if np.isfinite(lines[n]).any()]
        chosen = [known[n] for n in named_layers(len(known))]
        entries = [LegendEntry(names[n], "line", shades[n]) for n in chosen]
        if self._guide is not None:
            entries.append(LegendEntry(_(GUIDE), "dashed", self.colours.muted))
        self.legend.set_entries(entries)


def _around(needed: Bounds, shown: Bounds) -> Bounds:
    """The range to show: that of before while it holds what is needed and is filled well."""
    left, right, low, high = needed
    holds = shown[0] == left and right <= shown[1] and shown[2] <= low and high <= shown[3]
    is_wide = right - left >= (1 - 3 * AHEAD) * (shown[1] - shown[0])
    if holds and is_wide and high - low >= FILLED * (shown[3] - shown[2]):
        return shown
    room = 0.05 * (high - low)
    return left, right + AHEAD * (right - left), low - room, high + room


def _spread_table(heat: Heat | None) -> PlotTable:
    if heat is None:
        return PlotTable()
    left, right, low, high = heat.bounds
    rows, columns = heat.shares.shape
    x = left + (right - left) * (np.arange(columns) + 0.5) / columns
    y = low + (high - low) * (np.arange(rows) + 0.5) / rows
    steps, values = np.meshgrid(x, y)
    return PlotTable(
        ("step", "value", "share"), (steps.ravel(), values.ravel(), heat.shares.ravel())
    )
