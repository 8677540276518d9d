"""Reads a part of a tensor as a table, without the rest of it."""

import math

import torch
from torch import Tensor

from playground.engine.instruments.tensors.sheet import Cells, Part, sheet_of


def cells_of(tensor: Tensor, part: Part) -> Cells:
    """Copies of the numbers of a part, and of no others."""
    rows, columns = sheet_of(tuple(tensor.shape))
    part = part.within(rows, columns)
    across = slice(part.left, part.left + part.columns)
    numbers = plain(rows_of(tensor, part.top, part.top + part.rows)[:, across])
    return Cells(part, numbers.to("cpu", torch.float64, copy=True).numpy())


def rows_of(tensor: Tensor, first: int, end: int, step: int = 1) -> Tensor:
    """Rows of the table, without a copy unless they are the end of a folded vector."""
    tensor, (rows, columns) = tensor.detach(), sheet_of(tuple(tensor.shape))
    if tensor.numel() == rows * columns:
        table = tensor if tensor.dim() == 2 else tensor.reshape(rows, columns)
        return table[first:end:step]
    numbers = plain(tensor[first * columns : end * columns])
    missing = (end - first) * columns - len(numbers)
    numbers = torch.nn.functional.pad(numbers, (0, missing), value=math.nan)
    return numbers.reshape(-1, columns)[::step]


def plain(tensor: Tensor) -> Tensor:
    """Floating-point numbers: those that are some already stay as they are."""
    return tensor if tensor.is_floating_point() else tensor.to(torch.float64)
