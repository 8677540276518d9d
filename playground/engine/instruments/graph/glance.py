"""A tensor as far as a person reads it: its shape, its length and its first numbers."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

MOST_ROWS, MOST_COLUMNS = 6, 6


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """Part of a tensor; safe to hand to another thread, whatever becomes of the tensor.

    Attributes:
        dtype: without `torch.`.
        corner: the first rows and columns, float64 `[rows, columns]`; all dimensions but the last
            are counted as rows, and a scalar is one number.
        norm: the root of the sum of all squares.
        is_whole: `corner` holds every number.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    corner: npt.NDArray[np.float64]
    norm: float
    is_whole: bool


@torch.no_grad()
def glance(name: str, tensor: Tensor) -> Glance:
    """Look at a tensor of any shape, dtype and device."""
    table = tensor.detach().reshape(-1, tensor.shape[-1] if tensor.dim() else 1)
    corner = table[:MOST_ROWS, :MOST_COLUMNS].to("cpu", torch.float64).numpy().copy()
    dtype = str(tensor.dtype).removeprefix("torch.")
    is_whole = corner.size == table.numel()
    return Glance(name, tuple(tensor.shape), dtype, corner, _norm(table), is_whole)


def _norm(tensor: Tensor) -> float:
    floats = tensor if tensor.is_floating_point() else tensor.double()
    norm = float(torch.linalg.vector_norm(floats))
    if math.isfinite(norm):
        return norm
    # Squares of large numbers overflow sooner than the numbers themselves.
    return float(torch.linalg.vector_norm(floats, dtype=torch.float64))
