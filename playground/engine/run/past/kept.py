"""The states of a run that one can go back to, as many as memory has room for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from playground.engine.settings.paths import write

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.spec.run import RunSpec

MOST_BYTES = 64 << 20
MOST_STATES = 200
FEWEST_STATES = 4
"""Where memory has room for fewer, none is kept: they would lead nowhere."""
BYTES_BESIDE = 600
"""What a tensor takes beside its numbers, about."""


class KeptStates:
    """States of one run by their steps, the first one always among them.

    Their steps lie close together just now and ever farther apart the longer ago they are; and
    close together again near the start, where a network learns most. Which of them are kept follows
    from the steps alone. One thread changes them; any thread may read.

    Args:
        most_bytes: that all of them may take together.
        most_states: 0 for none at all.

    Attributes:
        too_large: how many bytes one state takes, where that is why no more are kept; else 0.
    """

    def __init__(self, most_bytes: int = MOST_BYTES, most_states: int = MOST_STATES) -> None:
        self.too_large = 0
        self._most_bytes = most_bytes
        self._most_states = most_states
        self._states: tuple[RunState, ...] = ()
        self._sizes: list[int] = []

    @property
    def states(self) -> tuple[RunState, ...]:
        """All of them, oldest first; another tuple once they are others."""
        return self._states

    @property
    def are_wanted(self) -> bool:
        """Whether there is room for a state."""
        return self._most_states > 0 and not self.too_large

    @property
    def size(self) -> int:
        """Bytes that they take; weights that several of them share count for each."""
        return sum(self._sizes)

    def find(self, step: int) -> RunState | None:
        """The state of this step, if it is kept."""
        return next((state for state in self._states if state.step == step), None)

    def before(self, step: int) -> RunState | None:
        """The last state up to this step, or else the first one."""
        states = self._states
        number = bisect_right(states, step, key=lambda state: state.step)
        return states[max(0, number - 1)] if states else None

    def limit(self, most_bytes: int) -> None:
        """Let all of them take at most so many bytes from now on."""
        self.too_large = 0
        self._most_bytes = most_bytes

    def try_again(self) -> None:
        """The network is another one: its states may be smaller."""
        self.too_large = 0

    def clear(self) -> None:
        """Forget them all: another run begins."""
        self.too_large = 0
        self._states, self._sizes = (), []

    def keep(self, state: RunState) -> None:
        """Keep a state that lies behind all others, and let go of those that are too many."""
        size = size_of(state)
        if size * FEWEST_STATES > self._most_bytes:
            self.too_large = size
            return
        states = [*self._states, state]
        self._sizes.append(size)
        while len(states) > self._most_states or sum(self._sizes) > self._most_bytes:
            least = least_missed([state.step for state in states])
            del states[least], self._sizes[least]
        self._states = tuple(states)

    def replace_all(self, states: Iterable[RunState]) -> None:
        """Keep these and no others."""
        self.clear()
        for state in states:
            self.keep(state)


def least_missed(steps: list[int]) -> int:
    """The number of the step that is missed least: neither the first nor, of three, the last.

    It leaves the smallest gap, seen from now or from the start, whichever is nearer.
    """
    if len(steps) < 3:
        return len(steps) - 1
    places = np.array(steps, np.float64)
    gaps = places[2:] - places[:-2]
    nearer = np.minimum(places[-1] - places[:-2], places[2:] - places[0])
    return 1 + int(np.argmin(gaps / nearer))


def spec_here(state: RunState, present: RunSpec) -> RunSpec:
    """What a state was trained by, on the device where the run is now."""
    return write(state.spec, "training.device", present.training.device)


def size_of(state: RunState) -> int:
    """How many bytes a state takes, about."""
    return sum(getattr(one, "nbytes", 0) + BYTES_BESIDE for one in _parts(state))


def _parts(state: RunState) -> Iterator[object]:
    training = state.training
    yield from training.weights.values()
    yield from (state.best or {}).values()
    yield from training.generators
    yield from training.frozen.values()
    yield from training.muted.values()
    for kept in training.optimizer.values():
        for value in kept.values():
            yield from value if isinstance(value, list) else (value,)
