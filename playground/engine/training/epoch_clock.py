"""How epochs pass: where a run stands after so many steps, the smaller last batch counted right."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rhythm:
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
    def next(self) -> tuple[int, int]:
        """Epoch and row at which the next step begins: at the end of an epoch, the one after."""
        return (self.epoch + 1, 0) if self.row == self.rows else (self.epoch, self.row)

    @property
    def steps_per_epoch(self) -> int:
        """How many steps an epoch has."""
        return -(-self.rows // self.batch)

    def after(self, steps: int) -> tuple[int, int]:
        """Epoch and row so many steps later, at or above 0."""
        if steps == 0:
            return self.epoch, self.row
        left = -(-(self.rows - self.row) // self.batch)
        if steps <= left:
            return self.epoch, min(self.rows, self.row + steps * self.batch)
        whole, further = divmod(steps - left - 1, self.steps_per_epoch)
        return self.epoch + 1 + whole, min(self.rows, (further + 1) * self.batch)


def epochs_after(table: Numbers, steps: Numbers) -> Numbers:
    """Epochs with their fraction, `[values]`, so many steps after each of these places.

    Args:
        table: epoch, row, rows and batch of a `Rhythm` each, `[4, values]`.
        steps: whole numbers from 1.
    """
    epoch, row, rows, batch = table
    left = np.ceil((rows - row) / batch)
    whole, further = np.divmod(steps - left - 1, np.ceil(rows / batch))
    later = epoch + 1 + whole + np.minimum(rows, (further + 1) * batch) / rows
    now = epoch + np.minimum(rows, row + steps * batch) / rows
    epochs: Numbers = np.where(steps <= left, now, later)
    return epochs
