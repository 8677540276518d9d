"""Keeps work that no file holds, before it is left: in time, or the person is asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.gui.controllers.moment import Moment
from playground.gui.controllers.project_saver import ProjectSaver, Saved
from playground.gui.process.background import Failed
from playground.state.kept_work import KeptWork

TOO_SLOW = N_("Writing takes too long; the disk may not be responding.")


class UntitledWork:
    """What was kept, and what is to be."""

    def __init__(self, saver: ProjectSaver, folder: Path) -> None:
        self._saver = saver
        self._kept = KeptWork(folder)
        self.tidy = self._kept.tidy
        self.holds = self._kept.holds

    @property
    def by_name(self) -> Mapping[str, Path]:
        """The kept projects, newest first, by when they were kept."""
        return self._kept.by_name()

    def keep(self, done: Callable[[], None], failed: Failed) -> None:
        """Keep the document with the run as it soon stands; then `done` or `failed`."""

        def saved(_saved: Saved) -> None:
            self._kept.forget_oldest()
            done()

        path = self._kept.next_path(datetime.now())
        self._saver.save(path, saved, failed, private=True)

    def keep_within(self, seconds: float) -> str:
        """As `keep`, before the call is over; why it failed, or nothing."""
        loop, timer = QEventLoop(), QTimer(singleShot=True, interval=round(1000 * seconds))
        timer.timeout.connect(loop.quit)
        reasons = [_(TOO_SLOW)]

        def end(reason: str = "", _details: str = "") -> None:
            reasons[0] = reason
            loop.quit()

        # Either may come before the loop begins.
        QTimer.singleShot(0, loop, lambda: self.keep(end, end))
        timer.start()
        loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        timer.stop()
        return reasons[0]

    def keep_now(self, run: Moment, seconds: float) -> str:
        """Keep the work of a run that no thread drives any more; why it failed, or nothing."""
        reasons = [_(TOO_SLOW)]

        def keep() -> None:
            try:
                self._saver.save_now(self._kept.next_path(datetime.now()), run)
                self._kept.forget_oldest()
                reasons[0] = ""
            except InputError as error:
                reasons[0] = str(error)

        # A disk that never answers keeps this thread, but not the end of the program.
        keeper = threading.Thread(target=keep, name="keeping untitled work", daemon=True)
        keeper.start()
        keeper.join(seconds)
        return reasons[0]
