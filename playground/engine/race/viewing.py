"""Pictures of both lanes at one moment, without letting them take the time of training."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

from playground.engine.frames.frame import FrameRequest
from playground.engine.frames.pictures import PICTURES
from playground.engine.race.standing import Pair
from playground.engine.run.pictures import FINEST, FINEST_AT_FULL_SPEED

SHARE = 0.3
"""The part of a race's time that may go into pictures, of which there are two at a time."""
NUMBERS = 0.1
"""Seconds between two measurements of losses and metrics, at least; and a tenth of the time."""
NUMBERS_SHARE = 0.1
_FOLLOWED = frozenset(row.key for row in PICTURES if row.followed)
Make = Callable[[FrameRequest, bool], Pair]


class Viewing:
    """Holds at most one request and at most one answer: a slow window never queues work.

    `ask`, `take` and `is_asked` may be used from any thread; the rest belongs to the race's.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._request: FrameRequest | None = None
        self._pair: Pair | None = None
        self._next = self._next_numbers = 0.0

    def ask(self, request: FrameRequest) -> None:
        """Ask for both lanes; a later request replaces one that was not taken up."""
        with self._lock:
            self._request = request

    def take(self) -> Pair | None:
        """Take the answer away, if there is one."""
        with self._lock:
            pair, self._pair = self._pair, None
            return pair

    @property
    def is_asked(self) -> bool:
        """Whether a request waits."""
        return self._request is not None

    def renew(self) -> None:
        """What is shown is of another race: the next request is answered at once."""
        with self._lock:
            self._pair = None
        self._next = self._next_numbers = 0.0

    def publish(self, make: Make, *, is_running: bool, is_at_full_speed: bool) -> None:
        """Answer the request that waits, unless training has the next moments to itself.

        Args:
            make: the pair, with losses and metrics of this very moment where it is told so.
        """
        began = time.perf_counter()
        if is_at_full_speed and began < self._next:
            return
        with self._lock:
            request, self._request = self._request, None
        if request is None:
            return
        finest = FINEST_AT_FULL_SPEED if is_at_full_speed else FINEST
        fresh = not is_running or began >= self._next_numbers or request.view in _FOLLOWED
        wanted = replace(request, grid=min(request.grid, finest), numbers=fresh)
        pair = make(wanted, fresh)
        with self._lock:
            self._pair = pair
        self._note(began, fresh=fresh)

    def _note(self, began: float, *, fresh: bool) -> None:
        now = time.perf_counter()
        self._next = now + (now - began) * (1.0 / SHARE - 1.0)
        if fresh:
            self._next_numbers = now + max(NUMBERS, (now - began) / NUMBERS_SHARE)
