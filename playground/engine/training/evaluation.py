"""Measuring a network on many rows at once, and finding the step at which a run went wrong."""

import torch
from torch import Tensor, nn

from playground.engine.model.network import Network

ROWS_AT_ONCE = 16_384
"""Rows that `evaluate` passes through the network at a time."""


@torch.no_grad()
def evaluate(
    network: Network, loss: nn.Module, inputs: Tensor, targets: Tensor
) -> tuple[float, Tensor]:
    """Measure all rows, of which there is at least one, without dropout.

    Returns:
        The mean loss, and the network's outputs, float32 `[rows, outputs]` on the device.
    """
    # Without dropout both modes are the same, and switching visits every module.
    switches = network.has_dropout
    if switches:
        network.eval()
    try:
        outputs = torch.cat([network(rows) for rows in torch.split(inputs, ROWS_AT_ONCE)])
    finally:
        if switches:
            network.train()
    return loss(outputs, targets).item(), outputs


def first_not_finite(losses: Tensor, network: nn.Module) -> int | None:
    """Look for the first step that went wrong; cheap, once per chunk.

    Args:
        losses: `[steps]`, of the last steps of `network`.

    Returns:
        The place in `losses` of the first that is not finite; where all are but a weight by now is
        not, the last place; None where all is well.
    """
    finite = torch.isfinite(losses)
    if not bool(finite.all()):
        return int((~finite).nonzero()[0])
    weights = torch.cat([weight.detach().flatten() for weight in network.parameters()])
    return None if bool(torch.isfinite(weights).all()) else max(len(losses) - 1, 0)
