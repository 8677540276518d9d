"""Training steps that read and write the same places of the device each time, ready for a graph."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from playground.engine.steppers.cuda.optimizer import GraphOptimizer, staging
from playground.engine.training.devices import synchronise
from playground.engine.training.trainer import Trainer

CAPACITY = 4096
"""Losses and learning rates that the device holds before they are handed over."""

Replay = Callable[[], object]
Recorder = Callable[[Callable[[], None], Callable[[], None], Sequence[torch.Generator]], Replay]
"""Called with what may be run to warm up, with the function to record, and with the generators
that it draws from; returns what repeats the function."""


class GraphSteps:
    """Runs a trainer's steps by repeating a recorded one.

    The step takes its batch, its learning rate and the place of its loss from counters on the
    device, so that nothing but the repetition is asked of the host. A batch of an odd size, as one
    may remain after a change of the batch size, is left to the trainer.
    """

    def __init__(self, trainer: Trainer, record: Recorder) -> None:
        """Record the step; weights, optimizer state and random numbers stay as they were.

        Args:
            trainer: has taken a step with its present optimizer.

        Raises:
            ValueError: the optimizer's step cannot be recorded.
            RuntimeError: something else in the step cannot.
        """
        device, batches = trainer.device, trainer.batches
        self._trainer = trainer
        self._optimizer = GraphOptimizer(trainer.optimizer)
        self._size = batches.clock.batch
        self._lay_out(*batches.data)
        self._counters = torch.zeros(2, dtype=torch.int64, device=device)
        self._losses = torch.zeros(CAPACITY, device=device)
        self._rates = torch.full((CAPACITY,), 1e-3, device=device)
        self._staged_losses = staging(CAPACITY, torch.float32, device)
        self._staged_rates = staging(CAPACITY, torch.float32, device)
        self._done = 0
        self._record(record)

    def advance(self, k: int, epochs: int = 1) -> Tensor:
        """As `Stepper.advance` has it; waits for the device once, at the end."""
        parts: list[Tensor] = []
        self._optimizer.pull()
        while k > 0 and epochs > 0:
            k -= self._some(min(k, CAPACITY - self._done))
            epochs -= self._trainer.batches.clock.at_epoch_end
            if self._done == CAPACITY:
                parts.append(self._hand_over())
        parts.append(self._hand_over())
        return torch.cat(parts)

    def _lay_out(self, inputs: Tensor, targets: Tensor) -> None:
        """Make room for the rows of an epoch, and name the batches in it."""
        self._source = inputs
        self._base = 0
        self._is_whole = len(inputs) == self._size
        if not self._is_whole:
            inputs, targets = inputs.clone(), targets.clone()
        self._rows = inputs, targets
        batches = len(inputs) // self._size
        even = batches * self._size
        self._even = tuple(
            rows[:even].view(batches, self._size, *rows.shape[1:]) for rows in (inputs, targets)
        )
        self._rest = inputs[even:], targets[even:]

    def _record(self, record: Recorder) -> None:
        network = self._trainer.network
        drawn = [layer.generator for layer in network.dropouts() if layer.p > 0.0]
        kept = [(tensor, tensor.detach().clone()) for tensor in self._optimizer.tensors]
        states = [(generator, generator.get_state()) for generator in drawn]
        try:
            self._repeat_even = record(lambda: self._try(self._learn_even), self._learn_even, drawn)
            self._repeat_rest = self._repeat_even
            if len(self._rest[0]) > 0:
                self._repeat_rest = record(
                    lambda: self._try(self._learn_rest), self._learn_rest, drawn
                )
        finally:
            with torch.no_grad():
                for tensor, copy in kept:
                    tensor.copy_(copy)
            for generator, state in states:
                generator.set_state(state)
            self._trainer.optimizer.zero_grad()

    def _try(self, learn: Callable[[], None]) -> None:
        # Counters that ran on would point behind the last batch.
        self._counters.zero_()
        learn()
        # The capture makes its gradients in memory of its own; none may be there before.
        self._trainer.optimizer.zero_grad()

    def _learn_even(self) -> None:
        # A full batch lies where it is; any other is taken from its place in the epoch.
        batch = [
            rows[0] if len(rows) == 1 else rows.index_select(0, self._counters[:1])[0]
            for rows in self._even
        ]
        self._learn(*batch)
        self._counters.add_(1)

    def _learn_rest(self) -> None:
        self._learn(*self._rest)
        self._counters.add_(1)

    def _learn(self, inputs: Tensor, targets: Tensor) -> None:
        optimizer, place = self._optimizer, self._counters[1:]
        torch.index_select(self._rates, 0, place, out=optimizer.learning_rate.view(1))
        loss = self._trainer.learn(inputs, targets, optimizer.stepping)
        self._losses.index_copy_(0, place, loss.view(1))

    def _some(self, most: int) -> int:
        """Take at least one step and at most `most`, none beyond the end of the epoch."""
        self._trainer.enter_epoch()
        clock = self._trainer.batches.clock
        base, left = clock.row % self._size, clock.rows - clock.row
        count = min(most, left // self._size)
        rest = left - count * self._size if most > count and base == 0 else 0
        if count == 0 and rest == 0:
            self._step_outside()
            return 1
        self._load(base)
        steps = count + (rest > 0)
        self._set_rates(steps)
        self._counters[0].fill_((clock.row - base) // self._size)
        self._counters[1].fill_(self._done)
        for _ in range(count):
            self._repeat_even()
        if rest:
            self._repeat_rest()
        self._trainer.skip(steps)
        self._done += steps
        return steps

    def _load(self, base: int) -> None:
        """Lay the rows of the epoch out, those before `base` left out."""
        if self._is_whole:
            return
        rows = self._trainer.batches.shuffled
        if rows[0] is self._source and base == self._base:
            return
        for place, part in zip(self._rows, rows, strict=True):
            place[: len(part) - base].copy_(part[base:])
        self._source, self._base = rows[0], base

    def _set_rates(self, steps: int) -> None:
        rates = self._trainer.rates_ahead(steps)
        chosen = slice(self._done, self._done + steps)
        self._staged_rates[chosen] = torch.tensor(rates)
        self._rates[chosen].copy_(self._staged_rates[chosen], non_blocking=True)
        self._trainer.optimizer.param_groups[0]["lr"] = rates[-1]

    def _step_outside(self) -> None:
        self._optimizer.fetch()
        synchronise(self._trainer.device)
        self._optimizer.push()
        self._losses[self._done].copy_(self._trainer.step())
        self._done += 1
        self._optimizer.pull()

    def _hand_over(self) -> Tensor:
        """The losses since the last time, on the CPU; the trainer's optimizer is up to date."""
        done, self._done = self._done, 0
        self._staged_losses[:done].copy_(self._losses[:done], non_blocking=True)
        self._optimizer.fetch()
        synchronise(self._trainer.device)
        self._optimizer.push()
        return self._staged_losses[:done].clone()
