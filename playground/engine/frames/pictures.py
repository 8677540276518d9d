"""The kinds of picture a view can ask for: each is a class, how it is made, and a row here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from playground.engine.frames.frame import Array, Bounds, Labels, Picture
from playground.engine.frames.network import Place
from playground.engine.training.metrics import confusion_matrix

if TYPE_CHECKING:
    from playground.engine.data.raw import RawData
    from playground.engine.frames.subject import Subject
    from playground.engine.training.trainer import Part

PARITY_POINTS = 2000


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """The fit over one variable: `x` `[grid]`, `y` `[grid, outputs]` (target units, or one column
    of probabilities per class)."""

    x: Array
    y: Array
    view: ClassVar[str] = "curve"


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """The output over a plane: `values` `[grid, grid, outputs]`, first index y, from
    the lower bound up; target units, or one column of probabilities per class. For the view `pca`
    the plane is that of the first two principal components."""

    view: str
    values: Array
    bounds: Bounds


@dataclass(frozen=True, slots=True, eq=False)
class Parity:
    """Target against prediction, in target units, of at most a few thousand rows of each part:
    `[rows]`, or `[rows, targets]` where there are several."""

    train_target: Array
    train_predicted: Array
    validation_target: Array
    validation_predicted: Array
    view: ClassVar[str] = "parity"


_PARITY_PARTS = tuple(field.name for field in fields(Parity))


@dataclass(frozen=True, slots=True, eq=False)
class Confusion:
    """Rows counted by true class (first index) and predicted class; int64 `[classes, classes]`."""

    train: Labels
    validation: Labels
    view: ClassVar[str] = "confusion"


@dataclass(frozen=True, slots=True, eq=False)
class NeuronMap:
    """The output of one neuron: `values` `[grid, grid]`, first index y, from the lower
    bound up; `[grid]` over one variable. Those of an input are as the network is given them, and
    those of an output as a person reads them."""

    neuron: Place
    values: Array
    bounds: Bounds
    view: ClassVar[str] = "neuron"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRow:
    """One kind of picture.

    Attributes:
        key: what a request calls it, and the `view` of what is made.
        fits: whether it can be drawn of these data.
        draw: makes it of what is predicted, `[cells, outputs]`, for so many places along each side
            of these bounds. It can be as fine as there is time for.
        measure: makes it of the last measurement instead; it stays the same object until the next,
            and a view need not draw it again.
        followed: a measurement is made for its sake, as often as there is time. Points can be
            followed while they move; a matrix is read as numbers are.
    """

    key: str
    fits: Callable[[RawData], bool]
    draw: Callable[[Array, int, Bounds], Picture] | None = None
    measure: Callable[[Subject], Picture] | None = None
    followed: bool = False


def _curve(values: Array, grid: int, bounds: Bounds) -> Curve:
    return Curve(np.linspace(bounds[0], bounds[1], grid), values)


def _surface(view: str, values: Array, grid: int, bounds: Bounds) -> Surface:
    return Surface(view, values.reshape(grid, grid, -1), bounds)


def _parity(subject: Subject) -> Parity:
    def pairs(part: Part) -> tuple[Array, Array]:
        rows, predicted = subject.rows(part), subject.predicted(part)
        some = np.linspace(0, len(rows) - 1, min(len(rows), PARITY_POINTS)).astype(np.int64)
        targets: Array = subject.dataset.raw.targets[rows[some]].astype(np.float64)
        return targets, predicted[some].reshape(targets.shape)

    return Parity(*pairs("train"), *pairs("validation"))


def of_target(picture: Picture, number: int | None) -> Picture:
    """What a picture shows of one of several targets; the picture where that is None."""
    match picture:
        case _ if number is None:
            return picture
        case Curve():
            return replace(picture, y=picture.y[:, number : number + 1])
        case Surface():
            return replace(picture, values=picture.values[..., number : number + 1])
        case Parity():
            parts = {name: getattr(picture, name)[:, number] for name in _PARITY_PARTS}
            return replace(picture, **parts)
    return picture


def _confusion(subject: Subject) -> Confusion:
    def count(part: Part) -> Labels:
        targets = subject.dataset.raw.targets[subject.rows(part)].astype(np.int64)
        predicted = subject.predicted(part).argmax(axis=1)
        return confusion_matrix(targets, predicted, subject.dataset.classes)

    return Confusion(count("train"), count("validation"))


def _features(raw: RawData) -> int:
    return len(raw.feature_names)


PICTURES: tuple[PictureRow, ...] = (
    PictureRow(key=Curve.view, fits=lambda raw: _features(raw) == 1, draw=_curve),
    PictureRow(
        key="surface", fits=lambda raw: _features(raw) == 2, draw=partial(_surface, "surface")
    ),
    PictureRow(
        key=Parity.view,
        fits=lambda raw: raw.task == "regression",
        measure=_parity,
        followed=True,
    ),
    PictureRow(
        key=Confusion.view,
        fits=lambda raw: raw.task != "regression",
        measure=_confusion,
    ),
    PictureRow(key="pca", fits=lambda raw: _features(raw) > 2, draw=partial(_surface, "pca")),
)
"""In the order in which they are offered; of those that fit, the first is shown by itself."""
