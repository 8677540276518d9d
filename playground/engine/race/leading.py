"""Which of two lanes leads. Imports no torch."""

import math
from dataclasses import dataclass

from playground.engine.frames.frame import Measures
from playground.engine.race.standing import Pair

LOSS = "loss"
_HIGHER = frozenset({"accuracy", "balanced_accuracy", "f1", "r2"})
"""Metrics of which more is better; of all others, and of the loss, less is."""


@dataclass(frozen=True, slots=True)
class Lead:
    """What the lanes are compared by.

    Attributes:
        lane: 0 or 1; None where they are level.
        key: the loss, or a metric by its key.
        of_validation: whether it is measured over the validation part.
        values: of both lanes.
    """

    lane: int | None
    key: str
    of_validation: bool
    values: tuple[float, float]


def lead_of(pair: Pair, *, same_loss: bool) -> Lead:
    """Compare by the loss, or where that is another in each lane, by the first metric."""
    one, other = (frame.validation or frame.train for frame in pair)
    key = LOSS if same_loss else next(iter(one.metrics), LOSS)
    values = _value(one, key), _value(other, key)
    lane = _better(*values, higher=key in _HIGHER)
    return Lead(lane, key, pair[0].validation is not None, values)


def _value(measures: Measures, key: str) -> float:
    return measures.loss if key == LOSS else measures.metrics.get(key, math.nan)


def _better(one: float, other: float, *, higher: bool) -> int | None:
    finite = math.isfinite(one), math.isfinite(other)
    if finite != (True, True):
        return None if finite[0] == finite[1] else finite.index(True)
    if one == other:
        return None
    return int((other > one) == higher)
