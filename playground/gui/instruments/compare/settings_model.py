"""The settings of several runs as a table: a row for each in which they differ."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPixmap

from playground.engine.common.language import _
from playground.engine.spec.parameter import Parameter
from playground.gui.instruments.compare.columns import Column
from playground.gui.widgets.tool_tip import tool_tip
from playground.state.history.differences import label_of, value_of, varying

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ROLE = Qt.ItemDataRole
SAMPLE = 10
"""Pixels of a patch in the colour of a run."""


class SettingsModel(QAbstractTableModel):
    """A column for each run; what differs from the present one, the first, is bold."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._rows: list[tuple[str, Parameter | None]] = []
        self._texts: list[list[str]] = []

    def set_columns(self, columns: Sequence[Column], *, every: bool) -> None:
        """Compare these runs.

        Args:
            every: whether to show the settings in which they are alike, too.
        """
        told = [column.told for column in columns]
        rows = list(varying(told, every=every).items())
        texts = [[value_of(one, path) for one in told] for path, _parameter in rows]
        self.beginResetModel()
        self._columns, self._rows, self._texts = tuple(columns), rows, texts
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:  # noqa: ANN401 - Qt's
        texts = self._texts[index.row()]
        if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
            return texts[index.column()]
        if role == _ROLE.FontRole:
            font = QFont()
            font.setBold(texts[index.column()] != texts[0])
            return font
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's
        if orientation == Qt.Orientation.Horizontal:
            return head_of(self._columns[section], role)
        parameter = self._rows[section][1]
        if role == _ROLE.DisplayRole:
            return label_of(parameter)
        if role == _ROLE.ToolTipRole and parameter is not None:
            return tool_tip(_(parameter.help))
        return None


def head_of(column: Column, role: int) -> object:
    """What stands above the column of a run."""
    if role in (_ROLE.DisplayRole, _ROLE.ToolTipRole):
        return column.words
    return _sample(column.colour) if role == _ROLE.DecorationRole else None


def _sample(colour: str) -> QPixmap:
    sample = QPixmap(SAMPLE, SAMPLE)
    sample.fill(QColor(colour))
    return sample
