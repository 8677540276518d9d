"""Batches of the training part, shuffled anew in every epoch."""

import dataclasses
from collections.abc import Iterator

import numpy as np
import torch
from torch import Tensor

from playground.engine.training.epoch_clock import EpochClock
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
        data: all rows, inputs and targets, in the order in which they were given.
        clock: the place among them; changed by the methods alone.
    """

    def __init__(self, inputs: Tensor, targets: Tensor, batch_size: int, seed: int) -> None:
        """Stand at the start of epoch 0.

        Args:
            inputs: float32 `[rows, network inputs]`, at least one row.
            targets: `[rows, ...]`, on the same device.
            batch_size: rows in a batch; 0, or more than there are, for the full batch.
        """
        self.data: Batch = inputs, targets
        self._seed = seed
        self._epoch_rows: Batch | None = None
        self._rest: Iterator[Batch] | None = None
        self.clock = EpochClock(0, 0, len(inputs), self._at_most_all(batch_size))

    @property
    def is_shuffled(self) -> bool:
        """Whether the rows of an epoch that begins are put into another order."""
        return self.clock.batch < self.clock.rows

    @property
    def place(self) -> Place:
        """Where this stands, to be returned to by `return_to`."""
        clock, rows = self.clock, self._epoch_rows
        is_shuffled = self.is_shuffled if rows is None else rows[0] is not self.data[0]
        return Place(clock.epoch, clock.row, clock.rows, is_shuffled)

    @property
    def shuffled(self) -> Batch:
        """All rows in the order of the current epoch."""
        self._epoch_rows = self.rows_of(self.clock.epoch)
        return self._epoch_rows

    def rows_of(self, epoch: int) -> Batch:
        """All rows in the order of an epoch."""
        if epoch == self.clock.epoch and self._epoch_rows is not None:
            return self._epoch_rows
        return self._ordered(epoch) if self.is_shuffled else self.data

    def _ordered(self, epoch: int) -> Batch:
        # Drawn on the CPU, so that every device sees the same order.
        order = torch.randperm(self.clock.rows, generator=self.order_generator(epoch))
        inputs, targets = self.data
        order = order.to(inputs.device, non_blocking=inputs.is_cuda)
        return inputs.index_select(0, order), targets.index_select(0, order)

    def order_generator(self, epoch: int) -> torch.Generator:
        """What `torch.randperm` draws the order of an epoch from; a new one each time."""
        start = int(_stream(self._seed, epoch, _SHUFFLING).generate_state(1)[0])
        return torch.Generator().manual_seed(start)

    def take(self) -> Batch:
        """The next batch: inputs `[batch, network inputs]` and targets `[batch, ...]`."""
        self.enter_epoch()
        if self._rest is None:
            self._rest = self._split()
        self.clock = self.clock.after(1)
        return next(self._rest)

    def upcoming(self, most: int) -> Batch:
        """At most so many rows of those that `take` will hand out next; nothing is moved."""
        clock = self.clock.next
        some = slice(clock.row, min(clock.row + min(clock.batch, most), clock.rows))
        rows = self._epoch_rows if clock.epoch == self.clock.epoch else None
        if rows is None and self.is_shuffled:
            order = torch.randperm(clock.rows, generator=self.order_generator(clock.epoch))[some]
            inputs, targets = self.data
            order = order.to(inputs.device)
            return inputs.index_select(0, order), targets.index_select(0, order)
        inputs, targets = rows or self.data
        return inputs[some], targets[some]

    def enter_epoch(self) -> bool:
        """Where an epoch has ended, go to the start of the next; whether it did."""
        ended = self.clock.at_epoch_end
        if ended:
            self.go_to(self.clock.next)
        return ended

    def go_to(self, clock: EpochClock) -> None:
        """Go to a place among these rows."""
        # Rows are put in order only when someone asks for them.
        if clock.epoch != self.clock.epoch or clock.row < self.clock.row:
            self._epoch_rows = None
        self.clock = clock
        self._rest = None

    def return_to(self, place: Place) -> None:
        """Go to a place; where there are other rows than there were, to the same part of them."""
        row = round(place.row * self.clock.rows / place.rows)
        self.go_to(dataclasses.replace(self.clock, epoch=place.epoch, row=row))
        self._epoch_rows = None
        if row > 0:
            self._epoch_rows = self._ordered(place.epoch) if place.is_shuffled else self.data

    def resize(self, batch_size: int) -> None:
        """Use this batch size from the next batch on; no row is skipped or seen twice."""
        batch = self._at_most_all(batch_size)
        if batch == self.clock.batch:
            return
        # An epoch that has begun is ended in its order.
        self._epoch_rows = self.shuffled if self.clock.row > 0 else None
        self.clock = dataclasses.replace(self.clock, batch=batch)
        self._rest = None

    def _at_most_all(self, batch_size: int) -> int:
        rows = len(self.data[0])
        return min(batch_size or rows, rows)

    def _split(self) -> Iterator[Batch]:
        inputs, targets = self.shuffled
        row, batch = self.clock.row, self.clock.batch
        return zip(torch.split(inputs[row:], batch), torch.split(targets[row:], batch), strict=True)


def dropout_seeds(seed: int, epoch: int, layers: int) -> list[int]:
    """Where the random numbers of each dropout layer start in an epoch."""
    return [int(start) for start in _stream(seed, epoch, _DROPOUT).generate_state(layers)]


def _stream(seed: int, epoch: int, purpose: int) -> np.random.SeedSequence:
    return np.random.SeedSequence(seed, spawn_key=(epoch, purpose))
