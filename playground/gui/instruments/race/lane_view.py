"""One lane of a race as it is seen: its name, what it predicts, and its numbers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.engine.frames.frame import DataPicture, Frame, FrameRequest
from playground.engine.frames.pictures import of_target
from playground.gui.plots.base.colour_bar import ColourBar
from playground.gui.plots.predictions.picture_plot import CanvasPlot, PicturePlot
from playground.gui.theme import GRID, HALF, Colours, small_font, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.metric_texts import metric_help, metric_name, metric_texts
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, loss_text
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.steady_label import SteadyLabel
from playground.state.plots import Plot
from playground.state.view import ViewSpec

LOSS = "loss"
TALL, WIDE, WIDEST = 380, 240, 340
"""Pixels from which there is room for legend, read-out and every metric; for axes and colour bars;
and for what a plot offers beside its picture."""
_LANES = (N_("Present settings"), N_("Variant"))
_NUMBERS = N_("Training set / validation set.")


class LaneView(QWidget):
    """Name, picture and numbers of lane 0, the present settings, or 1, the variant.

    Signals:
        wanted_changed: another part of the picture is seen than before.
        zoomed: a person zoomed or moved, or wants to see everything again.
    """

    wanted_changed = Signal()
    zoomed = Signal()

    def __init__(self, lane: int, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._lane, self._colours = lane, colours
        self._drawn: tuple[DataPicture | None, int] = None, 0
        self._data: DataPicture | None = None  # of the one target that is drawn
        self._plots: dict[str, PicturePlot] = {}
        self.plot: PicturePlot | None = None
        self._chip = QFrame(self)
        self._chip.setFixedSize(10, 10)
        self._chip.setAutoFillBackground(True)
        # The value at its end is what tells one lane from the other.
        label = ElidedLabel(self, Qt.TextElideMode.ElideMiddle)
        self.name = named(label, f"race.name.{lane}", _(_LANES[lane]))
        self._called = ""
        self.mark = named(quiet_label("", self), f"race.mark.{lane}")
        self._stack = QStackedWidget(self)
        self._stack.setMinimumSize(1, 1)  # what a plot would like is left out where there is none
        self._keys: tuple[str, ...] = ()
        self.cells: dict[str, SteadyLabel] = {}
        self._names: list[QWidget] = []
        self._grid = _narrow(QGridLayout())
        head = fill(QHBoxLayout(), self._chip, (self.name, 1), self.mark, spacing=HALF)
        head.setContentsMargins(HALF, 0, HALF, 0)
        fill(QVBoxLayout(self), head, (self._stack, 1), self._grid, spacing=HALF)
        self._build(())

    def show_name(self, name: str) -> None:
        """Call the lane by what differs."""
        self._called = name
        self.name.show_text(name)

    def show_mark(self, words: str, *, leads: bool) -> None:
        """Say beside the name how the lane stands, and that it leads where it does."""
        self.mark.setText(words)
        font = self.name.font()
        font.setBold(leads)
        self.name.setFont(font)
        self.name.show_text(self._called)
        needed = self.name.fontMetrics().horizontalAdvance(self._called)
        needed += self.mark.sizeHint().width() + self._chip.width() + 4 * HALF
        # The one that leads is bold, so that it need not be said where that would cut its name.
        self.mark.setVisible(bool(words) and (not leads or needed <= self.width()))

    def show_data(self, data: DataPicture, row: Plot, view: ViewSpec) -> None:
        """Draw in this plot, with the switches of the window's own predictions."""
        names = data.target_names
        number = names.index(view.shown_target) if view.shown_target in names else 0
        if (data, number) != self._drawn:
            self._drawn, self._data = (data, number), data.of_target(number)
        plot = self._plots.get(row.key) or self._make(row)
        plot.set_switches(view.discretise, view.show_validation)
        if plot.data is not self._data:
            plot.set_data(self._data)
        self.plot = plot
        self._stack.setCurrentWidget(plot)
        self._give_room()

    def show_frame(self, frame: Frame) -> None:
        """Draw what this lane predicts now, and its numbers where they are of this moment."""
        plot, data = self.plot, self._data
        picture = frame.picture
        if plot is not None and data is not None and picture is not None:
            shown = of_target(picture, data.target_number)
            plot.set_picture(shown)
        if frame.has_numbers:
            self._show_numbers(frame)

    def wanted(self, row: Plot | None) -> FrameRequest:
        """What to ask the race for next."""
        if row is None or self.plot is None:
            return FrameRequest()
        return FrameRequest(row.picture, self.plot.wanted_grid(), self.plot.wanted_bounds())

    def follow(self, other: "LaneView") -> None:
        """Show the part of the plane that a person chose in the other lane."""
        own, its = self.plot, other.plot
        if not isinstance(own, CanvasPlot) or not isinstance(its, CanvasPlot):
            return
        if its.zoomed:
            own.canvas.set_range(its.canvas.visible())
            own.zoomed = True
        else:
            own.show_all()

    def set_colours(self, colours: Colours, own: str) -> None:
        """Recolour; `own` is the lane's in the plot of the losses."""
        self._colours = colours
        palette = QPalette(self._chip.palette())
        palette.setColor(QPalette.ColorRole.Window, QColor(own))
        self._chip.setPalette(palette)
        for plot in self._plots.values():
            plot.set_colours(colours)
        self._give_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._give_room()

    def stops(self) -> Sequence[QWidget]:
        """Where Tab stops."""
        return [stop for plot in self._plots.values() for stop in plot.stops()]

    def _make(self, row: Plot) -> PicturePlot:
        plot: PicturePlot = row.load()(self._colours)
        lane = _(_LANES[self._lane])
        plot.name_drawing(f"{lane}: {_(row.label)}")
        plot.wanted_changed.connect(self.wanted_changed)
        if isinstance(plot, CanvasPlot):
            plot.canvas.zoomed.connect(self.zoomed)
            plot.canvas.all_wanted.connect(self.zoomed)
        self._plots[row.key] = plot
        self._stack.addWidget(plot)
        return plot

    def _give_room(self) -> None:
        """Leave the picture what there is, where that is little."""
        is_tall, is_wide = self.height() >= TALL, self.width() >= WIDE
        for plot in self._plots.values():
            plot.legend.setVisible(is_tall and is_wide and bool(plot.legend.entries))
            plot.readout.setVisible(is_tall and is_wide)
            for bar in plot.findChildren(ColourBar):
                bar.setVisible(is_wide and plot.data is not None and not plot.has_probabilities)
            for button in plot.findChildren(QRadioButton):
                button.setVisible(self.width() >= WIDEST)
            if isinstance(plot, CanvasPlot):
                for side in ("left", "bottom"):
                    plot.canvas.view.parentItem().showAxis(side, is_wide)
        for place, (key, cell) in enumerate(self.cells.items()):
            shown = is_tall or key in (LOSS, *self._keys[:1])
            cell.setVisible(shown)
            self._names[place].setVisible(shown)

    def _show_numbers(self, frame: Frame) -> None:
        parts = [frame.train, *([frame.validation] if frame.validation else [])]
        if tuple(frame.train.metrics) != self._keys:
            self._build(tuple(frame.train.metrics))
        self.cells[LOSS].show_text(" / ".join(loss_text(part.loss) for part in parts))
        for key in self._keys:
            texts = metric_texts(key, *(part.metrics[key] for part in parts))
            self.cells[key].show_text(" / ".join(texts))

    def _build(self, keys: tuple[str, ...]) -> None:
        for gone in (*self._names, *self.cells.values()):
            self._grid.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._keys, self.cells, self._names = keys, {}, []
        for place, key in enumerate((LOSS, *keys)):
            name = quiet_label(metric_name(key), self)
            name.setFont(small_font(name.font()))
            cell = SteadyLabel(NOTHING, self)
            cell.setFont(small_font(tabular_font(cell.font())))
            tip = f"{metric_help(key)} {_(_NUMBERS)}"
            said = f"{_(_LANES[self._lane])}: {metric_name(key)}"
            named(cell, f"race.{key}.{self._lane}", said, tip)
            self._grid.addWidget(name, place, 0)
            self._grid.addWidget(cell, place, 1)
            self._names.append(name)
            self.cells[key] = cell
        self._give_room()


def _narrow(grid: QGridLayout) -> QGridLayout:
    """A grid whose numbers stand right beside their names."""
    grid.setContentsMargins(HALF, 0, HALF, 0)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(0)
    grid.setColumnStretch(2, 1)
    return grid
