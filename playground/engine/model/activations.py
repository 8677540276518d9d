"""Activations that torch.nn does not have."""

import torch


class Sin(torch.nn.Module):
    """`sin x` of each element; any shape. Can be scripted.

    Source: Sitzmann et al., Implicit Neural Representations with Periodic Activation Functions,
    https://arxiv.org/abs/2006.09661 (with the frequency 1).
    """

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return torch.sin(inputs)
