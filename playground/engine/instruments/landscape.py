"""The loss over a plane of weights, as a map that becomes finer step by step."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import torch

from playground.engine.instruments.plane import Plane, Vector
from playground.engine.instruments.run_copy import RunCopy, trainer_of
from playground.engine.training.evaluation import evaluate
from playground.engine.training.threads import as_thread_of_training

Bounds = tuple[float, float, float, float]
"""Across from and to, up from and to."""
SIZES = (5, 9, 17, 33, 65, 129)
"""Places along each side; those of one are among those of the next."""
MOST_ROWS = 2000
MOST_MULTIPLICATIONS = 1_000_000_000
"""For one place: of a large network fewer rows are measured."""
FEWEST_ROWS = 64


class Probe:
    """Measures the loss of other weights on a copy of a run; it belongs to one thread.

    Attributes:
        network: its copy; at first with the weights of the run.
        rows: how many rows of the training part are measured: all, or that many drawn at random.
        of: how many there are.
    """

    def __init__(self, copy: RunCopy) -> None:
        trainer = trainer_of(copy)
        self.network, self._loss = trainer.network, trainer.learner.loss
        inputs, targets = trainer.parts["train"]
        weights = sum(weight.numel() for weight in self.network.parameters())
        affordable = max(FEWEST_ROWS, MOST_MULTIPLICATIONS // max(1, weights))
        self.of = len(inputs)
        self.rows = min(self.of, MOST_ROWS, affordable)
        chosen = slice(None) if self.rows == self.of else _some(self.of, self.rows)
        self._inputs, self._targets = inputs[chosen], targets[chosen]

    def loss_at(self, weights: Vector) -> float:
        """The mean loss over the rows, without penalties and dropout; NaN where it is not finite.

        Args:
            weights: float32 `[weights]`.
        """
        flat, start = torch.from_numpy(weights), 0
        with torch.no_grad():
            for parameter in self.network.parameters():
                count = parameter.numel()
                parameter.copy_(flat[start : start + count].view_as(parameter))
                start += count
        loss = evaluate(self.network, self._loss, self._inputs, self._targets)[0]
        return loss if np.isfinite(loss) else float("nan")


def _some(count: int, wanted: int) -> torch.Tensor:
    generator = torch.Generator().manual_seed(0)
    return torch.randperm(count, generator=generator)[:wanted].sort().values


@dataclass(frozen=True, slots=True, eq=False)
class LossMap:
    """The loss at places of a plane.

    Attributes:
        values: float64 `[up, across]`, evenly spread over the bounds, ends included; NaN where the
            loss is not finite.
    """

    plane: Plane
    bounds: Bounds
    values: npt.NDArray[np.float64] = field(repr=False)

    @property
    def size(self) -> int:
        """Places along each side."""
        return len(self.values)

    @property
    def finer(self) -> int | None:
        """The next size; None where this is the finest."""
        return next((size for size in SIZES if size > self.size), None)


def first_map(plane: Plane, bounds: Bounds) -> LossMap:
    """A map without a place, to be refined."""
    return LossMap(plane, bounds, np.empty((0, 0)))


def refined(
    probe: Probe,
    before: LossMap,
    is_cancelled: Callable[[], bool],
    tell: Callable[[float], None] = lambda _part: None,
) -> LossMap | None:
    """The map of the next size, of which only the new places are measured.

    Args:
        tell: is told after each row which part is done, 0 to 1.

    Returns:
        None where it was cancelled, or `before` is the finest.
    """
    size = before.finer
    if size is None:
        return None
    values = np.full((size, size), np.inf)
    if before.size:
        values[::2, ::2] = before.values
    x_low, x_high, y_low, y_high = before.bounds
    xs, ys = np.linspace(x_low, x_high, size), np.linspace(y_low, y_high, size)
    with as_thread_of_training():
        for row, up in enumerate(ys.tolist()):
            for column, across in enumerate(xs.tolist()):
                if not np.isposinf(values[row, column]):
                    continue
                if is_cancelled():
                    return None
                values[row, column] = probe.loss_at(before.plane.at(across, up))
            tell((row + 1) / size)
    return LossMap(before.plane, before.bounds, values)


def bounds_around(plane: Plane, path: list[tuple[float, float]], reach: float) -> Bounds:
    """How far a map reaches.

    Args:
        path: places in the plane.
        reach: of random directions, in multiples of them; of a path, in multiples of its extent.
    """
    if plane.kind == "random":
        return (-reach, reach, -reach, reach)
    places = np.array([*path, (0.0, 0.0)])
    low, high = places.min(axis=0), places.max(axis=0)
    middle, half = (low + high) / 2, (high - low) / 2
    half = np.maximum(half, 0.25 * half.max() or 1.0) * (1.0 + 0.4 * reach)
    (x_low, y_low), (x_high, y_high) = (middle - half).tolist(), (middle + half).tolist()
    return (x_low, x_high, y_low, y_high)
