"""The weights of a layer in a step as a table."""

from PySide6.QtCore import QObject

from playground.engine.instruments.slow_step.values import StepView, Weights
from playground.gui.instruments.slow_step.some_rows import PENDING, SomeRows


class WeightsModel(SomeRows):
    """A row for each weight and bias: value, gradient, optimizer state, change, new value."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.weights: Weights | None = None

    def show_view(self, view: StepView) -> None:
        """Show the weights of this moment."""
        self.weights = weights = view.weights
        heads = tuple(column.title for column in weights.columns)
        self._show(heads, weights.count, weights.first, len(weights.values))

    def _value(self, row: int, column: int) -> float | None:
        weights = self.weights
        if weights is None or not weights.known[row, column]:
            return None
        return float(weights.values[row, column])

    def _row_name(self, row: int) -> str:
        is_there = self.weights is not None and self._is_there(row)
        return self.weights.names[row - self._first] if self.weights and is_there else PENDING

    def _hint(self, column: int) -> str | None:
        return self.weights.columns[column].hint if self.weights else None
