"""Telling everyone who asked, in order, whatever a listener does meanwhile."""

from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Subscribers(Generic[T]):
    """Callbacks that hear every message, one message at a time.

    A message that is sent while another is being told (by a listener that edits) is told after it,
    so that all listeners hear all messages in the same order. A listener that fails keeps none of
    the others from hearing; its exception is raised once everything has been told.
    """

    def __init__(self) -> None:
        self._callbacks: dict[int, Callable[[T], None]] = {}
        self._next_token = 0
        self._waiting: deque[T] = deque()
        self._telling = False

    def subscribe(self, callback: Callable[[T], None]) -> Callable[[], None]:
        """Let `callback` hear what is sent from now on; the returned function ends that."""
        token = self._next_token
        self._next_token += 1
        self._callbacks[token] = callback

        def unsubscribe() -> None:
            self._callbacks.pop(token, None)

        return unsubscribe

    def send(self, message: T) -> None:
        """Tell everyone; within a listener, let everyone be told next.

        Raises:
            Exception: what the one listener that failed raised.
            ExceptionGroup: several failed.
        """
        self._waiting.append(message)
        if self._telling:
            return
        failures = self._tell_all()
        if len(failures) == 1:
            raise failures[0]
        if failures:
            raise ExceptionGroup("several listeners failed", failures)

    def _tell_all(self) -> list[Exception]:
        failures: list[Exception] = []
        self._telling = True
        try:
            while self._waiting:
                failures += self._tell(self._waiting.popleft())
        finally:
            self._telling = False
            self._waiting.clear()
        return failures

    def _tell(self, message: T) -> list[Exception]:
        failures: list[Exception] = []
        for token in list(self._callbacks):
            callback = self._callbacks.get(token)
            if callback is None:
                continue
            try:
                callback(message)
            except Exception as error:
                failures.append(error)
        return failures
