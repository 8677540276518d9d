"""Type the inputs, see what the network makes of them."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from playground.engine.data.raw import Column, Outputs
from playground.gui.forms.form import order_tabs
from playground.gui.panels.input_row import LONGEST_NAME, InputRow
from playground.gui.theme import GRID, HALF, tabular_font
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import NOTHING, output_text
from playground.gui.widgets.plain_text import one_line, quiet_label
from playground.gui.widgets.probability_bars import ROW, ProbabilityBars
from playground.gui.widgets.steady_label import SteadyLabel
from playground.gui.widgets.tool_tip import tool_tip

PATH = "view.predict_inputs"
MOST_FIELDS = 256
"""Columns beyond these keep their typical value."""
_VISIBLE_ROWS = 4


class PredictPanel(QWidget):
    """The inputs as a person types them, and the live output in the units of the data.

    Signals:
        inputs_changed: `inputs()` has another answer.
        edited: the person changed an input; a spec path and all texts.
        finished: the person is done with an input; the spec path.
    """

    inputs_changed = Signal()
    edited = Signal(str, object)
    finished = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(PATH)
        self.setAccessibleName("Predict")
        self._columns: tuple[Column, ...] = ()
        self._rows: tuple[InputRow, ...] = ()
        self._wanted: tuple[str, ...] = ()
        self._caption = quiet_label("Inputs", self)
        self._inputs_area = _FittingArea(self)
        self._inputs_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._result = _Result(self)
        self._typical = QPushButton("Typical values", self)
        named(self._typical, "predict.typical", tip="Return every input to its typical value.")
        self._typical.clicked.connect(self._return_to_typical)
        head = fill(QHBoxLayout(), self._caption, None, self._typical)
        rows = (head, (self._inputs_area, 1), (self._result, 1))
        fill(QVBoxLayout(self), *rows, spacing=GRID, margins=GRID)
        self.set_columns((), "", ())

    def set_columns(
        self,
        columns: Sequence[Column],
        target_name: str,
        class_names: Sequence[str],
        target_span: float = 0.0,
    ) -> None:
        """Ask for these inputs. Where they are the same as before, what was typed stays.

        Args:
            target_span: from the lowest target to the highest; 0 where it is not known.
        """
        columns = tuple(columns)
        self._result.set_target(target_name, tuple(class_names), target_span)
        same = [_identity(column) for column in columns] == [_identity(c) for c in self._columns]
        self._columns = columns
        if same and self._rows:
            for row, column in zip(self._rows, columns, strict=False):
                row.follow(column)
        else:
            self._build()
        self._apply_wanted()
        self.inputs_changed.emit()

    def inputs(self) -> tuple[float, ...] | None:
        """The raw inputs `[features]`; None while a field is bad or no columns are known."""
        parts = [row.values() for row in self._rows]
        if not parts or any(part is None for part in parts):
            return None
        rest = (column.encode(column.typical) for column in self._columns[len(self._rows) :])
        return tuple(value for part in (*parts, *rest) if part is not None for value in part)

    def texts(self) -> tuple[str, ...]:
        """What is typed, one text per shown column, for `view.predict_inputs`."""
        return tuple(row.text() for row in self._rows)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these texts without a signal of an edit; none returns to the typical values.

        Texts that come before their columns wait for them; those that fit no columns are dropped.
        The same texts again leave everything as it is.
        """
        if tuple(texts) == (self._wanted or self.texts()):
            return
        self._wanted = tuple(texts)
        if not texts:
            self._make_typical()
        if self._rows:
            self._apply_wanted()
            self.inputs_changed.emit()

    def show_output(self, output: Outputs | None) -> None:
        """Show a prediction: `[1]` in target units, or `[classes]` probabilities; None for none."""
        self._result.show_output(output if self.inputs() is not None else None)

    def _build(self) -> None:
        page = QWidget(self)
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, GRID, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(HALF)
        grid.setColumnStretch(1, 1)
        self._rows = tuple(InputRow(column, page) for column in self._columns[:MOST_FIELDS])
        for number, row in enumerate(self._rows):
            grid.addWidget(row.name, 2 * number, 0)
            grid.addWidget(row.field, 2 * number, 1)
            grid.addWidget(row.hint, 2 * number, 2)
            grid.addWidget(row.error, 2 * number + 1, 0, 1, 3)
            row.changed.connect(self._edit)
            row.finished.connect(partial(self.finished.emit, PATH))
        self._add_foot(grid)
        self._inputs_area.setWidget(page)
        order_tabs([self._caption, self._typical, *(row.field for row in self._rows)])
        self._typical.setEnabled(bool(self._rows))
        row_height = self._rows[0].field.sizeHint().height() + HALF if self._rows else 28
        shown = min(max(len(self._rows), 1), _VISIBLE_ROWS)
        self._inputs_area.setMinimumHeight(shown * row_height)

    def _add_foot(self, grid: QGridLayout) -> None:
        foot = 2 * len(self._rows)
        left_out = len(self._columns) - len(self._rows)
        words = f"…and {left_out} more, kept at their typical values." if left_out else ""
        if not self._rows:
            words = "The inputs appear here once the data are read."
        if words:
            grid.addWidget(quiet_label(words, self, wrap=True), foot, 0, 1, 3)
        grid.setRowStretch(foot + 1, 1)

    def _apply_wanted(self) -> None:
        if not self._wanted or not self._rows:
            return
        if len(self._wanted) == len(self._rows):
            for row, text in zip(self._rows, self._wanted, strict=True):
                row.touched = text != row.column.typical
                row.set_text(text)
        self._wanted = ()

    def _edit(self) -> None:
        if self.inputs() is None:
            self._result.show_output(None)
        self.edited.emit(PATH, self.texts())
        self.inputs_changed.emit()

    def _make_typical(self) -> None:
        for row in self._rows:
            row.touched = False
            row.follow(row.column)

    def _return_to_typical(self) -> None:
        self._make_typical()
        self.edited.emit(PATH, ())
        self.finished.emit(PATH)
        self.inputs_changed.emit()


