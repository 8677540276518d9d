"""All weights of one layer in a table: to be read, typed, copied and pasted."""

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.spec.edit import Edit, Edits, LayerNames, require_weights
from playground.gui.dialogs.matrix_text import Matrix, read_matrix, write_matrix
from playground.gui.dialogs.weights_model import WeightsModel
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import error_label, plain_label
from playground.gui.widgets.screen_room import resize_within_screen

_LARGEST_WINDOW = (900, 560)


class WeightsDialog(QDialog):
    """Shows the weights as they were at one step; sets only those that were changed.

    Signals:
        edited: the edits, and their words for undo.
    """

    edited = Signal(object, str)

    def __init__(self, names: LayerNames, start: Matrix, step: int, parent: QWidget) -> None:
        """Show them.

        Args:
            start: float64 `[neurons, inputs]`, with one column more for the biases if there are.
        """
        super().__init__(parent)
        self._names = names
        title = _("Weights of {layer}").format(layer=names.title)
        self.setWindowTitle(title)
        self._model = WeightsModel(names, start, self)
        self._table = named(QTableView(self), "weights.table", title)
        self._table.setModel(self._model)
        self._table.resizeColumnsToContents()
        self._problem = error_label("", self)
        self._problem.setObjectName("weights.problem")
        words = _(
            "Weights of {layer} at step {step}: one row per neuron, one column per input. Only the "
            "values that you change are set."
        ).format(layer=names.title, step=grouped(step))
        self._model.refused.connect(self._say)
        self._model.dataChanged.connect(lambda: self._say(""))
        buttons = self._buttons()
        tools = fill(QHBoxLayout(), *self._tools(), None, spacing=GRID)
        said = plain_label(words, self, wrap=True)
        rows = (said, (self._table, 1), self._problem, tools, buttons)
        fill(QVBoxLayout(self), *rows, spacing=GRID, margins=2 * GRID)
        for key, act in (
            (QKeySequence.StandardKey.Copy, self.copy),
            (QKeySequence.StandardKey.Paste, self.paste),
        ):
            QShortcut(key, self._table, act)
        self._fit()

    def copy(self) -> None:
        """Copy all of it as text."""
        QGuiApplication.clipboard().setText(write_matrix(self._model.values))

    def paste(self) -> None:
        """Fill the table with the clipboard's text, with or without the biases."""
        rows, columns = len(self._names.rows), len(self._names.columns)
        shapes = [(rows, columns)]
        if self._names.bias:
            shapes.append((rows, columns + 1))
        try:
            matrix = read_matrix(QGuiApplication.clipboard().text(), shapes, self._names.title)
            require_weights(_edits(self._names, matrix, np.full_like(matrix, np.nan)))
        except InputError as error:
            self._say(str(error))
            return
        self._model.fill(matrix)

    def accept(self) -> None:
        edits = _edits(self._names, self._model.values, self._model.start)
        if edits:
            self.edited.emit(edits, self.windowTitle())
        super().accept()

    def _say(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def _tools(self) -> list[QPushButton]:
        tools = (
            (_("Copy"), "weights.copy", _("Copy the whole table."), self.copy),
            (
                _("Paste"),
                "weights.paste",
                _("Fill the table from the clipboard: spreadsheet cells or what PyTorch prints."),
                self.paste,
            ),
        )
        made = []
        for text, name, tip, act in tools:
            button = named(QPushButton(text, self), name, text, tip)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            made.append(button)
        return made

    def _buttons(self) -> QDialogButtonBox:
        kind = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kind.Ok | kind.Cancel, self)
        buttons.button(kind.Ok).setText(_("&Set"))
        buttons.button(kind.Ok).setAutoDefault(False)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        return buttons

    def _fit(self) -> None:
        """As large as the table asks for, within bounds."""
        table = self._table
        width = table.verticalHeader().sizeHint().width() + table.horizontalHeader().length()
        height = table.horizontalHeader().sizeHint().height() + table.verticalHeader().length()
        most_wide, most_high = _LARGEST_WINDOW
        width, height = min(max(width + 60, 420), most_wide), min(height + 220, most_high)
        resize_within_screen(self, width, height)


def _edits(names: LayerNames, values: Matrix, start: Matrix) -> Edits:
    """What differs, as edits; a matrix without the biases leaves them alone."""
    inputs = len(names.columns)
    parts = [(names.weight, slice(0, inputs)), (names.bias, slice(inputs, None))]
    edits = []
    for name, columns in parts:
        after, before = (part[:, columns].ravel() for part in (values, start))
        places = np.flatnonzero(~(after == before))
        if name and len(places):
            edits.append(Edit("weights", name, places.astype(np.int64), after[places]))
    return tuple(edits)
