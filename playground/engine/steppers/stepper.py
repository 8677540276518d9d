"""How several steps are run at once."""

from typing import Protocol

from torch import Tensor

from playground.engine.steppers.measurements import Measurements


class Stepper(Protocol):
    """Advances a trainer."""

    @property
    def name(self) -> str:
        """What is shown in `status.stepper`."""
        ...

    @property
    def reason(self) -> str | None:
        """Why steps are taken singly, in a sentence; empty or None while they are not."""
        ...

    def close(self) -> None:
        """Wait for what is prepared in the background, if anything (tens of milliseconds)."""
        ...

    def advance(self, k: int, epochs: int = 1, measurements: Measurements | None = None) -> Tensor:
        """Run at most `k` steps, and stop early at the end of the `epochs`-th epoch from here.

        Args:
            measurements: what to measure on the way; at the end of an epoch where one is due, a
                stepper that does not measure by itself stops.

        Returns:
            The loss of each step, over its batch and without penalties: float32 `[steps]` on the
            CPU, with 1 <= steps <= k; empty where k is 0.
        """
        ...
