"""A trainer's steps run by a program: building it, proving it, and taking over."""

import math

import torch
from torch import Generator, Tensor, nn

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.steppers.measurements import Measurement, Measurements
from playground.engine.steppers.scripted.capture import (
    Draft,
    live_options,
    record,
    record_measuring,
)
from playground.engine.steppers.scripted.plan import Plan, plan_ahead
from playground.engine.steppers.scripted.program import Bound, Program, Segment
from playground.engine.steppers.scripted.storage import FlatState, collect, parameters_of
from playground.engine.steppers.scripted.symbols import why_not
from playground.engine.training.optimizers import options_of
from playground.engine.training.trainer import Trainer

_WARM_UPS = 3
"""Runs after which TorchScript has made up its mind about a program."""


def prepare(draft: Draft, rows: int) -> Program:
    """Record, write, compile and warm up; takes some tens of milliseconds.

    Args:
        rows: of an epoch.

    Raises:
        CannotFuse: something in the step cannot be run fused.
    """
    size = len(draft.inputs)
    rest = rows % size
    full = record(draft, size)
    last = record(draft, rest) if rest else None
    options = live_options(draft.spec, draft.group)
    options.pop("lr", None)
    program = Program(full, last, list(options), record_measuring(draft))
    _warm_up(program, draft, list(options.values()))
    return program


def _warm_up(program: Program, draft: Draft, options: list[float]) -> None:
    bound = program.bind(draft.state.clone(), draft.validation)
    generators = [Generator() for _ in range(program.generators)]
    for run in range(_WARM_UPS):
        source = Generator() if run else None
        count, rest = (1, 0) if program.rest == 0 or run == 0 else (0, program.rest)
        segment = Segment(draft.inputs, draft.targets, source, 0, count, rest)
        bound.run([segment], [0.0], options, generators, [program.measures], Measurements())


