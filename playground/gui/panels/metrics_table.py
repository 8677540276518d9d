"""The metrics of a run, training and validation side by side."""

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import local
from playground.engine.frames.frame import Measures
from playground.gui.theme import HALF, tabular_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.metric_texts import metric_help, metric_name, metric_texts
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, loss_text
from playground.gui.widgets.plain_text import one_line, plain_label, quiet_label
from playground.gui.widgets.steady_label import SteadyLabel

_CELLS = MappingProxyType(
    {"train": N_("{metric}, training"), "validation": N_("{metric}, validation")}
)
"""By part: what assistive technology calls a number."""


_MEAN = N_(
    "Each target counts alike. Where the targets have different units, only R², which has none, "
    "means something here."
)
_LONGEST = 60
"""Letters of the name of a target."""


def _of_target(number: int) -> str:
    return f".{number}"


class MetricsTable(QWidget):
    """Loss and metrics of the training and the validation part, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metrics")
        self._keys: tuple[str, ...] = ()
        self._targets: tuple[str, ...] = ()
        self._cells: dict[tuple[str, str], SteadyLabel] = {}
        self._row = 1
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(3, 1)  # numbers stand beside their names
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._build(())

    def show_measures(self, train: Measures, validation: Measures | None) -> None:
        """Show both parts; a part without rows shows no numbers."""
        shown = tuple(train.metrics), tuple(train.by_target)
        if shown != (self._keys, self._targets):
            self._build(*shown)
        parts = (train, validation)
        for part, measures in zip(_CELLS, parts, strict=True):
            self._cells["loss", part].show_text(loss_text(measures.loss) if measures else NOTHING)
        self._show_values("", *(one.metrics if one else {} for one in parts))
        for place, name in enumerate(self._targets):
            values = (one.by_target.get(name, {}) if one else {} for one in parts)
            self._show_values(_of_target(place), *values)

    def _show_values(self, of: str, *parts: Mapping[str, float]) -> None:
        for key in self._keys:
            texts = metric_texts(key, *(values.get(key, math.nan) for values in parts))
            for part, text in zip(_CELLS, texts, strict=True):
                self._cells[key + of, part].show_text(text)

    def _build(self, keys: tuple[str, ...], targets: tuple[str, ...] = ()) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._keys, self._targets, self._cells, self._row = keys, targets, {}, 1
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(quiet_label(_("Training"), self), 0, 1, right)
        self._grid.addWidget(quiet_label(_("Validation"), self), 0, 2, right)
        self._add_rows(("loss",))
        if targets:
            self._add_heading(_("Mean of the targets"), _(_MEAN))
        self._add_rows(keys)
        for place, name in enumerate(targets):
            self._add_heading(name)
            self._add_rows(keys, place)

    def _add_heading(self, text: str, tip: str = "") -> None:
        heading = named(ElidedLabel(self), accessible=text)
        heading.show_text(one_line(text, _LONGEST))
        named(heading, tip=tip)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        heading.setContentsMargins(0, HALF, 0, 0)
        self._grid.addWidget(heading, self._row, 0, 1, 4)
        self._row += 1

    def _add_rows(self, keys: Sequence[str], target: int | None = None) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, key in enumerate(keys, start=self._row):
            name = named(plain_label(metric_name(key), self), tip=metric_help(key))
            self._grid.addWidget(name, row, 0)
            for column, part in enumerate(_CELLS, start=1):
                self._grid.addWidget(self._cell(key, part, target), row, column, right)
        self._row += len(keys)

    def _cell(self, key: str, part: str, target: int | None = None) -> SteadyLabel:
        cell = SteadyLabel(NOTHING, self, local("0,000.0000"))
        said = _(_CELLS[part]).format(metric=metric_name(key))
        if target is not None:
            said = f"{self._targets[target]}: {said}"
            key += _of_target(target)
        named(cell, f"metrics.{part}.{key}", said)
        cell.setFont(tabular_font(self.font()))
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cells[key, part] = cell
        return cell
