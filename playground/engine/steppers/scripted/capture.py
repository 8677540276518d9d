"""Recording one training step of a trainer, on copies, so that the trainer can go on meanwhile."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from playground.engine.model.dropout import Dropout
from playground.engine.model.losses import weight_penalty
from playground.engine.model.network import Network
from playground.engine.spec.run import TrainingSpec
from playground.engine.steppers.scripted.calls import Step, reduce_tape
from playground.engine.steppers.scripted.losses import RowLoss, agrees, row_loss
from playground.engine.steppers.scripted.storage import FlatState, collect
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol
from playground.engine.steppers.scripted.tape import Tape
from playground.engine.training.trainer import ROWS_AT_ONCE, Trainer

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
    group = {name: value for name, value in optimizer.param_groups[0].items() if name != "params"}
    rows = trainer.batches.batch_size
    inputs, targets = trainer.batches.data
    return Draft(
        trainer.spec.training,
        trainer.spec.network.dropout,
        copy.deepcopy(trainer.network),
        trainer.loss,
        type(optimizer),
        group,
        collect(optimizer),
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
    """Record a step over a batch of `size` rows; the draft's weights are moved by it.

    Raises:
        CannotFuse: something in it cannot be run fused.
    """
    dropouts = [layer for layer in draft.network.layers if isinstance(layer, Dropout)]
    for seed, layer in enumerate(dropouts):
        layer.seed(seed, draft.inputs.device)
    tape = Tape([layer.generator for layer in dropouts])
    tape.use(_live_numbers(tape))
    layout, state = draft.state.layout, draft.state.clone()
    parameters = list(draft.network.parameters())
    for parameter, view in zip(parameters, layout.views(state.weights), strict=True):
        parameter.data = view
    gradient = torch.zeros(layout.size)
    inputs, targets = draft.inputs[:size].clone(), draft.targets[:size].clone()
    roles = {"weights": state.weights, "gradient": gradient, "x": inputs, "y": targets}
    roles |= {f"state.{name}": t for name, t in state.state.items() if t is not None}
    numbers = {tape.ref(tensor).storage: role for role, tensor in roles.items()}
    views = layout.views(gradient)
    with tape.operations():
        output, loss = _gradients(draft, dropouts, inputs, targets, views)
    tape.counter = state.state.get("step")
    _update(draft, tape, state, gradient)
    rows = row_loss(draft.loss)
    shape = tuple(output.shape)
    if rows is not None and not agrees(rows, draft.loss, shape, targets):
        rows = None
    result = tape.ref(output if rows is not None else loss)
    step = reduce_tape(tape, numbers, result)
    return Recording(size, step, result.size, rows)


def record_measuring(draft: Draft) -> Step | None:
    """Record the validation loss; None where there is none to be measured by a program."""
    if draft.validation is None:
        return None
    network = copy.deepcopy(draft.network).eval()
    layout, state = draft.state.layout, draft.state.clone()
    for parameter, view in zip(network.parameters(), layout.views(state.weights), strict=True):
        parameter.data = view
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


def _gradients(
    draft: Draft,
    dropouts: Sequence[Dropout],
    inputs: Tensor,
    targets: Tensor,
    gradients: list[Tensor],
) -> tuple[Tensor, Tensor]:
    """One forward and backward pass as `Trainer.step` does it, with stand-in numbers."""
    training, network = draft.training, draft.network
    for layer in dropouts:
        layer.rate = _KEEP if draft.dropout > 0.0 else 0.0
    parameters = list(network.parameters())
    with torch.enable_grad():
        output = network(inputs)
        loss: Tensor = draft.loss(output, targets)
        objective = loss
        if training.l1 != 0.0 or training.l2 != 0.0:
            objective = loss + weight_penalty(network.weights(), _L1, _L2)
        made = torch.autograd.grad(objective, parameters)
    with torch.no_grad():
        for place, gradient in zip(gradients, made, strict=True):
            place.copy_(gradient)
        if training.gradient_clip > 0.0:
            for parameter, place in zip(parameters, gradients, strict=True):
                parameter.grad = place
            nn.utils.clip_grad_norm_(parameters, _CLIP)
            for parameter in parameters:
                parameter.grad = None
    return output, loss


def _update(draft: Draft, tape: Tape, state: FlatState, gradient: Tensor) -> None:
    """The optimizer's own step, over one parameter that lies on all weights."""
    leaf = nn.Parameter(state.weights)
    leaf.grad = gradient
    optimizer = draft.optimizer([leaf], lr=1e-3)  # type: ignore[call-arg]
    optimizer.param_groups[0].update(_symbols(draft.group, tape))
    optimizer.state[leaf] = dict(state.state)
    with tape.operations(), tape.numbers():
        optimizer.step()


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
