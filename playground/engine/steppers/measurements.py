"""What is measured while steps are taken, by steppers that can do so by themselves."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from torch import Tensor

NEVER = 2**62
"""A number of epochs, or of measurements, that no run comes to."""


class Measurement(NamedTuple):
    """The validation loss after so many steps of a chunk, which ended the epoch `epoch`."""

    steps: int
    epoch: int
    loss: float


@dataclass(slots=True)
class Measurements:
    """The validation losses at the end of every few epochs of a chunk, and the best weights.

    A stepper that measures by itself adds to `made`, and goes on into the next epoch unless the
    run `is_over`; any other stops where a measurement is due.

    Attributes:
        every: epochs between two measurements, counted from the start of the run; unless given,
            nothing is measured.
        best: the lowest loss so far.
        waiting: measurements since then.
        target: a loss at which the run ends; minus infinity for none.
        patience: measurements without a lower loss after which it ends.
        made: in the order of the steps.
        weights: the network's weights by name at the last of `made` that was lower than all
            before; None where none was.
    """

    every: int = NEVER
    best: float = math.inf
    waiting: int = 0
    target: float = -math.inf
    patience: int = NEVER
    made: list[Measurement] = field(default_factory=list)
    weights: dict[str, Tensor] | None = None

    def is_due(self, epochs: int) -> bool:
        """Whether to measure where so many epochs have ended."""
        return epochs % self.every == 0

    def epochs_ahead(self, epochs: int) -> int:
        """How many epochs there are to the next measurement, where so many have ended."""
        return self.every - epochs % self.every

    def add(self, made: list[Measurement]) -> bool:
        """Take note of measurements; whether one of them is the lowest so far."""
        before = self.best
        for one in made:
            self.waiting = 0 if one.loss < self.best else self.waiting + 1
            self.best = min(self.best, one.loss)
        self.made += made
        return self.best < before

    @property
    def is_over(self) -> bool:
        """Whether the run ends with the last measurement."""
        return bool(self.made) and (
            self.made[-1].loss <= self.target or self.waiting >= self.patience
        )

    def loss_after(self, steps: int) -> float | None:
        """The loss after so many steps of this chunk, the last that were taken, if measured."""
        return self.made[-1].loss if self.made and self.made[-1].steps == steps else None
