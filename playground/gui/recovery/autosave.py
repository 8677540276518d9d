"""Keeps what no file holds while it is done, and when it is left."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.run.events import StateChanged
from playground.gui.controllers.files.project_saver import ProjectSaver, Taken
from playground.gui.controllers.run.moment import Losses, Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.process.background import Background, Failed
from playground.state.document import Document
from playground.state.project_file import PROJECT, to_entries
from playground.state.recovery.generation import About
from playground.state.recovery.open_work import OpenWork
from playground.state.recovery.store import WorkStore
from playground.state.recovery.work_folder import WorkFolder

WITHIN, EVERY = 15.0, 10.0
"""Seconds that are lost at most, and those between two looks: writing takes time, too."""
SHARE = 0.01
"""Of the time of training that keeping its weights may cost."""
MOST_REST = 86_400.0
"""Seconds for which no weights are written at most, however dear they are."""
SOON = 1000
"""Milliseconds after which a run that starts again is kept, unless it does so once more."""
TOO_SLOW = N_("Writing takes too long; the disk may not be responding.")


class Autosave(QObject):
    """Writes the document with its run now and then, as long as a file lacks something of it.

    Settings are written at each look that finds others; weights and losses too, but less often
    where taking and writing them costs training more than its share. A write that fails is told
    once; what was written before it stays.

    Attributes:
        work: where it is written.

    Signals:
        message: a few words for the status line.
    """

    message = Signal(str)

    def __init__(
        self,
        document: Document,
        run: RunController,
        saver: ProjectSaver,
        store: WorkStore,
        lane: Background,
        is_unsaved: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.work = OpenWork(store)
        self._document = document
        self._run = run
        self._saver = saver
        self._lane = lane
        self._is_unsaved = is_unsaved
        self._number = self._run_number = self._steps = 0
        self._is_at_it = self._is_leaving = self._is_closed = self._was_told = False
        self._settings_changed = self._run_changed = False
        self._taken: Taken | None = None
        self._next_weights = 0.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self._look_at_weights)
        self._again = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._again.timeout.connect(self.look)
        self.every = EVERY
        self._unsubscribe = document.subscribe(lambda _change: self._note())
        run.state_changed.connect(self._follow)
        run.edited.connect(lambda _edited: self._note(of_run=True))

    @property
    def every(self) -> float:
        """Seconds between two looks."""
        return self._timer.interval() / 1000

    @every.setter
    def every(self, seconds: float) -> None:
        self._timer.start(round(1000 * seconds))

    def prefer(self, is_wanted: bool, seconds: float) -> None:
        """Lose so many seconds of work at most, or look no more before it is left."""
        if is_wanted and not self._is_closed:
            self.every = EVERY * seconds / WITHIN
        else:
            self._look_no_more()

    @property
    def _looks(self) -> bool:
        return self._timer.isActive()

    def _look_no_more(self) -> None:
        for timer in (self._timer, self._soon, self._again):
            timer.stop()

    # --- now and then --------------------------------------------------------------------------

    def look(self) -> None:
        """Write what is other than at the last look; nothing waits for it."""
        if self._is_at_it or self._is_leaving:
            return
        if not self._is_unsaved():
            self._forget()
            return
        if self._is_due:
            self._is_at_it = True
            self._run_changed = self._settings_changed = False
            self._saver.take(self._for_this_document(self._write))
        elif self._settings_changed:
            self._is_at_it, self._settings_changed = True, False
            self._write_settings()

    @property
    def _is_due(self) -> bool:
        """Whether the run is to be written, and not the settings alone."""
        if self._taken is None or self._taken.project.table is not self._document.project.table:
            return True
        has_steps = self._steps != self._run.thread_of_training.log.steps
        earlier = self._taken.records, self._taken.marked
        is_other = earlier != (self._saver.records, self._saver.marked)
        is_due = self._run_changed or has_steps or is_other
        return is_due and time.monotonic() >= self._next_weights

    def _look_at_weights(self) -> None:
        self._next_weights = 0.0
        self.look()

    def _note(self, *, of_run: bool = False) -> None:
        self._settings_changed = True
        self._run_changed |= of_run

    def _follow(self, event: StateChanged) -> None:
        self._note()
        if event.run != self._run_number:
            self._run_number = event.run
            self._run_changed = True
            if self._looks:
                self._soon.start()

    def _for_this_document(self, then: Callable[[Taken], None]) -> Callable[[Taken], None]:
        """As `then`, unless another document is open once it is called."""
        number = self._number

        def receive(taken: Taken) -> None:
            if number == self._number and not self._is_leaving:
                then(taken)
            else:
                self._is_at_it = False

        return receive

    def _write(self, taken: Taken) -> None:
        about, number = self._about(taken.run.losses), self._number

        def write() -> float:
            began = time.thread_time()
            _write(self.work, taken, about)
            return taken.run.cost + time.thread_time() - began

        def done(cost: float) -> None:
            if number == self._number:
                self._rest(min(cost / SHARE, MOST_REST))
                self._taken = replace(taken, run=Moment())  # its weights are on the disk
                self._end()

        self._steps = taken.run.state.step if taken.run.state is not None else 0
        self._lane.start(write, done, self._failed)

    def _rest(self, seconds: float) -> None:
        """Write no weights for so long."""
        self._next_weights = time.monotonic() + seconds
        if seconds > self.every and self._looks:
            # The next look comes too soon, and the one after that too late.
            self._again.start(math.ceil(1000 * seconds))

    def _write_settings(self) -> None:
        settings, about = _settings(self._saver.taken(Moment())), self._about({})
        self._lane.start(
            lambda: self.work.write_settings(settings, about),
            lambda _nothing: self._end(),
            self._failed,
        )

    def _end(self) -> None:
        self._is_at_it = self._was_told = False

    def _failed(self, reason: str, _details: str) -> None:
        self._is_at_it = False
        self._run_changed = self._settings_changed = True
        if not self._was_told:
            self._was_told = True
            words = _("Autosave failed; training continues. {reason}")
            self.message.emit(words.format(reason=reason))

    def _about(self, losses: Losses, *, is_kept: bool = False) -> About:
        recent = losses.get("train.recent")
        loss = float(recent[-1]) if recent is not None and len(recent) else math.nan
        return About(
            when=time.time(),
            steps=0,
            loss=loss if math.isfinite(loss) else None,
            file=str(self._document.path or ""),
            trains=self._run.state == "running",
            is_kept=is_kept,
        )

    # --- another document ----------------------------------------------------------------------

    def begin_anew(self) -> None:
        """Another document is open; what is still here of the last one is wanted no more."""
        self._number += 1
        self._is_at_it = self._is_leaving = False
        self._forget(at_once=True)

    def adopt(self, found: WorkFolder) -> None:
        """Go on with a work that was found, which is shown by now."""
        self._lane.start(lambda: self.work.adopt(found), lambda _nothing: None, self._failed)

    def _forget(self, *, at_once: bool = False) -> None:
        self._taken, self._steps, self._next_weights = None, 0, 0.0
        self._settings_changed, self._run_changed = False, True
        if at_once or self.work.latest is not None:
            self._lane.start(self.work.clear, lambda _nothing: None, self._failed)

    # --- leaving -------------------------------------------------------------------------------

    def keep(self, done: Callable[[], None], failed: Failed) -> None:
        """Keep the document with the run as it soon stands, to be found later."""
        self._is_leaving = True

        def not_kept(reason: str, details: str) -> None:
            self._is_leaving = False
            failed(reason, details)

        def keep(taken: Taken) -> None:
            about = self._about(taken.run.losses, is_kept=True)
            write = partial(self._write_last, taken, about)
            self._lane.start(partial(self.work.keep, write), lambda _nothing: done(), not_kept)

        self._saver.take(keep)

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
        self._is_leaving = False
        return reasons[0]

    def keep_now(self, run: Moment, seconds: float) -> str:
        """Keep the work of a run that no thread drives any more; why it failed, or nothing."""
        taken, about = self._saver.taken(run), self._about(run.losses, is_kept=True)
        write = partial(self._write_last, taken, about)
        reason = _at_last(lambda: self.work.keep(write, for_good=True), seconds)
        self.work.release()
        return reason

    def drop_now(self, seconds: float) -> None:
        """The work is in a file, or wanted no more."""
        _at_last(self.work.end, seconds)

    def close(self) -> None:
        """Look no more."""
        self._is_closed = True
        self._unsubscribe()
        self._look_no_more()

    def _write_last(self, taken: Taken, about: About) -> None:
        if taken.run.problem and self.work.latest is not None:
            # The weights of a moment ago are worth more than none.
            self.work.write_settings(_settings(taken), about)
        else:
            _write(self.work, taken, about)


def _at_last(do: Callable[[], None], seconds: float) -> str:
    """Do it within so many seconds; why that failed, or nothing."""
    reasons = [_(TOO_SLOW)]

    def work() -> None:
        try:
            do()
            reasons[0] = ""
        except InputError as error:
            reasons[0] = str(error)

    # A disk that never answers keeps this thread, but not the end of the program.
    worker = threading.Thread(target=work, name="keeping unsaved work", daemon=True)
    worker.start()
    worker.join(seconds)
    return reasons[0]


def _write(work: OpenWork, taken: Taken, about: About) -> None:
    content = taken.content()
    entries = to_entries(content.project, content.payload, content.unavailable)
    work.write(entries, _settings(taken), replace(about, steps=content.steps), content.libraries)


def _settings(taken: Taken) -> bytes:
    return to_entries(taken.project, unavailable=taken.unavailable)[PROJECT]
