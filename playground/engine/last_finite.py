"""The last weights of a run that were all numbers: what is left when it goes wrong."""

import time
from collections.abc import Mapping

import torch

from playground.engine.trainer import Trainer

KEEP_EVERY = 0.02
"""Seconds between two copies, at least; and COST times what one costs."""
COST = 50.0


class LastFinite:
    """Copies on the CPU, which are there even where the device is lost.

    Attributes:
        step, epoch: where in the run they were taken.
        weights: by name, on the CPU.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.keep(trainer)
        self._looked_at = 0.0
        self._cost = 0.0

    def keep(self, trainer: Trainer) -> None:
        """Keep the weights as they are now, whatever they are."""
        self._take(trainer, trainer.weights())

    def look(self, trainer: Trainer) -> None:
        """Keep the weights if they are finite, now and then."""
        now = time.perf_counter()
        if now - self._looked_at < max(KEEP_EVERY, COST * self._cost):
            return
        weights = trainer.weights()
        if are_finite(weights):
            self._take(trainer, weights)
        self._looked_at = time.perf_counter()
        self._cost = self._looked_at - now

    def _take(self, trainer: Trainer, weights: dict[str, torch.Tensor]) -> None:
        self.step, self.epoch, self.weights = trainer.step_number, trainer.epoch, weights


def are_finite(weights: Mapping[str, torch.Tensor]) -> bool:
    """Whether every weight is a finite number."""
    return all(bool(torch.isfinite(tensor).all()) for tensor in weights.values())
