"""Proves that what belongs to one thread is touched by no other.

While a thread is in `Worker.work`, that worker belongs to it, with every session and trainer that
is made there. From any other thread they are out of reach: their methods, what they hold, and
what is written to them.
"""

import functools
import inspect
import threading
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary

import pytest

from playground.engine.run.session import Session
from playground.engine.run.worker import Worker
from playground.engine.training.trainer import Trainer

OPEN: dict[type, frozenset[str]] = {Worker: frozenset({"mailbox", "gate"})}
"""What every thread may reach: there is no other way in."""
GUARDED = (Worker, Session, Trainer)

Method = Callable[..., Any]


class ForeignThread(Exception):
    """A thread touched what belongs to another."""


class ThreadGuard:
    """Watches over classes whose objects belong to the thread that works.

    Attributes:
        trespasses: what was touched from foreign threads, in words; asked at the end of a test, for
            an exception may be caught on its way.
    """

    def __init__(self) -> None:
        self.trespasses: list[str] = []
        self._owners: WeakKeyDictionary[object, int] = WeakKeyDictionary()
        self._working: set[int] = set()

    def watch(self, patch: pytest.MonkeyPatch, worker: type, *others: type) -> None:
        """Watch over a class with a method `work`, and over what is made while it works."""
        patch.setattr(worker, "work", self._claiming(vars(worker)["work"]))
        for kind in (worker, *others):
            self._watch_methods(patch, kind)
            self._watch_attributes(patch, kind)
        for kind in others:
            patch.setattr(kind, "__init__", self._claimed_when_made(vars(kind)["__init__"]))

    def _watch_methods(self, patch: pytest.MonkeyPatch, kind: type) -> None:
        for name, value in list(vars(kind).items()):
            if inspect.isfunction(value) and not name.startswith("_") and name != "work":
                patch.setattr(kind, name, self._checked(value))

    def _watch_attributes(self, patch: pytest.MonkeyPatch, kind: type) -> None:
        allowed = OPEN.get(kind, frozenset())
        read: Method = kind.__getattribute__
        write: Method = kind.__setattr__

        def checked_read(one: object, name: str) -> Any:  # noqa: ANN401
            # A method may be handed over; it is calling it that matters.
            is_plain = not name.startswith("__") and not inspect.isfunction(getattr(kind, name, 0))
            if is_plain and name not in allowed:
                self._check(one, name)
            return read(one, name)

        def checked_write(one: object, name: str, value: object) -> None:
            self._check(one, f"{name} =")
            write(one, name, value)

        patch.setattr(kind, "__getattribute__", checked_read)
        patch.setattr(kind, "__setattr__", checked_write)

    def _checked(self, method: Method) -> Method:
        @functools.wraps(method)
        def checked(one: object, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            self._check(one, f"{method.__name__}()")
            return method(one, *arguments, **named)

        return checked

    def _claiming(self, work: Method) -> Method:
        @functools.wraps(work)
        def claimed(one: object, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401
            thread = threading.get_ident()
            self._owners[one] = thread
            self._working.add(thread)
            try:
                return work(one, *arguments, **named)
            finally:
                self._release(thread)

        return claimed

    def _claimed_when_made(self, make: Method) -> Method:
        @functools.wraps(make)
        def made(one: object, *arguments: Any, **named: Any) -> None:  # noqa: ANN401
            thread = threading.get_ident()
            if thread in self._working:
                self._owners[one] = thread
            make(one, *arguments, **named)

        return made

    def _release(self, thread: int) -> None:
        self._working.discard(thread)
        for one in [one for one, owner in self._owners.items() if owner == thread]:
            del self._owners[one]

    def _check(self, one: object, what: str) -> None:
        owner = self._owners.get(one)
        if owner not in (None, threading.get_ident()):
            thread = threading.current_thread().name
            self.trespasses.append(f"{type(one).__name__}.{what} from {thread}")
            raise ForeignThread(self.trespasses[-1])


def guard_threads(patch: pytest.MonkeyPatch) -> ThreadGuard:
    """Put workers, sessions and trainers out of reach for other threads, until `patch` ends."""
    guard = ThreadGuard()
    guard.watch(patch, *GUARDED)
    return guard
