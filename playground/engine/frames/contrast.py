"""Where two pictures of the same kind differ. Imports no torch."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from playground.engine.frames.frame import Array, Picture
from playground.engine.frames.pictures import Confusion, Curve, Parity, Surface


@dataclass(frozen=True, slots=True, eq=False)
class ErrorChange:
    """By how much the predictions of the same rows differ: `[rows]` of each part, target units.

    Attributes:
        train_target, validation_target: what is true of these rows.
    """

    train_target: Array
    train: Array
    validation_target: Array
    validation: Array
    view: ClassVar[str] = "error_change"


def contrast(one: Picture, other: Picture) -> Picture | None:
    """The picture `one` less the picture `other`, which show the same places or rows.

    Of several classes, it is half the sum of the absolute differences of their probabilities: the
    part of the probability that lies elsewhere. None where they are of other places or rows.
    """
    match one, other:
        case Surface(), Surface() if one.values.shape == other.values.shape:
            return Surface(one.view, _less(one.values, other.values)[..., None], one.bounds)
        case Curve(), Curve() if np.array_equal(one.x, other.x) and one.y.shape == other.y.shape:
            return Curve(one.x, _less(one.y, other.y)[..., None])
        case Parity(), Parity() if _has_same_rows(one, other):
            return ErrorChange(
                one.train_target,
                one.train_predicted - other.train_predicted,
                one.validation_target,
                one.validation_predicted - other.validation_predicted,
            )
        case Confusion(), Confusion() if one.train.shape == other.train.shape:
            return Confusion(one.train - other.train, one.validation - other.validation)
    return None


def _less(one: Array, other: Array) -> Array:
    """`[..., outputs]` each: the difference of the last one, or how far more than two differ."""
    difference: Array = one - other
    if difference.shape[-1] <= 2:
        return difference[..., -1]
    far: Array = np.abs(difference).sum(axis=-1) / 2
    return far


def _has_same_rows(one: Parity, other: Parity) -> bool:
    parts = ("train_target", "validation_target")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)
