"""The learning-rate range test: training with a rate that rises from step to step.

See Smith 2017, "Cyclical Learning Rates for Training Neural Networks", section 3.3, at
https://arxiv.org/abs/1506.01186; the rate rises exponentially, as fastai has it.
"""

import math
from collections.abc import Iterator

from playground.engine.common.errors import InputError
from playground.engine.instruments.rate_range import Doubles, RangeStep, why_not
from playground.engine.instruments.run_copy import RunCopy, trainer_of
from playground.engine.training.evaluation import evaluate
from playground.engine.training.threads import as_thread_of_training

EXPLODED = 4.0
"""The test ends once the loss, measured by that of the untouched weights, is so many times its
best."""
KEPT = 0.9
"""Of the running means, from step to step."""
SETTLING = 10
"""Steps before they are compared."""
TINY = 1e-12
"""Added to both means, so that a loss of zero can be compared."""


class Explosion:
    """Watches the steps one after the other."""

    def __init__(self) -> None:
        self._loss = self._untouched = 0.0
        self._seen = 0
        self._best = math.inf

    def has_come(self, step: RangeStep) -> bool:
        """Whether the loss, this step's included, is far above its best, or not finite.

        It is compared as the ratio of the running means of both losses.
        """
        self._loss = KEPT * self._loss + (1 - KEPT) * step.loss
        self._untouched = KEPT * self._untouched + (1 - KEPT) * step.untouched
        self._seen += 1
        ratio = (self._loss + TINY) / (self._untouched + TINY)
        if not math.isfinite(ratio):
            return True
        self._best = min(self._best, ratio)
        return self._seen > SETTLING and ratio > EXPLODED * self._best


def rising(copy: RunCopy, rates: Doubles) -> Iterator[RangeStep]:
    """Train a copy with one rate after the other, whatever the schedule says.

    Args:
        rates: float64 `[steps]`.

    Yields:
        The steps; the first that shows an explosion is the last.

    Raises:
        InputError: the optimizer does not go by the rate.
    """
    reason = why_not(copy.spec.training.optimizer)
    if reason:
        raise InputError(reason)
    trainer, untouched, explosion = trainer_of(copy), trainer_of(copy), Explosion()
    with as_thread_of_training():
        for rate in rates.tolist():
            for group in trainer.optimizer.param_groups:
                group["lr"] = rate
            trainer.enter_epoch()
            batch = trainer.batches.take()
            before = evaluate(untouched.network, untouched.learner.loss, *batch)[0]
            step = RangeStep(trainer.learn(*batch, trainer.optimizer).item(), before)
            yield step
            if explosion.has_come(step):
                return
