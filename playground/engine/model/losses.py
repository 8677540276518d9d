"""Losses that torch.nn does not have; each returns the mean over the batch, a float32 scalar."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


class LogCosh(nn.Module):
    """`ln cosh(f − y)`; output and target float32 `[batch, outputs]`.

    Computed as `|d| + softplus(−2|d|) − ln 2`, which does not overflow.
    Source: Chen et al., Log Hyperbolic Cosine Loss Improves Variational Auto-Encoder,
    https://openreview.net/forum?id=rkglvsC9Ym.
    """

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        distance = (output - target).abs()
        return (distance + functional.softplus(-2.0 * distance) - math.log(2.0)).mean()


class Hinge(nn.Module):
    """`max(0, 1 − y f)`; output float32 `[batch, 1]`, target float32 `[batch, 1]` in {−1, 1}.

    Source: https://en.wikipedia.org/wiki/Hinge_loss.
    """

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        return (1.0 - target * output).clamp(min=0.0).mean()


class Focal(nn.Module):
    """`−(1 − p)^γ ln p` with p the softmax of the true class.

    Output: float32 `[batch, classes]`; target: int64 `[batch]`. Source: Lin et al., Focal Loss for
    Dense Object Detection, https://arxiv.org/abs/1708.02002, equation 4.
    """

    def __init__(self, focal_gamma: float = 2.0) -> None:
        super().__init__()
        self.focal_gamma = focal_gamma

    def forward(self, output: Tensor, target: Tensor) -> Tensor:
        log_probability = -functional.cross_entropy(output, target, reduction="none")
        # 1 − p can round to 0, where the slope of a power below 1 is infinite.
        missing = (1.0 - log_probability.exp()).clamp(min=torch.finfo(output.dtype).tiny)
        return -(missing**self.focal_gamma * log_probability).mean()
