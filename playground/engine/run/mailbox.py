"""What other threads ask of a worker, in order."""

import threading
from collections import deque
from collections.abc import Callable

Command = Callable[[], None]


class Mailbox:
    """Commands wait in order; of those with one purpose that follow one another the last counts.

    Loads are numbered from 1; each gives up those before it.

    Attributes:
        closing: the worker is to return.
    """

    def __init__(self) -> None:
        self.closing = False
        self._loads = 0
        self._given_up = 0
        self._wake = threading.Condition()
        self._waiting: deque[tuple[Command, object]] = deque()

    def send(self, command: Command, purpose: object = None) -> None:
        """Ask for `command` to be called on the worker's thread.

        Args:
            purpose: it takes the place of a command with the same one that waits last.
        """
        with self._wake:
            if purpose is not None and self._waiting and self._waiting[-1][1] is purpose:
                self._waiting.pop()
            self._waiting.append((command, purpose))
            self._wake.notify()

    def send_load(self, prepare: Callable[[int], None]) -> None:
        """Ask for `prepare` to be called on the worker's thread with the number of its load."""
        with self._wake:
            self._loads += 1
            number = self._loads
        self.send(lambda: prepare(number))

    def give_up(self) -> None:
        """Nobody waits any more for the load asked for last."""
        with self._wake:
            self._given_up = self._loads

    def take_up(self) -> int:
        """Wait for the load asked for last again, or for what goes on from it; its number."""
        with self._wake:
            self._given_up = 0
            return self._loads

    def is_last(self, load: int) -> bool:
        """Whether no other load was asked for since."""
        return load == self._loads

    def is_given_up(self, load: int) -> bool:
        """Whether the load with this number is of no use any more."""
        return self.closing or max(self._given_up, self._loads - 1) >= load

    def nudge(self) -> None:
        """Something else is waiting for the worker."""
        with self._wake:
            self._wake.notify()

    def close(self) -> None:
        """Ask the worker to return."""
        with self._wake:
            self._given_up = self._loads
            self.closing = True
            self._wake.notify()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for."""
        return not (self.closing or self._waiting)

    def take(self, is_busy: Callable[[], bool], seconds: float | None = None) -> Command | None:
        """The next command; waits where there is none, unless busy.

        Args:
            is_busy: whether the worker has something to do by itself.
            seconds: how long to wait at most; None for any time.
        """
        with self._wake:
            if self.is_empty and not is_busy():
                self._wake.wait(seconds)
            return self._waiting.popleft()[0] if self._waiting else None
