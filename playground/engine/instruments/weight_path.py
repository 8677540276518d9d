"""The path of a run through its weights, remembered in bounded memory."""

from dataclasses import dataclass, field

import numpy as np

from playground.engine.instruments.plane import Form, Place, Plane, Vector, form_of, vector_of
from playground.engine.training.trainer import Trainer

MOST = 192
"""Places that are remembered."""
MOST_BYTES = 128 << 20


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """The weights at one moment.

    Attributes:
        is_finite: every weight is.
        place: in `plane`; None where there is none, or it is one of another network.
    """

    step: int
    form: Form
    weights: Vector = field(repr=False)
    is_finite: bool = True
    plane: Plane | None = None
    place: Place | None = None


def see(trainer: Trainer, plane: Plane | None) -> Seen:
    """Look at a run between two steps."""
    form, weights = form_of(trainer.network), vector_of(trainer.network)
    is_finite = bool(np.isfinite(weights).all())
    fits = plane is not None and plane.form == form and is_finite
    place = plane.place_of(weights) if plane is not None and fits else None
    return Seen(trainer.step_number, form, weights, is_finite, plane, place)


class WeightPath:
    """Some places of a run's path, evenly thinned out as it grows longer.

    Attributes:
        steps: of the places, rising.
        weights: float32 `[weights]` each.
    """

    def __init__(self) -> None:
        self.steps: list[int] = []
        self.weights: list[Vector] = []
        self._form: Form = ()
        self._every = 1

    def add(self, seen: Seen) -> bool:
        """Remember a moment; whether the path began anew with it.

        It does where the run went back, and where the network is another.
        """
        begins = bool(self.steps) and (seen.form != self._form or seen.step < self.steps[-1])
        if begins or not self.steps:
            self.steps, self.weights, self._every = [], [], 1
            self._form = seen.form
        if not seen.is_finite or self._is_near(seen):
            return begins
        self.steps.append(seen.step)
        self.weights.append(seen.weights)
        if len(self.steps) > 2 and len(self.steps) > self._room(seen.weights.nbytes):
            self._thin_out()
        return begins

    def _is_near(self, seen: Seen) -> bool:
        """Whether it tells nothing beside the last; weights set by hand are told at any step."""
        if not self.steps:
            return False
        passed = seen.step - self.steps[-1]
        return 0 < passed < self._every or (
            passed == 0 and np.array_equal(seen.weights, self.weights[-1])
        )

    def _room(self, size: int) -> int:
        return max(2, min(MOST, MOST_BYTES // max(1, size)))

    def _thin_out(self) -> None:
        # The first place and the last stay.
        kept = [*range(0, len(self.steps) - 1, 2), len(self.steps) - 1]
        self.steps = [self.steps[number] for number in kept]
        self.weights = [self.weights[number] for number in kept]
        self._every = max(2 * self._every, (self.steps[-1] - self.steps[0]) // len(kept))
