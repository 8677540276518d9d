"""Slow motion: at most so many steps a second."""

import math

LONGEST = 0.1
"""Seconds whose steps may be taken at once; what was missed before, in a pause, is let go."""


class Pace:
    """Says how many steps are due; without a speed, any number is at any time."""

    def __init__(self) -> None:
        self._speed = math.inf
        self._due = -math.inf

    def set(self, steps_per_second: float | None) -> None:
        """Train at most so fast from now on; None for full speed."""
        self._speed = steps_per_second or math.inf
        self._due = -math.inf

    def hurry(self) -> None:
        """The next step is due at once: somebody asked for it."""
        self._due = -math.inf

    def steps_due(self, now: float) -> int | None:
        """How many steps may be taken at the time `now`, in seconds; None for any number."""
        if math.isinf(self._speed):
            return None
        if self._due == -math.inf:
            self._due = now
        due = math.floor((now - self._due) * self._speed) + 1
        return max(0, min(due, math.ceil(self._speed * LONGEST)))

    def wait(self, now: float) -> float:
        """Seconds until a step is due; 0 where one is."""
        return 0.0 if self.steps_due(now) != 0 else self._due - now

    def count(self, steps: int, now: float) -> None:
        """Take note that steps were taken; time that was lost is not made up for."""
        if math.isfinite(self._speed):
            self._due = max(self._due + steps / self._speed, now - 1 / self._speed)
