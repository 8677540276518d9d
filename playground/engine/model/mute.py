"""Muting: neurons whose output counts as zero, to see what they were good for."""

from collections.abc import Mapping

import torch
from torch import Tensor, nn


class Mute(nn.Module):
    """Passes the signal on, with zero for what some neurons say; they then learn nothing.

    Input and output: `[rows, neurons]`. `muted` is bool `[neurons]`; it is no part of the state
    dict, for it is no weight.
    """

    muted: Tensor

    def __init__(self, muted: Tensor) -> None:
        super().__init__()
        self.register_buffer("muted", muted, persistent=False)

    def forward(self, inputs: Tensor) -> Tensor:
        return inputs.masked_fill(self.muted, 0.0)

    def extra_repr(self) -> str:
        return f"{int(self.muted.sum())} of {len(self.muted)}"


def matrices(weights: Mapping[str, Tensor]) -> list[str]:
    """The names of the layers' weights, in the order in which the signal passes them."""
    names = [name for name, weight in weights.items() if weight.dim() > 1]
    return sorted(names, key=lambda name: [int(part) for part in name.split(".") if part.isdigit()])


def with_mutes_as_weights(
    weights: Mapping[str, Tensor], muted: Mapping[str, Tensor]
) -> dict[str, Tensor]:
    """Weights with which a network without `Mute` gives the same outputs.

    What the next layer makes of a muted neuron is zero.

    Args:
        weights: of a network, by name.
        muted: by the name of a layer's weight, which of its neurons are muted: bool `[neurons]`.
    """
    folded, names = dict(weights), matrices(weights)
    for name, mask in muted.items():
        following = names[names.index(name) + 1]
        folded[following] = torch.where(mask, 0.0, weights[following])
    return folded
