"""Recording one training step of a trainer, on copies, so that the trainer can go on meanwhile."""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from playground.engine.common.language import _
from playground.engine.model.network import Network
from playground.engine.settings.paths import MAXIMUM_HIDDEN_LAYERS
from playground.engine.spec.network import hidden_dropouts
from playground.engine.spec.run import NetworkSpec, RunSpec, TrainingSpec
from playground.engine.steppers.scripted.calls import Step, reduce_tape
from playground.engine.steppers.scripted.losses import agrees, row_loss
from playground.engine.steppers.scripted.storage import FlatState, collect
from playground.engine.steppers.scripted.symbols import CannotFuse, Symbol
from playground.engine.steppers.scripted.tape import Numbers, Tape
from playground.engine.training import step
from playground.engine.training.evaluation import ROWS_AT_ONCE
from playground.engine.training.optimizers import options_of
from playground.engine.training.trainer import Trainer

_STAND_IN = RunSpec(
    network=NetworkSpec(
        hidden=(1,) * MAXIMUM_HIDDEN_LAYERS,
        layer_dropouts=tuple(
            f"{0.5671432904097838 - n / 64}" for n in range(MAXIMUM_HIDDEN_LAYERS)
        ),
    ),
    training=TrainingSpec(
        l1=0.7310585786300049, l2=0.4621171572600098, gradient_clip=0.8414709848079
    ),
)
"""Its live numbers stand for those of a run while a step is recorded, where they are not zero; any
numbers that appear nowhere else."""


@dataclass(slots=True, eq=False)
class Draft:
    """Copies of all that a step hangs on."""

    spec: RunSpec
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
        rows: the losses of many steps at once; see `row_loss`.
    """

    size: int
    step: Step
    result: tuple[int, ...]
    rows: str | None


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
        raise CannotFuse(_("The optimizer evaluates the loss several times in a step."))
    if trainer.device.type != "cpu":
        raise CannotFuse(_("Training runs on a device other than the CPU."))
    if trainer.spec.training.precision == "amp":
        raise CannotFuse(_("The network computes in bfloat16."))
    parameters = sum(weight.numel() for weight in trainer.network.parameters())
    rows = trainer.batches.clock.batch
    if parameters * rows > LARGEST_WORK:
        raise CannotFuse(_("The steps are large enough that Python's overhead is negligible."))
    inputs, targets = trainer.batches.data
    return Draft(
        trainer.spec,
        copy.deepcopy(trainer.network),
        trainer.learner.loss,
        type(optimizer),
        options_of(optimizer),
        collect(optimizer, trainer.learner.held),
        inputs[:rows].clone(),
        targets[:rows].clone(),
        trainer.parts["validation"] if _can_measure(trainer) else None,
    )


def _can_measure(trainer: Trainer) -> bool:
    """Whether the validation loss can be measured at once, and weights are all there is to keep."""
    network = trainer.network
    all_weights = network.state_dict().keys() == dict(network.named_parameters()).keys()
    return all_weights and 0 < len(trainer.parts["validation"][0]) <= ROWS_AT_ONCE


def record(draft: Draft, size: int) -> Recording:
    """Record a step over a batch of `size` rows.

    Raises:
        CannotFuse: something in it cannot be run fused.
    """
    network = copy.deepcopy(draft.network)
    own, other = (hidden_dropouts(spec.network) for spec in (draft.spec, _STAND_IN))
    chances = zip(own, other[: len(own)], strict=True)
    network.set_dropout([number if p > 0.0 else 0.0 for p, number in chances])
    network.seed_dropout(range(len(network.dropouts())), draft.inputs.device)
    tape = Tape([layer.generator for layer in network.dropouts()])
    standing = live_options(_STAND_IN, {})
    tape.live = {value: Symbol(value, text, tape.guards) for text, value in standing.items()}
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
        with torch.no_grad(), tape:
            loss = draft.loss(network(inputs), targets)
        return reduce_tape(tape, numbers, tape.ref(loss))
    except CannotFuse:
        return None


def live_options(spec: RunSpec, group: dict[str, Any]) -> dict[str, float]:
    """The numbers that a program reads anew before each chunk, by their names in its text.

    Args:
        group: the options of the optimizer.
    """
    options = {
        "o_l1": spec.training.l1,
        "o_l2": spec.training.l2 / 2.0,
        **{f"o_keep{n}": 1.0 - p for n, p in enumerate(hidden_dropouts(spec.network))},
        "o_clip": spec.training.gradient_clip,
    }
    for name, value in group.items():
        _replaced(name, value, options.__setitem__)
    return options


def _take(
    draft: Draft, tape: Tape, network: Network, state: FlatState, inputs: Tensor, targets: Tensor
) -> tuple[Tensor, Tensor]:
    """One step as `step.learn` has it, with stand-in numbers; returns outputs and loss.

    The optimizer has one parameter that lies on all weights; gradients are gathered in between.
    """
    training, standing = draft.spec.training, _STAND_IN.training
    parameters = list(network.parameters())
    is_penalised = training.penalty > 0.0 or training.l2 > 0.0
    l1 = standing.l1 if is_penalised and training.shrinkage == 0.0 else 0.0
    l2 = standing.l2 if is_penalised else 0.0
    shrinkage = tape.live[standing.l1] if training.shrinkage > 0.0 else 0.0
    clip = standing.gradient_clip if training.gradient_clip > 0.0 else 0.0
    leaf = nn.Parameter(state.weights)
    frozen = [] if state.frozen is None else [(leaf, state.frozen)]
    optimizer = _optimizer(draft, tape, state, leaf)
    state.lend(parameters)
    network.zero_grad()
    with torch.enable_grad(), tape:
        outputs = step.forward(network, inputs, training.precision)
        loss, objective = step.loss(draft.loss, outputs, targets, parameters, l1, l2)
        step.backward(objective)
        _gather(parameters, state)
    tape.counter = state.state.get("step")
    with tape, Numbers(tape):
        step.step(optimizer, parameters, clip, frozen, shrinkage)
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

    def symbol(text: str, number: float) -> Symbol:
        return Symbol(number, text, tape.guards, moving=text == "lr")

    leaf.grad = state.gradient
    optimizer = draft.optimizer([leaf], lr=1e-3)  # type: ignore[call-arg]
    symbols = {name: _replaced(name, value, symbol) for name, value in draft.group.items()}
    optimizer.param_groups[0].update(symbols)
    optimizer.state[leaf] = dict(state.state)
    return optimizer


def _replaced(name: str, value: object, replace: Callable[[str, float], object]) -> object:
    """An option of an optimizer with each live number replaced, by its name and itself."""
    if isinstance(value, tuple):
        return tuple(
            item if item is None else replace(f"o_{name}_{n}", float(item))
            for n, item in enumerate(value)
        )
    if isinstance(value, int | float) and not isinstance(value, bool):
        return replace(name if name == "lr" else f"o_{name}", float(value))
    return value