class _Result(QFrame):
    """The target's value in large, or the winning class with a bar per class."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._class_names: tuple[str, ...] = ()
        self._span = 0.0
        self._winner = -1
        self._target = quiet_label("", self)
        self._value = named(SteadyLabel(NOTHING, self), "predict.output", "Prediction")
        self._value.setFont(tabular_font(self.font(), scale=1.9, bold=True))
        self._value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bars = ProbabilityBars(self)
        self._area = _FittingArea(self)
        self._area.setAccessibleName("Probability of each class")
        self._area.setWidget(self._bars)
        rows = (self._target, self._value, (self._area, 1))
        column = fill(QVBoxLayout(self), *rows, spacing=HALF, margins=(0, GRID, 0, 0))
        column.addStretch(0)

    def set_target(self, name: str, class_names: tuple[str, ...], span: float) -> None:
        self._span = span
        self._target.setText(one_line(name, 40) or "Prediction")
        self._target.setToolTip(tool_tip(name))
        self._bars.set_names(class_names)
        self._area.setVisible(bool(class_names))
        shown = min(len(class_names), 3)
        self._area.setMinimumHeight(shown * ROW)
        if class_names != self._class_names:
            self._class_names, self._winner = class_names, -1
            self._value.set_widest("")
            self.show_output(None)

    def show_output(self, output: Outputs | None) -> None:
        if output is None or not np.isfinite(output).all():
            self._show(NOTHING, "No prediction.")
            self._bars.show_values(None)
        elif not self._class_names:
            self._show(output_text(float(output[0]), self._span), str(output[0]))
        elif len(output) == len(self._class_names):
            winner = int(output.argmax())
            name = self._class_names[winner]
            self._show(one_line(name, LONGEST_NAME), name)
            self._bars.show_values(output)
            self._reveal(winner)

    def _reveal(self, winner: int) -> None:
        """Scroll to the winner when it is another, and leave the person's scrolling alone else."""
        if winner != self._winner:
            self._winner = winner
            self._area.ensureVisible(0, winner * ROW + ROW // 2, 0, ROW)

    def _show(self, text: str, whole: str) -> None:
        self._value.show_text(text)
        tip = tool_tip(whole)
        if self._value.toolTip() != tip:
            self._value.setToolTip(tip)


class _FittingArea(QScrollArea):
    """Scrolls up and down where it must, and is never higher than what it holds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        page = self.widget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


def _identity(column: Column) -> tuple[str, str, tuple[str, ...]]:
    return column.name, column.kind, column.categories