class FusedRun:
    """Takes a trainer's steps with a program; the trainer's weights and state become its views.

    Attributes:
        proven: whether some steps were taken in both ways and came out the same.
        fell_out: whether the last `advance` ended where the optimizer decides otherwise than when
            its step was recorded.
    """

    def __init__(self, trainer: Trainer, program: Program) -> None:
        """Stand ready; nothing of the trainer is touched before `take_over`."""
        self._trainer = trainer
        self._program = program
        self._bound: Bound | None = None
        self._gradients: list[tuple[nn.Parameter, Tensor]] = []
        self._measures = False
        self.proven = False
        self.fell_out = False

    def prove(self, steps: int) -> tuple[Tensor, str]:
        """Take the next steps in both ways, and compare losses, weights and state bit for bit.

        Returns:
            The losses of the steps, which the trainer took by itself, and the reason why the
            program cannot take over, or nothing.
        """
        trainer = self._trainer
        trainer.enter_epoch()
        plan = plan_ahead(trainer, self._program, steps, 1)
        reason, state = "", None
        try:
            state = collect(trainer.optimizer, trainer.learner.held)
        except Exception as error:
            reason = why_not(error)
        generators = [_copy(generator) for generator in self._generators()]
        taken = [trainer.step() for _ in range(max(1, len(plan.rates)))]
        losses = torch.stack(taken).float()
        if state is not None and plan.rates:
            try:
                reason = self._difference(plan, state, generators, losses)
            except Exception as error:
                reason = why_not(error)
        self.proven = bool(plan.rates) and not reason
        return losses, reason

    def _difference(
        self, plan: Plan, state: FlatState, generators: list[Generator], losses: Tensor
    ) -> str:
        bound = self._program.bind(state, self._trainer.parts["validation"])
        replayed, _measured = self._run(bound, plan, generators, Measurements())
        if not torch.equal(replayed.nan_to_num(), losses[: len(replayed)].nan_to_num()):
            gap = float((replayed - losses[: len(replayed)]).abs().max())
            return _(
                "The compiled step would give different losses (largest difference {gap})."
            ).format(gap=number(gap, ".1e"))
        is_whole = len(replayed) == len(losses)
        if is_whole and not state.equals(collect(self._trainer.optimizer)):
            return _("The compiled step would give different weights.")
        self._measures = is_whole and self._program.measures and self._agrees(bound)
        return ""

    def _agrees(self, bound: Bound) -> bool:
        """Whether the program measures what the trainer does."""
        mine, wanted = bound.measure(), self._trainer.evaluate("validation")[0]
        return mine == wanted or (math.isnan(mine) and math.isnan(wanted))

    def take_over(self) -> None:
        """Move the trainer's weights and optimizer state into flat tensors, between two steps."""
        state = collect(self._trainer.optimizer, self._trainer.learner.held)
        state.attach(self._trainer.optimizer)
        parameters = parameters_of(self._trainer.optimizer)
        views = state.layout.views(state.gradient)
        self._gradients = list(zip(parameters, views, strict=True))
        self._bound = self._program.bind(state, self._trainer.parts["validation"])

    @property
    def attached(self) -> bool:
        """Whether the trainer's weights still lie where the program writes."""
        if self._bound is None:
            return False
        parameter = self._trainer.optimizer.param_groups[0]["params"][0]
        return bool(parameter.data_ptr() == self._bound.state.weights.data_ptr())

    def advance(self, steps: int, epochs: int, measurements: Measurements, taken: int) -> Tensor:
        """As `Stepper.advance`; may take fewer steps, or none where the next must be eager.

        Args:
            taken: steps of this chunk so far.
        """
        assert self._bound is not None
        trainer = self._trainer
        if self._program.generators:
            trainer.enter_epoch()
            # Random numbers start anew in each epoch, which a program cannot do by itself.
            epochs = 1
        elif not self._measures:
            epochs = min(epochs, measurements.epochs_ahead(int(trainer.epoch)))
        plan = plan_ahead(trainer, self._program, steps, epochs)
        self.fell_out = False
        if not plan.rates:
            return torch.empty(0)
        losses, found = self._run(self._bound, plan, self._generators(), measurements)
        for parameter, gradient in self._gradients:
            parameter.grad = gradient
        if found:
            self._note(measurements, plan, found, taken)
        done = len(losses)
        self.fell_out = done < len(plan.rates) and not measurements.is_over
        if done:
            trainer.optimizer.param_groups[0]["lr"] = plan.rates[done - 1]
            trainer.skip(done)
        return losses

    def _note(self, measurements: Measurements, plan: Plan, found: list[float], taken: int) -> None:
        made: list[Measurement] = []
        losses = iter(found)
        for segment, ended in zip(plan.segments, plan.ended, strict=True):
            taken += segment.steps
            if ended and measurements.is_due(ended) and len(made) < len(found):
                made.append(Measurement(taken, ended, next(losses)))
        if measurements.add(made):
            assert self._bound is not None
            names = [name for name, _ in self._trainer.network.named_parameters()]
            views = self._bound.state.layout.views(self._bound.best)
            measurements.weights = {n: view.clone() for n, view in zip(names, views, strict=True)}

    def _run(
        self, bound: Bound, plan: Plan, generators: list[Generator], measurements: Measurements
    ) -> tuple[Tensor, list[float]]:
        trainer = self._trainer
        options = live_options(trainer.spec, options_of(trainer.optimizer))
        values = [options[name] for name in self._program.options]
        bound.state.freeze(parameters_of(trainer.optimizer), trainer.learner.held)
        due = [self._measures and end > 0 and measurements.is_due(end) for end in plan.ended]
        return bound.run(plan.segments, plan.rates, values, generators, due, measurements)

    def _generators(self) -> list[Generator]:
        layers = self._trainer.network.dropouts()[: self._program.generators]
        return [layer.generator for layer in layers]


def _copy(generator: Generator) -> Generator:
    copy = Generator()
    copy.set_state(generator.get_state())
    return copy
