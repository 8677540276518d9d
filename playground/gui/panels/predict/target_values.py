"""What the network says of each of several targets, beside what is true where that is known."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.engine.common.language import N_, _
from playground.engine.data.raw import Outputs
from playground.gui.panels.predict.fitting_area import FittingArea
from playground.gui.theme import GRID, HALF, tabular_font
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, output_text
from playground.gui.widgets.plain_text import one_line, plain_label, quiet_label
from playground.gui.widgets.steady_label import SteadyLabel
from playground.gui.widgets.tool_tip import tool_tip

ROW = 24
IN_SIGHT, FEWEST = 6, 3
_HEADINGS = (N_("Target"), N_("Prediction"), N_("True value"))
_LONGEST = 40


class TargetValues(FittingArea):
    """A row for each target: its name, what is predicted, what is true."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Prediction for each target"))
        self._names: tuple[str, ...] = ()
        self._spans: tuple[float, ...] = ()
        self._outputs: list[SteadyLabel] = []
        self._truths: list[SteadyLabel] = []

    def set_targets(self, names: tuple[str, ...], spans: tuple[float, ...]) -> None:
        """Show these targets, without a value where they are others than before.

        Args:
            spans: from the lowest value of each to the highest; 0 where it is not known.
        """
        self._spans = spans
        if names == self._names:
            return
        self._names, self._outputs, self._truths = names, [], []
        self.setWidget(self._page())
        self.set_rows(min(len(names), IN_SIGHT) + 1, ROW, FEWEST)

    def show_output(self, output: Outputs | None) -> None:
        """Show a prediction, `[targets]` in target units; None for none."""
        self._show(self._outputs, output)

    def show_truth(self, truth: Outputs | None) -> None:
        """Show what is true, `[targets]` in target units; None where that is not known."""
        self._show(self._truths, truth)

    def _show(self, labels: list[SteadyLabel], values: Outputs | None) -> None:
        known = values is not None and len(values) == len(self._names)
        for number, (label, span) in enumerate(zip(labels, self._spans, strict=False)):
            value = float(values[number]) if known and values is not None else np.nan
            label.show_text(output_text(value, span) if np.isfinite(value) else NOTHING)

    def _page(self) -> QWidget:
        page = QWidget()
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, HALF, 0)
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(0, 1)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column, heading in enumerate(_HEADINGS):
            label = quiet_label(_(heading), page)
            label.setAlignment(right if column else Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label, 0, column)
        for row, name in enumerate(self._names, start=1):
            grid.addWidget(_name_label(name, page), row, 0)
            for column, labels in enumerate((self._outputs, self._truths), start=1):
                labels.append(self._value(row - 1, column, page))
                grid.addWidget(labels[-1], row, column, right)
        grid.setRowStretch(len(self._names) + 1, 1)
        return page

    def _value(self, number: int, column: int, page: QWidget) -> SteadyLabel:
        label = SteadyLabel(NOTHING, page)
        said = f"{self._names[number]}: {_(_HEADINGS[column])}"
        named(label, f"predict.{('', 'output', 'truth')[column]}.{number}", said)
        label.setFont(tabular_font(self.font(), bold=column == 1))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label


def _name_label(name: str, page: QWidget) -> QLabel:
    label = plain_label(one_line(name, _LONGEST), page)
    label.setToolTip(tool_tip(name))
    return label
