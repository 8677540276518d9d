"""The looks at one run, in bounded memory: thinned evenly as the run grows longer."""

from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from playground.engine.instruments.health.look import LayerHealth, Look

MOST = 400
"""Looks that are kept: as many as a plot has pixels to tell apart, about."""
RECENT = 8
"""The latest looks, which say how the run is now."""
Doubles = npt.NDArray[np.float64]


class History:
    """Looks in the order of their steps, the first and the latest always among them.

    A look at an earlier step, or at a network of another shape, begins a new history.

    Attributes:
        looks: all that are kept; do not change it.
        recent: the latest of the present settings, thinned or not.
    """

    def __init__(self) -> None:
        self.looks: list[Look] = []
        self.recent: deque[Look] = deque(maxlen=RECENT)
        self._gap = 0.0

    def add(self, look: Look) -> None:
        """Take a look into account; one at the same step replaces the one before."""
        if self.looks and _is_of_another_run(self.looks[-1], look):
            self.clear()
        if self.recent and _trains_otherwise(self.recent[-1], look):
            self.settle()
        if self.recent and self.recent[-1].step == look.step:
            self.recent.pop()
        self.recent.append(look)
        if self.looks and self._is_too_close(look):
            self.looks.pop()
        self.looks.append(look)
        if len(self.looks) > MOST:
            self._thin()

    def clear(self) -> None:
        """Another run begins."""
        self.looks.clear()
        self.recent.clear()
        self._gap = 0.0

    def settle(self) -> None:
        """Something was changed: how the run is now is told by looks from here on."""
        self.recent.clear()

    @property
    def steps(self) -> Doubles:
        """The step of each look, float64 `[looks]`."""
        return np.array([look.step for look in self.looks], np.float64)

    def curve(self, layer: int, of: Callable[[LayerHealth], float]) -> Doubles:
        """One number of a layer at each look, float64 `[looks]`."""
        return np.array([of(look.layers[layer]) for look in self.looks], np.float64)

    def _is_too_close(self, look: Look) -> bool:
        """Whether the latest look gives way: it is of the same step, or may go between two."""
        last = self.looks[-1]
        if last.step == look.step:
            return True
        return len(self.looks) > 1 and last.step - self.looks[-2].step < self._gap

    def _thin(self) -> None:
        """Keep about half of the looks, as even in steps as they allow."""
        first, last = self.looks[0], self.looks[-1]
        self._gap = max(2 * self._gap, (last.step - first.step) / (MOST / 2))
        kept = [first]
        for look in self.looks[1:-1]:
            if look.step - kept[-1].step >= self._gap:
                kept.append(look)
        self.looks = [*kept, last]


def _is_of_another_run(before: Look, after: Look) -> bool:
    return after.step < before.step or after.sizes != before.sizes


def _trains_otherwise(before: Look, after: Look) -> bool:
    one, other = before.spec, after.spec
    return (one.data, one.network, one.training) != (other.data, other.network, other.training)
