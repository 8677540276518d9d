"""The predictions for the rows of a table: as CSV, and how good they are where that is known."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from playground.engine.data.raw import IntArray, Outputs, RawData
from playground.engine.data.table.inputs.read import ReadInputs
from playground.engine.data.table.inputs.rows import TAKEN
from playground.engine.training.metrics import measure

Shown = Callable[[str], str]
_AT_ONCE = 500
"""Rows that are written in one piece: few enough for a window beside it not to wait."""


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """What a model says of the rows of a table.

    Attributes:
        outputs: `[rows taken, targets]` in target units, or `[rows taken, classes]` probabilities.
        places: int64 `[rows]` of the file, places in `outputs`; −1 for rows left out.
        step: after how many steps of training the model was asked.
    """

    read: ReadInputs
    raw: RawData
    outputs: Outputs
    places: IntArray
    step: int = 0

    @property
    def digits(self) -> int:
        """So many significant digits tell any two outputs apart that are not equal."""
        return 7 if self.outputs.dtype == np.float32 else 15

    def texts(self, row: int) -> list[str]:
        """The value, or the class and the probability of each, in the marks of Python; nothing for
        a row of the file that was left out."""
        place = int(self.places[row])
        if place < 0:
            return [""] * (len(self.raw.target_names) + len(self.raw.class_names))
        return _texts(self.outputs[place], self.raw.class_names, self.digits)

    def reason(self, row: int) -> str:
        """Why a row of the file was left out; empty where it was not."""
        why = int(self.read.why[row])
        return "" if why == TAKEN else self.read.reasons[why]

    def cells(self, row: int) -> list[str]:
        """What stands in a row of the file; empty texts for one that is no row of its table."""
        place = int(self.read.read[row])
        return [texts[place] if place >= 0 else "" for texts in self.read.cells.values()]

    def metrics(self) -> tuple[dict[str, float], int]:
        """The metrics over the rows whose target the file has, and how many these are."""
        targets = self.read.targets
        known = np.isfinite(targets)
        if not len(targets) or not known.any():
            return {}, 0
        classes = len(self.raw.class_names)
        found = measure(self.raw.task, targets[known], self.outputs[known], classes)
        return found, int(known.sum())


def predictions_of(read: ReadInputs, raw: RawData, outputs: Outputs, step: int = 0) -> Predictions:
    """The outputs for the rows that were read, put beside all rows of the file."""
    places = np.full(read.total, -1, dtype=np.int64)
    places[read.rows] = np.arange(len(read.rows))
    return Predictions(read, raw, outputs, places, step)


def as_csv(found: Predictions, shown: Shown = str, *, with_inputs: bool = False) -> Iterator[str]:
    """The lines of a CSV, many at a time: one per row of the file, in its order.

    Without the inputs, the cells of a row that was left out are empty; with them, a last column
    says why it was left out, if any was.

    Args:
        shown: how the name of the target or of a class is written.
        with_inputs: begin each line with what stands in the file.
    """
    classes = tuple(shown(name) for name in found.raw.class_names)
    targets = [shown(name) for name in found.raw.target_names]
    # In every language alike: a program may look for them.
    header = [f"probability of {name}" for name in classes]
    says_why = with_inputs and bool((found.read.why != TAKEN).any())
    if with_inputs:
        header = [*found.read.cells, *(f"predicted {name}" for name in targets), *header]
        header += ["left out"] if says_why else []
    else:
        header = [*targets, *header]
    yield _written([header])
    named = dict(zip(found.raw.class_names, classes, strict=True))
    for start in range(0, found.read.total, _AT_ONCE):
        rows = range(start, min(start + _AT_ONCE, found.read.total))
        columns = _columns_of(found, rows, named)
        if with_inputs:
            why = [[found.reason(row) for row in rows]] if says_why else []
            columns = [*_cells_of(found, rows), *columns, *why]
        yield _written(zip(*columns, strict=True))


def _columns_of(found: Predictions, rows: range, named: dict[str, str]) -> list[list[str]]:
    """The prediction of each of `rows`, and the probabilities, column by column."""
    texts = [found.texts(row) for row in rows]
    columns = [list(column) for column in zip(*texts, strict=True)]
    return [[named.get(text, text) for text in columns[0]], *columns[1:]]


def _cells_of(found: Predictions, rows: range) -> list[list[str]]:
    """What stands in `rows`, column by column."""
    read = found.read.read[rows.start : rows.stop]
    return [texts.of_rows(read) for texts in found.read.cells.values()]


def _written(lines: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(lines)
    return text.getvalue()


def _texts(outputs: Outputs, classes: Sequence[str], digits: int) -> list[str]:
    numbers = [f"{value:.{digits}g}" for value in outputs]
    return [classes[int(outputs.argmax())], *numbers] if classes else numbers
