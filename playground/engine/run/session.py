"""One prepared run: data, trainer and stepper, what falls due, and the weights worth keeping."""

import contextlib
from collections.abc import Callable
from dataclasses import replace

import torch

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.language import _, listed, ngettext
from playground.engine.common.memory import give_memory_back
from playground.engine.common.numbers import grouped
from playground.engine.data.dataset import Dataset, ReadTable, build_dataset, read_here
from playground.engine.data.progress import Progress
from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.frames.maker import FrameMaker
from playground.engine.loss_log.log import LossLog
from playground.engine.model.loss_forms import build_loss, loss_form
from playground.engine.model.mute import matrices
from playground.engine.run.epoch_ends import EpochEnds, Moment
from playground.engine.run.kept_weights import LastFinite, are_finite
from playground.engine.run.showing import frame_of
from playground.engine.run.stop_rules import StopRules, Verdict, diverged
from playground.engine.run.stopwatch import Stopwatch
from playground.engine.settings import paths as settings
from playground.engine.spec.edit import Edits
from playground.engine.spec.run import RunSpec, TableFile
from playground.engine.steppers.choice import choose_stepper
from playground.engine.steppers.stepper import Stepper
from playground.engine.training.devices import require_device
from playground.engine.training.edits import make_edits
from playground.engine.training.evaluation import first_not_finite
from playground.engine.training.state import TrainingState, Weights
from playground.engine.training.threads import use_threads
from playground.engine.training.trainer import Trainer

OF_THE_STEP = frozenset({"training.device", "training.stepper"})
WHILE_IT_LEARNS = frozenset({"data.points", "data.ignore"})
"""What a hand switches and paints while the network learns on; undo of it leaves what it learned
since, too."""


