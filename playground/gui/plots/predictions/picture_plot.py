"""What every picture of predictions has in common: it is handed data once, then one picture each
time the network has moved, and says what it wants to see next."""

import numpy as np
from PySide6.QtCore import Signal

from playground.engine.common.language import _, ngettext
from playground.engine.frames.frame import Array, Bounds, DataPicture, Picture
from playground.gui.plots.base.figure import HINT, POINTS_HINT, Canvas, Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import class_colours
from playground.gui.plots.predictions.asked import Asked, AskedMark, asked_entry, widened
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text

SMALLEST_GRID = 25
REACH = 10.0
"""Pixels within which a click meets a point."""


class PicturePlot(Figure):
    """A view of predictions. A subclass overrides `_draw_data` and `_draw_picture`.

    Attributes:
        can_hide_validation: whether the validation part lies among the training part.
        can_zoom: whether there is more to see than is shown.

    Signals:
        wanted_changed: another part of the picture is seen than before.
        row_picked(number): a person picked the point of this row of the data.
    """

    wanted_changed = Signal()
    row_picked = Signal(int)

    can_hide_validation = True
    can_zoom = False

    def __init__(self, canvas: Canvas, colours: Colours, hint: str = HINT) -> None:
        self.data: DataPicture | None = None
        self.picture: Picture | None = None
        self.discretise = False
        self.show_validation = True
        super().__init__(canvas, colours, hint)

    @property
    def can_discretise(self) -> bool:
        """Whether classes without sureness, or bands, look different here."""
        return False

    @property
    def has_probabilities(self) -> bool:
        """Whether the data have classes."""
        return self.data is not None and self.data.task != "regression"

    def set_data(self, data: DataPicture | None) -> None:
        """Draw these data, and no picture that does not fit them."""
        if not alike(self.data, data):
            self.picture = None
        self.data = data
        self._draw_data()
        self._draw_picture()
        self.set_remark(self.sample_words())
        self.show_all()

    def set_picture(self, picture: Picture) -> None:
        """Draw what the network makes of the data now."""
        self.picture = picture
        self._draw_picture()
        self.read_again()

    def set_asked(self, asked: Asked | None) -> None:
        """Show where the inputs lie that Predict asks about, where places are seen."""

    def set_switches(self, discretise: bool, show_validation: bool) -> None:
        """Show classes without sureness; show the validation part."""
        if (discretise, show_validation) != (self.discretise, self.show_validation):
            self.discretise, self.show_validation = discretise, show_validation
            self._switch()

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._draw_data()
        self._draw_picture()

    def wanted_grid(self) -> int:
        """How finely the picture is to be worked out."""
        return SMALLEST_GRID

    def wanted_bounds(self) -> Bounds | None:
        """Which part is to be worked out; None for the data's own."""
        return None

    def class_entries(self) -> list[LegendEntry]:
        """A coloured square per class."""
        names = self.data.class_names if self.data else ()
        shades = class_colours(self.colours, len(names))
        return [LegendEntry(name, "square", c) for name, c in zip(names, shades, strict=True)]

    def part_entries(self) -> list[LegendEntry]:
        """What tells the points of the two parts apart."""
        entries = [LegendEntry(_("training"), "circle", self.colours.muted)]
        if self.data is not None and self.data.validation.any() and self.show_validation:
            entries.append(LegendEntry(_("validation"), "diamond", self.colours.muted))
        return entries

    @property
    def points_shown(self) -> int | None:
        """How many rows are drawn as points; None where every row counts."""
        return len(self.data.points) if self.data else None

    def sample_words(self) -> str:
        """How many rows are shown, where they are not all of them, in a sentence."""
        shown, data = self.points_shown, self.data
        rows = data.train_rows + data.validation_rows if data else 0
        if shown is None or shown >= rows:
            return ""
        words = ngettext("{shown} of {n} row shown.", "{shown} of {n} rows shown.", rows)
        return words.format(shown=count_text(shown), n=count_text(rows))

    def _draw_data(self) -> None:
        """Draw what stays while the network moves."""

    def _draw_picture(self) -> None:
        """Draw what moves with the network."""

    def _switch(self) -> None:
        self._draw_picture()


