"""The rows of a batch as a table, of which only some are there at a time."""

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped, number
from playground.engine.instruments.slow_step.values import Numbers, Rows, StepView

Index = QModelIndex | QPersistentModelIndex


class RowsModel(QAbstractTableModel):
    """A row for each of the batch: inputs, target, output, and the loss of the row.

    Signals:
        wanted: the number of a row that is to be shown and is not there.
    """

    wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._count = 0
        self._rows: Rows | None = None
        self._heads: list[str] = []
        self._parts: list[Numbers | None] = []
        self._asked = -1

    def show_view(self, view: StepView) -> None:
        """Show the rows of this moment."""
        rows = view.rows
        parts: list[Numbers | None] = [rows.inputs, rows.targets, rows.outputs, rows.losses]
        widths = (
            rows.columns,
            *(_numbered(n, w) for n, w in zip(_names(), rows.widths, strict=True)),
        )
        heads = [*(head for some in widths for head in some)]
        is_other = (heads, rows.batch) != (self._heads, self._count)
        if is_other:
            self.beginResetModel()
        self._rows, self._heads, self._count, self._asked = rows, heads, rows.batch, -1
        self._parts = _columns(parts, [len(some) for some in widths])
        if is_other:
            self.endResetModel()
        else:
            last = self.index(self._count - 1, len(heads) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: ARG002
        return self._count

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: ARG002
        return len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        is_row = orientation == Qt.Orientation.Vertical
        return grouped(section + 1) if is_row else self._heads[section]

    def _text(self, row: int, column: int) -> str:
        rows, values = self._rows, self._parts[column]
        if rows is None or values is None:
            return ""
        if not rows.first <= row < rows.first + len(rows.inputs):
            if self._asked < 0:  # one question at a time: the first that is seen
                self._asked = row
                self.wanted.emit(row)
            return "…"
        return number(float(values[row - rows.first]), ".4g").replace("-", "−")


def _names() -> tuple[str, str, str]:
    return _("target"), _("output"), _("loss")


def _numbered(name: str, count: int) -> list[str]:
    return [name] if count == 1 else [f"{name} {n + 1}" for n in range(count)]


def _columns(parts: list[Numbers | None], widths: list[int]) -> list[Numbers | None]:
    """Each column by itself; None for what is not known yet."""
    columns: list[Numbers | None] = []
    for part, width in zip(parts, widths, strict=True):
        if part is None:
            columns += [None] * width
        elif part.ndim == 1:
            columns.append(part)
        else:
            columns += [part[:, n] for n in range(width)]
    return columns