class Session:
    """A run that can take steps. Lives on one thread.

    Attributes:
        last_changed: the paths of the settings that were changed last.
        last_change_moves_speed: whether a step may take another time since then.
        finite: the last finite weights.
        restored: which weights were taken back last, in a sentence.
        is_touched: it does not stand at a start of its own making, even at step 0.

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
        threads: int = 0,
    ) -> None:
        self.table = table
        self._read = read
        self.trainer = Trainer(spec, dataset, require_device(spec.training.device))
        self.stepper: Stepper = choose_stepper(self.trainer)
        self.frames = FrameMaker(dataset)
        self.rules = StopRules()
        self.stopwatch = Stopwatch()
        self.ends = EpochEnds(self.trainer, self.rules, self.stopwatch)
        self.finite = LastFinite(self.trainer)
        self.last_changed: frozenset[str] = frozenset()
        self.last_change_moves_speed = False
        self.restored = ""
        self.is_touched = False
        self._has_diverged = False
        self._trained = self.trainer.network, spec
        self.limit_threads(threads)

    @property
    def spec(self) -> RunSpec:
        """What the run trains by."""
        return self.trainer.spec

    @property
    def trained_by(self) -> RunSpec:
        """What the last step was taken by, where weights and data are still those."""
        network, spec = self._trained
        is_whole = network is self.trainer.network and spec.data == self.spec.data
        return spec if is_whole else self.spec

    @property
    def dataset(self) -> Dataset:
        """What it trains on."""
        return self.trainer.dataset

    def advance(self, steps: int, log: LossLog, until_epoch: float | None = None) -> Verdict | None:
        """Take up to `steps` steps, and what falls due at the end of an epoch.

        Args:
            until_epoch: a number of epochs beyond which no step is taken.
        """
        self.finite.look(self.trainer)
        self._trained = self.trainer.network, self.spec
        began = Moment(self.trainer.step_number, self.stopwatch.seconds)
        clock, measurements = self.trainer.batches.clock, self.ends.measurements()
        try:
            losses = self.stepper.advance(steps, self.ends.ahead(until_epoch), measurements)
        except Exception as error:
            self._fall_back(error)
            raise
        bad = first_not_finite(losses, self.trainer.network)
        losses = losses[: bad + 1 if bad is not None else None].cpu()
        now = Moment(began.step + len(losses), self.stopwatch.seconds)
        self.stopwatch.mark(now.step)
        if bad is not None:
            self.trainer.batches.go_to(clock.after(len(losses)))
        log.append(losses.numpy(), now.step, self.trainer.epoch, now.seconds, clock)
        self.ends.record(measurements, began, now, log, up_to=bad)
        self._has_diverged = bad is not None
        if bad is not None:
            self.trainer.step_number = now.step
            return diverged(now.step, float(losses[-1]), self.finite.step)
        self.finite.confirm()
        if not self.trainer.batches.clock.at_epoch_end:
            return None
        return self._settle(self.ends.verdict(log, measurements.loss_after(len(losses))))

    def limit_threads(self, most: int) -> None:
        """Let a step use so many threads at most; 0 for as many as pay."""
        self._most_threads = most
        self.choose_threads()

    def close(self) -> None:
        """Let go of what works in the background."""
        self.stepper.close()

    def data_of(self, spec: RunSpec, progress: Progress) -> Dataset:
        """The data of `spec`; what they share with those of now is not read or built again.

        Raises:
            InputError: they cannot be used.
        """
        return build_dataset(spec.data, self.table, progress, self._read, self.dataset)

    def change(
        self, spec: RunSpec, progress: Progress, lose: Callable[[], object] = lambda: None
    ) -> Dataset | None:
        """Train by `spec` from the next step on; only what hangs on a changed path is renewed.

        Args:
            lose: called before anything is lost of what the run has learned or remembers; for
                `WHILE_IT_LEARNS` only where the run starts again.

        Returns:
            The data to start again with, where the change asks for a fresh start.

        Raises:
            InputError: the spec cannot be trained; nothing was changed.
        """
        changed = settings.changed_paths(self.spec, spec)
        effects = _effects(self.spec, spec, changed)
        dataset = self.data_of(spec, progress)
        loss_form(spec.training.loss, dataset.task)
        is_moved = "training.device" in changed
        device = require_device(spec.training.device) if is_moved else self.trainer.device
        has_other_inputs = dataset.input_names != self.dataset.input_names
        has_other_layers = "network" in effects or has_other_inputs
        is_new = self.trainer.step_number == 0 and has_other_layers
        if "restart" in effects or is_new or not _same_answers(dataset, self.dataset):
            lose()
            return dataset
        network, training = self.trainer.network, spec.training
        loss = build_loss(training.loss, training.options)
        is_judged_anew = _judges(loss) != _judges(self.trainer.learner.loss)
        forgets_plateaus = not self.trainer.learner.rate.remembers_all_under(training)
        is_other = bool(effects - {"live"}) and not changed <= WHILE_IT_LEARNS
        if is_judged_anew or forgets_plateaus or is_other:
            lose()
        self._take_up(spec, dataset, device)
        if changed & OF_THE_STEP:
            self.stepper.close()
            self.stepper = choose_stepper(self.trainer)
        self._renew(changed, effects)
        if effects & {"network", "data"} or is_judged_anew:
            self.ends.forget()
        if self.trainer.network is not network:
            self.finite.follow(self.trainer)
            give_memory_back()
        return None

    def _take_up(self, spec: RunSpec, dataset: Dataset, device: torch.device) -> None:
        has_other_data = dataset is not self.dataset
        self.trainer.apply(spec, dataset)
        if has_other_data:
            self.frames = FrameMaker(dataset)
        if device != self.trainer.device:
            self.trainer.move(device)

    def _renew(self, changed: frozenset[str], effects: set[str]) -> None:
        """Judge anew how fast steps are, and measure anew, where the change asks for it."""
        self.last_changed = changed
        has_other_batches = "training.batch_size" in changed
        self.last_change_moves_speed = has_other_batches or bool(effects - {"live"})
        if self.last_change_moves_speed:
            self.choose_threads()
        if effects - {"live"}:
            self.frames.forget_measures()

    def frame(
        self,
        run: int,
        request: FrameRequest,
        *,
        fresh: bool,
        until_epoch: float | None = None,
    ) -> Frame:
        """What views show at this moment."""
        ends = (self.rules.last_epoch(self.spec.training), until_epoch)
        clock, speed = self.trainer.batches.clock, self.stopwatch.speed
        epochs_per_second = speed / clock.steps_per_epoch
        return replace(
            frame_of(run, self.trainer, self.frames, request, fresh=fresh),
            seconds=self.stopwatch.seconds,
            steps_per_second=speed,
            stepper=self.stepper.name,
            last_epoch=min((float(end) for end in ends if end is not None), default=None),
            best_step=self.rules.state.best_step if len(self.dataset.validation) else None,
            stepper_reason=self.stepper.reason or "",
            epochs_per_second=epochs_per_second,
            rows_per_second=epochs_per_second * clock.rows,
        )

    def edit(self, edits: Edits) -> Edits:
        """Give weights other values, freeze or mute them; return what takes that back.

        Raises:
            InputError: the network has no such place; nothing was changed.
        """
        before = make_edits(self.trainer, edits)
        self.is_touched = True
        self.frames.forget_measures()
        return before

    def muted_words(self) -> str:
        """A sentence where every neuron of a hidden layer is muted."""
        muted = self.trainer.network.muted()
        names = matrices(dict(self.trainer.network.named_parameters()))
        whole = [names.index(name) + 1 for name, mask in muted.items() if bool(mask.all())]
        if not whole:
            return ""
        return ngettext(
            "All neurons of hidden layer {layers} are muted: the outputs no longer depend on the "
            "inputs.",
            "All neurons of hidden layers {layers} are muted: the outputs no longer depend on the "
            "inputs.",
            len(whole),
        ).format(layers=listed([str(number) for number in whole]))

    # --- the run as one value ------------------------------------------------------------------

    def run_state(self) -> RunState:
        """The run between two steps; with its last finite weights where others are no use."""
        training = self._readable_state()
        state = RunState(
            spec=self.spec,
            training=training or self._last_finite_state(),
            stop=self.rules.state,
            seconds=self.stopwatch.seconds,
            best=self.ends.best,
        )
        is_sound = training is not None and are_finite(training.weights)
        if is_sound and not self._has_diverged:
            return state
        return state.with_weights(self.finite.weights, self.finite.step)

    def return_to(self, state: RunState) -> None:
        """Go on from `state`; what another spec judges otherwise is forgotten.

        Raises:
            InputError: its weights belong to another network.
        """
        self.trainer.return_to(state.training, state.spec.training)
        self.stopwatch.start(state.seconds)
        self.rules.state, self.ends.best = state.stop, state.best
        self.frames.forget_measures()
        self.finite.follow(self.trainer, state.weights_of)
        self._has_diverged, self.is_touched = False, True
        before = state.spec.training
        if _judges(build_loss(before.loss, before.options)) != _judges(self.trainer.learner.loss):
            self.ends.forget()

    @property
    def is_lost(self) -> bool:
        """Whether the device no longer answers, so that what lies on it cannot be read."""
        return self._readable_state() is None

    def restore_best(self) -> str:
        """Take back the weights of the lowest validation loss; a sentence where there are none."""
        if self.ends.best is None:
            return _(
                "There are no best weights yet: they need validation data and a finished epoch."
            )
        step = self.rules.state.best_step
        if step is None:
            restored = _("The best weights were restored.")
        else:
            restored = _("The best weights were restored: those of step {step}.")
        self._take_weights(self.ends.best, step, restored)
        return ""

    def restore_finite(self) -> str:
        """Take back the last finite weights; a sentence where none fit."""
        if not self.finite.weights:
            return _("No valid weights fit the network as it is now; reset to start again.")
        restored = _("The last valid weights were restored: those of step {step}.")
        self._take_weights(self.finite.weights, self.finite.step, restored)
        return ""

    def _settle(self, verdict: Verdict | None) -> Verdict | None:
        if verdict is None or not verdict.takes_best or self.restore_best() != "":
            return verdict
        return replace(verdict, reason=f"{verdict.reason} {self.restored}")

    def _take_weights(self, weights: Weights, step: int | None, restored: str) -> None:
        self.return_to(self.run_state().with_weights(weights, step))
        self.restored = restored.format(step="" if step is None else grouped(step))

    def _fall_back(self, error: Exception) -> None:
        """Steps that broke off may have moved the weights: take the last good ones."""
        # What broke off is to be told, and not what came of it.
        with contextlib.suppress(Exception):
            if not self.is_lost and self.restore_finite() == "":
                error.add_note(self.restored)

    def _readable_state(self) -> TrainingState | None:
        try:
            return self.trainer.state()
        except RuntimeError:
            return None

    def _last_finite_state(self) -> TrainingState:
        trainer = self.trainer
        return TrainingState(trainer.step_number, trainer.batches.place, self.finite.weights)

    def choose_threads(self) -> None:
        """Use as many threads as its steps want; another run on this thread may want others."""
        network, clock = self.trainer.network, self.trainer.batches.clock
        parameters = sum(weight.numel() for weight in network.parameters())
        widest = max(layer.out_features for layer in network.linear_layers())
        rows = -(-clock.rows // clock.steps_per_epoch)
        use_threads(parameters, rows, widest, self._most_threads)


def _effects(before: RunSpec, after: RunSpec, changed: frozenset[str]) -> set[str]:
    known = settings.parameters(after) | settings.parameters(before)
    return {known[path].effect for path in changed}


def _judges(loss: torch.nn.Module) -> tuple[object, ...]:
    """What losses must have in common to be compared."""
    numbers = {name: value for name, value in vars(loss).items() if isinstance(value, float)}
    return type(loss), numbers


def _same_answers(one: Dataset, other: Dataset) -> bool:
    return one.task == other.task and one.raw.class_names == other.raw.class_names
