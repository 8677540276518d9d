"""The metrics of a run, training and validation side by side."""

import math
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import local
from playground.engine.frames.frame import Measures
from playground.gui.theme import tabular_font
from playground.gui.widgets.metric_texts import metric_help, metric_name, metric_texts
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, loss_text
from playground.gui.widgets.plain_text import plain_label, quiet_label
from playground.gui.widgets.steady_label import SteadyLabel

_CELLS = MappingProxyType(
    {"train": N_("{metric}, training"), "validation": N_("{metric}, validation")}
)
"""By part: what assistive technology calls a number."""


class MetricsTable(QWidget):
    """Loss and metrics of the training and the validation part, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metrics")
        self._keys: tuple[str, ...] = ()
        self._cells: dict[tuple[str, str], SteadyLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)  # numbers stand beside their names
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build(())

    def show_measures(self, train: Measures, validation: Measures | None) -> None:
        """Show both parts; a part without rows shows no numbers."""
        if tuple(train.metrics) != self._keys:
            self._build(tuple(train.metrics))
        parts = (("train", train), ("validation", validation))
        for part, measures in parts:
            self._cells["loss", part].show_text(loss_text(measures.loss) if measures else NOTHING)
        for key in self._keys:
            values = [one.metrics.get(key, math.nan) if one else math.nan for _part, one in parts]
            for (part, _measures), text in zip(parts, metric_texts(key, *values), strict=True):
                self._cells[key, part].show_text(text)

    def _build(self, keys: tuple[str, ...]) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._keys, self._cells = keys, {}
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(quiet_label(_("Training"), self), 0, 1, right)
        self._grid.addWidget(quiet_label(_("Validation"), self), 0, 2, right)
        for row, key in enumerate(("loss", *keys), start=1):
            name = named(plain_label(metric_name(key), self), tip=metric_help(key))
            self._grid.addWidget(name, row, 0)
            for column, part in enumerate(("train", "validation"), start=1):
                self._grid.addWidget(self._cell(key, part), row, column, right)

    def _cell(self, key: str, part: str) -> SteadyLabel:
        cell = SteadyLabel(NOTHING, self, local("0,000.0000"))
        named(cell, f"metrics.{part}.{key}", _(_CELLS[part]).format(metric=metric_name(key)))
        cell.setFont(tabular_font(self.font()))
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cells[key, part] = cell
        return cell
