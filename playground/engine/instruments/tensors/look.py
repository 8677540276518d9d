"""Answers a question about the tensors of a moment, in bounded time and room."""

import contextlib
import time
from collections.abc import Iterator

import torch
from torch import Tensor

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.instruments.tensors.entry import TensorSource
from playground.engine.instruments.tensors.findings import HeatMap, Measures
from playground.engine.instruments.tensors.heat import heat_map
from playground.engine.instruments.tensors.measures import histogram, measure
from playground.engine.instruments.tensors.question import MOST_CELLS, Answer, Picture, Question
from playground.engine.instruments.tensors.reading import cells_of
from playground.engine.instruments.tensors.sheet import Cells, Part

LONGEST = 0.008
"""Seconds after which no further tensor is measured; the first always is, however long it takes,
and then the others for as long again at most."""


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
