"""The controls above the losses: against what, on which scale, how smooth."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.engine.loss_log.series import Axis
from playground.gui.forms.numeric_field import NumericField
from playground.gui.plots.base import header_controls as controls
from playground.gui.widgets.flow_row import FlowRow


class LossHeader(QWidget):
    """Three options and a button.

    Signals:
        changed(path, value): a person moved a control.
        finished(path): the person let go of it.
        fit_wanted: show everything again.
    """

    changed = Signal(str, object)
    finished = Signal(str)
    fit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._axis_combo = controls.choice_combo(controls.declared("loss_axis"))
        self._log_switch = controls.switch(controls.declared("loss_logarithmic"), "&Logarithmic")
        smoothing = controls.declared("smoothing")
        self._slider = controls.HeaderSlider(smoothing, self)
        self._field = NumericField(smoothing, self, self._slider.scale.step)
        self._field.setFixedWidth(controls.FIELD_WIDTH)
        self._field.setAccessibleName(smoothing.label)
        self._fit_button = controls.all_button()
        self._lay_out()
        self._connect()
        self.set_fitted(True)

    @property
    def axis(self) -> Axis:
        """What the losses are drawn against."""
        axis: Axis = self._axis_combo.currentData()
        return axis

    @property
    def logarithmic(self) -> bool:
        """Whether the losses are drawn on a logarithmic axis."""
        return self._log_switch.isChecked()

    @property
    def smoothing(self) -> float:
        """0 to 0.99."""
        return self._field.number()

    def set_options(self, axis: str, logarithmic: bool, smoothing: float) -> None:
        """Set the controls; nothing is emitted."""
        blocked = self.blockSignals(True)
        controls.select(self._axis_combo, axis)
        self._log_switch.setChecked(logarithmic)
        self._show_smoothing(smoothing)
        self.blockSignals(blocked)

    def set_fitted(self, fitted: bool) -> None:
        """Say whether everything is shown already."""
        self._fit_button.setEnabled(not fitted)

    def _lay_out(self) -> None:
        groups = (
            (controls.caption("A&gainst", self._axis_combo), self._axis_combo),
            (self._log_switch,),
            (controls.caption("S&moothing", self._slider), self._slider, self._field),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FlowRow(groups, self._fit_button))

    def _connect(self) -> None:
        self._axis_combo.currentIndexChanged.connect(self._axis_chosen)
        self._log_switch.toggled.connect(self._logarithmic_chosen)
        self._fit_button.clicked.connect(self.fit_wanted)
        for control in (self._slider, self._field):
            control.edited.connect(self._smoothing_chosen)
            control.finished.connect(self._smoothing_finished)

    def _axis_chosen(self) -> None:
        self.changed.emit(self._axis_combo.objectName(), self.axis)

    def _logarithmic_chosen(self, checked: bool) -> None:
        self.changed.emit(self._log_switch.objectName(), checked)

    def _smoothing_chosen(self, smoothing: float) -> None:
        self._show_smoothing(smoothing)
        self.changed.emit(self._slider.objectName(), smoothing)

    def _smoothing_finished(self) -> None:
        self.finished.emit(self._slider.objectName())

    def _show_smoothing(self, smoothing: float) -> None:
        if self._slider.number() != smoothing:
            self._slider.set_number(smoothing)
        if self._field.number() != smoothing:
            self._field.set_number(smoothing)
