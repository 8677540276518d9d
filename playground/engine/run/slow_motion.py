"""Slow motion: at most so many steps a second; and the slow start of a fresh run."""

import math

LONGEST = 0.1
"""Seconds whose steps may be taken at once; what was missed before, in a pause, is let go."""
BEAT = 0.008
"""Seconds whose steps are taken together: several looks for each picture, and no more of them."""
FIRST = 60.0
"""Steps a second at the start of a run that starts slowly: one or a few for each picture."""
GROWTH = math.log(2)
"""By so much the pace grows with each step: it doubles every second."""
ROUNDING = 1e-6
"""Of a step: what times lose when they are added up."""
BEHIND = 0.5
"""Seconds behind a growing pace after which it has overtaken what the machine can do."""


class Pace:
    """Says how many steps are due; without a speed, any number is at any time.

    A run that starts slowly has its pace from the number of its steps alone: after a pause, or
    from a project, it goes on as it would have. Once it takes all steps the machine can do, or
    somebody chooses a speed, nothing is paced until the next run.
    """

    def __init__(self) -> None:
        self._starts_slowly = False
        self._is_bounded = False
        self._speed = math.inf
        self._due = -math.inf
        self._step = 0
        self._is_started = False
        self._behind_since = math.inf

    def set(self, steps_per_second: float | None) -> None:
        """Train at most so fast from now on; None for full speed."""
        self._speed = steps_per_second or math.inf
        self._due = -math.inf
        self._is_started = True

    def start_slowly(self, wanted: bool) -> None:
        """Let runs without a speed begin with few steps a second, or end that."""
        self._starts_slowly = wanted

    def begin(self, step: int) -> None:
        """Another run stands at `step`."""
        self._step = step
        self._is_started = False

    def ask(self, *, bounded: bool) -> None:
        """The next step is due at once: somebody asked for it.

        Args:
            bounded: for some steps or epochs alone, which need no slow start.
        """
        self._is_bounded = bounded
        self._due, self._behind_since = -math.inf, math.inf

    @property
    def growing(self) -> float | None:
        """Steps a second of a run on its way to full speed; None for any other."""
        if not self._starts_slowly or self._is_started or math.isfinite(self._speed):
            return None
        return FIRST + GROWTH * self._step

    def steps_due(self, now: float) -> int | None:
        """How many steps may be taken at the time `now`, in seconds; None for any number."""
        rate = self._rate
        if math.isinf(rate):
            return None
        if self._due == -math.inf:
            self._due = now - _beat(rate)
        due = math.floor((now - self._due) * rate + ROUNDING) + 1
        return 0 if due < rate * BEAT else min(due, math.ceil(rate * LONGEST))

    def wait(self, now: float) -> float:
        """Seconds until steps are due; 0 where some are."""
        if self.steps_due(now) != 0:
            return 0.0
        return self._due + _beat(self._rate) - now

    def count(self, steps: int, now: float) -> None:
        """Take note that steps were taken; time that was lost is not made up for."""
        rate, due = self._rate, self.steps_due(now)
        self._step += steps
        if due is None:
            return
        self._due = max(self._due + steps / rate, now - max(1 / rate, BEAT))
        self._behind_since = min(self._behind_since, now) if steps < due else math.inf
        self._is_started = self._is_started or now - self._behind_since > BEHIND

    @property
    def _rate(self) -> float:
        growing = None if self._is_bounded else self.growing
        return self._speed if growing is None else growing


def _beat(rate: float) -> float:
    """Seconds from the first to the last of the steps that are taken together."""
    return (math.ceil(rate * BEAT) - 1) / rate
