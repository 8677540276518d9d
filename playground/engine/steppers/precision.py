"""How exactly matrix products are computed on CUDA while steps are taken: float32 or TF32."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch


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
