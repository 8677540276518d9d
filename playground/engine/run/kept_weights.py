"""The last weights of a run that were all finite: what is left when it goes wrong."""

import time

import torch

from playground.engine.training.state import Weights
from playground.engine.training.trainer import Trainer

KEEP_EVERY = 0.02
"""Seconds between two copies, at least; and COST times what one costs."""
COST = 50.0


class LastFinite:
    """Copies on the CPU, which are there even where the device is lost.

    Weights just before a divergence are finite and no use any more: so a copy counts only once a
    step from it gave a finite loss.

    Attributes:
        step: of the run, at which they were taken.
        weights: by name, on the CPU; none where none fit the network as it is.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.step = trainer.step_number
        self.weights: Weights = trainer.weights()
        self._copied: tuple[int, Weights] | None = None
        self._looked_at = 0.0
        self._cost = 0.0

    def follow(self, trainer: Trainer, step: int | None = None) -> None:
        """The weights are others now: keep them, or those before if they still fit.

        Args:
            step: that the weights are of, if not the present one.
        """
        self._copied = None
        weights = trainer.weights()
        if are_finite(weights):
            self.step = trainer.step_number if step is None else step
            self.weights = weights
        elif _shapes(weights) != _shapes(self.weights):
            self.weights = {}

    def look(self, trainer: Trainer) -> None:
        """Copy the weights before some steps, now and then."""
        now = time.perf_counter()
        if now - self._looked_at < max(KEEP_EVERY, COST * self._cost):
            return
        weights = trainer.weights()
        if are_finite(weights):
            self._copied = trainer.step_number, weights
        self._looked_at = time.perf_counter()
        self._cost = self._looked_at - now

    def confirm(self) -> None:
        """The losses of the steps since the look were finite."""
        if self._copied is not None:
            (self.step, self.weights), self._copied = self._copied, None


def _shapes(weights: Weights) -> dict[str, torch.Size]:
    return {name: tensor.shape for name, tensor in weights.items()}


def are_finite(weights: Weights) -> bool:
    """Whether every weight is a finite number."""
    return all(bool(torch.isfinite(tensor).all()) for tensor in weights.values())
