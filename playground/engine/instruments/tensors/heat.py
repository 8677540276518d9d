"""A part of a tensor as a picture: the strongest number of each block of neighbours."""

import numpy as np
import torch
from torch import Tensor

from playground.engine.instruments.tensors.findings import HeatMap
from playground.engine.instruments.tensors.reading import plain, rows_of
from playground.engine.instruments.tensors.sheet import Part, sheet_of

MOST = 2**24
"""Numbers that are looked at; of larger parts rows at equal distances."""


def heat_map(tensor: Tensor, part: Part, most_rows: int, most_columns: int) -> HeatMap:
    """A part in at most so many rows and columns of blocks."""
    part = part.within(*sheet_of(tuple(tensor.shape)))
    high = max(1, -(-part.rows // most_rows))
    wide = max(1, -(-part.columns // most_columns))
    step = min(max(1, -(-part.rows * part.columns // MOST)), high)
    across = slice(part.left, part.left + part.columns)
    ends = range(part.top, part.top + part.rows, high), part.top + part.rows
    strips = [rows_of(tensor, top, min(top + high, ends[1]), step)[:, across] for top in ends[0]]
    if not strips or not part.columns:
        return HeatMap(part, np.zeros((0, 0)), (high, wide), True)
    columns = torch.stack([_strongest(plain(strip), 0) for strip in strips])
    rest = -part.columns % wide
    # Zeros are never farther from zero than what is there.
    filled = torch.nn.functional.pad(columns, (0, rest))
    values = _strongest(filled.reshape(len(strips), -1, wide), 2)
    return HeatMap(part, values.to("cpu", torch.float64).numpy(), (high, wide), step == 1)


def _strongest(numbers: Tensor, dim: int) -> Tensor:
    """The number farthest from zero along a dimension; NaN wins over all."""
    if numbers.shape[dim] == 1:
        return numbers.squeeze(dim)
    low, high = numbers.amin(dim), numbers.amax(dim)  # nine times as fast as `aminmax`
    return torch.where(low.abs() > high.abs(), low, high)
