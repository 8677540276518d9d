"""The weights of one layer as a table that can be edited."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.spec.edit import LARGEST_WEIGHT, LayerNames
from playground.engine.spec.parameter import Parameter
from playground.gui.dialogs.matrix_text import Matrix
from playground.gui.forms.numbers import read_number, write_number

Index = QModelIndex | QPersistentModelIndex
_WEIGHT = Parameter(
    "weight", N_("Weight"), "number", 0.0, "", minimum=-LARGEST_WEIGHT, maximum=LARGEST_WEIGHT
)


class WeightsModel(QAbstractTableModel):
    """A row for each neuron, a column for each input, and one for the bias.

    Attributes:
        start: float64 `[neurons, columns]`, as it was given.
        values: the same with what was typed.

    Signals:
        refused: a sentence; what was typed is no weight.
    """

    refused = Signal(str)

    def __init__(self, names: LayerNames, start: Matrix, parent: QObject) -> None:
        super().__init__(parent)
        self.names = names
        self.start = start
        self.values = start.copy()

    def fill(self, values: Matrix) -> None:
        """Put these in the place of all weights, or of all but the biases."""
        self.values[:, : values.shape[1]] = values
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002
        return len(self.values)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: ARG002
        return int(self.values.shape[1])

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = float(self.values[index.row(), index.column()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return write_number(_WEIGHT, value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            row, column = (self._name(s, o) for s, o in _both(index))
            return f"{row}, {column}: {write_number(_WEIGHT, value)}"
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        shown = self.data(index)
        if role != Qt.ItemDataRole.EditRole or value == shown:
            return False
        try:
            self.values[index.row(), index.column()] = read_number(_WEIGHT, str(value))
        except InputError as error:
            self.refused.emit(str(error))
            return False
        self.dataChanged.emit(index, index)
        return True

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        return self._name(section, orientation) if role == Qt.ItemDataRole.DisplayRole else None

    def _name(self, section: int, orientation: Qt.Orientation) -> str:
        names = self.names
        if orientation == Qt.Orientation.Vertical:
            return names.rows[section]
        return names.columns[section] if section < len(names.columns) else _("bias")


def _both(index: Index) -> tuple[tuple[int, Qt.Orientation], tuple[int, Qt.Orientation]]:
    return (index.row(), Qt.Orientation.Vertical), (index.column(), Qt.Orientation.Horizontal)
