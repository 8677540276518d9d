"""The runs that changes have left, so that undo and redo come back to them; the oldest go first."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from playground.engine.run.past.kept import size_of

if TYPE_CHECKING:
    from playground.engine.run.load import Load

MOST_BYTES = 256 << 20


class Left:
    """A place for one run, while another stands where it stood. Used on the worker's thread.

    Attributes:
        run: what it goes on from; None where nothing was lost.
        is_forgotten: a run was here, and there was no more memory for it.
        size: of the run, in bytes, its past included.
        size_of_past: of the states that one can go back to from there.
        turn: the higher, the later it was put here.
        most: bytes that all runs that were left may take.
    """

    def __init__(self, most: int, put: Callable[[Left], object]) -> None:
        self.run: Load | None = None
        self.is_forgotten = False
        self.size = self.size_of_past = self.turn = 0
        self.most = most
        self._put = put

    @property
    def is_empty(self) -> bool:
        """Whether the run that is left next belongs here."""
        return self.run is None and not self.is_forgotten

    def put(self, run: Load | None) -> None:
        """Leave a run here, if none was: where several changes are one step, the first counts."""
        if self.is_empty and run is not None:
            self.run, self.size_of_past = run, sum(map(size_of, run.kept))
            self.size = self.size_of_past + _size(replace(run, kept=()))
            self._put(self)

    def take(self) -> Load | None:
        """The run, which is not here any more."""
        run = self.run
        self._clear()
        return run

    def forget(self) -> None:
        """Let go of the run, for its memory; the next that is left does not belong here."""
        self._clear()
        self.is_forgotten = True

    def forget_past(self) -> None:
        """Let go of what lies behind the run, for its memory."""
        if self.run is not None:
            self.run = replace(self.run, kept=())
            self.size, self.size_of_past = self.size - self.size_of_past, 0

    def _clear(self) -> None:
        self.run, self.is_forgotten = None, False
        self.size = self.size_of_past = 0


class LeftRuns:
    """A place for each step of undo, as long as that can be undone or redone.

    Where memory ends, what the oldest runs can go back to is let go of first, and runs thereafter.

    Args:
        most: bytes that all runs together may take.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._places: WeakKeyDictionary[object, Left] = WeakKeyDictionary()
        self._turns = itertools.count()
        self._lock = threading.Lock()

    def limit(self, most: int) -> None:
        """Let all runs together take at most so many bytes from now on."""
        with self._lock:
            self._most = most
            for left in self._places.values():
                left.most = most

    def of(self, step: object) -> Left:
        """The place that belongs to a step of undo."""
        with self._lock:
            return self._places.setdefault(step, Left(self._most, self._fit))

    @property
    def size(self) -> int:
        """Bytes that the runs take; an array that two of them share counts twice."""
        with self._lock:
            return sum(left.size for left in self._places.values())

    def _fit(self, newest: Left) -> None:
        newest.turn = next(self._turns)
        with self._lock:
            kept = sorted(self._places.values(), key=lambda left: left.turn)
            over = sum(left.size for left in kept) - self._most
            for left in kept:
                if over > 0:
                    over -= left.size_of_past
                    left.forget_past()
            for left in kept:
                if over > 0 and left.size:
                    over -= left.size
                    left.forget()


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
