"""Data ready for training: split, turned into input features, scaled, as tensors on the CPU."""

from collections.abc import Callable
from dataclasses import dataclass

import torch

from playground.engine.data.raw import FloatArray, IntArray, RawData
from playground.engine.spec import DataSpec, TableFile, Task


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """`z = (x − mean) / deviation`, float64 `[columns]` each; 0 and 1 where nothing is scaled."""

    mean: FloatArray
    deviation: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """What a run trains on.

    Attributes:
        raw: the data in their own units.
        input_features: keys of INPUT_FEATURES that turn the raw inputs into the network's; empty
            where the raw inputs are taken as they are.
        input_scaling: of the input features, fitted on the training part.
        target_scaling: of a regression target, fitted on the training part.
        train, validation: int64 `[rows]` numbers of rows, in a fixed order.
        inputs: float32 `[rows, network inputs]`, after features and scaling, all rows.
        targets: float32 `[rows, 1]`, scaled, for regression; int64 `[rows]` class numbers else.
    """

    raw: RawData
    input_features: tuple[str, ...]
    input_scaling: Scaling
    target_scaling: Scaling
    train: IntArray
    validation: IntArray
    inputs: torch.Tensor
    targets: torch.Tensor

    @property
    def task(self) -> Task:
        return self.raw.task

    @property
    def classes(self) -> int:
        """How many classes there are; 0 for regression."""
        return len(self.raw.class_names)


Progress = Callable[[float, str], None]
"""Called with a fraction done (0 to 1) and a few words; raises `Cancelled` to stop the work."""


class Cancelled(Exception):
    """The person stopped a reading in progress."""


def build_dataset(
    spec: DataSpec, table: TableFile | None = None, progress: Progress | None = None
) -> Dataset:
    """Read or draw the data of `spec`, split, compute input features and scale.

    Raises:
        InputError: the data cannot be used; the sentence says why and where.
        Cancelled: `progress` raised it.
    """
    raise AssertionError("not built yet")
