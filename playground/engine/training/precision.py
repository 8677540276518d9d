"""How exactly a step computes: float32, TF32 multiplications, or bfloat16 where it is safe."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn


def batch_loss(
    precision: str, network: nn.Module, loss: nn.Module, inputs: Tensor, targets: Tensor
) -> Tensor:
    """The loss over a batch at `training.precision`; a float32 scalar that gradients flow through.

    With `amp` the network runs under `torch.autocast` in bfloat16, whose range is that of float32,
    so that gradients need no scaling; the loss is worked out in float32. See
    https://docs.pytorch.org/docs/stable/amp.html.
    """
    if precision != "amp":
        exact: Tensor = loss(network(inputs), targets)
        return exact
    # Each weight is used once in a forward pass, so a cache of cast weights would spare nothing;
    # and a captured graph must not hang on one.
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16, cache_enabled=False):
        outputs = network(inputs)
    rounded: Tensor = loss(outputs.float(), targets)
    return rounded


@contextmanager
def steps_at(precision: str, device: torch.device) -> Iterator[None]:
    """While inside, matrix products on CUDA round their factors to TF32 if `precision` asks for it.

    What held before holds again afterwards, so that measuring stays exact. See
    https://docs.pytorch.org/docs/stable/notes/cuda.html on `fp32_precision`.
    """
    if precision != "tf32" or device.type != "cuda":
        yield
        return
    products = torch.backends.cuda.matmul
    before = products.fp32_precision
    products.fp32_precision = "tf32"
    try:
        yield
    finally:
        products.fp32_precision = before
