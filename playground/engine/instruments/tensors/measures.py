"""What the numbers of a tensor amount to, in bounded time."""

import math

import numpy as np
import torch
from torch import Tensor

from playground.engine.instruments.tensors.findings import Histogram, Measures
from playground.engine.instruments.tensors.reading import plain, rows_of
from playground.engine.instruments.tensors.sheet import sheet_of

MOST = 2**22
"""Numbers that are looked at; of larger tensors rows at equal distances."""
MOST_COUNTED = 2**18
"""The same for histograms."""
_BLOCK = 2**18
"""Numbers that are turned into float64 at a time."""
BINS = 60


def measure(tensor: Tensor) -> Measures:
    """Measure at most `MOST` numbers."""
    sample = sample_of(tensor, MOST)
    if not len(sample):
        return Measures(0.0, math.nan, math.nan, 0.0, 0, 0, 0)
    parts = torch.stack([_sums(block) for block in torch.split(sample, _BLOCK)])
    squares, zeros = parts[:, 0].sum().item(), parts[:, 3].sum().item()
    low, high = parts[:, 1].min().item(), parts[:, 2].max().item()
    nans = infinite = 0
    looked = len(sample)
    if not math.isfinite(squares):
        nans, infinite = int(sample.isnan().sum()), int(sample.isinf().sum())
        low, high = _range(sample[sample.isfinite()])
    norm = math.sqrt(squares * (tensor.numel() / looked)) if squares == squares else math.nan
    return Measures(norm, low, high, zeros / looked, nans, infinite, looked)


def histogram(tensor: Tensor) -> Histogram:
    """Count at most `MOST_COUNTED` numbers."""
    sample = sample_of(tensor, MOST_COUNTED).double()
    finite = sample[sample.isfinite()]
    low, high = _range(finite) if len(finite) else (0.0, 0.0)
    if not low < high:
        half = max(abs(low) * 0.01, 0.5 if low == 0.0 else 0.0)
        low, high = low - half, high + half
    bins = max(1, min(BINS, 2 * math.isqrt(len(finite))))
    edges = np.linspace(low, high, bins + 1)
    counts = torch.histc(finite, bins, low, high).cpu().numpy().astype(np.float64)
    return Histogram(edges, counts, len(sample) - len(finite), len(sample))


def sample_of(tensor: Tensor, most: int) -> Tensor:
    """All numbers in a row, or those of rows at equal distances: at most about `most`."""
    step = -(-tensor.numel() // most)
    if step <= 1:
        return plain(tensor.detach()).reshape(-1)
    if tensor.dim() == 1:
        return plain(tensor.detach()[::step])
    rows, columns = sheet_of(tuple(tensor.shape))
    some = rows_of(tensor, 0, rows, min(step, rows))
    return plain(some[:, :: -(-columns * len(some) // most)]).reshape(-1)


def _sums(block: Tensor) -> Tensor:
    """Sum of squares, lowest, highest, and how many zeros: float64 `[4]`."""
    block = block.double()
    zeros = (len(block) - block.count_nonzero()).double()
    return torch.stack([block.dot(block), *torch.aminmax(block), zeros])


def _range(finite: Tensor) -> tuple[float, float]:
    if not len(finite):
        return math.nan, math.nan
    low, high = torch.aminmax(finite)
    return low.item(), high.item()
