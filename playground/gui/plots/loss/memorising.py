"""Notices when a network goes on learning its training rows and gets worse on all others."""

from dataclasses import dataclass

from playground.engine.common.language import N_, _

WORSE = 1.05
"""How many times the lowest validation loss is clearly more than it."""
MUCH_WORSE = 1.5
"""How many times it is more than noise, for a run that stands and is looked at once."""
OFTEN = 8
"""In so many looks on end, so that one noisy epoch is not spoken of."""
MEMORISES = N_("Validation loss rises while training loss falls: the network memorises.")


@dataclass(frozen=True, slots=True)
class _Look:
    run: int
    step: int
    train: float
    validation: float


class Memorising:
    """Follows the two losses of a run from look to look."""

    def __init__(self) -> None:
        self._best: _Look | None = None
        self._last_step = -1
        self._worse = 0

    def see(
        self, run: int, step: int, train: float, validation: float | None, *, stands: bool = False
    ) -> str:
        """What is to be said now; an empty text as long as all goes well.

        Args:
            validation: the loss over the rows kept from training; None where there are none.
            stands: nothing is trained now: a quick run may be over after a few looks.
        """
        if validation is None:
            self._best = None
            return ""
        look, best = _Look(run, step, train, validation), self._best
        if (
            best is None
            or best.run != run
            or step < self._last_step
            or validation < best.validation
        ):
            self._best, self._worse = look, 0
        elif not (validation > WORSE * best.validation and train < best.train):
            self._worse = 0
        elif step > self._last_step:
            self._worse += 1
        self._last_step = step
        is_told = stands and best is not None and validation > MUCH_WORSE * best.validation
        return _(MEMORISES) if self._worse >= (1 if is_told else OFTEN) else ""
