"""Where an activation function is flat: there next to no gradient passes to the weights before."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

QUIET = 0.05
"""An activation is flat where its slope is below this part of its steepest. For a sigmoid that is
beyond |z| = 4.4, for tanh beyond 2.2. (Glorot and Bengio 2010 call units saturated there without
giving a number; https://proceedings.mlr.press/v9/glorot10a.html.)"""
_GRID = torch.linspace(-8.0, 8.0, 161)
_FAR, _NEAR = (-1e3, 1e3), (-0.5, 0.5)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of an activation function from its slopes alone.

    Attributes:
        steepest: its largest slope.
        is_s_shaped: it is flat far out on both sides and not around zero, such as a sigmoid.
    """

    steepest: float
    is_s_shaped: bool


def slopes_at(activation: nn.Module, signal: Tensor) -> Tensor:
    """The size of the derivative of an elementwise `activation` at each number of `signal`."""
    with torch.enable_grad():
        leaf = signal.detach().requires_grad_()
        return torch.autograd.grad(activation(leaf).sum(), leaf)[0].abs()


def shape_of(activation: nn.Module, device: torch.device) -> Shape:
    """Look at an activation function as a whole."""
    places = torch.cat([torch.tensor((*_FAR, *_NEAR)), _GRID]).to(device)
    slopes = slopes_at(activation, places)
    flat = slopes < QUIET * slopes.max()
    ends, middle = flat[: len(_FAR)], flat[len(_FAR) : len(_FAR) + len(_NEAR)]
    return Shape(float(slopes.max()), bool(ends.all()) and not bool(middle.any()))


def dead_and_saturated(activation: nn.Module, signal: Tensor) -> tuple[float, float]:
    """The part of dead neurons, and of outputs on a flat end of an S (NaN where it is no S).

    Args:
        signal: what arrives at the activation, float32 `[rows, neurons]`.
    """
    shape = shape_of(activation, signal.device)
    quiet = slopes_at(activation, signal) < QUIET * shape.steepest
    dead = float(quiet.all(dim=0).float().mean())
    return dead, float(quiet.float().mean()) if shape.is_s_shaped else float("nan")
