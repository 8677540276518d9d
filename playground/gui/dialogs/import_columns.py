"""The preview of a table as a model: above its rows what each column is taken as, and as what."""

import math
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QWidget

from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.data.table.columns.choices import chosen_format, chosen_kind
from playground.engine.data.table.columns.dates import PATTERNS
from playground.engine.data.table.columns.kinds import KINDS, USABLE
from playground.engine.data.table.columns.numbers import ORDER, NumberFormat
from playground.engine.data.table.preview import ColumnPreview, TablePreview
from playground.engine.spec.run import DataSpec
from playground.gui.widgets.plain_text import one_line
from playground.gui.widgets.tool_tip import tool_tip

Index = QModelIndex | QPersistentModelIndex
Choices = tuple[tuple[str, str], ...]

ROLE_ROW, KIND_ROW, FORMAT_ROW, VALUES_ROW, MISSING_ROW, FIRST_ROW = range(6)
CHOICES = Qt.ItemDataRole.UserRole
"""Item data: the (key, label) pairs a cell can take, labels in English; None where no choice."""
ODD = Qt.ItemDataRole.UserRole + 1
"""Item data: whether the cell counts as missing because it is not what its column is."""

_ROLES: Choices = (
    ("feature", N_("Feature")),
    ("target", N_("Target")),
    ("ignore", N_("Ignore")),
)
_AUTOMATIC = ("", N_("Automatic"))
_KINDS: Choices = (
    _AUTOMATIC,
    ("number", N_("Number")),
    ("category", N_("Category")),
    ("date", N_("Date or time")),
)
_NUMBERS: Choices = tuple((form, form) for form in (NumberFormat(*pair).example for pair in ORDER))
_DATES: Choices = tuple((form, form) for form in PATTERNS)
_NAMES = {
    ROLE_ROW: N_("Role"),
    KIND_ROW: N_("Type"),
    FORMAT_ROW: N_("Format"),
    VALUES_ROW: N_("Values"),
    MISSING_ROW: N_("Missing"),
}
_SAID = {
    ROLE_ROW: N_("Role of {column}: {choice}"),
    KIND_ROW: N_("Type of {column}: {choice}"),
    FORMAT_ROW: N_("Format of {column}: {choice}"),
    VALUES_ROW: N_("Values of {column}: {choice}"),
    MISSING_ROW: N_("Missing values of {column}: {choice}"),
}
_KIND_NAMES = {str(kind): name for kind, name in KINDS.items()}
_LONGEST = 200
_LEAST, _MOST = 1e-4, 1e11
"""Beyond them numbers are written with a power of ten."""
_NAMED = 3


