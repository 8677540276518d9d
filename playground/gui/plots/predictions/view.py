"""Predictions against the data, in the view that fits the task or the one that was chosen."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.engine.frames.frame import (
    Confusion,
    Curve,
    DataPicture,
    Frame,
    FrameRequest,
    Parity,
    Picture,
    View,
)
from playground.gui.plots.base import header_controls as controls
from playground.gui.plots.predictions.picture_plot import PicturePlot
from playground.gui.plots.predictions.registry import PLOTS
from playground.gui.theme import LIGHT, Colours
from playground.gui.widgets.flow_row import FlowRow

AUTOMATIC = "auto"
EMPTY = "The data appear here"
_DISCRETISE, _VALIDATION = 1, 2
"""Their places among the groups of the header."""


class PredictionsView(QWidget):
    """Header and the plot of the current view; each plot is built when it is first seen.

    Signals:
        options_changed(path, value): a person moved a control; `view.predictions` (text),
            `view.discretise` (bool) or `view.show_validation` (bool).
        wanted_changed: another picture is wanted than before (view, zoom): ask for a frame.
    """

    options_changed = Signal(str, object)
    wanted_changed = Signal()

    def __init__(self, colours: Colours = LIGHT, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plot.predictions")
        self._colours = colours
        self._data: DataPicture | None = None
        self._picture: Picture | None = None
        self._choice = AUTOMATIC
        self._plots: dict[View, PicturePlot] = {}
        self._shown_data: dict[View, DataPicture | None] = {}
        self._stack = QStackedWidget()
        self._make_header()
        self._lay_out()
        self._fill_combo()
        self._show_view()

    @property
    def view(self) -> View:
        """The view that is shown."""
        views: tuple[View, ...] = self._data.views if self._data else ("surface",)
        return next((view for view in views if view == self._choice), views[0])

    @property
    def plot(self) -> PicturePlot:
        """The plot of the current view."""
        return self._plots[self.view]

    def set_data(self, data: DataPicture | None) -> None:
        """Show these data; the view follows the task unless one that fits was chosen."""
        self._data, self._picture = data, None
        self._fill_combo()
        self._validation_switch.setEnabled(data is not None and data.validation_rows > 0)
        self._show_view()
        self.wanted_changed.emit()

    def set_frame(self, frame: Frame) -> None:
        """Show the frame's picture; one of another view than the current is left aside."""
        if frame.picture is None or frame.picture is self._picture:
            return
        if _is_of(frame.picture, self.view):
            self._picture = frame.picture
            self.plot.set_picture(frame.picture)

    def wanted(self) -> FrameRequest:
        """What to ask the engine for next."""
        if self._data is None:
            return FrameRequest()
        return FrameRequest(self.view, self.plot.wanted_grid(), self.plot.wanted_bounds())

    def set_options(self, predictions: str, discretise: bool, show_validation: bool) -> None:
        """Set the controls as a project has them; nothing is emitted but `wanted_changed`."""
        before = self.view
        self._choice = predictions
        controls.select(self._combo, predictions)
        for box, checked in (
            (self._discretise_switch, discretise),
            (self._validation_switch, show_validation),
        ):
            blocked = box.blockSignals(True)
            box.setChecked(checked)
            box.blockSignals(blocked)
        self._show_view()
        if self.view != before:
            self.wanted_changed.emit()

    def set_colours(self, colours: Colours) -> None:
        """Recolour everything."""
        self._colours = colours
        for plot in self._plots.values():
            plot.set_colours(colours)

    def show_all(self) -> None:
        """Show the whole picture again."""
        self.plot.show_all()

    def _show_view(self) -> None:
        view = self.view
        if view not in self._plots:
            self._build(view)
        plot = self._plots[view]
        plot.set_switches(self._discretise_switch.isChecked(), self._validation_switch.isChecked())
        if view not in self._shown_data or self._shown_data[view] is not self._data:
            self._shown_data[view] = self._data
            plot.set_data(self._data)
        plot.set_empty_text("" if self._data else EMPTY)
        if self._picture is not None and _is_of(self._picture, view):
            plot.set_picture(self._picture)
        self._stack.setCurrentWidget(plot)
        self._header.set_group_visible(_DISCRETISE, plot.can_discretise)
        self._header.set_group_visible(_VALIDATION, plot.can_hide_validation)
        self._fit_button.setVisible(plot.can_zoom)

    def _build(self, view: View) -> None:
        row = next(row for row in PLOTS if row.view == view)
        plot = row.build(self._colours)
        plot.wanted_changed.connect(self.wanted_changed)
        self._plots[view] = plot
        self._stack.addWidget(plot)

    def _fill_combo(self) -> None:
        blocked = self._combo.blockSignals(True)
        self._combo.clear()
        choices = {choice.key: choice for choice in controls.declared("predictions").choices}
        names = self._names()
        automatic = choices[AUTOMATIC]
        first = f" ({next(iter(names.values())).lower()})" if names else ""
        controls.add_choice(self._combo, automatic.label + first, automatic)
        for view, name in names.items():
            controls.add_choice(self._combo, name, choices[view])
        self._combo.blockSignals(blocked)
        controls.select(self._combo, self._choice)

    def _names(self) -> dict[View, str]:
        """What the views of these data are called, the automatic one first."""
        data = self._data
        if data is None:
            return {}
        rows = {row.view: row for row in PLOTS}
        return {view: rows[view].name(data.task) for view in data.views}

    def _make_header(self) -> None:
        self._combo = controls.choice_combo(controls.declared("predictions"))
        self._discretise_switch = controls.switch(controls.declared("discretise"), "&Discretise")
        self._validation_switch = controls.switch(
            controls.declared("show_validation"), "V&alidation"
        )
        self._validation_switch.setChecked(True)
        self._fit_button = controls.all_button()
        self._combo.currentIndexChanged.connect(self._view_chosen)
        self._discretise_switch.toggled.connect(self._discretise_chosen)
        self._validation_switch.toggled.connect(self._validation_chosen)
        self._fit_button.clicked.connect(self.show_all)

    def _lay_out(self) -> None:
        groups = (
            (controls.caption("Vie&w", self._combo), self._combo),
            (self._discretise_switch,),
            (self._validation_switch,),
        )
        self._header = FlowRow(groups, self._fit_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._stack, 1)

    def _view_chosen(self) -> None:
        self._choice = self._combo.currentData()
        self._show_view()
        self.options_changed.emit("view.predictions", self._choice)
        self.wanted_changed.emit()

    def _discretise_chosen(self, checked: bool) -> None:
        self._show_view()
        self.options_changed.emit("view.discretise", checked)

    def _validation_chosen(self, checked: bool) -> None:
        self._show_view()
        self.options_changed.emit("view.show_validation", checked)


def _is_of(picture: Picture, view: View) -> bool:
    match picture:
        case Curve():
            return view == "curve"
        case Parity():
            return view == "parity"
        case Confusion():
            return view == "confusion"
        case _:
            return view == picture.view