class CanvasPlot(PicturePlot):
    """A view of predictions between a pair of axes."""

    can_zoom = True

    def __init__(self, colours: Colours, hint: str = HINT) -> None:
        self.canvas = PlotCanvas(colours)
        self.zoomed = False
        super().__init__(self.canvas, colours, hint)
        self.canvas.setParent(self)
        self.canvas.all_wanted.connect(self.show_all)
        self.canvas.zoomed.connect(self._zoom)
        self.canvas.range_changed.connect(self.wanted_changed)

    def set_data(self, data: DataPicture | None) -> None:
        """Draw these data; where they have the same axes as before, a person's zoom stays."""
        kept = self.canvas.visible() if self.zoomed and alike(self.data, data) else None
        super().set_data(data)
        if kept is not None:
            self.canvas.set_range(kept)
            self.zoomed = True

    def show_all(self) -> None:
        """Show everything, until a person zooms or moves."""
        self.zoomed = False
        bounds = self.whole()
        if bounds is not None:
            self.canvas.make_room(*bounds[2:])
            self.canvas.set_range(bounds)

    def whole(self) -> Bounds | None:
        """What shows everything; None where there is nothing."""
        return self.data.bounds if self.data else None

    def _zoom(self) -> None:
        self.zoomed = True


class PlacePlot(CanvasPlot):
    """A view in which the rows of the data lie at their places, and so do inputs asked about.

    Attributes:
        asked: what Predict asks about, if it does.
    """

    def __init__(self, colours: Colours) -> None:
        self.asked: Asked | None = None
        super().__init__(colours, POINTS_HINT)
        self._mark = AskedMark(self.canvas, colours)
        self.canvas.clicked.connect(self._pick)

    def set_asked(self, asked: Asked | None) -> None:
        before, self.asked = self.whole(), asked
        self._mark.show(self._place_of_asked())
        self.set_remark(" ".join(filter(None, (asked.note if asked else "", self.sample_words()))))
        self._show_legend()
        if self.whole() != before and not self.zoomed:
            self.show_all()

    def set_colours(self, colours: Colours) -> None:
        super().set_colours(colours)
        self._mark.set_colours(colours)

    def whole(self) -> Bounds | None:
        bounds, place = self._bounds(), self._place_of_asked()
        return bounds if bounds is None or place is None else widened(bounds, place)

    def _bounds(self) -> Bounds | None:
        """What shows all data."""
        return self.data.bounds if self.data else None

    def _places(self) -> Array:
        """Where the points are drawn: `[shown, 2]`."""
        assert self.data is not None
        return self.data.points

    def _place_of_asked(self) -> tuple[float, float] | None:
        """Where the mark is to be; None where it cannot be seen here."""
        asked = self.asked
        if asked is None or self.data is None or len(asked.place) != 2:
            return None
        return float(asked.place[0]), float(asked.place[1])

    def asked_entries(self) -> list[LegendEntry]:
        """The ring, while it is seen."""
        return [asked_entry(self.colours)] if self._place_of_asked() is not None else []

    def _show_legend(self) -> None:
        """Say what is drawn."""

    def _pick(self, x: float, y: float) -> None:
        data = self.data
        if data is None or data.rows is None or not len(data.points):
            return
        seen = self.show_validation | ~data.validation
        across, up = self.canvas.pixel()
        away = np.hypot(*((self._places() - (x, y)) / (across, up)).T)
        nearest = int(np.where(seen, away, np.inf).argmin())
        if away[nearest] <= REACH and nearest < len(data.rows.drawn):
            self.row_picked.emit(int(data.rows.drawn[nearest]))


def alike(before: DataPicture | None, after: DataPicture | None) -> bool:
    """Whether a picture of one fits the other too."""
    return before is not None and after is not None and before.meaning == after.meaning
