"""What every picture of predictions has in common: it is handed data once, then one picture each
time the network has moved, and says what it wants to see next."""

from PySide6.QtCore import Signal

from playground.engine.frames.frame import Bounds, DataPicture, Picture
from playground.gui.plots.base.figure import HINT, Canvas, Figure
from playground.gui.plots.base.legend_bar import LegendEntry
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import class_colours
from playground.gui.theme import Colours
from playground.gui.widgets.number_text import count_text

SMALLEST_GRID = 25


class PicturePlot(Figure):
    """A view of predictions. A subclass overrides `_draw_data` and `_draw_picture`.

    Attributes:
        can_hide_validation: whether the validation part lies among the training part.
        can_zoom: whether there is more to see than is shown.

    Signals:
        wanted_changed: another part of the picture is seen than before.
    """

    wanted_changed = Signal()

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
        entries = [LegendEntry("training", "circle", self.colours.muted)]
        if self.data is not None and self.data.validation.any() and self.show_validation:
            entries.append(LegendEntry("validation", "diamond", self.colours.muted))
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
        return f"{count_text(shown)} of {count_text(rows)} rows shown."

    def _draw_data(self) -> None:
        """Draw what stays while the network moves."""

    def _draw_picture(self) -> None:
        """Draw what moves with the network."""

    def _switch(self) -> None:
        self._draw_picture()


class CanvasPlot(PicturePlot):
    """A view of predictions between a pair of axes."""

    can_zoom = True

    def __init__(self, colours: Colours) -> None:
        self.canvas = PlotCanvas(colours)
        self.zoomed = False
        super().__init__(self.canvas, colours)
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


def alike(before: DataPicture | None, after: DataPicture | None) -> bool:
    """Whether a picture of one fits the other too."""
    return before is not None and after is not None and before.meaning == after.meaning
