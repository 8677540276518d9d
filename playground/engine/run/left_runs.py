"""The runs that changes have left, so that undo and redo come back to them; the oldest go first."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from playground.engine.run.load import Load

MOST_BYTES = 256 << 20
_turns = itertools.count()


class Left:
    """A place for one run, while another stands where it stood. Used on the worker's thread.

    Attributes:
        run: what it goes on from; None where nothing was lost.
        is_given_up: a run was here, and took too much memory.
        size: of the run, in bytes.
        turn: the higher, the later it was put here.
    """

    def __init__(self, changed: Callable[[], object]) -> None:
        self.run: Load | None = None
        self.is_given_up = False
        self.size = self.turn = 0
        self._changed = changed

    @property
    def is_empty(self) -> bool:
        """Whether the run that is left next belongs here."""
        return self.run is None and not self.is_given_up

    def put(self, run: Load | None) -> None:
        """Leave a run here, if none was: where several changes are one step, the first counts."""
        if self.is_empty and run is not None:
            self.run, self.size, self.turn = run, _size(run), next(_turns)
            self._changed()

    def take(self) -> Load | None:
        """The run, which is not here any more."""
        run, self.run, self.size, self.is_given_up = self.run, None, 0, False
        return run

    def give_up(self) -> None:
        """Let go of the run, for its memory."""
        self.run, self.size, self.is_given_up = None, 0, True


class LeftRuns:
    """A place for each step of undo, as long as that can be undone or redone.

    Attributes:
        most: bytes that all runs together may take.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self.most = most
        self._places: WeakKeyDictionary[object, Left] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, step: object) -> Left:
        """The place that belongs to a step of undo."""
        with self._lock:
            return self._places.setdefault(step, Left(self._give_up_oldest))

    @property
    def size(self) -> int:
        """Bytes that the runs take; an array that two of them share counts twice."""
        with self._lock:
            return sum(left.size for left in self._places.values())

    def _give_up_oldest(self) -> None:
        with self._lock:
            kept = sorted(self._places.values(), key=lambda left: left.turn)
            over = sum(left.size for left in kept) - self.most
            for left in kept:
                if over > 0 and left.size:
                    over -= left.size
                    left.give_up()


def _size(value: object) -> int:
    """Bytes in the arrays of a value; of data, which are read again, none are kept."""
    if isinstance(value, Mapping):
        return sum(map(_size, value.values()))
    if isinstance(value, (list, tuple)):
        return sum(map(_size, value))
    if is_dataclass(value):
        return sum(_size(getattr(value, field.name)) for field in fields(value))
    size: int = getattr(value, "nbytes", 0)
    return size
