"""One question about the tensors of a moment, and its answer in bounded time and room."""

import contextlib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import torch
from torch import Tensor

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.instruments.tensors.entry import Entry, TensorSource
from playground.engine.instruments.tensors.heat import HeatMap, heat_map
from playground.engine.instruments.tensors.measures import Histogram, Measures, histogram, measure
from playground.engine.instruments.tensors.sheet import Cells, Part, cells_of

LONGEST = 0.008
"""Seconds after which no further tensor is measured; the first always is, however long it takes,
and then the others for as long again at most."""
MOST_CELLS = 20_000
"""Numbers that are handed over at once, as a table."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A part, as a picture of at most so many blocks."""

    part: Part
    rows: int
    columns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is shown at present.

    Attributes:
        chosen: the key of the tensor that is looked into.
        cells, picture, is_counted: as numbers, as a heat map, as a histogram.
        measured: keys of tensors to be measured, those first that wait longest.
    """

    chosen: str = ""
    cells: Part | None = None
    picture: Picture | None = None
    is_counted: bool = False
    measured: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What is there to be shown.

    Attributes:
        question: which this answers; what is no longer there is left out.
        step: steps that were taken until then.
        measures: by key; not all that were asked for, where that would take too long.
        spent: seconds that measuring took.
    """

    question: Question
    step: int
    entries: tuple[Entry, ...]
    measures: Mapping[str, Measures] = field(default_factory=dict)
    spent: float = 0.0
    cells: Cells | None = None
    picture: HeatMap | None = None
    histogram: Histogram | None = None


def answer(source: TensorSource, step: int, question: Question) -> Answer:
    """Look.

    Raises:
        InputError: the device does not give the numbers.
    """
    try:
        return _answer(source, step, question)
    except RuntimeError as error:  # no memory, or a lost device
        raise InputError(_("The tensors cannot be read: {error}").format(error=error)) from error


def _answer(source: TensorSource, step: int, question: Question) -> Answer:
    entries = source.entries
    known = {entry.key for entry in entries}
    tensor = source.tensor(question.chosen) if question.chosen in known else None
    began = time.perf_counter()
    measures = _measured(source, [key for key in question.measured if key in known])
    spent = time.perf_counter() - began
    with _one_thread():
        return Answer(
            question=question,
            step=step,
            entries=entries,
            measures=measures,
            spent=spent,
            cells=_cells(tensor, question.cells),
            picture=_picture(tensor, question.picture),
            histogram=histogram(tensor) if tensor is not None and question.is_counted else None,
        )


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Look with one thread: where another program keeps a core busy, two are far slower.

    What the next step works out is not made in here: its sums hang on the number of threads.
    """
    before = torch.get_num_threads()
    if before == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def _measured(source: TensorSource, keys: list[str]) -> dict[str, Measures]:
    began = time.perf_counter()
    until = began + LONGEST
    found: dict[str, Measures] = {}
    for key in keys:
        tensor = source.tensor(key)
        with _one_thread():
            found[key] = measure(tensor)
        if len(found) == 1:
            # What the next step works out is worked out for the first one of a look: where that
            # takes long, the others have as long again rather than a look each.
            until = max(until, 2 * time.perf_counter() - began)
        if time.perf_counter() >= until:
            break
    return found


def _cells(tensor: Tensor | None, part: Part | None) -> Cells | None:
    if tensor is None or part is None:
        return None
    columns = min(part.columns, MOST_CELLS)
    rows = min(part.rows, MOST_CELLS // max(columns, 1))
    return cells_of(tensor, Part(part.top, part.left, rows, columns))


def _picture(tensor: Tensor | None, picture: Picture | None) -> HeatMap | None:
    if tensor is None or picture is None:
        return None
    return heat_map(tensor, picture.part, picture.rows, picture.columns)
