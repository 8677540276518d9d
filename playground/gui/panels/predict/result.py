"""What the network says of the inputs, beside what is true where that is known."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.common.numbers import local
from playground.engine.data.raw import Outputs
from playground.gui.panels.predict.fitting_area import FittingArea
from playground.gui.panels.predict.input_row import LONGEST_NAME
from playground.gui.panels.predict.target_values import TargetValues
from playground.gui.theme import GRID, HALF, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, output_text
from playground.gui.widgets.plain_text import one_line, quiet_label, set_role
from playground.gui.widgets.probability_bars import ROW, ProbabilityBars
from playground.gui.widgets.steady_label import SteadyLabel
from playground.gui.widgets.tool_tip import tool_tip

BARS_IN_SIGHT, FEWEST_BARS = 10, 4


class Result(QFrame):
    """The target's value in large, or the winning class with a bar per class; of several targets
    the value of each."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._spans: tuple[float, ...] = (0.0,)
        self._winner = -1
        self._true: Outputs | None = None
        self._target = quiet_label("", self)
        self._note = named(ElidedLabel(self), "predict.note")
        set_role(self._note, "warning")
        self._value = named(SteadyLabel(NOTHING, self), "predict.output", _("Prediction"))
        self._value.setFont(tabular_font(self.font(), scale=1.9, bold=True))
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._truth = named(ElidedLabel(self), "predict.truth")
        self._truth.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bars = ProbabilityBars(self)
        self._area = FittingArea(self)
        self._area.setAccessibleName(_("Probability of each class"))
        self._area.setWidget(self._bars)
        self._said = QWidget(self)
        parts = (self._target, self._value, (self._truth, 1))
        fill(QHBoxLayout(self._said), *parts, spacing=GRID, margins=(0, 0, 0, 0))
        self._values = TargetValues(self)
        rows = (self._said, self._note, (self._area, 1), (self._values, 1))
        column = fill(QVBoxLayout(self), *rows, spacing=HALF, margins=(0, 0, 0, 0))
        column.addStretch(0)

    def set_targets(
        self, names: tuple[str, ...], class_names: tuple[str, ...], spans: tuple[float, ...] = ()
    ) -> None:
        """Say what is predicted; `spans` are from the lowest of each target to the highest."""
        self._spans, name = spans or (0.0,) * len(names), names[0]
        several = names if len(names) > 1 else ()
        self._said.setVisible(not several)
        self._values.setVisible(bool(several))
        self._values.set_targets(several, self._spans)
        self._target.setText(one_line(name, 24) or _("Prediction"))
        self._target.setToolTip(tool_tip(name))
        self._bars.set_names(class_names)
        self._area.setVisible(bool(class_names))
        self._area.set_rows(min(len(class_names), BARS_IN_SIGHT), ROW, FEWEST_BARS)
        if class_names != self._class_names:
            self._class_names, self._winner = class_names, -1
            self._value.set_widest("")
            self.show_output(None)

    @property
    def spare(self) -> int:
        """How many pixels lower it may be than is comfortable."""
        return self._area.spare + self._values.spare

    def show_note(self, sentence: str) -> None:
        """Say what is to be known of the inputs."""
        self._note.show_text(sentence)
        self._note.setVisible(bool(sentence))

    def show_truth(self, target: Outputs | None) -> None:
        """Say the true targets of the inputs, or the number of their class; None where unknown."""
        self._true = target
        self._values.show_truth(target)
        if target is None:
            self._truth.show_text("")
        elif self._class_names:
            name = self._class_names[int(target[0])]
            self._truth.show_text(_("true class: {name}").format(name=name))
        else:
            value = output_text(float(target[0]), self._spans[0])
            self._truth.show_text(_("true value: {value}").format(value=value))
        self._judge()

    def show_output(self, output: Outputs | None) -> None:
        """Show a prediction, `[targets]` in target units or `[classes]` probabilities; or none."""
        self._values.show_output(output)
        if output is None or not np.isfinite(output).all():
            self._show(NOTHING, _("No prediction."))
            self._bars.show_values(None)
        elif not self._class_names:
            self._show(output_text(float(output[0]), self._spans[0]), local(str(output[0])))
        elif len(output) == len(self._class_names):
            winner = int(output.argmax())
            name = self._class_names[winner]
            self._show(one_line(name, LONGEST_NAME), name)
            self._bars.show_values(output)
            self._reveal(winner)
        self._judge()

    def _judge(self) -> None:
        """Colour a true class that is not the winner."""
        true = self._true if self._class_names and self._winner >= 0 else None
        wrong = true is not None and true[0] != self._winner
        set_role(self._truth, "error" if wrong else "muted")

    def _reveal(self, winner: int) -> None:
        """Scroll to the winner when it is another, and leave the person's scrolling alone else."""
        if winner != self._winner:
            self._winner = winner
            self._area.ensureVisible(0, winner * ROW + ROW // 2, 0, ROW)

    def _show(self, text: str, whole: str) -> None:
        self._value.show_text(text)
        tip = tool_tip(whole)
        if self._value.toolTip() != tip:
            self._value.setToolTip(tip)
