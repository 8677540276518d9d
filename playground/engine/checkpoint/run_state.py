"""A run between two steps: everything that decides its future, as values."""

from dataclasses import dataclass, field, replace
from typing import Literal

import torch

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.spec.run import RunSpec
from playground.engine.training.state import TrainingState, Weights

Which = Literal["last", "best"]
"""The weights as a run has them now, or those of its lowest validation loss."""


@dataclass(frozen=True, slots=True)
class StopState:
    """What the stop rules remember.

    Attributes:
        best_loss: the lowest measurement that can be compared with those to come; None before one.
        best_step: the step after which it was made; None also where it was not noted.
        since_best: measurements since then.
        from_epoch: the epoch from which the epochs of the run are counted.
        best_epoch: that `best_step` ended; None where it was not noted.
    """

    best_loss: float | None = None
    best_step: int | None = None
    since_best: int = 0
    from_epoch: int = 0
    best_epoch: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RunState:
    """Going on from it is the same as never having stopped, bit for bit.

    That holds on the same machine, versions, threads and device.

    Attributes:
        spec: what was trained by.
        training: its weights are finite; where the run's own no longer were, or could not be read,
            they are the last that were.
        stop: what the stop rules remember.
        seconds: spent training, pauses left out.
        best: the weights at the lowest validation loss, where they are kept.
        weights_of: the step whose weights these are, where they are not those of `step`.
    """

    spec: RunSpec
    training: TrainingState
    stop: StopState = StopState()
    seconds: float = 0.0
    best: Weights | None = field(default=None, repr=False)
    weights_of: int | None = None

    @property
    def step(self) -> int:
        """Optimizer steps so far."""
        return self.training.step

    @property
    def epoch(self) -> float:
        """Passes over the training part so far, with the fraction of the present one."""
        return self.training.place.epochs

    @property
    def weights(self) -> Weights:
        """The network's weights by name, on the CPU."""
        return self.training.weights

    @property
    def place_of_weights(self) -> tuple[int, float | None]:
        """The step and the epoch that the weights are of; the epoch is None where it was not noted.

        A run that went back to its best weights, and took no step since, stands on these.
        """
        step, best = self.weights_of, self.stop.best_step
        if step is None and best is not None and self._stands_on_best:
            step = best
        if step is None or step == self.step:
            return self.step, self.epoch
        return step, self.stop.best_epoch if step == best else None

    @property
    def _stands_on_best(self) -> bool:
        kept, weights = self.best or {}, self.weights
        return kept.keys() == weights.keys() and all(
            torch.equal(kept[name], weight) for name, weight in weights.items()
        )

    def standing_on(self, which: Which) -> "RunState":
        """The same place in the run with its best weights, or as it is.

        Raises:
            InputError: no best weights are kept.
        """
        if which == "last":
            return self
        if self.best is None:
            raise InputError(
                _(
                    "There are no best weights: they are those with the lowest validation loss, "
                    "which was not measured; use the last weights."
                )
            )
        return self.with_weights(self.best, self.stop.best_step)

    def with_weights(self, weights: Weights, step: int | None) -> "RunState":
        """The same place in the run with the weights of another step, or of one not noted."""
        return replace(self, training=self.training.with_weights(weights), weights_of=step)
