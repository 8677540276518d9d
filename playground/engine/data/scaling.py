"""Shifting and scaling to mean 0 and deviation 1, as measured on the training part."""

from dataclasses import dataclass

import numpy as np
import torch

from playground.engine.data.raw import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """`z = (x − mean) / deviation`, float64 `[columns]` each; 0 and 1 where nothing is scaled.

    The numbers are rounded to what float32 can hold, so that a model whose buffers are float32
    scales by exactly these.
    """

    mean: FloatArray
    deviation: FloatArray


def identity_scaling(columns: int) -> Scaling:
    """The scaling that changes nothing."""
    return Scaling(np.zeros(columns), np.ones(columns))


def fit_scaling(values: torch.Tensor, rows: IntArray) -> Scaling:
    """Measure mean and deviation (of the population, divided by the count) of each column.

    A column that is constant on these rows has deviation 1.

    Args:
        values: float32 `[all rows, columns]`.
        rows: int64, at least one; the rows to measure.
    """
    chosen = torch.from_numpy(rows)
    fits = [_fit_column(values[:, column][chosen]) for column in range(values.shape[1])]
    mean, deviation = np.array(fits, dtype=np.float64).reshape(-1, 2).T
    return Scaling(mean.copy(), deviation.copy())


def apply_scaling(values: torch.Tensor, scaling: Scaling) -> torch.Tensor:
    """Scale float32 `values` `[rows, columns]` in place, in float32, and return them."""
    mean = torch.from_numpy(scaling.mean).to(torch.float32)
    deviation = torch.from_numpy(scaling.deviation).to(torch.float32)
    return values.sub_(mean).div_(deviation)


def _fit_column(column: torch.Tensor) -> tuple[float, float]:
    exact = column.to(torch.float64)
    mean = np.float32(exact.mean().item())
    if bool((column == column[0]).all()):
        return float(mean), 1.0
    deviation = np.float32(exact.std(correction=0).item())
    usable = np.isfinite(deviation) and deviation >= np.finfo(np.float32).tiny
    return float(mean), float(deviation) if usable else 1.0
