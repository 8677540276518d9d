"""What falls due at the ends of epochs: measuring the loss, the best weights, the stop rules."""

from typing import NamedTuple

from playground.engine.loss_log.log import LossLog
from playground.engine.run.stop_rules import StopRules, Verdict
from playground.engine.run.stopwatch import Stopwatch
from playground.engine.steppers.measurements import Measurements
from playground.engine.training.state import Weights
from playground.engine.training.trainer import Trainer


class Moment(NamedTuple):
    """A place in a run, in steps and in seconds of training."""

    step: int
    seconds: float


class EpochEnds:
    """Measures a trainer's loss once in every few epochs, and draws the consequences.

    Attributes:
        best: the weights at the lowest validation loss, where they are kept.
    """

    def __init__(self, trainer: Trainer, rules: StopRules, stopwatch: Stopwatch) -> None:
        self._trainer = trainer
        self._rules = rules
        self._stopwatch = stopwatch
        self.best: Weights | None = None

    def forget(self) -> None:
        """What was measured so far is not to be compared with what follows."""
        self.best = None
        self._rules.forget()

    def ahead(self, until_epoch: float | None) -> int:
        """How many epochs may pass before something falls due at the end of one."""
        training = self._trainer.spec.training
        epoch = int(self._trainer.epoch)
        ends = [self._rules.last_epoch(training), until_epoch]
        if self._is_measured and not self._can_wait:
            every = training.validate_every
            ends.append((epoch // every + 1) * every)
        return max(1, min([round(end) - epoch for end in ends if end], default=2**31))

    def measurements(self) -> Measurements:
        """What a stepper may measure by itself during a chunk."""
        training = self._trainer.spec.training
        return self._rules.measurements(training) if self._can_wait else Measurements()

    def record(
        self,
        measurements: Measurements,
        began: Moment,
        now: Moment,
        log: LossLog,
        up_to: int | None,
    ) -> None:
        """Take over what the stepper measured, before the step `up_to` if there is one."""
        measured = [one for one in measurements.made if up_to is None or one.steps <= up_to]
        if not measured:
            return
        before = self._rules.state
        better = [
            self._rules.record(one.loss, began.step + one.steps, one.epoch) for one in measured
        ]
        late = measurements.made[len(measured) :]
        if any(better) and any(one.loss < min(m.loss for m in measured) for one in late):
            # The weights that were kept are of a moment that does not count.
            self._rules.state = before
        elif any(better):
            self.best = measurements.weights
        per_step = (now.seconds - began.seconds) / max(1, now.step - began.step)
        # Epochs are equally long, but the first may have begun in another chunk.
        for some in (measured[:1], measured[1:]):
            if some:
                last = some[-1]
                seconds = began.seconds + last.steps * per_step
                losses = [one.loss for one in some]
                log.append_validation(losses, began.step + last.steps, last.epoch, seconds)

    def verdict(self, log: LossLog, loss: float | None) -> Verdict | None:
        """Measure where that is due and the stepper did not; whether the run ends here."""
        trainer, training = self._trainer, self._trainer.spec.training
        epoch = round(trainer.epoch)
        if self._is_measured and epoch % training.validate_every == 0 and loss is None:
            loss = self._measure(log)
        return self._rules.ask(training, epoch, loss)

    def _measure(self, log: LossLog) -> float:
        trainer = self._trainer
        loss, _ = trainer.evaluate("validation" if self._has_validation else "train")
        trainer.observe(loss)
        if self._has_validation:
            log.append_validation(loss, trainer.step_number, trainer.epoch, self._stopwatch.seconds)
        if self._rules.record(loss, trainer.step_number, round(trainer.epoch)):
            self.best = trainer.weights()
        return loss

    @property
    def _has_validation(self) -> bool:
        return len(self._trainer.dataset.validation) > 0

    @property
    def _is_measured(self) -> bool:
        training = self._trainer.spec.training
        rules = training.target_loss > 0 or training.patience > 0
        return self._has_validation or rules or training.schedule == "plateau"

    @property
    def _can_wait(self) -> bool:
        """Whether no step hangs on the measurement before, so that a stepper may make both."""
        return self._has_validation and self._trainer.spec.training.schedule != "plateau"
