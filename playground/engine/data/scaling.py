"""Shifting and scaling to mean 0 and deviation 1, as measured on the training part.

A network takes float32, of seven digits. A column is rounded to it first and scaled then, so that
an exported model, which is given float32, gets the very numbers that were trained on. Where that
would cost what the column says (a clock of 1 700 000 000 s that runs for five minutes, or numbers
too small for float32), it is scaled in float64 first and rounded then.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import torch
from torch import Tensor, nn

from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.rounding import deviation_of, hurts, may_hurt

Mask = np.typing.NDArray[np.bool_]

ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """`z = (x − mean) / deviation`, float64 `[columns]` each; 0 and 1 where nothing is scaled.

    Attributes:
        exact: which columns are scaled in float64 before they are rounded. The numbers of all
            others are rounded to what float32 can hold, so that a model whose buffers are float32
            scales by exactly these.
    """

    mean: FloatArray
    deviation: FloatArray
    exact: Mask

    @property
    def rounded(self) -> "Scaling":
        """What is left to do in float32."""
        mean, deviation = np.where(self.exact, 0.0, self.mean), self.deviation
        return Scaling(mean, np.where(self.exact, 1.0, deviation), np.zeros_like(self.exact))


def identity_scaling(columns: int) -> Scaling:
    """The scaling that changes nothing."""
    return Scaling(np.zeros(columns), np.ones(columns), np.zeros(columns, np.bool_))


class ExactScaling(nn.Module):
    """The part of a scaling that is done in float64; can be scripted and traced.

    Input: numbers of any kind, `[rows, columns]`. Output: float32 of the same shape.
    """

    needed: Final[bool]
    mean: Tensor
    deviation: Tensor

    def __init__(self, scaling: Scaling) -> None:
        super().__init__()
        self.needed = bool(scaling.exact.any())
        # No buffers: a model with float64 in them could not be moved to a device that has none.
        self.mean = torch.from_numpy(np.where(scaling.exact, scaling.mean, 0.0))
        self.deviation = torch.from_numpy(np.where(scaling.exact, scaling.deviation, 1.0))

    def forward(self, numbers: Tensor) -> Tensor:
        if not self.needed:
            return numbers.to(torch.float32)
        exact = _in_float64(numbers)
        mean, deviation = self.mean.to(exact.device), self.deviation.to(exact.device)
        return ((exact - mean) / deviation).to(torch.float32)

    def undone(self, scaled: Tensor) -> Tensor:
        """Back in the units of the data: float64, or, where nothing was done, as they came."""
        if not self.needed:
            return scaled
        exact = _in_float64(scaled)
        return exact * self.deviation.to(exact.device) + self.mean.to(exact.device)


def fit_scaling(values: Tensor, rows: IntArray, exact: Tensor | None = None) -> Scaling:
    """Measure mean and deviation (of the population, divided by the count) of each column.

    A column that is constant on these rows has deviation 1. A single row tells of no deviation: it
    is left as it is.

    Args:
        values: float32 `[all rows, columns]`.
        rows: int64, at least one; the rows to measure.
        exact: float64, the same before it was rounded, where there is such.
    """
    columns = values.shape[1]
    if len(rows) == 1:
        return identity_scaling(columns)
    chosen = torch.from_numpy(rows)
    fits = [
        _fit_column(values[:, number], None if exact is None else exact[:, number], chosen)
        for number in range(columns)
    ]
    mean, deviation, is_exact = np.array(fits, dtype=np.float64).reshape(-1, 3).T
    return Scaling(mean.copy(), deviation.copy(), is_exact.astype(np.bool_))


def apply_scaling(values: Tensor, scaling: Scaling, exact: Tensor | None = None) -> Tensor:
    """Scale float32 `values` `[rows, columns]` in place, and return them.

    Args:
        exact: float64, the same before they were rounded; needed where the scaling asks for it.
    """
    first = ExactScaling(scaling)
    if first.needed and exact is not None:
        for part, of in zip(*(torch.split(t, ROWS_AT_ONCE) for t in (values, exact)), strict=True):
            part.copy_(first(of))
    mean = torch.from_numpy(scaling.rounded.mean).to(torch.float32)
    deviation = torch.from_numpy(scaling.rounded.deviation).to(torch.float32)
    return values.sub_(mean).div_(deviation)


def _fit_column(values: Tensor, exact: Tensor | None, rows: Tensor) -> tuple[float, float, bool]:
    column = values[rows]
    wide = column.to(torch.float64)
    mean = np.float32(wide.mean().item())
    deviation = np.float32(wide.std(correction=0).item())
    if exact is not None and may_hurt(column.numpy(), float(deviation)):
        numbers = exact[rows].numpy()
        if hurts(numbers):
            return float(numbers.mean()), deviation_of(numbers), True
    is_constant = bool((column == column[0]).all())
    usable = np.isfinite(deviation) and deviation >= np.finfo(np.float32).tiny
    return float(mean), float(deviation) if usable and not is_constant else 1.0, False


def _in_float64(numbers: Tensor) -> Tensor:
    """On the CPU where the device (MPS) has no float64."""
    return (numbers.cpu() if numbers.is_mps else numbers).to(torch.float64)
