"""Between the document and the training thread: edits become commands, reports become signals."""

from __future__ import annotations

import contextlib
import dataclasses
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

from playground.engine.catalogue.datasets import is_painted
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.frames.frame import DataPicture, Frame, FrameRequest
from playground.engine.frames.scene import painted_picture
from playground.engine.run.events import (
    ChangeRefused,
    DataReady,
    Edited,
    Preparing,
    RunLeft,
    SpecApplied,
    State,
    StateChanged,
)
from playground.engine.run.halts import Interval
from playground.engine.run.left_runs import MOST_BYTES, Left, LeftRuns
from playground.engine.run.past.kept import spec_here
from playground.engine.spec.edit import Edits
from playground.engine.spec.parameter import Choice
from playground.engine.spec.run import RunSpec, TableFile
from playground.gui.controllers.run.frame_pump import FramePump
from playground.gui.controllers.run.handover import Handover
from playground.gui.controllers.run.moment import Losses, Moment
from playground.gui.controllers.run.training_thread import TrainingThread
from playground.state.document import Change, Document
from playground.state.project import OTHER_DATA, Project
from playground.state.undo import Token

if TYPE_CHECKING:
    from playground.engine.checkpoint.payload import Checkpoint
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.data.dataset import Dataset
    from playground.engine.run.runner import Runner
    from playground.engine.run.session import Session
    from playground.engine.spec.run import RunSpec

T = TypeVar("T")
_RESTORED = N_("Restore run")
_FROM_HERE = N_("Go on from here")
POINTS = "data.points"
PAINT_INTERVAL = 150
"""Milliseconds between two paintings that the run takes up: the rest of the time it trains."""
LEFT_BEHIND = N_(
    "A step took longer than two seconds; the settings were saved, the weights were not."
)


