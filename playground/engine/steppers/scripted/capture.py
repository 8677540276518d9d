"""Recording one training step of a trainer, on copies, so that the trainer can go on meanwhile."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from playground.engine.model.network import Network
from playground.engine.spec.run import TrainingSpec
from playground.engine.steppers.scripted.calls import Step, reduce_tape
from playground.engine.steppers.scripted.losses import RowLoss, agrees, row_loss
from playground.engine.steppers.scripted.storage import FlatState, collect
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol
from playground.engine.steppers.scripted.tape import Tape
from playground.engine.training import step
from playground.engine.training.evaluation import ROWS_AT_ONCE
from playground.engine.training.optimizers import options_of
from playground.engine.training.trainer import Trainer

_L1, _L2, _KEEP, _CLIP = 0.7310585786300049, 0.4621171572600098, 0.5671432904097838, 0.8414709848079
"""Stand-ins for live numbers while a step is recorded; any numbers that appear nowhere else."""


@dataclass(slots=True, eq=False)
class Draft:
    """Copies of all that a step hangs on."""

    training: TrainingSpec
    dropout: float
    network: Network
    loss: nn.Module
    optimizer: type[torch.optim.Optimizer]
    group: dict[str, Any]
    state: FlatState
    inputs: Tensor
    targets: Tensor
    validation: tuple[Tensor, Tensor] | None


@dataclass(slots=True, eq=False)
class Recording:
    """A step for one batch size.

    Attributes:
        result: the shape that the step leaves behind: outputs where `rows` is there, else a loss.
    """

    size: int
    step: Step
    result: tuple[int, ...]
    rows: RowLoss | None


LARGEST_WORK = 100_000_000
"""Multiply-adds of one step's forward pass from which a program gains nothing: a step then lasts
about ten milliseconds, of which Python takes a tenth of one."""


def draft_of(trainer: Trainer) -> Draft:
    """Copy what is needed, between two steps.

    Raises:
        CannotFuse: the optimizer cannot be run fused.
    """
    optimizer = trainer.optimizer
    if isinstance(optimizer, torch.optim.LBFGS):
        raise CannotFuse("it evaluates the loss several times in a step")
    if trainer.device.type != "cpu":
        raise CannotFuse("it runs on a device other than the CPU")
    if getattr(trainer.spec.training, "precision", "") == "amp":
        raise CannotFuse("it computes in bfloat16")
    parameters = sum(weight.numel() for weight in trainer.network.parameters())
    if parameters * trainer.batches.batch_size > LARGEST_WORK:
        raise CannotFuse("its steps are so large that what Python adds to them is lost in them")
    rows = trainer.batches.batch_size
    inputs, targets = trainer.batches.data
    return Draft(
        trainer.spec.training,
        trainer.spec.network.dropout,
        copy.deepcopy(trainer.network),
        trainer.loss,
        type(optimizer),
        options_of(optimizer),
        collect(optimizer, trainer.held),
        inputs[:rows].clone(),
        targets[:rows].clone(),
        trainer.validation if _can_measure(trainer) else None,
    )


def _can_measure(trainer: Trainer) -> bool:
    """Whether the validation loss can be measured at once, and weights are all there is to keep."""
    network = trainer.network
    all_weights = network.state_dict().keys() == dict(network.named_parameters()).keys()
    return all_weights and 0 < len(trainer.validation[0]) <= ROWS_AT_ONCE


def record(draft: Draft, size: int) -> Recording:
    """Record a step over a batch of `size` rows.

    Raises:
        CannotFuse: something in it cannot be run fused.
    """
    network = copy.deepcopy(draft.network)
    network.set_dropout(_KEEP if draft.dropout > 0.0 else 0.0)
    network.seed_dropout(range(network.hidden_layers), draft.inputs.device)
    tape = Tape([layer.generator for layer in network.dropouts()])
    tape.use(_live_numbers(tape))
    state = draft.state.clone()
    inputs, targets = draft.inputs[:size].clone(), draft.targets[:size].clone()
    roles = state.tensors() | {"x": inputs, "y": targets}
    numbers = {tape.ref(tensor).storage: role for role, tensor in roles.items()}
    outputs, loss = _take(draft, tape, network, state, inputs, targets)
    rows, shape = row_loss(draft.loss), tuple(outputs.shape)
    if rows is not None and not agrees(rows, draft.loss, shape, targets):
        rows = None
    result = tape.ref(outputs if rows is not None else loss)
    reduced = reduce_tape(tape, numbers, result)
    return Recording(size, reduced, result.size, rows)


def record_measuring(draft: Draft) -> Step | None:
    """Record the validation loss; None where there is none to be measured by a program."""
    if draft.validation is None:
        return None
    network = copy.deepcopy(draft.network).eval()
    state = draft.state.clone()
    state.lend(list(network.parameters()))
    inputs, targets = draft.validation
    tape = Tape([])
    roles = {"weights": state.weights, "x": inputs, "y": targets}
    numbers = {tape.ref(tensor).storage: role for role, tensor in roles.items()}
    try:
        with torch.no_grad(), tape.operations():
            loss = draft.loss(network(inputs), targets)
        return reduce_tape(tape, numbers, tape.ref(loss))
    except CannotFuse:
        return None


def live_options(training: TrainingSpec, dropout: float, group: dict[str, Any]) -> dict[str, float]:
    """The numbers that a program reads anew before each chunk, by their names in its text."""
    options = {
        "o_l1": training.l1,
        "o_l2": training.l2 / 2.0,
        "o_keep": 1.0 - dropout,
        "o_clip": training.gradient_clip,
    }
    for name, value in group.items():
        options |= dict(_numbers_of(name, value))
    return options


def _live_numbers(tape: Tape) -> dict[float, Symbol]:
    standing = {"o_l1": _L1, "o_l2": _L2 / 2.0, "o_keep": 1.0 - _KEEP, "o_clip": _CLIP}
    return {value: Symbol(value, text, tape.guards) for text, value in standing.items()}


def _take(
    draft: Draft, tape: Tape, network: Network, state: FlatState, inputs: Tensor, targets: Tensor
) -> tuple[Tensor, Tensor]:
    """One step as `step.learn` has it, with stand-in numbers; returns outputs and loss.

    The optimizer has one parameter that lies on all weights; gradients are gathered in between.
    """
    training, parameters = draft.training, list(network.parameters())
    l1, l2 = (_L1, _L2) if training.l1 != 0.0 or training.l2 != 0.0 else (0.0, 0.0)
    clip = _CLIP if training.gradient_clip > 0.0 else 0.0
    leaf = nn.Parameter(state.weights)
    frozen = [] if state.frozen is None else [(leaf, state.frozen)]
    optimizer = _optimizer(draft, tape, state, leaf)
    state.lend(parameters)
    network.zero_grad()
    with torch.enable_grad(), tape.operations():
        outputs = step.forward(network, inputs, training.precision)
        loss, objective = step.loss(draft.loss, outputs, targets, parameters, l1, l2)
        step.backward(objective)
        _gather(parameters, state)
    tape.counter = state.state.get("step")
    with tape.operations(), tape.numbers():
        step.step(optimizer, parameters, clip, frozen)
    return outputs, loss


def _gather(parameters: Sequence[nn.Parameter], state: FlatState) -> None:
    """Bring the gradients of all parameters to where that of all weights is."""
    made = [parameter.grad for parameter in parameters]
    state.lend(parameters)
    for parameter, gradient in zip(parameters, made, strict=True):
        assert parameter.grad is not None
        assert gradient is not None
        parameter.grad.copy_(gradient)


def _optimizer(
    draft: Draft, tape: Tape, state: FlatState, leaf: nn.Parameter
) -> torch.optim.Optimizer:
    """The trainer's kind of optimizer over `leaf` alone, with symbols for its numbers."""
    leaf.grad = state.gradient
    optimizer = draft.optimizer([leaf], lr=1e-3)  # type: ignore[call-arg]
    optimizer.param_groups[0].update(_symbols(draft.group, tape))
    optimizer.state[leaf] = dict(state.state)
    return optimizer


def _symbols(group: dict[str, Any], tape: Tape) -> dict[str, Any]:
    symbols: dict[str, Any] = {}
    for name, value in group.items():
        made = [
            Symbol(number, text, tape.guards, moving=name == "lr")
            for text, number in _numbers_of(name, value)
        ]
        if isinstance(value, tuple):
            rest = iter(made)
            symbols[name] = tuple(item if item is None else next(rest) for item in value)
        else:
            symbols[name] = made[0] if made else value
    return symbols


def _numbers_of(name: str, value: object) -> list[tuple[str, float]]:
    """The live numbers in an option of an optimizer, with their names."""
    if name == "lr" and isinstance(value, int | float):
        return [("lr", float(value))]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return [(f"o_{name}", float(value))]
    if isinstance(value, tuple):
        return [(f"o_{name}_{n}", float(item)) for n, item in enumerate(value) if item is not None]
    return []
