"""Predictions against the data, in the view that fits the task or the one that was chosen."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.frames.frame import DataPicture, Frame, FrameRequest, Picture
from playground.engine.frames.network import Place
from playground.engine.frames.pictures import NeuronMap, of_target
from playground.engine.spec.data import DataSpec
from playground.gui.forms.combo import OwnName
from playground.gui.forms.editors import ChoiceEditor
from playground.gui.plots.base.header import PlotHeader
from playground.gui.plots.predictions.asked import Asked
from playground.gui.plots.predictions.neuron_plot import NeuronPlot
from playground.gui.plots.predictions.painting.bar import PaintBar
from playground.gui.plots.predictions.painting.painter import Painter
from playground.gui.plots.predictions.picture_plot import CanvasPlot, PicturePlot, alike
from playground.gui.theme import LIGHT, Colours
from playground.gui.widgets.layouts import fill
from playground.state.plots import Plot, chosen, offered
from playground.state.view import ViewSpec

AUTOMATIC = "auto"
FIRST = ("surface",)
"""What is shown before there are data: the first example's picture."""
PLANES = ("surface", "curve")
"""The pictures in which one can paint."""
EMPTY = N_("The data will appear here")
_CHOICE, _TARGET = "view.predictions", "view.shown_target"
_CAPTIONS = {
    "predictions": N_("Vie&w"),
    "shown_target": N_("Tar&get"),
    "discretise": N_("&Classes only"),
    "show_validation": N_("V&alidation"),
}


