"""Work off the window's thread whose result comes back to it."""

import time
import traceback
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal

from playground.engine.common.errors import InputError

PATIENCE = 2.0
"""Seconds that a piece of work in progress has to end, once its result is no longer wanted."""
T = TypeVar("T")
Failed = Callable[[str, str], None]
"""Called with a sentence and, for a defect of ours, the details."""


class Background(QObject):
    """Does one piece of work after the other on a thread of its own."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._finished.connect(self._deliver)
        self._begun: set[Future[None]] = set()
        self._pending = 0
        self._closed = False
        self._lanes: list[Background] = []

    @property
    def closed(self) -> bool:
        """Whether nothing is started any more."""
        return self._closed

    @property
    def working(self) -> bool:
        """Whether a result is still to come here, whatever lanes do."""
        return self._pending > 0

    @property
    def busy(self) -> bool:
        """Whether a result is still to come, here or on a lane."""
        return self.working or any(lane.busy for lane in self._lanes)

    def lane(self) -> "Background":
        """Another thread beside this one, for work that must not keep this one waiting.

        It is closed together with this one.
        """
        lane = Background(self)
        self._lanes.append(lane)
        return lane

    def start(self, work: Callable[[], T], done: Callable[[T], None], failed: Failed) -> None:
        """Call `work` on the other thread, then `done` or `failed` on the window's.

        After `close` nothing is started any more.
        """
        if self._closed:
            return
        self._pending += 1

        def attempt() -> None:
            try:
                result = work()
            except InputError as error:
                reason, details = str(error), ""
                self._finished.emit(lambda: failed(reason, details))
            except Exception as error:
                reason, details = f"{type(error).__name__}: {error}", traceback.format_exc()
                self._finished.emit(lambda: failed(reason, details))
            else:
                self._finished.emit(lambda: done(result))

        self._begun = {piece for piece in self._begun if not piece.done()}
        self._begun.add(self._pool.submit(attempt))

    def settle(self, patience: float) -> None:
        """Have the results of what was started until now, if that takes no longer than so long.

        Args:
            patience: in seconds.
        """
        wait(self._begun, max(0.0, patience))
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self, patience: float = PATIENCE) -> None:
        """Wait for the piece in progress, at most so many seconds; the rest is dropped."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        end = time.monotonic() + patience
        # What waits for a disk that never answers is left to the end of the process.
        in_progress = [piece for piece in self._begun if not piece.cancelled()]
        if not wait(in_progress, max(0.0, patience)).not_done:
            self._pool.shutdown(wait=True)
        for lane in self._lanes:
            lane.close(end - time.monotonic())

    def _deliver(self, call: Callable[[], None]) -> None:
        self._pending -= 1
        # What comes back to a window that is closed has nobody to show it.
        if not self._closed:
            call()