class ColumnsModel(QAbstractTableModel):
    """A `TablePreview` as a model.

    Signals:
        chosen: the name of a column, the row (ROLE_ROW, KIND_ROW, FORMAT_ROW) and the key picked.
    """

    chosen = Signal(str, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preview, self._spec = TablePreview(), DataSpec()
        self._odd: frozenset[tuple[int, int]] = frozenset()

    def show(self, preview: TablePreview, spec: DataSpec) -> None:
        """Take another preview; places and selection stay where its shape is the same."""
        before, after = self._preview, preview
        same = len(before.columns) == len(after.columns) and len(before.rows) == len(after.rows)
        if not same:
            self.beginResetModel()
        self._preview, self._spec, self._odd = preview, spec, frozenset(preview.odd_cells)
        if not same:
            self.endResetModel()
        elif self._preview.columns:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)

    def about(self, index: Index) -> str:
        """What is known of the column, and why it is read so; of an odd cell, that it is one."""
        about = _about(self._preview.columns[index.column()])
        return f"{self._odd_words(index)}\n{about}" if self._is_odd(index) else about

    def rowCount(self, parent: Index | None = None) -> int:
        if (parent is not None and parent.isValid()) or not self._preview.columns:
            return 0
        return FIRST_ROW + len(self._preview.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._preview.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self._choices(index) else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        column = self._preview.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index, column)
            case Qt.ItemDataRole.EditRole:
                return self._chosen(index, column)
            case Qt.ItemDataRole.ForegroundRole:
                return self._colour(index, column)
            case Qt.ItemDataRole.FontRole if self._is_odd(index):
                return _underlined(QApplication.font())
            case Qt.ItemDataRole.ToolTipRole:
                return tool_tip(self.about(index))
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._accessible(index, column)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self.about(index)
            case Qt.ItemDataRole.TextAlignmentRole if index.row() >= VALUES_ROW:
                return _alignment(column)
        if role == ODD:
            return self._is_odd(index)
        return self._choices(index) if role == CHOICES else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole or not self._choices(index):
            return False
        if value != self.data(index, role):
            name = self._preview.columns[index.column()].name
            self.chosen.emit(name, index.row(), str(value))
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Vertical:
            return self._row_name(section, role)
        if not 0 <= section < len(self._preview.columns):
            return None
        column = self._preview.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return one_line(column.name, _LONGEST)
        return tool_tip(_about(column)) if role == Qt.ItemDataRole.ToolTipRole else None

    def _row_name(self, section: int, role: int) -> str | None:
        if section in _NAMES:
            return _(_NAMES[section]) if role == Qt.ItemDataRole.DisplayRole else None
        row = section - FIRST_ROW
        if not 0 <= row < len(self._preview.lines):
            return None
        line = grouped(self._preview.lines[row])
        if role == Qt.ItemDataRole.DisplayRole:
            return line
        return tool_tip(_("Line {n} of the file").format(n=line)) if role == _TIP else None

    def _text(self, index: Index, column: ColumnPreview) -> str:
        shown = _SHOWN.get(index.row())
        if shown is not None:
            return shown(column) if index.row() == ROLE_ROW or not self._is_ignored(column) else ""
        return one_line(self._preview.rows[index.row() - FIRST_ROW][index.column()], _LONGEST)

    def _is_ignored(self, column: ColumnPreview) -> bool:
        """Whether a person left it out, who need not hear what it would be."""
        return column.role == "ignore" and column.name in self._spec.ignore

    def _is_odd(self, index: Index) -> bool:
        return (index.row() - FIRST_ROW, index.column()) in self._odd

    def _colour(self, index: Index, column: ColumnPreview) -> Any:  # noqa: ANN401
        palette = QApplication.palette()
        if self._is_odd(index):
            return palette.brightText()
        return palette.placeholderText() if column.role == "ignore" else None

    def _chosen(self, index: Index, column: ColumnPreview) -> str | None:
        if index.row() == ROLE_ROW:
            return column.role
        if index.row() == KIND_ROW:
            return chosen_kind(self._spec, column.name)
        return chosen_format(self._spec, column.name) if index.row() == FORMAT_ROW else None

    def _odd_words(self, index: Index) -> str:
        sentence = _("{text} is not what the column is and counts as missing.")
        return sentence.format(text=repr(str(self.data(index))))

    def _accessible(self, index: Index, column: ColumnPreview) -> str | None:
        if self._is_odd(index):
            return self._odd_words(index)
        if index.row() not in _SAID:
            return None
        choice = self._text(index, column) or _("none")
        return _(_SAID[index.row()]).format(column=column.name, choice=choice)

    def _choices(self, index: Index) -> Choices | None:
        if not index.isValid() or not self._preview.target:
            return None
        column = self._preview.columns[index.column()]
        if index.row() == ROLE_ROW:
            return _ROLES[1:] if column.kind in ("constant", "empty") else _ROLES
        if self._is_ignored(column):
            return None
        if index.row() == KIND_ROW:
            return _KINDS
        if index.row() != FORMAT_ROW:
            return None
        forms = _DATES + _NUMBERS if column.kind == "date" else _NUMBERS + _DATES
        return (_AUTOMATIC, *forms)


_TIP = Qt.ItemDataRole.ToolTipRole


def _kind_words(column: ColumnPreview) -> str:
    return _(_KIND_NAMES.get(column.kind, ""))


def _format_words(column: ColumnPreview) -> str:
    return column.unit if column.kind == "date" else column.example


def _values_words(column: ColumnPreview) -> str:
    """The range of numbers or dates, or how many categories there are, with the first of them."""
    if column.minimum is not None and column.maximum is not None:
        return f"{_short(column.minimum)} … {_short(column.maximum)}"
    if column.earliest:
        return f"{column.earliest} … {column.latest}"
    if not column.category_count:
        return ""
    first = ", ".join(one_line(text, 20) for text in column.categories[:_NAMED])
    return f"{grouped(column.category_count)}: {first}"


def _short(value: float) -> str:
    """About six digits, and all of those before the decimal mark."""
    size = abs(value)
    if size and not _LEAST <= size < _MOST:
        return number(value, ".4g")
    decimals = max(0, 5 - int(math.log10(size))) if size else 0
    return number(round(value, decimals), ".12g")


_SHOWN: dict[int, Callable[[ColumnPreview], str]] = {
    ROLE_ROW: lambda column: _(dict(_ROLES)[column.role]),
    KIND_ROW: _kind_words,
    FORMAT_ROW: _format_words,
    VALUES_ROW: _values_words,
    MISSING_ROW: lambda column: grouped(column.missing) if column.kind else "",
}
"""What stands in the rows above those of the file."""


def _underlined(font: QFont) -> QFont:
    font = QFont(font)
    font.setUnderline(True)
    return font


def _alignment(column: ColumnPreview) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.kind == "number" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _about(column: ColumnPreview) -> str:
    """What is known of the column, and why it is taken so."""
    name = one_line(column.name, _LONGEST)
    if column.role == "ignore":
        said = [_("{column}: left out.").format(column=name), column.why]
    else:
        what = _kind_words(column) or _("not known")
        said = [f"{name}: {what}.", column.why]
    if column.kind in USABLE and (values := _values_words(column)):
        said.append(_("Values: {values}.").format(values=values))
    if column.missing:
        gaps = ngettext(
            "{n} value is missing in the rows examined.",
            "{n} values are missing in the rows examined.",
            column.missing,
        )
        said.append(gaps.format(n=grouped(column.missing)))
    return " ".join(sentence for sentence in said if sentence)
