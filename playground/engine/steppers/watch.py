"""What is measured while steps are taken, by steppers that can do so by themselves."""

import math
from dataclasses import dataclass, field
from typing import NamedTuple

from torch import Tensor


class Measured(NamedTuple):
    """The validation loss after so many steps of a chunk, which ended the epoch `epoch`."""

    steps: int
    epoch: int
    loss: float


@dataclass(slots=True)
class Watch:
    """The validation loss, measured at the end of every few epochs, and the best weights.

    A stepper that measures by itself adds to `measured`, and may then go on into the next epoch;
    any other stops where a measurement is due.

    Attributes:
        every: epochs between two measurements, counted from the start of the run.
        best: the lowest loss so far.
        measured: in the order of the steps.
        weights: the network's weights by name at the last of `measured` that was lower than all
            before; None where none was.
    """

    every: int
    best: float = math.inf
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
        lowest = min((one.loss for one in measured if not math.isnan(one.loss)), default=math.inf)
        better = lowest < self.best
        self.best = min(self.best, lowest)
        self.measured += measured
        return better

    def covers(self, steps: int) -> bool:
        """Whether the loss was measured after so many steps of this chunk."""
        return bool(self.measured) and self.measured[-1].steps == steps