class RunController(QObject):
    """Drives one training for the document and tells the window what the runner reports.

    Args:
        undo_bytes: what the runs may take in memory that undo and redo bring back.

    Signals:
        devices_known: the devices as Choices, once torch is imported.
        state_changed: a StateChanged; the window changes its controls on nothing else.
        data_ready: a DataPicture; the data were drawn or read.
        preparing: a fraction and a few words while data are read.
        applied: the run goes on by other settings.
        edited: an Edited; weights were edited by hand.
        left: a RunLeft; another run takes the place of one that had taken steps.
        refused: a sentence; a change could not be made and the run goes on as it was.
        frame_ready: a Frame to show.
        past_changed: another moment of the past is to be shown, or the present again.
        past_shown: a Frame of the past, in the place of those of the present.

    Attributes:
        pump: asks for frames.
        past: the step in the past that is shown; None for the present.
    """

    devices_known = Signal(object)
    state_changed = Signal(object)
    data_ready = Signal(object)
    preparing = Signal(float, str)
    refused = Signal(str)
    applied = Signal()
    edited = Signal(object)
    left = Signal(object)
    frame_ready = Signal(object)
    past_changed = Signal()
    past_shown = Signal(object)
    _delivered = Signal(object)

    def __init__(
        self,
        document: Document,
        wanted: Callable[[], FrameRequest],
        parent: QObject | None = None,
        undo_bytes: int = MOST_BYTES,
    ) -> None:
        super().__init__(parent)
        self.thread_of_training = TrainingThread(self)
        self.state: State = "idle"
        self.data: DataPicture | None = None
        self.frame: Frame | None = None
        self.past: int | None = None
        self._learned: DataPicture | None = None
        self._document = document
        thread = self.thread_of_training
        self.pump = FramePump(thread, wanted, self._shows, self._is_newest, self)
        self.pump.came.connect(self._show)
        self._run = self._taken_over = 0
        self._due: tuple[RunSpec, Left | None] | None = None
        self._left = LeftRuns(undo_bytes)
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.setInterval(PAINT_INTERVAL)
        self._painted.timeout.connect(self._send_due)
        self.thread_of_training.reported.connect(self._receive)
        self.devices: tuple[Choice, ...] = ()
        self.thread_of_training.ready.connect(self._know_devices)
        self._delivered.connect(self._call)
        self._unsubscribe = document.subscribe(self._document_changed)

    def start(self, handover: Handover | None = None) -> None:
        """Begin importing torch in the background and prepare the document's run.

        Args:
            handover: the run of an earlier window, which goes on here.
        """
        self._start_slowly()
        self._set_pace()
        if handover is None:
            self.load()
        else:
            self._left = handover.left
            self._load(handover.run)
            if handover.trains:
                self.train()
        self.thread_of_training.start()

    def hand_over(self, receive: Callable[[Moment, LeftRuns, bool], None]) -> None:
        """Pause, and call `receive` with the run, those left before, and whether it trained."""
        trains = self.state == "running"
        self.pause()
        self.deliver(lambda moment: receive(moment, self._left, trains))

    def settle(self, patience: float) -> None:
        """Hear what came of every command so far, if that takes no longer than so many seconds."""
        self._send_due()
        self.thread_of_training.await_answer(patience)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> Moment:
        """Stop training and join the thread; return the run as it was left."""
        self._unsubscribe()
        self.pump.stop()
        self._send_due()
        state = self.thread_of_training.close()
        has_weights = self.thread_of_training.is_left and self.frame is not None
        problem = _(LEFT_BEHIND) if has_weights else ""
        return Moment(state, None, self._losses() if state else {}, problem)

    # --- commands ------------------------------------------------------------------------------

    def load(self, checkpoint: Checkpoint | None = None, dataset: Dataset | None = None) -> None:
        """Prepare the document's run from the start, or from where a project left it.

        Args:
            dataset: what was built of the document's table before.
        """
        losses = checkpoint.log.to_arrays() if checkpoint else {}
        self._load(Moment(checkpoint.state if checkpoint else None, dataset, losses))

    def go_on_from(self, run: RunSpec, table: TableFile | None, moment: Moment) -> None:
        """Put an earlier run in the place of this one, as one step of undo."""
        self._record_other(run, table, _RESTORED)
        self._load(moment)

    def go_on_from_past(self) -> None:
        """Let the run go on from the moment that is shown, as one step of undo."""
        state = self._state_shown
        if state is None:
            return
        step, spec = state.step, self.shown_spec
        self._record_other(spec, self._document.project.table, _FROM_HERE)
        self.past = None
        self._command(lambda runner: runner.go_back(step, spec))
        self.past_changed.emit()

    def _record_other(self, run: RunSpec, table: TableFile | None, words: str) -> None:
        """Leave the run, and let the document have the settings of another, as a step of undo."""
        before = self._document.project
        after = dataclasses.replace(before, run=run, table=table)
        if after != before:
            self._document.replace(after, self, words)
        else:
            self._leave(self._document.record_run(words, self))

    def _load(self, start: Moment) -> None:
        self.come_back()
        of = self._document.project
        self._command(lambda runner: runner.load_when_due(lambda: start.load(of)))

    def toggle(self) -> None:
        """Run, or pause while running."""
        if self.state == "running":
            self.pause()
        else:
            self.train()

    def look_back(self, step: int | None) -> None:
        """Show the run as it was after this step, until it trains or changes; it pauses for that.

        Of steps whose state is not kept, the one before that is. None shows the present.
        """
        if step == self.past:
            return
        self.past = step
        self._command(lambda runner: runner.look_back(step))
        self.past_changed.emit()
        self.pump.hurry()

    def come_back(self) -> None:
        """Show the present again, if the past is shown."""
        self.look_back(None)

    def train(self) -> None:
        self.come_back()
        self._command(lambda runner: runner.run())

    def pause(self) -> None:
        self.come_back()
        self._command(lambda runner: runner.pause())

    def step(self) -> None:
        """Train one batch."""
        self.come_back()
        self._command(lambda runner: runner.step())

    def run_epochs(self, epochs: int = 1) -> None:
        """Train to the end of the epoch that lies so many epochs on."""
        self.come_back()
        self._command(lambda runner: runner.run_epochs(epochs))

    def limit_threads(self, most: int) -> None:
        """Let a step use so many threads at most; 0 for as many as pay."""
        self._command(lambda runner: runner.limit_threads(most))

    def limit_memory(self, undo: int, past: int) -> None:
        """Let what undo brings back, and the past of the run, take at most so many bytes."""
        self._left.limit(undo)
        self.thread_of_training.kept.limit(past)

    def halt_every(self, interval: Interval | None) -> None:
        """Let training wait after each interval, at a frame `at_halt`; None for nowhere."""
        self._command(lambda runner: runner.halt_every(interval))

    def go_on(self, step: int) -> None:
        """Train on from where it waits, if it is this step."""
        self._command(lambda runner: runner.go_on(step))

    def reset(self) -> None:
        """Go back to the start, as a step of undo where there is something to come back to."""
        self.come_back()
        if self.state not in ("idle", "preparing") and self.thread_of_training.log.steps:
            self._leave(self._document.record_run(N_("Reset"), self, touches=False))
        self._command(lambda runner: runner.reset())

    def edit(self, edits: Edits, tag: object) -> None:
        """Edit weights by hand; `edited` then carries the tag."""
        self.come_back()
        self._command(lambda runner: runner.edit(edits, tag))

    def take_over_pace(self) -> None:
        """Train this run at the document's speed from now on: a slow start is over."""
        self._taken_over = self._run
        self._set_pace()

    def restore_best(self) -> None:
        """Return to the weights of the lowest validation loss, as one step of undo."""
        self.come_back()
        step = self._document.record_run(N_("Best weights"), self)
        self._command(lambda runner: runner.restore_best(step, self._left.of(step)))

    def restore_last_finite(self) -> None:
        """Return to the last valid weights, as one step of undo."""
        self.come_back()
        step = self._document.record_run(N_("Last valid weights"), self)
        self._command(lambda runner: runner.restore_last_finite(step, self._left.of(step)))

    def fail(self, reason: str, details: str) -> None:
        """End the run as failed: something in the window broke."""
        self._command(lambda runner: runner.fail(reason, details))

    def cancel(self) -> None:
        """Cancel loading the data."""
        self._command(lambda runner: runner.cancel())

    def deliver(self, receive: Callable[[Moment], None]) -> None:
        """Call `receive`, on the window's thread, with the run as it soon stands."""

        def take(runner: Runner, state: RunState | None, dataset: Dataset | None) -> None:
            # On the worker's thread: no step comes between the weights and the losses.
            began = time.thread_time()
            moment = self._moment(state, dataset)
            cost = runner.taking + time.thread_time() - began
            self._here(receive)(dataclasses.replace(moment, cost=cost))

        if self.thread_of_training.isFinished():
            receive(Moment())
        else:
            self._command(lambda runner: runner.deliver(partial(take, runner)))

    def inspect(
        self,
        look: Callable[[Session], T],
        receive: Callable[[T], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Call `look` on the worker's thread between two steps, then one of the others on ours."""
        answers = self._here(receive), self._here(refuse)
        self._command(lambda runner: runner.inspect(look, *answers))

    def frame_of(
        self,
        request: FrameRequest,
        receive: Callable[[Frame], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Call one of the others with what is shown at this moment, whatever views ask for."""
        answers = self._here(receive), self._here(refuse)
        self._command(lambda runner: runner.frame_of(request, *answers))

    @property
    def shown_spec(self) -> RunSpec:
        """What the run trains by at the moment that is shown."""
        state, present = self._state_shown, self._document.project.run
        return present if state is None else spec_here(state, present)

    @property
    def _state_shown(self) -> RunState | None:
        return None if self.past is None else self.thread_of_training.kept.before(self.past)

    @property
    def pace(self) -> float | None:
        """Steps a second that a slow start has come to; None where nothing starts slowly."""
        # A frame from before a hand took over may still come after it.
        if self.frame is None or self.frame.run == self._taken_over:
            return None
        return self.frame.pace

    # --- reports -------------------------------------------------------------------------------

    def _know_devices(self, devices: tuple[Choice, ...]) -> None:
        self.devices = devices
        self.devices_known.emit(devices)

    def _here(self, receive: Callable[[T], None]) -> Callable[[T], None]:
        """The same, for any thread to call: it is called on the window's."""
        return lambda answer: self._delivered.emit(partial(receive, answer))

    def _call(self, receive: Callable[[], None]) -> None:
        receive()

    def _moment(self, state: RunState | None, dataset: Dataset | None) -> Moment:
        """The run, between two steps of which this is called."""
        if state is None:
            return Moment(None, dataset)
        kept = self.thread_of_training.kept.states
        return Moment(state, dataset, self._losses(), kept=kept)

    def _losses(self) -> Losses:
        return self.thread_of_training.log.to_arrays()

    def _command(self, give: Callable[[Runner], object]) -> None:
        self._send_due()
        self.thread_of_training.command(give)

    def _send_due(self) -> None:
        """Have the run train by the document, unless it does."""
        if self._due is not None:
            (spec, left), self._due = self._due, None
            self._painted.start()
            self.thread_of_training.command(lambda runner: runner.change(spec, left))

    def _document_changed(self, change: Change) -> None:
        before, after = change.before, change.after
        is_own = change.initiator is self and bool(change.paths)
        is_other = is_own or not change.paths.isdisjoint(OTHER_DATA)
        if is_other:
            self.data = None
        if any(path.startswith("data.") for path in change.paths):
            self._show_painted()
        if after.view.speed != before.view.speed:
            self._set_pace()
        if after.view.ease_in != before.view.ease_in:
            self._start_slowly()
        if change.edits:
            self.edit(change.edits, None)
        elif change.returns and change.step is not None:
            self._return_by(self._left.of(change.step), after, reads=is_other)
        elif is_other:
            self._leave(change.step)
            if not is_own:
                self._load(Moment())
        elif after.run != before.run:
            self.come_back()
            self._follow(change)

    def _leave(self, step: Token | None) -> None:
        """Keep the run as it stands for undo of a step: another will take its place."""
        if step is not None:
            left = self._left.of(step)
            self._command(lambda runner: runner.keep(left))

    def _return_by(self, left: Left, to: Project, *, reads: bool) -> None:
        self.come_back()
        self._command(lambda runner: runner.come_back(left, to.run, to.table, reads=reads))

    def _follow(self, change: Change) -> None:
        """Have the run train by what was changed, at once or a little later."""
        left = self._left.of(change.step) if change.step is not None else None
        if self._due is not None and self._due[1] is not left:
            self._send_due()
        self._due = change.after.run, left
        if change.paths != {POINTS} or not self._painted.isActive():
            self._send_due()

    def _show_painted(self) -> None:
        """Painted points are seen where they are put, before the run has taken them up."""
        if self._is_painted:
            with contextlib.suppress(InputError):  # which the run will report
                self.data = painted_picture(self._document.project.run.data)
                self.data_ready.emit(self.data)

    @property
    def _is_painted(self) -> bool:
        return is_painted(self._document.project.run.data.source)

    def _set_pace(self) -> None:
        speed = self._document.project.view.speed
        self._command(lambda runner: runner.pace(speed or None))

    def _start_slowly(self) -> None:
        wanted = self._document.project.view.ease_in
        self._command(lambda runner: runner.start_slowly(wanted))

    def _receive(self, event: object) -> None:
        match event:
            case StateChanged():
                if event.run > self._run:
                    self.come_back()
                self._run = max(self._run, event.run)
                self.state = event.state
                self.pump.is_running = event.state == "running"
                if event.state == "preparing" and self.data is None:
                    self._show_painted()
                self.pump.refresh_all()
                self.state_changed.emit(event)
            case DataReady():
                self._learned = event.picture
                self.pump.refresh()
                if not self._is_painted:
                    self.data = event.picture
                    self.data_ready.emit(event.picture)
            case Preparing() if not self._is_painted:
                self.preparing.emit(event.fraction, event.words)
            case ChangeRefused():
                self.come_back()
                if isinstance(event.tag, Token):
                    self._document.withdraw(event.tag)
                self.refused.emit(event.reason)
            case Edited():
                self.edited.emit(event)
                self.pump.refresh_all()
            case RunLeft():
                self.left.emit(event)
            case SpecApplied():
                self.pump.refresh()
                self.applied.emit()

    def _fits_data(self) -> bool:
        """Whether what the run learns from has the axes and classes of what is shown."""
        learned, shown = self._learned, self.data
        return shown is not None and (learned is None or learned.meaning == shown.meaning)

    def _shows(self, frame: Frame) -> bool:
        """Whether to show it: of a past that is moved through, each moment that comes."""
        is_of_now = self.past is None
        return frame.run == self._run and frame.is_past != is_of_now and self._fits_data()

    def _is_newest(self, frame: Frame) -> bool:
        return frame.past == self.past

    def _show(self, frame: Frame) -> None:
        if frame.is_past:
            self.past_shown.emit(frame)
        else:
            self.frame = frame
            self.frame_ready.emit(frame)
