"""The controls above the losses: against what, on which scale, how smooth."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.engine.loss_log import Axis
from playground.gui.plain_text import plain_label
from playground.gui.plots import header_controls as controls
from playground.gui.theme import GRID, HALF, tabular_font


class LossHeader(QWidget):
    """Three options and a button.

    Signals:
        changed(path, value): a person moved a control.
        fit_wanted: show everything again.
    """

    changed = Signal(str, object)
    fit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._axis_combo = controls.choice_combo(controls.declared("loss_axis"))
        self._log_switch = controls.switch(controls.declared("loss_logarithmic"), "&Logarithmic")
        self._slider = controls.smoothing_slider(controls.declared("smoothing"))
        self._text = plain_label()
        self._text.setFont(tabular_font(self.font()))
        self._text.setFixedWidth(self._text.fontMetrics().horizontalAdvance("0.00") + 4)
        self._fit_button = controls.all_button()
        self._lay_out()
        self._connect()
        self.set_fitted(True)
        self._show_smoothing()

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
        return self._slider.value() / controls.SMOOTHING_STEPS

    def set_options(self, axis: str, logarithmic: bool, smoothing: float) -> None:
        """Set the controls; nothing is emitted."""
        blocked = self.blockSignals(True)
        controls.select(self._axis_combo, axis)
        self._log_switch.setChecked(logarithmic)
        self._slider.setValue(round(smoothing * controls.SMOOTHING_STEPS))
        self.blockSignals(blocked)

    def set_fitted(self, fitted: bool) -> None:
        """Say whether everything is shown already."""
        self._fit_button.setEnabled(not fitted)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, HALF, HALF, HALF)
        row.setSpacing(GRID)
        row.addWidget(controls.caption("A&gainst", self._axis_combo))
        row.addWidget(self._axis_combo)
        row.addWidget(self._log_switch)
        row.addWidget(controls.caption("S&moothing", self._slider))
        row.addWidget(self._slider)
        row.addWidget(self._text)
        row.addStretch(1)
        row.addWidget(self._fit_button)

    def _connect(self) -> None:
        self._axis_combo.currentIndexChanged.connect(self._axis_chosen)
        self._log_switch.toggled.connect(self._logarithmic_chosen)
        self._slider.valueChanged.connect(self._smoothing_chosen)
        self._fit_button.clicked.connect(self.fit_wanted)

    def _axis_chosen(self) -> None:
        self.changed.emit(self._axis_combo.objectName(), self.axis)

    def _logarithmic_chosen(self, checked: bool) -> None:
        self.changed.emit(self._log_switch.objectName(), checked)

    def _smoothing_chosen(self) -> None:
        self._show_smoothing()
        self.changed.emit(self._slider.objectName(), self.smoothing)

    def _show_smoothing(self) -> None:
        self._text.setText(f"{self.smoothing:.2f}")
