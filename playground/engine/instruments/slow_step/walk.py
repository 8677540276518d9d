"""Takes one step on a twin of its objects, as far as it is looked at, and knows its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from playground.engine.instruments.slow_step.phases import Kind, Phase, phases_of
from playground.engine.instruments.slow_step.recipe import Recipe, twin_of
from playground.engine.instruments.slow_step.stations import Trace, rows_kept, stations_of
from playground.engine.steppers.precision import steps_at
from playground.engine.training import step

Numbers = npt.NDArray[np.float64]
ORDER: tuple[Kind, ...] = ("batch", "zero_grad", "forward", "loss", "backward", "clip", "step")


@dataclass(frozen=True, slots=True)
class WeightNumbers:
    """One weight or bias in a step.

    Attributes:
        forgotten: its gradient of the step before; None where there is none.
        gradient: after the backward pass, before clipping.
        prepared: the gradient that the optimizer is given; that of the first of several.
        before, after: its value.
        state, state_after: what the optimizer keeps for it, by torch's names: numbers that are its
            own or its tensor's; None of what is kept in another shape.
        is_frozen: it must not change.
    """

    forgotten: float | None
    gradient: float
    prepared: float
    before: float
    after: float
    state: Mapping[str, float | None]
    state_after: Mapping[str, float | None]
    is_frozen: bool


class Walk:
    """One step, taken no further than to the furthest phase that was looked at.

    It runs the named phases of `training/step.py` on copies of network, optimizer and generators:
    the numbers are those of the real step bit for bit, and the run stays where it is until it
    takes the step itself. One thread at a time may use it, which must be the one that trains.

    Attributes:
        recipe: whose network and optimizer must stay as they are while this is used.
        rows: of the batch, those whose activations are kept.
        phases: in their order.
        traces: of each layer.
        losses: of each evaluation of the loss in the step; several with L-BFGS alone.
        length: the norm of the gradient of all weights, before clipping; 0 where nothing clips.
    """

    def __init__(self, recipe: Recipe, row: int = 0) -> None:
        """Stand before the step.

        Args:
            row: of the batch, around which activations are kept.
        """
        self.recipe = recipe
        self.stations = stations_of(recipe.network)
        self.phases = phases_of(recipe, len(self.stations))
        self.rows = rows_kept(self.stations, len(recipe.inputs), row)
        self.losses: list[float] = []
        self._twin = twin_of(recipe)
        self.traces = [Trace(s, self.rows) for s in stations_of(self._twin.network)]
        self._done = 0
        self._raw: dict[str, Tensor] = {}
        self._outputs = self._error = self._objective = torch.empty(0)
        self.length = 0.0

    def reach(self, phase: Phase) -> None:
        """Take the step as far as this phase has it."""
        while self._done <= ORDER.index(phase.kind):
            with torch.enable_grad(), self._precision():
                getattr(self, f"_take_{ORDER[self._done]}")()
            self._done += 1

    def has(self, kind: Kind) -> bool:
        """Whether this phase was taken."""
        return self._done > ORDER.index(kind)

    def _precision(self) -> AbstractContextManager[None]:
        return steps_at(self.recipe.precision, self.recipe.inputs.device)

    # --- the phases ----------------------------------------------------------------------------

    def _take_batch(self) -> None:
        """The batch is there from the start."""

    def _take_zero_grad(self) -> None:
        step.zero_grad(self._twin.optimizer)

    def _take_forward(self) -> None:
        recipe = self.recipe
        self._outputs = step.forward(self._twin.network, recipe.inputs, recipe.precision)

    def _take_loss(self) -> None:
        recipe = self.recipe
        self._error, self._objective = step.loss(
            recipe.criterion,
            self._outputs,
            recipe.targets,
            self._twin.parameters,
            recipe.l1,
            recipe.l2,
        )
        self.losses = [float(self._error.detach())]

    def _take_backward(self) -> None:
        step.backward(self._objective)
        self._outputs = self._outputs.detach()  # the graph was freed, and its numbers go

    def _take_clip(self) -> None:
        recipe, twin = self.recipe, self._twin
        if recipe.clip > 0.0 or recipe.frozen:
            named = twin.network.named_parameters()
            self._raw = {name: p.grad.clone() for name, p in named if p.grad is not None}
        self.length = _length(self._raw, recipe.frozen)
        step.prepare_gradient(twin.parameters, recipe.clip, twin.held)

    def _take_step(self) -> None:
        recipe, twin = self.recipe, self._twin
        if recipe.has_closure:
            self._take_whole_step()
        else:
            step.update(twin.optimizer, twin.parameters, twin.held, recipe.shrinkage)

    def _take_whole_step(self) -> None:
        """The optimizer moves the weights several times: from the start, with nothing taken yet."""
        recipe, twin = self.recipe, twin_of(self.recipe)
        counting = _Counting(recipe.criterion)
        step.learn(
            twin.network,
            counting,
            twin.optimizer,
            recipe.inputs,
            recipe.targets,
            l1=recipe.l1,
            l2=recipe.l2,
            clip=recipe.clip,
            precision=recipe.precision,
            frozen=twin.held,
            shrinkage=recipe.shrinkage,
        )
        for own, moved in zip(self._twin.parameters, twin.parameters, strict=True):
            own.data.copy_(moved.data)
        self._twin.optimizer.state.clear()
        self.losses = counting.losses

    # --- the numbers ---------------------------------------------------------------------------

    @property
    def loss(self) -> float:
        """The loss over the batch, without penalties."""
        return float(self._error.detach())

    @property
    def objective(self) -> float:
        """The loss with the penalties, which is descended on."""
        return float(self._objective.detach())

    @property
    def options(self) -> Mapping[str, object]:
        """The optimizer's options as torch spells them, with the learning rate of this step."""
        return {n: v for n, v in self._twin.optimizer.param_groups[0].items() if n != "params"}

    def outputs(self, first: int, count: int) -> Tensor:
        """What the network made of some rows, `[rows, outputs]`."""
        return self._outputs.detach()[first : first + count]

    def row_losses(self, first: int, count: int) -> Numbers:
        """The loss of each of some rows by itself, whose mean over the batch is the loss."""
        recipe, outputs = self.recipe, self._outputs.detach()
        last = min(first + count, len(outputs))
        with torch.no_grad():
            losses = [
                float(recipe.criterion(outputs[n : n + 1], recipe.targets[n : n + 1]))
                for n in range(first, last)
            ]
        return np.array(losses, np.float64)

    def tensors(self, name: str) -> dict[str, Tensor]:
        """The tensors of a parameter that the step has come to: `before`, `gradient`, `after`."""
        twin = self._twin.network.get_parameter(name)
        found = {"before": self.recipe.network.get_parameter(name).detach()}
        if self.has("backward") and twin.grad is not None:
            found["prepared"] = twin.grad
            found["gradient"] = self._raw.get(name, twin.grad)
        if self.has("step"):
            found["after"] = twin.detach()
        return found

    def states(self, name: str) -> dict[str, tuple[Tensor | None, Tensor | None]]:
        """What the optimizer keeps for each weight of a parameter, by torch's names, in its shape.

        Each as it was before the step, and as the step leaves it; None where it is not there. What
        is kept for a whole row or column counts for each of its weights.
        """
        own, twin = (n.get_parameter(name) for n in (self.recipe.network, self._twin.network))
        before = _states_of(self.recipe.optimizer, own)
        after = _states_of(self._twin.optimizer, twin) if self.has("step") else {}
        return {key: (before.get(key), after.get(key)) for key in [*before, *after]}

    def weight(self, name: str, *place: int) -> WeightNumbers:
        """The numbers of one weight or bias; what the step has not come to yet is NaN."""
        own, twin = (n.get_parameter(name) for n in (self.recipe.network, self._twin.network))
        found = {key: float(tensor[place]) for key, tensor in self.tensors(name).items()}
        nan = float("nan")
        mask = self.recipe.frozen.get(name)
        return WeightNumbers(
            forgotten=None if own.grad is None else float(own.grad[place]),
            gradient=found.get("gradient", nan),
            prepared=found.get("prepared", nan),
            before=found["before"],
            after=found.get("after", nan),
            state=_state_at(self.recipe.optimizer, own, place),
            state_after=_state_at(self._twin.optimizer, twin, place),
            is_frozen=mask is not None and bool(mask[place]),
        )


