"""When a run ends by itself."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from playground.engine.checkpoint.run_state import StopState
from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.spec.run import TrainingSpec
from playground.engine.steppers.measurements import NEVER, Measurements


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a run ended, and why, in a sentence.

    Attributes:
        takes_best: the run is to stand on its best weights now, and not on its last.
    """

    state: Literal["done", "diverged"]
    reason: str
    takes_best: bool = False


def diverged(step: int, loss: float, kept: int) -> Verdict:
    """The end of a run whose loss at `step` is not finite, or whose weights are not.

    Args:
        kept: the step of the last weights that were finite.
    """
    if math.isfinite(loss):
        what = _("A weight is no longer a finite number at step {step}.")
    else:
        what = _("The loss is {loss} at step {step}.")
    advice = _(
        "A lower learning rate, gradient clipping or standardised data usually help; the weights "
        "of step {step} can be restored."
    )
    happened = what.format(loss=number(loss), step=grouped(step))
    return Verdict("diverged", f"{happened} {advice.format(step=grouped(kept))}")


class StopRules:
    """Epochs, target loss and early stopping, asked at the end of each epoch.

    Attributes:
        state: what they remember; replaced as a whole.
    """

    def __init__(self) -> None:
        self.state = StopState()

    def renew(self, training: TrainingSpec, epoch: float, *, has_ended: bool) -> None:
        """The person runs on: what is at its end by now, or has ended the run, counts from here."""
        last = self.last_epoch(training)
        if has_ended or (last is not None and epoch >= last):
            self.state = replace(self.state, from_epoch=round(epoch), since_best=0)
        elif 0 < training.patience <= self.state.since_best:
            self.state = replace(self.state, since_best=0)

    def forget(self) -> None:
        """What was measured so far is not to be compared with what follows."""
        self.state = StopState(from_epoch=self.state.from_epoch)

    def record(self, loss: float, step: int, epoch: int) -> bool:
        """Take note of a measurement after so many steps and epochs; whether it is the lowest."""
        best = math.inf if self.state.best_loss is None else self.state.best_loss
        if loss < best:
            self.state = replace(
                self.state, best_loss=loss, best_step=step, best_epoch=epoch, since_best=0
            )
            return True
        self.state = replace(self.state, since_best=self.state.since_best + 1)
        return False

    def measurements(self, training: TrainingSpec) -> Measurements:
        """What a stepper that measures by itself needs to know of these rules."""
        return Measurements(
            every=training.validate_every,
            best=math.inf if self.state.best_loss is None else self.state.best_loss,
            waiting=self.state.since_best,
            target=training.target_loss or -math.inf,
            patience=training.patience or NEVER,
        )

    def last_epoch(self, training: TrainingSpec) -> int | None:
        """The epoch after which the run is done; None where it has no end."""
        return self.state.from_epoch + training.epochs if training.epochs else None

    def ask(self, training: TrainingSpec, epoch: int, loss: float | None) -> Verdict | None:
        """Whether the run ends after `epoch` epochs.

        Args:
            loss: the validation loss (the training loss where there is no validation
                part), or None where it was not measured at this epoch.
        """
        if loss is not None and 0 < training.target_loss >= loss:
            words = _("The target loss of {loss} is reached.")
            return Verdict("done", words.format(loss=number(training.target_loss)))
        if loss is not None and 0 < training.patience <= self.state.since_best:
            waited = self.state.since_best
            words = ngettext(
                "Early stopping: the loss was measured {n} time without improvement.",
                "Early stopping: the loss was measured {n} times without improvement.",
                waited,
            )
            return Verdict("done", words.format(n=grouped(waited)), takes_best=True)
        last = self.last_epoch(training)
        if last is not None and epoch >= last:
            words = ngettext("{n} epoch is complete.", "{n} epochs are complete.", epoch)
            return Verdict("done", words.format(n=grouped(epoch)))
        return None
