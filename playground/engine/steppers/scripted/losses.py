"""The losses of many steps at once: what a loss reports is not needed for learning.

Gradients are worked out from the outputs alone, so that the loop can leave the outputs of its steps
behind, and their losses are computed together. Only losses that treat each element by itself are
here; the others are computed in each step.
"""

import math

import torch
from torch import Tensor, nn

from playground.engine.model.losses import Hinge
from playground.engine.steppers.scripted.unit import compiled


def row_loss(loss: nn.Module) -> str | None:
    """TorchScript of the losses of steps, of their outputs `o` and targets `t`, `[steps, ...]`.

    None for a loss that does not treat each element by itself.
    """
    match loss:
        case nn.BCEWithLogitsLoss():
            elements = "torch.binary_cross_entropy_with_logits(o, t, None, None, 0)"
        case nn.MSELoss():
            elements = "torch.ops.aten.mse_loss(o, t, 0)"
        case nn.L1Loss():
            elements = "(o - t).abs()"
        case nn.HuberLoss():
            elements = f"torch.ops.aten.huber_loss(o, t, 0, {float(loss.delta)!r})"
        case nn.SmoothL1Loss():
            elements = f"torch.ops.aten.smooth_l1_loss(o, t, 0, {float(loss.beta)!r})"
        case Hinge():
            elements = "(1.0 - t * o).clamp(min=0.0)"
        case _:
            return None
    return f"{elements}.reshape([o.size(0), -1]).mean(1)"


@torch.no_grad()
def agrees(rows: str, loss: nn.Module, shape: tuple[int, ...], targets: Tensor) -> bool:
    """Whether `row_loss` gives what the loss gives, bit for bit, on outputs of this shape."""
    source = f"def f(o: Tensor, t: Tensor):\n    return {rows}\n"
    together = compiled(source).f
    generator = torch.Generator().manual_seed(0)
    outputs = padded_rows(4, shape)
    outputs.copy_(torch.randn(outputs.shape, generator=generator))
    outputs[1:] *= 5.0
    single = torch.stack([loss(output.contiguous(), targets) for output in outputs])
    return torch.equal(together(outputs, targets.expand(4, *targets.shape).contiguous()), single)


def padded_rows(count: int, shape: tuple[int, ...]) -> Tensor:
    """An empty tensor `[count, *shape]` in which every entry starts at a multiple of 64 bytes."""
    if not shape:
        return torch.empty(count)
    pitch = -(-math.prod(shape) // 16) * 16
    strides = torch.empty(shape, device="meta").stride()
    return torch.empty(count * pitch).as_strided((count, *shape), (pitch, *strides))
