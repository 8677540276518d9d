"""The rows of a batch as a table."""

from PySide6.QtCore import QObject

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.instruments.slow_step.values import Numbers, StepView
from playground.gui.instruments.slow_step.some_rows import SomeRows


class RowsModel(SomeRows):
    """A row for each of the batch: inputs, target, output, and the loss of the row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: list[Numbers | None] = []

    def show_view(self, view: StepView) -> None:
        """Show the rows of this moment."""
        rows = view.rows
        parts: list[Numbers | None] = [rows.inputs, rows.targets, rows.outputs, rows.losses]
        widths = (
            rows.columns,
            *(_numbered(n, w) for n, w in zip(_names(), rows.widths, strict=True)),
        )
        self._parts = _columns(parts, [len(some) for some in widths])
        heads = tuple(head for some in widths for head in some)
        self._show(heads, rows.batch, rows.first, len(rows.inputs))

    def _value(self, row: int, column: int) -> float | None:
        values = self._parts[column]
        return None if values is None else float(values[row])

    def _row_name(self, row: int) -> str:
        return grouped(row + 1)


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
