"""What is measured while steps are taken, by steppers that can do so by themselves."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from torch import Tensor

NEVER = 2**62
"""A number of measurements that no run comes to."""


class Measured(NamedTuple):
    """The validation loss after so many steps of a chunk, which ended the epoch `epoch`."""

    steps: int
    epoch: int
    loss: float


@dataclass(slots=True)
class Watch:
    """The validation loss, measured at the end of every few epochs, and the best weights.

    A stepper that measures by itself adds to `measured`, and goes on into the next epoch unless
    the run `is_over`; any other stops where a measurement is due.

    Attributes:
        every: epochs between two measurements, counted from the start of the run.
        best: the lowest loss so far.
        waiting: measurements since then.
        target: a loss at which the run ends; minus infinity for none.
        patience: measurements without a lower loss after which it ends.
        measured: in the order of the steps.
        weights: the network's weights by name at the last of `measured` that was lower than all
            before; None where none was.
    """

    every: int
    best: float = math.inf
    waiting: int = 0
    target: float = -math.inf
    patience: int = NEVER
    measured: list[Measured] = field(default_factory=list)
    weights: dict[str, Tensor] | None = None

    def is_due(self, epochs: int) -> bool:
        """Whether to measure where so many epochs have ended."""
        return epochs % self.every == 0

    def epochs_ahead(self, epochs: int) -> int:
        """How many epochs there are to the next measurement, where so many have ended."""
        return self.every - epochs % self.every

    def note(self, measured: list[Measured]) -> bool:
        """Take note of measurements; whether one of them is the lowest so far."""
        before = self.best
        for one in measured:
            lower = one.loss < self.best
            self.waiting = 0 if lower else self.waiting + 1
            self.best = one.loss if lower else self.best
        self.measured += measured
        return self.best < before

    @property
    def is_over(self) -> bool:
        """Whether the run ends with the last measurement."""
        reached = bool(self.measured) and self.measured[-1].loss <= self.target
        return reached or (bool(self.measured) and self.waiting >= self.patience)

    def covers(self, steps: int) -> bool:
        """Whether the loss was measured after so many steps of this chunk."""
        return bool(self.measured) and self.measured[-1].steps == steps
