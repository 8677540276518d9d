"""Every step's loss, in bounded memory: full resolution recently, minimum and maximum for the past.

A run of any length costs at most a few tens of megabytes, each spike stays visible, and drawing any
part of it costs the same.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.series import AXES, Axis, Doubles, Floats, LossCurve, Series
from playground.engine.training.epoch_clock import EpochClock

PARTS = ("train", "validation")


@dataclass(frozen=True, slots=True, eq=False)
class LossRecord:
    """Losses in full resolution: float64 `[values]` each, except `loss`, float32."""

    step: Doubles
    epoch: Doubles
    seconds: Doubles
    loss: Floats


class LossLog:
    """The losses of one run. Every method is safe from any thread.

    Appending `n` losses costs O(n); a curve costs the same however long the run was.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._series = {part: Series() for part in PARTS}

    @property
    def steps(self) -> int:
        """How many steps were recorded."""
        return self._series["train"].count

    def append(
        self,
        losses: Floats,
        step: int,
        epoch: float,
        seconds: float,
        clock: EpochClock | None = None,
    ) -> None:
        """Record the losses of consecutive steps, the last of which is `step` (from 1).

        Args:
            losses: float32 `[steps]`.
            epoch: passes over the training part after the last of them.
            seconds: spent training after the last of them.
            clock: how epochs pass from the place before the first of them; without it, epochs are
                taken to pass evenly.
        """
        with self._lock:
            self._series["train"].append(losses, step, epoch, seconds, clock)

    def append_validation(
        self, losses: float | Sequence[float], step: int, epoch: float, seconds: float
    ) -> None:
        """Record one measurement of the validation loss, or several an even distance apart.

        Args:
            step, epoch, seconds: of the last of them.
        """
        values = np.atleast_1d(np.asarray(losses, np.float32))
        with self._lock:
            self._series["validation"].append(values, step, epoch, seconds)

    def clear(self) -> None:
        """Forget everything: the run starts again."""
        with self._lock:
            self._series = {part: Series() for part in PARTS}

    def cut_after(self, step: int) -> None:
        """Forget what followed this step: a run went back to it.

        What was known of the steps before stays known as well, however long ago it is.
        """
        with self._lock:
            for series in self._series.values():
                series.cut_after(step)

    def restore(self, arrays: Mapping[str, npt.NDArray[np.floating]]) -> None:
        """Take over what `to_arrays` wrote (a project was opened).

        Raises:
            KeyError, ValueError: the arrays do not belong together; the log stays as it was.
        """
        restored = {}
        for part in PARTS:
            prefix = f"{part}."
            own = {k.removeprefix(prefix): a for k, a in arrays.items() if k.startswith(prefix)}
            restored[part] = Series.from_arrays(own)
        with self._lock:
            self._series = restored

    def train(
        self,
        axis: Axis = "step",
        low: float = -np.inf,
        high: float = np.inf,
        points: int = 2000,
        *,
        logarithmic: bool = False,
    ) -> LossCurve:
        """The training loss of the steps whose place on `axis` lies in low..high.

        At most about `points` points; spikes are kept in `minimum` and `maximum`.

        Args:
            logarithmic: whether steps are to have as many points as their doubles have.
        """
        with self._lock:
            return self._series["train"].curve(axis, low, high, points, logarithmic=logarithmic)

    def validation(
        self,
        axis: Axis = "step",
        low: float = -np.inf,
        high: float = np.inf,
        points: int = 2000,
        *,
        logarithmic: bool = False,
    ) -> LossCurve:
        """The same of the validation loss, as it was measured."""
        series = self._series["validation"]
        with self._lock:
            return series.curve(axis, low, high, points, logarithmic=logarithmic)

    def place(self, step: float, axis: Axis) -> float:
        """Where a step of training lies on `axis`."""
        with self._lock:
            return self._series["train"].place(step, axis)

    def records(self) -> tuple[LossRecord, LossRecord]:
        """Training and validation losses in full resolution, as far back as they are kept."""
        with self._lock:
            return _record(self._series["train"]), _record(self._series["validation"])

    def to_arrays(self) -> dict[str, npt.NDArray[np.floating]]:
        """Everything, as named arrays for a project file."""
        with self._lock:
            return {
                f"{part}.{name}": array
                for part, series in self._series.items()
                for name, array in series.to_arrays().items()
            }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.floating]]) -> "LossLog":
        """The log that `to_arrays` wrote.

        Raises:
            KeyError, ValueError: the arrays do not belong together.
        """
        log = cls()
        log.restore(arrays)
        return log


def _record(series: Series) -> LossRecord:
    first, losses = series.recent()
    numbers = np.arange(first + 1, series.count + 1, dtype=np.float64)
    step, epoch, seconds = (series.places(numbers, axis) for axis in AXES)
    return LossRecord(step, epoch, seconds, losses)
