"""One prepared run: data, trainer and stepper, stop rules, and the weights worth keeping."""

import contextlib
from typing import NamedTuple

import torch

from playground.engine.data.dataset import Dataset, ReadTable, build_dataset, read_here
from playground.engine.data.progress import Progress
from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.loss_log.log import LossLog
from playground.engine.model.loss_forms import loss_form
from playground.engine.run.checkpoint import Snapshot, load_weights
from playground.engine.run.last_finite import LastFinite
from playground.engine.run.stop_rules import StopRules, Verdict, diverged
from playground.engine.run.stopwatch import StopWatch
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec, TableFile
from playground.engine.steppers.choice import choose_stepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.steppers.watch import Watch
from playground.engine.training.devices import require_device
from playground.engine.training.evaluation import first_not_finite
from playground.engine.training.threads import use_threads
from playground.engine.training.trainer import Trainer

Weights = dict[str, torch.Tensor]


class Moment(NamedTuple):
    """A place in a run, in steps and in seconds of training."""

    step: int
    seconds: float


class Session:
    """A run that can take steps. Lives on one thread.

    Attributes:
        last_changed: the paths of the settings that were changed last.
        last_change_moves_pace: whether a step may take another time since then.
        finite: the last finite weights.
        restored: which weights were taken back last, in a sentence.

    Raises:
        InputError: the loss does not fit the task, the device is not there, or a part of the spec
            is unknown to this version.
    """

    def __init__(
        self,
        spec: RunSpec,
        dataset: Dataset,
        table: TableFile | None,
        read: ReadTable = read_here,
    ) -> None:
        self.spec = spec
        self.dataset = dataset
        self.table = table
        self._read = read
        self.trainer = Trainer(spec, dataset, require_device(spec.training.device))
        self.stepper: Stepper = choose_stepper(self.trainer)
        self.frames = FrameMaker(dataset)
        self.rules = StopRules()
        self.clock = StopWatch()
        self.last_changed: frozenset[str] = frozenset()
        self.last_change_moves_pace = False
        self.restored = ""
        self._best: Weights | None = None
        self.finite = LastFinite(self.trainer)
        self._choose_threads()

    def advance(self, steps: int, log: LossLog, until_epoch: float | None = None) -> Verdict | None:
        """Take up to `steps` steps, and what falls due at the end of an epoch.

        Args:
            until_epoch: a number of epochs beyond which no step is taken.
        """
        self.finite.look(self.trainer)
        began = Moment(self.trainer.step_number, self.clock.seconds)
        watch, rhythm = self._new_watch(), self.trainer.batches.rhythm
        try:
            losses = self.stepper.advance(steps, self._epochs_ahead(until_epoch), watch)
        except Exception as error:
            self._fall_back(error)
            raise
        bad = first_not_finite(losses, self.trainer.network)
        losses = losses[: bad + 1 if bad is not None else None].cpu()
        now = Moment(began.step + len(losses), self.clock.seconds)
        self.clock.mark(now.step)
        if bad is not None:
            self.trainer.batches.seek(*rhythm.after(len(losses)))
        log.append(losses.numpy(), now.step, self.trainer.epoch, now.seconds, rhythm)
        if watch is not None:
            self._record(watch, began, now, log, up_to=bad)
        if bad is not None:
            self.trainer.step_number = now.step
            return diverged(now.step, float(losses[-1]), self.finite.step)
        if not self.trainer.at_epoch_end:
            return None
        covered = watch is not None and watch.covers(len(losses))
        return self._end_of_epoch(log, watch.measured[-1].loss if watch and covered else None)

    def close(self) -> None:
        """Let go of what works in the background."""
        self.stepper.close()

    @property
    def is_past_its_end(self) -> bool:
        """Whether the run stands at or beyond its last epoch, as a saved one may."""
        last = self.rules.last_epoch(self.spec.training)
        return last is not None and self.trainer.epoch >= last

    def change(self, spec: RunSpec, progress: Progress) -> Dataset | None:
        """Train by `spec` from the next step on.

        Returns:
            The data to start again with, where the change asks for a fresh start.

        Raises:
            InputError: the spec cannot be trained; nothing was changed.
        """
        changed = settings.changed_paths(self.spec, spec)
        known = settings.parameters(spec) | settings.parameters(self.spec)
        effects = {known[path].effect for path in changed}
        dataset = self.dataset
        if any(path.startswith("data.") for path in changed):
            dataset = build_dataset(spec.data, self.table, progress, self._read)
        loss_form(spec.training.loss, dataset.task)
        measures = self._measures_by
        device = require_device(spec.training.device)
        if "restart" in effects or not _same_shape(dataset, self.dataset):
            return dataset
        if dataset is self.dataset:
            self.trainer.apply(spec)
        else:
            self.trainer.replace_data(dataset, spec)
            self.dataset, self.frames = dataset, FrameMaker(dataset)
        if device != self.trainer.device:
            self.trainer.move(device)
        if changed & {"training.device", "training.stepper"}:
            self.stepper.close()
            self.stepper = choose_stepper(self.trainer)
        self.spec, self.last_changed = spec, changed
        pace = "training.batch_size" in changed
        self.last_change_moves_pace = pace or bool(effects - {"live"})
        self.frames.forget_network()
        self._choose_threads()
        if effects & {"network", "data"} or self._measures_by != measures:
            self._best = None
            self.rules.forget()
        self.finite.follow(self.trainer)
        return None

    def frame(
        self, run: int, request: FrameRequest, *, fresh: bool, until_epoch: float | None = None
    ) -> Frame:
        """What views show at this moment."""
        ends = (self.rules.last_epoch(self.spec.training), until_epoch)
        trainer = self.trainer
        # Points can be followed while they move; a matrix is read as numbers are.
        wanted = request.numbers or request.view == "parity"
        train, validation = self.frames.measures(trainer, fresh=fresh, wanted=wanted)
        inputs = request.inputs
        fits = inputs is not None and len(inputs) == self.dataset.raw.inputs.shape[1]
        output = self.frames.predict(trainer, torch.tensor([inputs]).numpy())[0] if fits else None
        return Frame(
            run=run,
            step=trainer.step_number,
            epoch=trainer.epoch,
            seconds=self.clock.seconds,
            steps_per_second=self.clock.rate,
            learning_rate=trainer.learning_rate,
            train=train,
            validation=validation,
            picture=self.frames.picture(trainer, request),
            output=output,
            has_numbers=fresh or request.numbers,
            device=str(trainer.device),
            stepper=self.stepper.name,
            last_epoch=min((float(end) for end in ends if end is not None), default=None),
            best_step=self.rules.best_step if len(self.dataset.validation) else None,
            stepper_reason=self.stepper.reason or "",
            epochs_per_second=self.clock.rate / trainer.steps_per_epoch,
            rows_per_second=self.clock.rate / trainer.steps_per_epoch * trainer.batches.rows,
        )

    def snapshot(self) -> Snapshot:
        """Weights and counters between two steps; the last good ones where the device is lost."""
        weights = self._readable_weights()
        return Snapshot(
            spec=self.spec,
            step=self.trainer.step_number,
            epoch=self.trainer.epoch,
            seconds=self.clock.seconds,
            weights=self.finite.weights if weights is None else weights,
            best=self._best,
            best_loss=self.rules.best_loss,
            best_step=self.rules.best_step,
        )

    @property
    def is_lost(self) -> bool:
        """Whether the device no longer answers, so that what lies on it cannot be read."""
        return self._readable_weights() is None

    def _readable_weights(self) -> Weights | None:
        try:
            return self.trainer.weights()
        except RuntimeError:
            return None

    def restore(self, snapshot: Snapshot) -> None:
        """Go on from a snapshot.

        Raises:
            InputError: its weights belong to another network.
        """
        load_weights(self.trainer.network, snapshot.weights)
        self.trainer.resume(snapshot.step, snapshot.epoch)
        self.clock.start(snapshot.seconds)
        self._best = dict(snapshot.best) if snapshot.best is not None else None
        self.rules.best_loss, self.rules.best_step = snapshot.best_loss, snapshot.best_step
        self.finite.follow(self.trainer)
        if _judges(snapshot.spec) != _judges(self.spec):
            self._best = None
            self.rules.forget()

    def restore_best(self) -> str:
        """Take back the weights of the lowest validation loss; a sentence where there are none."""
        if self._best is None:
            return "No best weights are kept yet: they need a validation part and an epoch."
        self._take_weights(self._best, "best", self.rules.best_step)
        return ""

    def restore_finite(self) -> str:
        """Take back the last finite weights; a sentence where none fit."""
        if not self.finite.weights:
            return "No finite weights fit the network as it is now: reset to start anew."
        self._take_weights(self.finite.weights, "last finite", self.finite.step)
        return ""

    def _fall_back(self, error: Exception) -> None:
        """Steps that broke off may have moved the weights: take the last good ones."""
        # What broke off is to be told, and not what came of it.
        with contextlib.suppress(Exception):
            if not self.is_lost and self.restore_finite() == "":
                error.add_note(self.restored)

    def _take_weights(self, weights: Weights, which: str, step: int | None) -> None:
        self.trainer.load_weights(weights)
        self.frames.forget_network()
        of_step = "" if step is None else f": those of step {step}"
        self.restored = f"The {which} weights are restored{of_step}."

    def _choose_threads(self) -> None:
        network, batches = self.trainer.network, self.trainer.batches
        parameters = sum(weight.numel() for weight in network.parameters())
        widest = max(layer.out_features for layer in network.linear_layers())
        use_threads(parameters, -(-batches.rows // batches.steps_per_epoch), widest)

    def _epochs_ahead(self, until_epoch: float | None) -> int:
        """How many epochs may pass before something falls due at the end of one."""
        epoch = int(self.trainer.epoch)
        ends = [self.rules.last_epoch(self.spec.training), until_epoch]
        if self._is_measured and not self._can_wait:
            every = self.spec.training.validate_every
            ends.append((epoch // every + 1) * every)
        return max(1, min([round(end) - epoch for end in ends if end], default=2**31))

    @property
    def _is_measured(self) -> bool:
        training = self.spec.training
        rules = training.target_loss > 0 or training.patience > 0
        return len(self.dataset.validation) > 0 or rules or training.schedule == "plateau"

    @property
    def _measures_by(self) -> tuple[object, ...]:
        """What losses must have in common to be compared."""
        loss = self.trainer.loss
        numbers = {name: value for name, value in vars(loss).items() if isinstance(value, float)}
        return type(loss), numbers, id(self.trainer.network)

    @property
    def _can_wait(self) -> bool:
        """Whether no step hangs on the measurement before, so that a stepper may make both."""
        plateau = self.spec.training.schedule == "plateau"
        return len(self.dataset.validation) > 0 and not plateau

    def _new_watch(self) -> Watch | None:
        if not self._can_wait:
            return None
        return self.rules.watch(self.spec.training)

    def _record(
        self, watch: Watch, began: Moment, now: Moment, log: LossLog, up_to: int | None
    ) -> None:
        """Take over what the stepper measured, before the step `up_to` if there is one."""
        measured = [one for one in watch.measured if up_to is None or one.steps <= up_to]
        if not measured:
            return
        before = self.rules.best_loss, self.rules.best_step
        better = [self.rules.record(one.loss, began.step + one.steps) for one in measured]
        late = watch.measured[len(measured) :]
        if any(better) and any(one.loss < min(m.loss for m in measured) for one in late):
            # The weights that were kept are of a moment that does not count.
            self.rules.best_loss, self.rules.best_step = before
        elif any(better):
            self._best = watch.weights
        per_step = (now.seconds - began.seconds) / max(1, now.step - began.step)
        # Epochs are equally long, but the first may have begun in another chunk.
        for some in (measured[:1], measured[1:]):
            if some:
                last = some[-1]
                seconds = began.seconds + last.steps * per_step
                losses = [one.loss for one in some]
                log.append_validation(losses, began.step + last.steps, last.epoch, seconds)

    def _end_of_epoch(self, log: LossLog, watched: float | None) -> Verdict | None:
        trainer, training = self.trainer, self.spec.training
        epoch = round(trainer.epoch)
        due = self._is_measured and epoch % training.validate_every == 0
        if due and watched is None:
            watched = self._measure(log)
        return self.rules.ask(training, epoch, watched)

    def _measure(self, log: LossLog) -> float:
        trainer = self.trainer
        has_validation = len(self.dataset.validation) > 0
        loss, _ = trainer.evaluate("validation" if has_validation else "train")
        trainer.observe(loss)
        if has_validation:
            log.append_validation(loss, trainer.step_number, trainer.epoch, self.clock.seconds)
        if self.rules.record(loss, trainer.step_number):
            self._best = trainer.weights()
        return loss


def _judges(spec: RunSpec) -> tuple[object, ...]:
    """What losses must have in common to be compared, as the spec has it."""
    return spec.training.loss, dict(spec.training.options)


def _same_shape(one: Dataset, other: Dataset) -> bool:
    return (
        one.task == other.task
        and one.classes == other.classes
        and one.inputs.shape[1] == other.inputs.shape[1]
    )
