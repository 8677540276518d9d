"""How far a run may go before it pauses or ends, and how many steps make one chunk."""

import math

from playground.engine.common.language import ngettext
from playground.engine.common.numbers import grouped, number
from playground.engine.run.stop_rules import Verdict

CHUNK_SECONDS = 0.01
MOST_STEPS = 4096


class Budget:
    """What was asked for: so many steps, to the end of an epoch, or no end.

    Attributes:
        until_epoch: epochs beyond which no step is taken; None for no such bound.
    """

    def __init__(self) -> None:
        self.until_epoch: float | None = None
        self._until_step: int | None = None
        self._limit_steps: int | None = None
        self._limit_seconds: float | None = None

    def limit(self, steps: int | None, seconds: float | None) -> None:
        """End every run at this step, or after so many seconds of training."""
        self._limit_steps, self._limit_seconds = steps, seconds

    def ask(self, step: int, epoch: float, batches: int | None, epochs: int | None) -> None:
        """Allow so many batches, or so many epochs to their end, from `step` and `epoch` on."""
        self._until_step = step + batches if batches else None
        self.until_epoch = float(int(epoch) + epochs) if epochs else None

    def renew(self) -> None:
        """Nothing is asked for: run without a pause."""
        self._until_step = self.until_epoch = None

    def steps_ahead(self, step: int, chunk: int) -> int:
        """How many steps may be taken at once, at least one."""
        ends = [end for end in (self._until_step, self._limit_steps) if end is not None]
        return max(1, min([chunk, *(end - step for end in ends)]))

    def is_spent(self, step: int, epoch: float) -> bool:
        """Whether what was asked for is done."""
        by_step = self._until_step is not None and step >= self._until_step
        return by_step or (self.until_epoch is not None and epoch >= self.until_epoch)

    def verdict(self, step: int, seconds: float) -> Verdict | None:
        """How the run ends by a limit, or None."""
        if self._limit_steps is not None and step >= self._limit_steps:
            words = ngettext("{n} step is complete.", "{n} steps are complete.", step)
            return Verdict("done", words.format(n=grouped(step)))
        if self._limit_seconds is not None and seconds >= self._limit_seconds:
            words = ngettext(
                "{n} second of training is over.",
                "{n} seconds of training are over.",
                1 if self._limit_seconds == 1 else 2,
            )
            return Verdict("done", words.format(n=number(self._limit_seconds)))
        return None


class ChunkSize:
    """Adapts how many steps are taken at once, so that a chunk lasts about so many seconds.

    Attributes:
        steps: of the next chunk.
    """

    def __init__(self, seconds: float = CHUNK_SECONDS) -> None:
        self.steps = 1
        self._seconds = seconds

    def adapt(self, taken: int, seconds: float) -> None:
        """Take note of how long so many steps lasted, which may be fewer than were allowed."""
        fitting = taken * self._seconds / max(seconds, 1e-6)
        # One step that was held up is no reason to crawl.
        bounded = min(2.0 * self.steps, max(0.25 * self.steps, fitting))
        # Upwards: where what a chunk costs besides its steps takes most of the time, it must grow.
        self.steps = max(1, min(MOST_STEPS, math.ceil(bounded)))
