"""Weights and optimizer state in flat tensors, of which each parameter holds a view.

An update that treats each weight by itself then takes one operation for the whole network. Each
parameter starts at a multiple of 64 bytes, as tensors of their own do; the gaps hold zeros.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from playground.engine.common.language import _
from playground.engine.steppers.scripted.symbols import CannotFuse
from playground.engine.training.step import Frozen

_ALIGNED = 16
"""Float32 numbers in 64 bytes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each parameter lies in a flat tensor."""

    shapes: tuple[tuple[int, ...], ...]
    offsets: tuple[int, ...]
    size: int

    def views(self, flat: Tensor) -> list[Tensor]:
        """Each parameter's part of `flat`, in its shape."""
        return [
            flat[offset : offset + math.prod(shape)].view(shape)
            for offset, shape in zip(self.offsets, self.shapes, strict=True)
        ]

    def gather(self, tensors: Sequence[Tensor]) -> Tensor:
        """A new flat tensor that holds copies of `tensors`."""
        flat = torch.zeros(self.size, device=tensors[0].device)
        for view, tensor in zip(self.views(flat), tensors, strict=True):
            view.copy_(tensor)
        return flat


def layout_of(parameters: Sequence[nn.Parameter]) -> Layout:
    """The layout for these parameters, in their order."""
    offsets: list[int] = []
    size = 0
    for parameter in parameters:
        if parameter.dtype != torch.float32:
            raise CannotFuse(_("The weights are not float32."))
        offsets.append(size)
        size += -(-parameter.numel() // _ALIGNED) * _ALIGNED
    return Layout(tuple(tuple(p.shape) for p in parameters), tuple(offsets), size)


@dataclass(slots=True, eq=False)
class FlatState:
    """A network's weights and the state of its optimizer.

    Attributes:
        weights: float32 `[layout.size]`.
        gradient: as the weights; of the last step.
        state: by torch's name: flat tensors as the weights, or tensors of one number, which stand
            for those of all parameters.
        frozen: bool, as the weights: which of them must not change; None where all may.
        copies: such tensors and, once attached, those of the other parameters that follow them.
    """

    layout: Layout
    weights: Tensor
    gradient: Tensor
    state: dict[str, Tensor | None]
    frozen: Tensor | None = None
    copies: list[tuple[Tensor, Tensor]] = field(default_factory=list)

    def tensors(self) -> dict[str, Tensor]:
        """All that lasts from step to step, by what it is."""
        known = {"weights": self.weights, "gradient": self.gradient, "frozen": self.frozen}
        known |= {f"state.{name}": tensor for name, tensor in self.state.items()}
        return {name: tensor for name, tensor in known.items() if tensor is not None}

    def clone(self) -> "FlatState":
        """A copy that shares nothing."""
        copies = {name: None if t is None else t.clone() for name, t in self.state.items()}
        frozen = None if self.frozen is None else self.frozen.clone()
        weights, gradient = self.weights.clone(), self.gradient.clone()
        return FlatState(self.layout, weights, gradient, copies, frozen)

    def equals(self, other: "FlatState") -> bool:
        """Whether both are the same, bit for bit."""
        mine, others = self.parts(), other.parts()
        return all(_same_bits(one, two) for one, two in zip(mine, others, strict=True))

    def parts(self) -> list[Tensor]:
        """All numbers without the gaps."""
        parts: list[Tensor] = []
        for tensor in (self.weights, *self.state.values()):
            if tensor is not None:
                parts += self.layout.views(tensor) if tensor.dim() > 0 else [tensor]
        return parts

    def freeze(self, parameters: Sequence[nn.Parameter], held: Frozen) -> None:
        """Follow the masks of these parameters, where there is room for them."""
        if self.frozen is None:
            return
        masks = dict(held)
        for parameter, view in zip(parameters, self.layout.views(self.frozen), strict=True):
            view.copy_(masks[parameter]) if parameter in masks else view.zero_()

    def lend(self, parameters: Sequence[nn.Parameter]) -> None:
        """Make weights and gradients of parameters views of this one."""
        views = self.layout.views(self.weights), self.layout.views(self.gradient)
        for parameter, weights, gradient in zip(parameters, *views, strict=True):
            parameter.data, parameter.grad = weights, gradient

    @torch.no_grad()
    def attach(self, optimizer: torch.optim.Optimizer) -> None:
        """Make the optimizer's parameters and their state views of this one; values move along."""
        parameters = parameters_of(optimizer)
        self.lend(parameters)
        for name, tensor in self.state.items():
            if tensor is None:
                continue
            if tensor.dim() == 0:
                # The first parameter's own: a step that is taken without a program counts too.
                number, *others = [optimizer.state[parameter][name] for parameter in parameters]
                self.state[name] = number
                self.copies += [(number, other) for other in others]
                continue
            for parameter, view in zip(parameters, self.layout.views(tensor), strict=True):
                optimizer.state[parameter][name] = view


def parameters_of(optimizer: torch.optim.Optimizer) -> list[nn.Parameter]:
    """The parameters, in the optimizer's order.

    Raises:
        CannotFuse: they are in several groups.
    """
    if len(optimizer.param_groups) != 1:
        raise CannotFuse(_("The parameters are in several groups."))
    parameters: list[nn.Parameter] = optimizer.param_groups[0]["params"]
    return parameters


@torch.no_grad()
def collect(optimizer: torch.optim.Optimizer, held: Frozen = ()) -> FlatState:
    """A copy of the weights and state of an optimizer that took at least one step.

    Args:
        held: its parameters with frozen weights.

    Raises:
        CannotFuse: its state is of another kind for some parameters.
    """
    parameters = parameters_of(optimizer)
    layout = layout_of(parameters)
    states = [optimizer.state[parameter] for parameter in parameters]
    gathered: dict[str, Tensor | None] = {}
    for name in states[0]:
        values = [state.get(name) for state in states]
        gathered[name] = _gathered(layout, values)
    if any(state.keys() != states[0].keys() for state in states):
        raise CannotFuse(_("The optimizer keeps different state for different weights."))
    frozen = torch.zeros(layout.size, dtype=torch.bool) if held else None
    gradients = [torch.zeros_like(p) if p.grad is None else p.grad for p in parameters]
    weights, gradient = layout.gather(parameters), layout.gather(gradients)
    flat = FlatState(layout, weights, gradient, gathered, frozen)
    flat.freeze(parameters, held)
    return flat


def _gathered(layout: Layout, values: list[Tensor | None]) -> Tensor | None:
    if all(value is None for value in values):
        return None
    tensors = [value for value in values if isinstance(value, Tensor)]
    if len(tensors) == len(values):
        if all(tensor.dim() == 0 for tensor in tensors) and len({t.item() for t in tensors}) == 1:
            return tensors[0].clone()
        if tuple(tuple(tensor.shape) for tensor in tensors) == layout.shapes:
            return layout.gather(tensors)
    raise CannotFuse(_("The optimizer keeps different state for matrices and vectors."))


def _same_bits(one: Tensor, two: Tensor) -> bool:
    return torch.equal(one, two) or bool(
        torch.equal(one.isnan(), two.isnan()) and torch.equal(one.nan_to_num(), two.nan_to_num())
    )
