"""The metrics of a run, training and validation side by side."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from playground.engine.frame import Measures
from playground.gui.number_text import NOTHING, loss_text, output_text, percent_text
from playground.gui.numbers import tool_tip
from playground.gui.plain_text import plain_label, quiet_label, tabular

_METRIC_NAMES = {
    "accuracy": "Accuracy",
    "balanced_accuracy": "Balanced accuracy",
    "f1": "F1 (macro)",
    "mae": "MAE",
    "rmse": "RMSE",
    "r2": "R²",
}
_METRIC_HELP = {
    "loss": "What training makes small.",
    "accuracy": "The part of the rows whose class is predicted right.",
    "balanced_accuracy": "The part predicted right in each class, averaged over the classes.",
    "f1": "The harmonic mean of precision and recall, averaged over the classes.",
    "mae": "How far the predictions are off, on average, in the target's units.",
    "rmse": "The root of the mean squared error, in the target's units; large errors weigh more.",
    "r2": "The part of the target's variance that the network explains; 1 is perfect.",
}
_FRACTIONS = frozenset({"accuracy", "balanced_accuracy"})


def metric_name(key: str) -> str:
    """What a person calls the metric `key`."""
    return _METRIC_NAMES.get(key, key.replace("_", " ").capitalize())


def metric_text(key: str, value: float) -> str:
    """The value of the metric `key`: accuracies in percent, the rest with a few digits."""
    return percent_text(value) if key in _FRACTIONS else output_text(value)


def metric_help(key: str) -> str:
    """What the metric `key` says, in a sentence; empty where it is unknown."""
    return _METRIC_HELP.get(key, "")


class MetricsTable(QWidget):
    """Loss and metrics of the training and the validation part, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("metrics")
        self._keys: tuple[str, ...] = ()
        self._cells: dict[tuple[str, str], QLabel] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(8, 8, 8, 8)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 1)
        self._build(())

    def show_measures(self, train: Measures, validation: Measures | None) -> None:
        """Show both parts; a part without rows shows no numbers."""
        if tuple(train.metrics) != self._keys:
            self._build(tuple(train.metrics))
        for part, measures in (("train", train), ("validation", validation)):
            self._cells["loss", part].setText(loss_text(measures.loss) if measures else NOTHING)
            for key in self._keys:
                known = measures is not None and key in measures.metrics
                text = metric_text(key, measures.metrics[key]) if measures and known else NOTHING
                self._cells[key, part].setText(text)

    def clear(self) -> None:
        """Show that there are no numbers yet."""
        for cell in self._cells.values():
            cell.setText(NOTHING)

    def _build(self, keys: tuple[str, ...]) -> None:
        while item := self._grid.takeAt(0):
            if widget := item.widget():
                widget.setParent(None)
                widget.deleteLater()
        self._keys, self._cells = keys, {}
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(quiet_label("Train", self), 0, 1, right)
        self._grid.addWidget(quiet_label("Validation", self), 0, 2, right)
        for row, key in enumerate(("loss", *keys), start=1):
            name = plain_label(metric_name(key), self)
            name.setToolTip(tool_tip(metric_help(key)))
            self._grid.addWidget(name, row, 0)
            for column, part in enumerate(("train", "validation"), start=1):
                self._grid.addWidget(self._cell(key, part), row, column, right)
        self._grid.setRowStretch(len(keys) + 1, 0)

    def _cell(self, key: str, part: str) -> QLabel:
        cell = plain_label(NOTHING, self)
        cell.setFont(tabular(self.font()))
        cell.setObjectName(f"metrics.{part}.{key}")
        cell.setAccessibleName(f"{metric_name(key)}, {part}")
        cell.setAlignment(Qt.AlignmentFlag.AlignRight)
        cell.setMinimumWidth(self.fontMetrics().horizontalAdvance("0 000.0000"))
        cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._cells[key, part] = cell
        return cell
