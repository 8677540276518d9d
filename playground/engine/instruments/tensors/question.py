"""A question about the tensors of a moment, and its answer. Imports no torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.engine.instruments.tensors.entry import Entry
from playground.engine.instruments.tensors.findings import HeatMap, Histogram, Measures
from playground.engine.instruments.tensors.sheet import Cells, Part

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
