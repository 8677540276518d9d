"""Two pictures of predictions and their difference, side by side; zooming one zooms all."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QRadioButton, QWidget

from playground.engine.common.language import _
from playground.engine.frames.frame import Bounds, DataPicture, Picture
from playground.gui.instruments.compare.difference_plots import (
    data_for,
    difference_plot,
    scale_words,
)
from playground.gui.instruments.compare.stills import Pair
from playground.gui.plots.base.figure import HINT
from playground.gui.plots.predictions.parity_plot import ParityPlot
from playground.gui.plots.predictions.picture_plot import SMALLEST_GRID, CanvasPlot, PicturePlot
from playground.gui.theme import GRID, Colours
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label
from playground.state.plots import PLOTS

FINEST = 256
"""Points along each side: the pictures are small."""


class ThreePlots(QWidget):
    """The plots of one pair; others are made where the next pair is of another kind.

    Signals:
        wanted_changed: another part of the plane is seen than before.
    """

    wanted_changed = Signal()

    def __init__(self, heads: Sequence[QWidget], colours: Colours, parent: QWidget) -> None:
        """Take what stands above the two pictures."""
        super().__init__(parent)
        self._caption = ElidedLabel(self)
        heads = (*heads, self._caption)
        self._colours = colours
        self._view = ""
        self.plots: tuple[PicturePlot, ...] = ()
        self._is_linking = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GRID)
        for column, head in enumerate(heads):
            self._grid.addWidget(head, 0, column)
            self._grid.setColumnStretch(column, 1)
        self._grid.setRowStretch(1, 1)
        self.words = named(plain_label("", self, wrap=True), "compare.words")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._grid.addWidget(self.words, 1, 0, 1, len(heads))
        self.words.hide()

    def say(self, sentence: str) -> None:
        """Say why there are no pictures, in their place."""
        self.words.setText(sentence)
        self._show_words(True)

    def show_pair(self, pair: Pair, names: Sequence[str]) -> None:
        """Show both pictures and their difference; `names` are what the two runs are called."""
        view, difference = pair.data[0].views[0], pair.difference
        kind = f"{view} {type(difference).__name__}"
        if kind != self._view:
            self._build(view, difference, names)
            self._view = kind
        for plot, data, picture in zip(self.plots, pair.data, pair.pictures, strict=False):
            if plot.data is not data:
                plot.set_data(data)
                self._name_axes(plot)
            plot.set_picture(picture)
        for plot, name in zip(self.plots, names, strict=False):
            plot.name_drawing(name)
        if difference is not None:
            self._show_difference(pair.data[0], difference)
        else:
            self._caption.show_text(_("No difference: these runs measure different rows."))
        self._show_words(False)

    def wanted(self) -> tuple[int, Bounds | None]:
        """How fine the next pictures are to be, and of which part; None for all."""
        if not self.plots:
            return SMALLEST_GRID, None
        return min(self.plots[0].wanted_grid(), FINEST), self.plots[0].wanted_bounds()

    def set_colours(self, colours: Colours) -> None:
        """Recolour."""
        self._colours = colours
        for plot in self.plots:
            plot.set_colours(colours)
            self._name_axes(plot)

    def _show_words(self, shown: bool) -> None:
        for plot in self.plots:
            plot.setVisible(not shown)
        self.words.setVisible(shown)

    def _show_difference(self, of: DataPicture, difference: Picture) -> None:
        plot, data = self.plots[2], data_for(of, difference)
        shown = plot.data
        ends = (data.bounds, data.target_range, data.meaning)
        if shown is None or ends != (shown.bounds, shown.target_range, shown.meaning):
            plot.set_data(data)
        plot.set_picture(difference)
        scale = scale_words(data)
        words = _("Difference (left − right)")
        self._caption.show_text(f"{words}: {scale}" if scale else words)

    def _build(self, view: str, difference: Picture | None, names: Sequence[str]) -> None:
        for plot in self.plots:
            self._grid.removeWidget(plot)
            plot.setParent(None)
            plot.deleteLater()
        row = next(row for row in PLOTS if row.picture == view)
        made = [row.load()(self._colours) for _name in names]
        if difference is not None:
            made.append(difference_plot(difference, self._colours))
        self.plots = tuple(made)
        for column, (plot, name) in enumerate(
            zip(made, (*names, _("Difference of the predictions")), strict=False)
        ):
            plot.name_drawing(name)
            plot.legend.hide()
            if isinstance(plot, CanvasPlot):
                plot.set_hint(HINT)
                plot.canvas.zoomed.connect(partial(self._follow, plot))
            plot.wanted_changed.connect(partial(self._follow, plot))
            self._grid.addWidget(plot, 1, column)
        self._link_parts()

    @staticmethod
    def _name_axes(plot: PicturePlot) -> None:
        """Leave out the name of the target where the plot has no room for it."""
        if isinstance(plot, ParityPlot):
            plot.canvas.set_titles(_("true value"), _("predicted value"))

    def _follow(self, moved: PicturePlot) -> None:
        """Show the part that a person has zoomed to in all three."""
        if self._is_linking or not isinstance(moved, CanvasPlot):
            return
        self._is_linking = True
        for plot in self.plots:
            if plot is not moved and isinstance(plot, CanvasPlot) and _share_axes(plot, moved):
                if moved.zoomed:
                    plot.canvas.set_range(moved.canvas.visible())
                    plot.zoomed = True
                elif plot.zoomed:
                    plot.show_all()
        self._is_linking = False
        self.wanted_changed.emit()

    def _link_parts(self) -> None:
        """Count the same part, training or validation, in all three; the first one is asked."""
        buttons = [button for plot in self.plots for button in plot.findChildren(QRadioButton)]
        for button in buttons:
            for other in buttons:
                if other is not button and other.objectName() == button.objectName():
                    button.toggled.connect(other.setChecked)
        for row in [button.parentWidget() for button in buttons[2:]]:
            if row is not None:
                row.hide()


def _share_axes(one: CanvasPlot, other: CanvasPlot) -> bool:
    return one.data is not None and other.data is not None and one.data.axes == other.data.axes