class PredictionsView(QWidget):
    """Header and the plot of the current view; each plot is built when it is first seen.

    Signals:
        edited(path, value): a person moved a control; `view.predictions` (text),
            `view.shown_target` (text), `view.discretise` (bool), `view.show_validation` (bool), a
            `view.brush…`, or painted: `data.points`.
        finished(path): the person let go of it.
        row_picked(number): a person picked the point of this row of the data.
        wanted_changed: another picture is wanted than before (view, zoom): ask for a frame.
    """

    edited = Signal(str, object)
    finished = Signal(str)
    row_picked = Signal(int)
    wanted_changed = Signal()

    def __init__(self, colours: Colours = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plot.predictions")
        self._colours = colours
        self._all: DataPicture | None = None  # of all targets; what is drawn is of one
        self._data: DataPicture | None = None
        self._target = ""
        self._drawn: tuple[DataPicture | None, int] = None, 0
        self._picture: Picture | None = None
        self._choice = AUTOMATIC
        self._plots: dict[str, PicturePlot] = {}
        self._asked: Asked | None = None
        self._neuron: Place | None = None
        self._neuron_plot: NeuronPlot | None = None
        self._stack = QStackedWidget()
        self._header = PlotHeader(_CAPTIONS)
        self._header.edited.connect(self._edit)
        self._header.finished.connect(self.finished)
        self._header.fit_button.clicked.connect(self.show_all)
        self._painter = Painter(colours, self)
        self._bar = PaintBar(colours)
        for tool in (self._painter, self._bar):
            tool.edited.connect(self.edited)
            tool.finished.connect(self.finished)
        self._bar.clear_button.clicked.connect(self._painter.clear)
        fill(QVBoxLayout(self), self._header, self._bar, (self._stack, 1), spacing=0)
        self._fill_combo()
        self._show_view()

    @property
    def view(self) -> str:
        """The key of the plot that is shown."""
        return self._row().key

    @property
    def plot(self) -> PicturePlot:
        """The plot of the current view."""
        return self._plots[self.view]

    def _row(self) -> Plot:
        return chosen(self._data.views if self._data else FIRST, self._choice)

    def set_data(self, data: DataPicture | None) -> None:
        """Show these data; the view follows the task unless one that fits was chosen."""
        is_other = not alike(self._all, data)
        if is_other:
            self._picture = self._asked = None
        if data is not self._all:
            self._all = data
            self._choose_target(self._target)
        self._fill_combo()
        kept = data is not None and data.validation_rows > 0
        self._header.editors["show_validation"].setEnabled(kept)
        self._show_view()
        if is_other:
            self._empty_the_others()
        self.wanted_changed.emit()

    def _empty_the_others(self) -> None:
        """Let plots that are not seen keep nothing of data that are gone."""
        for plot in self._plots.values():
            if plot is not self.plot:
                plot.set_data(None)

    def set_frame(self, frame: Frame) -> None:
        """Show the frame's picture; one of another view than the current is left aside."""
        if frame.picture is None or frame.picture is self._picture:
            return
        if isinstance(frame.picture, NeuronMap):
            self._show_map(frame.picture)
            return
        if frame.picture.view == self._row().picture:
            self._picture = frame.picture
            self._show_picture(self.plot, frame.picture)

    def show_asked(self, asked: Asked | None) -> None:
        """Show where the inputs lie that Predict asks about; None where it asks nothing."""
        self._asked = asked
        self._show_asked(self.plot)

    def shows(self, frame: Frame) -> bool:
        """Whether the picture of this frame is what is seen."""
        return frame.picture is not None and frame.picture is self._picture

    def wanted(self) -> FrameRequest:
        """What to ask the engine for next."""
        if self._data is None:
            return FrameRequest()
        if self._neuron is not None and self._neuron_plot is not None:
            plot = self._neuron_plot
            grid, bounds = plot.wanted_grid(), plot.wanted_bounds()
            return FrameRequest(grid=grid, bounds=bounds, neuron=self._neuron)
        return FrameRequest(self._row().picture, self.plot.wanted_grid(), self.plot.wanted_bounds())

    def show_neuron(self, neuron: tuple[Place, str] | None) -> None:
        """Show the map of a neuron, with its name, once it comes; None for predictions again."""
        place, name = neuron or (None, "")
        if place == self._neuron:
            return
        self._neuron = place
        if place is None:
            self._stack.setCurrentWidget(self.plot)
        else:
            self._plot_of_neuron().name_neuron(name)
        self.wanted_changed.emit()

    def set_options(
        self, predictions: str, discretise: bool, show_validation: bool, target: str = ""
    ) -> None:
        """Set the controls as a project has them; nothing is emitted but `wanted_changed`."""
        before = self.view
        self._choice = predictions
        self._choose_target(target)
        self._fill_combo()
        self._header.editors["discretise"].set_value(discretise)
        self._header.editors["show_validation"].set_value(show_validation)
        self._show_view()
        if self.view != before:
            self.wanted_changed.emit()

    def set_painting(self, data: DataSpec, view: ViewSpec) -> None:
        """Let painted points be painted on, with these tools; other data cannot be."""
        self._painter.set_state(data, view)
        names = self._data.class_names if self._data else ()
        self._bar.show_tools(view, names, self._painter.third)
        self._show_bar()

    def set_colours(self, colours: Colours) -> None:
        """Recolour everything."""
        self._colours = colours
        self._painter.set_colours(colours)
        self._bar.classes.set_colours(colours)
        self.plot.set_colours(colours)
        if self._neuron_plot is not None:
            self._neuron_plot.set_colours(colours)

    def show_all(self) -> None:
        """Show the whole picture again."""
        self.plot.show_all()

    def _plot_of_neuron(self) -> NeuronPlot:
        if self._neuron_plot is None:
            self._neuron_plot = NeuronPlot(self._colours)
            self._neuron_plot.name_drawing(_("Map of a neuron"))
            self._stack_up(self._neuron_plot)
        if self._neuron_plot.data is not self._data:
            self._neuron_plot.set_data(self._data)
        return self._neuron_plot

    def _show_map(self, shown: NeuronMap) -> None:
        if shown.neuron == self._neuron:
            plot = self._plot_of_neuron()
            plot.set_picture(shown)
            self._stack.setCurrentWidget(plot)

    def _show_view(self) -> None:
        row = self._row()
        view = row.key
        if view not in self._plots:
            self._build(row)
        plot = self._plots[view]
        if plot.colours is not self._colours:
            plot.set_colours(self._colours)
        editors = self._header.editors
        discretise, validation = editors["discretise"], editors["show_validation"]
        plot.set_switches(bool(discretise.value()), bool(validation.value()))
        if plot.data is not self._data:
            plot.set_data(self._data)
        plot.set_empty_text("" if self._data else _(EMPTY))
        if self._picture is not None and self._picture.view == row.picture:
            self._show_picture(plot, self._picture)
        self._show_asked(plot)
        if self._neuron is None:
            self._stack.setCurrentWidget(plot)
        self._header.set_visible(discretise, plot.can_discretise)
        self._header.set_visible(validation, plot.can_hide_validation)
        several = self._data is not None and self._data.target_number is not None
        self._header.set_visible(editors["shown_target"], several)
        self._header.fit_button.setVisible(plot.can_zoom)
        self._show_bar()

    def _show_bar(self) -> None:
        self._bar.setVisible(self._painter.active and self._row().picture in PLANES)

    def _build(self, row: Plot) -> None:
        plot: PicturePlot = row.load()(self._colours)
        plot.name_drawing(_(row.label))
        plot.wanted_changed.connect(self.wanted_changed)
        plot.row_picked.connect(self.row_picked)
        self._plots[row.key] = plot
        if isinstance(plot, CanvasPlot) and row.picture in PLANES:
            self._painter.take_up(plot)
        self._stack_up(plot)

    def _stack_up(self, plot: PicturePlot) -> None:
        self._stack.addWidget(plot)
        plot.come_after(self._bar.clear_button)

    def _fill_combo(self) -> None:
        editor = self._header.editors["predictions"]
        automatic = editor.parameter.choices[0]
        data = self._data
        named = [(row, row.name(data.task)) for row in offered(data.views)] if data else []
        entries = [automatic]
        if named:
            label = _("Automatic ({view})").format(view=_(named[0][1]))
            entries = [replace(automatic, label=label)]
        entries += [replace(row.choice(), label=name) for row, name in named]
        if isinstance(editor, ChoiceEditor):
            editor.combo.set_entries(entries)
        is_offered = any(entry.key == self._choice for entry in entries)
        editor.set_value(self._choice if is_offered else AUTOMATIC)

    def _choose_target(self, name: str) -> None:
        """Draw this target; where it is none of them, the first."""
        self._target, data = name, self._all
        names = data.target_names if data else ()
        number = names.index(name) if name in names else 0
        if (data, number) != self._drawn:
            self._drawn = data, number
            self._data = data.of_target(number) if data else None
        editor = self._header.editors["shown_target"]
        if isinstance(editor, ChoiceEditor) and len(names) > 1:
            editor.combo.set_entries([OwnName(own, own) for own in names])
            name = names[number]
        editor.set_value(name)

    def _show_picture(self, plot: PicturePlot, picture: Picture) -> None:
        plot.set_picture(of_target(picture, self._data.target_number if self._data else None))

    def _show_asked(self, plot: PicturePlot) -> None:
        number = self._data.target_number if self._data else None
        asked = self._asked
        if asked is not None and number is not None:
            asked = replace(asked, output=asked.output[number : number + 1])
        plot.set_asked(asked)

    def _edit(self, path: str, value: object) -> None:
        if path == _CHOICE:
            self._choice = str(value)
        if path == _TARGET:
            self._choose_target(str(value))
        self._show_view()
        self.edited.emit(path, value)
        if path == _CHOICE:
            self.wanted_changed.emit()
