"""How runs did, side by side: values, differences from a baseline, and which is best."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from playground.engine.common.language import N_, _
from playground.engine.training.metrics import METRICS
from playground.gui.widgets.metric_texts import metric_name, metric_texts
from playground.gui.widgets.number_text import NOTHING, count_text, loss_text, time_text
from playground.state.history.record import Measured, RunRecord

Part = Literal["train", "validation"]
LOSS = "loss"
_PARTS: Mapping[Part, str] = MappingProxyType(
    {"validation": N_("{metric}, validation"), "train": N_("{metric}, training")}
)
"""Validation first: it is what runs are judged by."""
_FALLING = frozenset({LOSS, *(metric.key for metric in METRICS if metric.falls)})


@dataclass(frozen=True, slots=True)
class Standing:
    """How one run did; `judge` is what losses must have in common to be compared."""

    train: Measured | None = None
    validation: Measured | None = None
    steps: int = 0
    seconds: float = 0.0
    judge: object = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is shown.

    Attributes:
        difference: from the baseline, with its sign; empty for the baseline itself.
        share: of the largest in its row, 0 to 1; None where no bar means anything.
    """

    text: str
    difference: str = ""
    share: float | None = None
    is_best: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What is measured, and a cell for each run."""

    label: str
    cells: tuple[Cell, ...]


def standing_of(record: RunRecord) -> Standing:
    """How the run of a record did."""
    judge = record.spec.training.loss
    return Standing(record.train, record.validation, record.steps, record.seconds, judge)


def rows_of(runs: Sequence[Standing], baseline: int) -> list[Row]:
    """Losses and metrics that any of them has, then steps and time.

    Args:
        baseline: the number of the run that the others are measured against.
    """
    rows = [
        Row(_(words).format(metric=metric_name(key)), _cells(key, values, runs, baseline))
        for part, words in _PARTS.items()
        for key in (LOSS, *(metric.key for metric in METRICS))
        if any(map(math.isfinite, values := _values(runs, part, key)))
    ]
    steps = tuple(Cell(count_text(run.steps)) for run in runs)
    times = tuple(Cell(time_text(run.seconds)) for run in runs)
    return [*rows, Row(_("Steps"), steps), Row(_("Training time"), times)]


def _values(runs: Sequence[Standing], part: Part, key: str) -> list[float]:
    return [_value(run.train if part == "train" else run.validation, key) for run in runs]


def _value(measured: Measured | None, key: str) -> float:
    if measured is None:
        return math.nan
    return measured.loss if key == LOSS else measured.metrics.get(key, math.nan)


def _cells(
    key: str, values: Sequence[float], runs: Sequence[Standing], baseline: int
) -> tuple[Cell, ...]:
    # What is judged by another loss is no better or worse by its number.
    is_alike = key != LOSS or len({run.judge for run in runs}) == 1
    known = [value for value in values if math.isfinite(value)]
    top = max((abs(value) for value in known), default=0.0)
    best = (min if key in _FALLING else max)(known, default=math.nan)
    base = values[baseline]
    return tuple(
        Cell(
            _text(key, value),
            _difference(key, value - base) if is_alike and number != baseline else "",
            max(value, 0.0) / top if is_alike and top and math.isfinite(value) else None,
            is_alike and len(known) > 1 and value == best,
        )
        for number, value in enumerate(values)
    )


def _text(key: str, value: float) -> str:
    if not math.isfinite(value):
        return NOTHING
    return loss_text(value) if key == LOSS else metric_texts(key, value)[0]


def _difference(key: str, difference: float) -> str:
    """With its sign; points of a percentage without its sign."""
    if not math.isfinite(difference):
        return ""
    text = _text(key, abs(difference)).rstrip("%").rstrip()
    return ("+" if difference > 0 else "−" if difference < 0 else "±") + text
