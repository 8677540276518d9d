"""The rows of a file with the predictions beside them, as a model of any length."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped, local
from playground.engine.data.raw import IntArray
from playground.engine.export.predictions import Predictions
from playground.gui.widgets.number_text import output_text, percent_text
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip

Index = QModelIndex | QPersistentModelIndex
_LONGEST = 200
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class _Shown:
    """A column that is no column of the file: its name and its text in a row of the file."""

    name: str
    text: Callable[[int], str]
    is_number: bool = False
    warns: bool = False


class PredictionsModel(QAbstractTableModel):
    """Line by line: the prediction, why there is none, and what stands in the file."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._found: Predictions | None = None
        self._shown: list[_Shown] = []
        self._names: list[str] = []
        self._spans: list[float] = []

    def show(self, found: Predictions | None) -> None:
        """Show other predictions, or none."""
        self.beginResetModel()
        self._found = found
        self._names = [] if found is None else list(found.read.cells)
        self._shown = [] if found is None else self._own(found)
        if found is not None and not found.raw.class_names:
            self._spans = np.ptp(found.outputs, axis=0).tolist() if len(found.outputs) else []
        self.endResetModel()

    @property
    def texts_first(self) -> int:
        """How many columns stand before those of the file."""
        return len(self._shown)

    def rowCount(self, parent: Index | None = None) -> int:
        has_none = self._found is None or (parent is not None and parent.isValid())
        return 0 if has_none or self._found is None else self._found.read.total

    def columnCount(self, parent: Index | None = None) -> int:
        if parent is not None and parent.isValid():
            return 0
        return len(self._shown) + len(self._names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._found is None or not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self._found.reason(row) or self._remark(row, column))
            case Qt.ItemDataRole.TextAlignmentRole if column < len(self._shown):
                return _RIGHT if self._shown[column].is_number else None
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible(row, column)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if self._found is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            line = grouped(int(self._found.read.lines[section]))
            if role == Qt.ItemDataRole.ToolTipRole:
                return tool_tip(_("Line {line} of the file.").format(line=line))
            return line if role == Qt.ItemDataRole.DisplayRole else None
        name = self._name(section)
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(name, _LONGEST)
        return tool_tip(name) if role == Qt.ItemDataRole.ToolTipRole else None

    def copied(self, row: int) -> str:
        """A row as a line for a spreadsheet: numbers in full, with the decimal mark spoken."""
        assert self._found is not None
        texts = [local(text) for text in self._found.texts(row)]
        if self._found.raw.class_names:
            texts[0] = self._found.texts(row)[0]
        fields = [*texts, self._found.reason(row), *self._found.cells(row)]
        return "\t".join(" ".join(field.split()) for field in fields)

    def copied_header(self) -> str:
        """The names above such lines."""
        assert self._found is not None
        classes = [_probability(name) for name in self._found.raw.class_labels]
        names = [*_predicted(self._found), *classes, _("Left out"), *self._names]
        return "\t".join(" ".join(name.split()) for name in names)

    def _own(self, found: Predictions) -> list[_Shown]:
        is_class = bool(found.raw.class_names)
        shown = [
            _Shown(name, partial(self._predicted_text, output), not is_class)
            for output, name in enumerate(_predicted(found))
        ]
        if is_class:
            shown.append(_Shown(_("Probability"), self._probability_text, True))
        if len(found.read.rows) < found.read.total:
            shown.append(_Shown(_("Left out"), found.reason, warns=True))
        return shown

    def _predicted_text(self, output: int, row: int) -> str:
        assert self._found is not None
        place = int(self._found.places[row])
        if place < 0:
            return ""
        if self._found.raw.class_names:
            return self._found.raw.class_labels[int(self._found.outputs[place].argmax())]
        return output_text(float(self._found.outputs[place, output]), self._spans[output])

    def _probability_text(self, row: int) -> str:
        assert self._found is not None
        place = int(self._found.places[row])
        return "" if place < 0 else percent_text(float(self._found.outputs[place].max()))

    def _text(self, row: int, column: int) -> str:
        assert self._found is not None
        if column < len(self._shown):
            return self._shown[column].text(row)
        place = int(self._found.read.read[row])
        if place < 0:
            return ""
        name = self._names[column - len(self._shown)]
        text = one_line(self._found.read.cells[name][place], _LONGEST)
        if self._is_filled(row, name):
            value = self._found.read.typical.get(name, "")
            filled = _("{text} (filled: {value})") if text else _("(filled: {value})")
            return filled.format(text=text, value=local(value)) if value else text
        return text

    def _is_filled(self, row: int, name: str) -> bool:
        assert self._found is not None
        return self._found.places[row] >= 0 and self._marks(self._found.read.gaps, row, name)

    def _marks(self, places: dict[str, IntArray], row: int, name: str) -> bool:
        """Whether the cell of a row of the file is among those places."""
        assert self._found is not None
        marked, place = places.get(name), int(self._found.read.read[row])
        if marked is None or place < 0:
            return False
        found = int(np.searchsorted(marked, place))
        return found < len(marked) and int(marked[found]) == place

    def _remark(self, row: int, column: int) -> str:
        if column < len(self._shown):
            return ""
        name = self._names[column - len(self._shown)]
        return _("Nothing stands here, so it was filled.") if self._is_filled(row, name) else ""

    def _colour(self, row: int, column: int) -> object:
        assert self._found is not None
        palette = QApplication.palette()
        is_out = self._found.places[row] < 0
        if column >= len(self._shown):
            name = self._names[column - len(self._shown)]
            odd = self._marks(self._found.read.odd, row, name)
            if odd or self._is_filled(row, name):
                return palette.color(QPalette.ColorRole.LinkVisited)
            return palette.placeholderText() if is_out else None
        warns = self._shown[column].warns
        return palette.color(QPalette.ColorRole.LinkVisited) if warns else None

    def _accessible(self, row: int, column: int) -> str:
        assert self._found is not None
        sentence = _("Line {line}, {column}: {text}")
        return sentence.format(
            line=grouped(int(self._found.read.lines[row])),
            column=self._name(column),
            text=self._text(row, column) or _("nothing"),
        )

    def _name(self, column: int) -> str:
        if column < len(self._shown):
            return self._shown[column].name
        return self._names[column - len(self._shown)]


def _predicted(found: Predictions) -> list[str]:
    return [_("Predicted {target}").format(target=label) for label in found.raw.target_labels]


def _probability(name: str) -> str:
    return _("Probability of {name}").format(name=name)
