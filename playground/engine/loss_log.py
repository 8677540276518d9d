"""Every step's loss, in bounded memory."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Axis = Literal["step", "epoch", "seconds"]


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """Losses for drawing: each point stands for one or more steps. All float64 `[points]`."""

    x: npt.NDArray[np.float64]
    minimum: npt.NDArray[np.float64]
    mean: npt.NDArray[np.float64]
    maximum: npt.NDArray[np.float64]


class LossLog:
    """Contract: `steps`, `train(axis, low, high, points)`, `validation(axis, low, high, points)`."""

    @property
    def steps(self) -> int:
        """How many steps were recorded."""
        return 0

    def train(
        self, axis: Axis = "step", low: float = -np.inf, high: float = np.inf, points: int = 2000
    ) -> LossCurve:
        """The training loss of the steps whose place on `axis` lies in low..high, at most about
        `points` points, spikes kept in `minimum` and `maximum`. Safe from any thread."""
        raise AssertionError

    def validation(
        self, axis: Axis = "step", low: float = -np.inf, high: float = np.inf, points: int = 2000
    ) -> LossCurve:
        """The same of the validation loss, as it was measured."""
        raise AssertionError
