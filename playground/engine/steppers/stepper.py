"""How several steps are run at once."""

from typing import Protocol

from torch import Tensor


class Stepper(Protocol):
    """Advances a trainer."""

    @property
    def name(self) -> str:
        """What is shown in `status.stepper`."""
        ...

    @property
    def reason(self) -> str | None:
        """Why steps are taken singly, in words; empty or None while they are not."""
        ...

    def close(self) -> None:
        """Wait for what is prepared in the background, if anything (tens of milliseconds)."""
        ...

    def advance(self, k: int, epochs: int = 1) -> Tensor:
        """Run at most `k` steps, and stop early at the end of the `epochs`-th epoch from here.

        So validation can happen there, and every epoch that is asked for is whole. With many short
        epochs between two validations, a larger `epochs` spares the stops between.

        Returns:
            The loss of each step, over its batch and without penalties: float32 `[steps]` on the
            CPU, with 1 <= steps <= k; empty where k is 0.
        """
        ...
