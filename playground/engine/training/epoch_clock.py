"""How epochs pass: where a run stands after so many steps, the smaller last batch counted right."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EpochClock:
    """A place in a run, and how it goes on from there.

    Attributes:
        epoch: number of the epoch, from 0.
        row: how many rows of it were taken, in 0..rows; `rows` at its end.
        rows: in an epoch, at least 1.
        batch: rows in a step, in 1..rows; the last of an epoch may be smaller.
    """

    epoch: int
    row: int
    rows: int
    batch: int

    @property
    def epochs(self) -> float:
        """Passes over the rows so far, with the fraction of the present one."""
        return self.epoch + self.row / self.rows

    @property
    def at_epoch_end(self) -> bool:
        """Whether the last step was the last of its epoch."""
        return self.row == self.rows

    @property
    def next(self) -> "EpochClock":
        """Where the next step begins: at the end of an epoch, the start of the one after."""
        return self._at(self.epoch + 1, 0) if self.at_epoch_end else self

    @property
    def steps_per_epoch(self) -> int:
        """How many steps an epoch has."""
        return -(-self.rows // self.batch)

    @property
    def steps(self) -> int:
        """How many steps of this size lead here: what the schedulers of torch count."""
        return (self.epoch + 1) * self.steps_per_epoch - self._left

    @property
    def _left(self) -> int:
        """Steps until the end of the epoch."""
        return -(-(self.rows - self.row) // self.batch)

    def after(self, steps: int) -> "EpochClock":
        """The place so many steps later, at or above 0."""
        row = self.row + steps * self.batch
        if row < self.rows + self.batch:
            return self._at(self.epoch, min(self.rows, row))
        whole, further = divmod(steps - self._left - 1, self.steps_per_epoch)
        return self._at(self.epoch + 1 + whole, min(self.rows, (further + 1) * self.batch))

    def _at(self, epoch: int, row: int) -> "EpochClock":
        return EpochClock(epoch, row, self.rows, self.batch)


def epochs_after(table: Numbers, steps: Numbers) -> Numbers:
    """Epochs with their fraction, `[values]`, so many steps after each of these places.

    Args:
        table: epoch, row, rows and batch of an `EpochClock` each, `[4, values]`.
        steps: whole numbers from 1.
    """
    epoch, row, rows, batch = table
    left = np.ceil((rows - row) / batch)
    whole, further = np.divmod(steps - left - 1, np.ceil(rows / batch))
    later = epoch + 1 + whole + np.minimum(rows, (further + 1) * batch) / rows
    now = epoch + np.minimum(rows, row + steps * batch) / rows
    epochs: Numbers = np.where(steps <= left, now, later)
    return epochs
