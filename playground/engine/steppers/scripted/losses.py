"""The losses of many steps at once: what a loss reports is not needed for learning.

Gradients are worked out from the outputs alone, so that the loop can leave the outputs of its steps
behind, and their losses are computed together. Only losses that treat each element by itself are
here; the others are computed in each step.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from playground.engine.model.losses import Hinge


@dataclass(frozen=True, slots=True)
class RowLoss:
    """`text` is TorchScript of the loss of each element of outputs `o` and targets `t`."""

    text: str


def row_loss(loss: nn.Module) -> RowLoss | None:
    """How `loss` is computed for many steps at once; None where it is not."""
    match loss:
        case nn.BCEWithLogitsLoss():
            return RowLoss("torch.binary_cross_entropy_with_logits(o, t, None, None, 0)")
        case nn.MSELoss():
            return RowLoss("torch.ops.aten.mse_loss(o, t, 0)")
        case nn.L1Loss():
            return RowLoss("(o - t).abs()")
        case nn.HuberLoss():
            return RowLoss(f"torch.ops.aten.huber_loss(o, t, 0, {float(loss.delta)!r})")
        case nn.SmoothL1Loss():
            return RowLoss(f"torch.ops.aten.smooth_l1_loss(o, t, 0, {float(loss.beta)!r})")
        case Hinge():
            return RowLoss("(1.0 - t * o).clamp(min=0.0)")
        case _:
            return None


@torch.no_grad()
def agrees(rows: RowLoss, loss: nn.Module, shape: tuple[int, ...], targets: Tensor) -> bool:
    """Whether both ways give the same numbers, bit for bit, on outputs of this shape."""
    source = (
        f"def f(o: Tensor, t: Tensor):\n    return {rows.text}.reshape([o.size(0), -1]).mean(1)\n"
    )
    together = torch.jit.CompilationUnit(source).f
    generator = torch.Generator().manual_seed(0)
    outputs = padded_rows(4, shape)
    outputs.copy_(torch.randn(outputs.shape, generator=generator))
    outputs[1:] *= 5.0
    single = torch.stack([loss(output.contiguous(), targets) for output in outputs])
    return torch.equal(together(outputs, targets.expand(4, *targets.shape).contiguous()), single)


def padded_rows(count: int, shape: tuple[int, ...]) -> Tensor:
    """An empty tensor `[count, *shape]` in which every entry starts at a multiple of 64 bytes."""
    numbers = 1
    for size in shape:
        numbers *= size
    if not shape:
        return torch.empty(count)
    pitch = -(-numbers // 16) * 16
    strides = torch.empty(shape, device="meta").stride()
    return torch.empty(count * pitch).as_strided((count, *shape), (pitch, *strides))