class _Counting(nn.Module):
    """A criterion that remembers what it answered."""

    def __init__(self, criterion: nn.Module) -> None:
        super().__init__()
        self._criterion = criterion
        self.losses: list[float] = []

    def forward(self, outputs: Tensor, targets: Tensor) -> Tensor:
        error: Tensor = self._criterion(outputs, targets)
        self.losses.append(float(error.detach()))
        return error


def _length(gradients: Mapping[str, Tensor], frozen: Mapping[str, Tensor]) -> float:
    """The norm of all gradients together without those of frozen weights; 0 of none."""
    free = [
        gradient.masked_fill(frozen[name], 0.0) if name in frozen else gradient
        for name, gradient in gradients.items()
    ]
    return float(nn.utils.get_total_norm(free)) if free else 0.0


def _states_of(optimizer: torch.optim.Optimizer, weight: nn.Parameter) -> dict[str, Tensor]:
    kept = optimizer.state.get(weight, {})
    return {
        key: value.expand(weight.shape)
        for key, value in kept.items()
        if isinstance(value, Tensor) and value.dim() == weight.dim()
    }


def _state_at(
    optimizer: torch.optim.Optimizer, weight: nn.Parameter, place: tuple[int, ...]
) -> dict[str, float | None]:
    kept = optimizer.state.get(weight, {})
    return {key: _number_at(value, weight.shape, place) for key, value in kept.items()}


def _number_at(value: object, shape: torch.Size, place: tuple[int, ...]) -> float | None:
    if isinstance(value, Tensor):
        if value.numel() == 1:
            return float(value)
        return float(value[place]) if value.shape == shape else None
    return float(value) if isinstance(value, int | float) else None
