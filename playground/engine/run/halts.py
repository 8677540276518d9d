"""Where a run waits until it was looked at, so that every picture is of the very step it names."""

from dataclasses import dataclass
from typing import Literal

Unit = Literal["steps", "epochs"]


@dataclass(frozen=True, slots=True)
class Interval:
    """Every so many steps or epochs, counted from the start of the run; the start is one."""

    count: int
    unit: Unit


class Halts:
    """Waits after each interval, until somebody says to go on from there."""

    def __init__(self) -> None:
        self._every: Interval | None = None
        self._passed: int | None = None

    def set(self, every: Interval | None) -> None:
        """Wait so often from now on; None to wait nowhere."""
        self._every, self._passed = every, None

    def go_on(self, step: int) -> None:
        """The run was looked at after so many steps, and need not wait there any more."""
        self._passed = step

    def holds(self, step: int, epoch: float) -> bool:
        """Whether the run waits, so many steps and epochs after its start."""
        if self._every is None or step == self._passed:
            return False
        return (step if self._every.unit == "steps" else epoch) % self._every.count == 0

    def steps_ahead(self, step: int, most: int) -> int:
        """How many of `most` steps may be taken before the next place to wait."""
        if self._every is None or self._every.unit != "steps":
            return most
        return min(most, self._every.count - step % self._every.count)

    def epochs_ahead(self, epoch: float, most: float | None) -> float | None:
        """The epochs beyond which no step is to be taken, `most` at most; None for no bound."""
        if self._every is None or self._every.unit != "epochs":
            return most
        following = (epoch // self._every.count + 1) * self._every.count
        return following if most is None else min(following, most)
