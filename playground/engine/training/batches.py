"""Batches of the training part, shuffled anew in every epoch."""

from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from playground.engine.training.epoch_clock import Rhythm
from playground.engine.training.state import Place

Batch = tuple[Tensor, Tensor]

_SHUFFLING = 0
_DROPOUT = 1


class Batches:
    """Hands out the rows of one part, batch by batch, epoch after epoch.

    The order of an epoch follows from the seed and the number of the epoch alone, so that any
    place of a run can be returned to. The last batch of an epoch may be smaller. A full batch is
    not shuffled, as its order changes nothing.

    Attributes:
        epoch: number of the current epoch, from 0.
        row: how many rows of it were handed out, in 0..rows.
    """

    def __init__(self, inputs: Tensor, targets: Tensor, batch_size: int, seed: int) -> None:
        """Stand at the start of epoch 0.

        Args:
            inputs: float32 `[rows, network inputs]`, at least one row.
            targets: `[rows, ...]`, on the same device.
            batch_size: rows in a batch; 0, or more than there are, for the full batch.
        """
        self._inputs = inputs
        self._targets = targets
        self._rows = len(inputs)
        self._batch_size = batch_size
        self._seed = seed
        self._epoch_rows: Batch | None = None
        self._rest: Iterator[Batch] | None = None
        self.epoch = self.row = 0

    @property
    def rows(self) -> int:
        """How many rows an epoch has."""
        return self._rows

    @property
    def batch_size(self) -> int:
        """Rows in a batch, at most all."""
        return min(self._batch_size or self.rows, self.rows)

    @property
    def steps_per_epoch(self) -> int:
        """How many batches an epoch has at this batch size."""
        return self.rhythm.steps_per_epoch

    @property
    def at_epoch_end(self) -> bool:
        """Whether the last batch handed out was the last of its epoch."""
        return self.row == self.rows

    @property
    def place(self) -> Place:
        """Where this stands, to be returned to by `return_to`."""
        given = self._epoch_rows is not None and self._epoch_rows[0] is self._inputs
        is_shuffled = not given if self._epoch_rows is not None else self.batch_size < self.rows
        return Place(self.epoch, self.row, self.rows, is_shuffled)

    @property
    def epochs(self) -> tuple[int, float]:
        """Whole epochs so far, and the fraction of the one that has begun."""
        epoch, row = self.rhythm.next
        return epoch, row / self.rows

    @property
    def rhythm(self) -> Rhythm:
        """This place, and how epochs pass from here on."""
        return Rhythm(self.epoch, self.row, self.rows, self.batch_size)

    @property
    def data(self) -> Batch:
        """All rows, inputs and targets, in the order in which they were given."""
        return self._inputs, self._targets

    @property
    def shuffled(self) -> Batch:
        """All rows in the order of the current epoch."""
        if self._epoch_rows is None:
            self._epoch_rows = self._in_order(self.epoch, self.batch_size < self.rows)
        return self._epoch_rows

    def rows_of(self, epoch: int) -> Batch:
        """All rows in the order of an epoch."""
        if epoch == self.epoch:
            return self.shuffled
        return self._in_order(epoch, self.batch_size < self.rows)

    def _in_order(self, epoch: int, is_shuffled: bool) -> Batch:
        if not is_shuffled:
            return self.data
        order = self._order(epoch)
        return self._inputs.index_select(0, order), self._targets.index_select(0, order)

    def _order(self, epoch: int) -> Tensor:
        """The numbers of the rows in the order of an epoch, int64 `[rows]`."""
        # Drawn on the CPU, so that every device sees the same order.
        order = torch.randperm(self.rows, generator=self.order_generator(epoch))
        return order.to(self._inputs.device, non_blocking=self._inputs.is_cuda)

    def order_generator(self, epoch: int) -> torch.Generator:
        """What `torch.randperm` draws the order of an epoch from; a new one each time."""
        start = int(_stream(self._seed, epoch, _SHUFFLING).generate_state(1)[0])
        return torch.Generator().manual_seed(start)

    def take(self) -> Batch:
        """The next batch: inputs `[batch, network inputs]` and targets `[batch, ...]`."""
        self.enter_epoch()
        if self._rest is None:
            self._rest = self._split()
        batch = next(self._rest)
        self.row += len(batch[0])
        return batch

    def enter_epoch(self) -> bool:
        """Where an epoch has ended, go to the start of the next; whether it did."""
        ended = self.at_epoch_end
        if ended:
            self.seek(*self.rhythm.next)
        return ended

    def seek(self, epoch: int, row: int) -> None:
        """Go to a place: `row` rows of `epoch` count as handed out."""
        # Rows are put in order only when someone asks for them.
        if epoch != self.epoch or row < self.row:
            self._epoch_rows = None
        self.epoch = epoch
        self.row = min(row, self.rows)
        self._rest = None

    def return_to(self, place: Place) -> None:
        """Go to a place; where there are other rows than there were, to the same part of them."""
        self.seek(place.epoch, round(place.row * self.rows / place.rows))
        self._epoch_rows = None
        if self.row > 0:
            self._epoch_rows = self._in_order(place.epoch, place.is_shuffled)

    def resize(self, batch_size: int) -> None:
        """Use this batch size from the next batch on; no row is skipped or seen twice."""
        if batch_size == self._batch_size:
            return
        # An epoch that has begun is ended in its order.
        self._epoch_rows = self.shuffled if self.row > 0 else None
        self._batch_size = batch_size
        self._rest = None

    def _split(self) -> Iterator[Batch]:
        inputs, targets = self.shuffled
        return zip(
            torch.split(inputs[self.row :], self.batch_size),
            torch.split(targets[self.row :], self.batch_size),
            strict=True,
        )


def dropout_seeds(seed: int, epoch: int, layers: int) -> list[int]:
    """Where the random numbers of each dropout layer start in an epoch."""
    return [int(start) for start in _stream(seed, epoch, _DROPOUT).generate_state(layers)]


def _stream(seed: int, epoch: int, purpose: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(seed, spawn_key=(epoch, purpose))
