"""Choose the inputs, see what the network makes of them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.engine.data.raw import Column, Outputs
from playground.engine.frames.frame import Rows
from playground.gui.forms.form import order_tabs
from playground.gui.panels.predict.input_fields import InputFields
from playground.gui.panels.predict.inputs import Inputs, compact
from playground.gui.panels.predict.outside import outside_words
from playground.gui.panels.predict.picture_input import PictureInput
from playground.gui.panels.predict.result import Result
from playground.gui.panels.predict.row_picker import RowPicker
from playground.gui.theme import GRID, HALF
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

PATH = "view.predict_inputs"


class PredictPanel(QWidget):
    """The inputs as a person types or draws them, and the live output in the units of the data.

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
        self.setAccessibleName(_("Predict"))
        self._wanted: tuple[str, ...] = ()
        self._rows: Rows | None = None
        self._row: int | None = None
        self._pixels: tuple[int, int] | None = None
        self._picker = RowPicker(self)
        self._picker.picked.connect(self.take_row)
        self._result = Result(self)
        self._typical = compact(QPushButton(_("Typical"), self))
        named(self._typical, "predict.typical", tip=_("Set every input to its typical value."))
        self._typical.clicked.connect(self._return_to_typical)
        self._inputs: Inputs = InputFields((), self)
        self._head = fill(QHBoxLayout(), (self._picker, 1), self._typical, spacing=HALF)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        fill(self._body, self._inputs, (self._result, 1), spacing=2 * GRID)
        fill(QVBoxLayout(self), self._head, (self._body, 1), spacing=GRID, margins=GRID)
        self.set_columns((), ("",), ())

    def set_columns(
        self,
        columns: Sequence[Column],
        target_names: tuple[str, ...],
        class_names: Sequence[str],
        rows: Rows | None = None,
        pixels: tuple[int, int] | None = None,
        target_spans: Sequence[float] = (),
    ) -> None:
        """Ask for these inputs. Where they are the same as before, what was typed stays.

        Args:
            rows: the data, from which a row can be taken.
            pixels: rows and columns of the picture that the inputs are, if they are one.
            target_spans: from the lowest of each target to the highest; 0, or none, where it is
                not known.
        """
        self._result.set_targets(target_names, tuple(class_names), tuple(target_spans))
        before = [_identity(column) for column in self._inputs.columns]
        if before and before == [_identity(column) for column in columns]:
            self._inputs.follow(columns)
        else:
            self._build(columns, pixels)
        self._rows = rows
        self._picker.set_rows(rows)
        self._apply_wanted()
        self._show_row()
        self.inputs_changed.emit()

    def inputs(self) -> tuple[float, ...] | None:
        """The raw inputs `[features]`; None while a field is bad or no columns are known."""
        return self._inputs.values()

    def comfort(self) -> int:
        """Pixels of height at which inputs and result are seen without much scrolling."""
        least: int = self.minimumSizeHint().height()
        return least + self._inputs.spare + self._result.spare

    @property
    def asks(self) -> bool:
        """Whether a person asked for these inputs: typical ones are nobody's question."""
        typical = tuple(column.typical for column in self._inputs.columns)
        texts = self.texts()
        return texts != typical[: len(texts)] and self.inputs() is not None

    @property
    def note(self) -> str:
        """What is to be known of the inputs, in a sentence, or empty."""
        return outside_words(self._inputs.columns, self.inputs() or ())

    def texts(self) -> tuple[str, ...]:
        """What is typed, one text per shown column, for `view.predict_inputs`."""
        return self._inputs.texts()

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show these texts without a signal of an edit; none returns to the typical values.

        Texts that come before their columns wait for them; those that fit no columns are dropped.
        The same texts again leave everything as it is.
        """
        if tuple(texts) == (self._wanted or self.texts()):
            return
        self._wanted = tuple(texts)
        if not texts:
            self._inputs.make_typical()
        if self._inputs.columns:
            self._apply_wanted()
            self._show_row()
            self.inputs_changed.emit()

    def take_row(self, number: int) -> None:
        """Ask for the inputs of this row of the data, counted from 0."""
        if self._rows is None or not 0 <= number < len(self._rows.targets):
            return
        self._row = number
        self._inputs.set_texts(self._texts_of(number))
        self._edit()
        self.finished.emit(PATH)

    def show_output(self, output: Outputs | None) -> None:
        """Show a prediction, `[targets]` in target units or `[classes]` probabilities; or none."""
        self._result.show_output(output if self.inputs() is not None else None)

    def _build(self, columns: Sequence[Column], pixels: tuple[int, int] | None) -> None:
        old, beside = self._inputs, QBoxLayout.Direction.LeftToRight
        is_picture = pixels is not None and pixels[0] * pixels[1] == len(columns)
        if pixels is not None and is_picture:
            picture = PictureInput(columns, pixels, self)
            self._inputs = picture
            self._head.insertWidget(1, picture.clear)
        else:
            self._inputs = InputFields(columns, self)
        self._body.setDirection(beside if is_picture else QBoxLayout.Direction.TopToBottom)
        for place, share in enumerate((2, 3) if is_picture else (0, 1)):
            self._body.setStretch(place, share)
        self._body.replaceWidget(old, self._inputs)
        self._inputs.show()
        for part in (old, *old.tools()):
            part.hide()
            part.deleteLater()
        self._inputs.changed.connect(self._edit)
        self._inputs.finished.connect(lambda: self.finished.emit(PATH))
        stops = [self._picker.field, *self._inputs.tools(), self._typical, *self._inputs.stops()]
        order_tabs(stops)
        self._typical.setEnabled(bool(columns))

    def _apply_wanted(self) -> None:
        if not self._wanted or not self._inputs.columns:
            return
        if len(self._wanted) == len(self.texts()):
            self._inputs.set_texts(self._wanted)
        self._wanted = ()

    def _edit(self) -> None:
        if self.inputs() is None:
            self._result.show_output(None)
        self._show_row()
        self.edited.emit(PATH, self.texts())
        self.inputs_changed.emit()

    def _show_row(self) -> None:
        """Say which row the inputs are of, and what is true of it: as long as they are its."""
        truth = None
        if self._row is not None and self._rows is not None and self._is_of(self._row):
            truth = self._rows.truth(self._row)
        else:
            self._row = None
        self._picker.show_row(self._row)
        self._result.show_truth(truth)
        self._result.show_note(self.note)

    def _is_of(self, number: int) -> bool:
        there = self._rows is not None and number < len(self._rows.targets)
        return there and self.texts() == self._texts_of(number)

    def _texts_of(self, number: int) -> tuple[str, ...]:
        assert self._rows is not None
        values, texts, first = self._rows.inputs[number], [], 0
        for column in self._inputs.columns[: len(self.texts())]:
            width = len(column.feature_names())
            texts.append(column.text_of(values[first : first + width]))
            first += width
        return tuple(texts)

    def _return_to_typical(self) -> None:
        self._inputs.make_typical()
        self._show_row()
        self.edited.emit(PATH, ())
        self.finished.emit(PATH)
        self.inputs_changed.emit()


def _identity(column: Column) -> tuple[str, str, tuple[str, ...]]:
    return column.name, column.kind, column.categories
