"""The worker's side of a runner: obeys commands between chunks of steps, on one thread."""

import dataclasses
import threading
import time
from collections.abc import Callable, Iterator
from typing import Literal, TypeVar

from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError, NotEnoughData
from playground.engine.common.failures import Blame, account_of, describe_look
from playground.engine.common.language import N_, _
from playground.engine.common.numbers import grouped
from playground.engine.data.dataset import Dataset, ReadTable, build_dataset, read_here
from playground.engine.data.progress import Cancelled
from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot, Picture
from playground.engine.loss_log.log import LossLog
from playground.engine.run.budget import Budget, ChunkSize
from playground.engine.run.chunk import Bounds, take_chunk
from playground.engine.run.events import (
    ENDED,
    ChangeRefused,
    DataReady,
    Edited,
    Event,
    Preparing,
    RunLeft,
    SpecApplied,
    State,
    StateChanged,
)
from playground.engine.run.halts import Halts
from playground.engine.run.left_runs import Left
from playground.engine.run.load import Load
from playground.engine.run.mailbox import Mailbox
from playground.engine.run.past.kept import KeptStates
from playground.engine.run.past.past import Past
from playground.engine.run.past.view import View
from playground.engine.run.pictures import Pictures
from playground.engine.run.session import Session
from playground.engine.run.slow_motion import Pace
from playground.engine.run.waiting import Waiting
from playground.engine.spec.edit import Edits
from playground.engine.spec.run import RunSpec
from playground.engine.training.devices import require_device
from playground.engine.training.threads import as_thread_of_training

T = TypeVar("T")
MOST_FOR_LEAVING = 0.25
"""Seconds that measuring a run may take once more before it is left."""
_LOST = N_("The device no longer responds: choose another one first.")


class Worker:
    """Prepares and trains one run after another; every method belongs to the thread of `work`.

    Attributes:
        mailbox: where other threads leave what they want.
        gate: while it is closed, no chunk is begun.
        taking: seconds of this thread's processor that looking at the run as a whole last took.
    """

    def __init__(
        self,
        log: LossLog,
        frames: FrameSlot,
        report: Callable[[Event], None],
        read: ReadTable = read_here,
        kept: KeptStates | None = None,
    ) -> None:
        self.mailbox = Mailbox()
        self.gate = threading.Event()
        self.gate.set()
        self.budget = Budget()
        self.halts = Halts()
        self.pace = Pace()
        self._threads = 0
        self.state: State = "idle"
        self.taking = 0.0
        self._log = log
        self._frames = frames
        self._report = report
        self._read = read
        self._waiting = Waiting()
        self._preparing = 0
        self._run = 0
        self._load: Load | None = None
        self._session: Session | None = None
        self._chunks: dict[str, ChunkSize] = {}
        self._pictures = Pictures(frames)
        self._past = Past(kept or KeptStates(most_states=0))
        self._told: Dataset | None = None

    def work(self, until_ended: bool = False) -> None:
        """Obey commands and train until closed, or until the run has ended."""
        self._waiting.possible = not until_ended
        with as_thread_of_training():
            while not self.mailbox.closing:
                self.guarded(self.work_once)
                if until_ended and self.state in ENDED and self.mailbox.is_empty:
                    break
        self._let_go()

    def _let_go(self) -> None:
        if self._session is not None:
            self._session.close()

    def _leave(self) -> None:
        """Tell of the run that another start takes the place of, while it is still there."""
        session = self._session
        if session is None or session.trainer.step_number == 0 or session.is_lost:
            return
        measures = session.frames.last_measures(session.trainer, MOST_FOR_LEAVING)
        state = dataclasses.replace(session.run_state(), spec=session.trained_by)
        losses = self._log.to_arrays()
        left = RunLeft(self._run, state, session.table, losses, *measures, outcome=self.state)
        self._report(left)

    @property
    def session(self) -> Session:
        """The prepared run.

        Raises:
            InputError: nothing is prepared.
        """
        if self._session is None:
            raise InputError(_("There is no network yet: choose data first."))
        return self._session

    def frame(self, request: FrameRequest, *, fresh: bool) -> Frame:
        """The run at this moment, or at the one in the past that is looked at."""
        view = self._past.view(self.session)
        self._tell_data(view or self.session)
        if view is not None:
            return dataclasses.replace(view.frame(self._run, request), past=self._past.step)
        frame = self.session.frame(
            self._run, request, fresh=fresh, until_epoch=self.budget.until_epoch
        )
        pace = self.pace.growing if frame.step else None
        return dataclasses.replace(frame, pace=pace, at_halt=self._is_at_halt())

    def between_steps(self) -> tuple[RunState | None, Dataset | None]:
        """The run and its data; before it is prepared, what it goes on from, and None."""
        if self._session is None or self._load is None:
            return self._load.state if self._load is not None else None, None
        began = time.thread_time()
        # While it waits for more data, the session still has those of before.
        state = dataclasses.replace(self._session.run_state(), spec=self._load.spec)
        self.taking = time.thread_time() - began
        return state, self._session.dataset

    def as_it_stands(self) -> Load | None:
        """What goes on as the run does now, but for its data; a fresh start where it is none."""
        session, load = self._session, self._load
        if session is None or load is None:
            return dataclasses.replace(load, dataset=None) if load is not None else None
        if session.trainer.step_number == 0 and not session.is_touched:
            return Load(load.spec, session.table)
        state, losses = self.between_steps()[0], self._log.to_arrays()
        return Load(load.spec, session.table, state, losses, kept=self._past.states)

    def guarded(self, work: Callable[[], None]) -> None:
        """An exception anywhere ends the run as failed with its reason; the worker lives on."""
        try:
            work()
        except NotEnoughData as error:
            self.enter(*self._waiting.begin(str(error), self.state))
        except Cancelled:
            if self.mailbox.is_last(self._preparing):  # else something else is wanted by now
                self.enter("failed", _("Loading was cancelled; choose data to go on."))
        except Exception as error:
            self.enter("failed", *account_of(error))

    def work_once(self) -> None:
        """Take up what is wanted, take a chunk of steps, publish a frame if one was asked for."""
        wait = self.pace.wait(time.perf_counter()) if self._trains() else None
        asked = self.mailbox.take(self.is_busy, wait)
        if asked is not None:
            asked()
        if self._trains() and self.mailbox.is_empty:
            self._wait_for_window()
            self._advance()
        self._publish()

    def _wait_for_window(self) -> None:
        # Unlike a program, steps in Python would fight the window for the interpreter.
        if self.session.stepper.name == "eager":
            self.gate.wait(0.25)

    def is_busy(self) -> bool:
        """Whether there is something to do without being told."""
        is_due = self._trains() and self.pace.wait(time.perf_counter()) == 0.0
        return is_due or self._pictures.are_asked_for or self._pictures.can_be_finer

    def _trains(self) -> bool:
        return self.state == "running" and not self._is_at_halt()

    def _is_at_halt(self) -> bool:
        trainer = self.session.trainer
        return self.halts.holds(trainer.step_number, trainer.epoch)

    def enter(
        self, state: State, reason: str = "", details: str = "", blame: Blame = "input"
    ) -> None:
        """Be in `state` from now on, and report it."""
        self.state = state
        if state != "running" and self._session is not None:
            self._session.stopwatch.stop()
        step = self._session.trainer.step_number if self._session else 0
        self._report(StateChanged(self._run, state, step, reason, details, blame))

    def _refuse(self, reason: str, tag: object = None) -> None:
        self._report(ChangeRefused(self._run, reason, tag))

    def prepare(self, load: Load, number: int) -> None:
        """Prepare the load with this number, counted from 1."""
        self._waiting.end()
        self._prepare(load, number)

    def _prepare(self, load: Load, number: int) -> None:
        self._preparing = number
        self._take_place(load)
        self.enter("preparing")
        dataset = build_dataset(
            load.spec.data, load.table, self._progress, self._read, load.dataset
        )
        self._report(Preparing(self._run, 1.0, _("Building the network")))
        self._begin(load, dataset)
        self._go_on()

    def _take_place(self, load: Load) -> None:
        """What follows is another run than the present one, which goes."""
        self._leave()
        self._let_go()
        self._run += 1
        self._load, self._session = load, None
        self._past.clear()
        self.budget.renew()
        self._log.clear()
        if load.history is not None:
            self._log.restore(load.history)

    def _begin(self, load: Load, dataset: Dataset) -> None:
        self._let_go()
        session = Session(load.spec, dataset, load.table, self._read, self._threads)
        if load.state is not None:
            session.return_to(load.state)
        self._session = session
        self._past.begin(session, load.kept)
        self._load = dataclasses.replace(load, kept=())  # it is the past that lets go of them
        self.pace.begin(session.trainer.step_number)
        self._chunks.clear()
        self._pictures.renew()
        self._tell_data(session, anew=True)
        self._report(SpecApplied(self._run, session.spec))
        self.enter("paused")

    def _tell_data(self, shown: Session | View, *, anew: bool = False) -> None:
        """Report the data that are shown, where they are others than before."""
        dataset = shown.trainer.dataset
        if anew or dataset is not self._told:
            self._told = dataset
            self._report(DataReady(self._run, shown.frames.data_picture))

    def _progress(self, fraction: float, words: str) -> None:
        if self.mailbox.is_given_up(self._preparing):
            raise Cancelled
        self._report(Preparing(self._run, fraction, words))

    def reset(self) -> None:
        """Go back to the start; where preparing failed, try again."""
        if self._session is None or self._waiting.lacking:
            if self._load is not None:
                self.prepare(self._load, self.mailbox.take_up())
            return
        session = self._session
        self._restart(Load(session.spec, session.table), session.dataset)

    def _restart(self, load: Load, dataset: Dataset) -> None:
        self._take_place(load)
        self._begin(load, dataset)

    def come_back(self, left: Left, wanted: Load, number: int | None = None) -> None:
        """Exchange the run for that which lies in `left`; where none does, go on by `wanted`.

        Args:
            number: of the load, where other data are wanted.
        """
        is_forgotten, run = left.is_forgotten, left.take()
        if run is None and number is None:
            self.apply(wanted.spec, left)
        else:
            left.put(self.as_it_stands())
            self._go_on_from(run or wanted, number)
            if run is not None and run.spec != wanted.spec:
                self.apply(wanted.spec)  # which was refused then, and may be again
        if is_forgotten:
            self._tell_forgotten(left.most)

    def _go_on_from(self, load: Load, number: int | None) -> None:
        session = self._session
        if session is not None and number is None and load.spec.data == session.spec.data:
            self._waiting.end()
            self._restart(load, session.dataset)
            return
        if session is not None and session.table == load.table:
            load = dataclasses.replace(load, dataset=session.dataset)
        self.prepare(load, self.mailbox.take_up() if number is None else number)

    def _tell_forgotten(self, most: int) -> None:
        if self.session.trainer.step_number == 0:
            words = _("The weights from before are no longer kept; the network starts anew.")
        else:
            words = _("The weights from before are no longer kept; the present ones stay.")
        limit = _("Undo keeps up to {size} MiB of them.").format(size=grouped(most >> 20))
        self.enter(self.state, f"{words} {limit}")

    def look_back(self, step: int | None) -> None:
        """Let frames show the run as it was after this step, or as it is now (None)."""
        self.rest("paused")
        self._past.look(step)
        self._pictures.renew()

    def go_back(self, step: int, spec: RunSpec) -> None:
        """Go on from what is kept of this step, by `spec`, as if nothing had followed."""
        try:
            session, state = self.session, self._past.find(step)
            if session.is_lost:
                raise InputError(_(_LOST))
            dataset = session.data_of(spec, self._progress)
        except InputError as error:
            self._refuse(str(error))
            return
        self._leave()
        self._waiting.end()
        self._run += 1
        self._load = Load(spec, session.table, state)
        self.budget.renew()
        self._log.cut_after(step)
        load = dataclasses.replace(self._load, kept=self._past.until(step))
        self._begin(load, dataset)
        words = _("The run stands at step {step} again; undo returns to where it was.")
        self.enter("paused", words.format(step=grouped(step)))

    def start(self, batches: int | None, epochs: int | None) -> None:
        """Train so many batches or epochs, or without end."""
        if self._waiting.lacking:
            self.enter(*self._waiting.wish(batches is None and epochs is None))
            return
        if self._session is None:
            self.reset()
        if self._session is None:
            return
        if self.state == "diverged":
            self._refuse(_("Training diverged: restore the last valid weights, or reset."))
            return
        if self.state == "failed":
            self._refuse(_("Training failed: restore the last valid weights, or reset."))
            return
        self._past.leave()
        trainer = self._session.trainer
        self.budget.ask(trainer.step_number, trainer.epoch, batches, epochs)
        has_ended = self.state in ENDED
        self._session.rules.renew(trainer.spec.training, trainer.epoch, has_ended=has_ended)
        self.pace.ask(bounded=batches is not None or epochs is not None)
        if self.state != "running":
            self._session.stopwatch.start()
            self.enter("running")

    def _go_on(self) -> None:
        if self._waiting.end():
            self.start(None, None)

    def limit_threads(self, most: int) -> None:
        """Let a step of this run and later ones use so many threads at most."""
        self._threads = most
        if self._session is not None:
            self._session.limit_threads(most)

    def rest(self, state: Literal["paused", "stopped"]) -> None:
        """Pause, or end the run as stopped, while running."""
        if self.state == "running":
            self.enter(state)

    def _advance(self) -> None:
        session = self.session
        chunk = self._chunks.setdefault(session.stepper.name, ChunkSize())
        trainer, bounds = session.trainer, Bounds(self.budget, self.pace, self.halts, chunk)
        verdict = take_chunk(session, self._log, bounds)
        if self.gate.is_set():  # else both threads would wait for the interpreter at each tensor
            self._past.keep(session)
        if verdict is not None:
            self.enter(verdict.state, verdict.reason)
        elif self.budget.is_spent(trainer.step_number, trainer.epoch):
            self.budget.renew()
            self.rest("paused")

    def restore(
        self, restore: Callable[[Session], str], tag: object = None, left: Left | None = None
    ) -> None:
        """Have the session take back weights of before, and leave in `left` what it stood on."""
        if self._session is None:
            self._refuse(_("There are no weights to restore: no data are loaded."), tag)
            return
        self._past.leave()
        stood = self.as_it_stands() if left is not None else None
        refusal = restore(self._session)
        if refusal:
            self._refuse(refusal, tag)
            return
        if left is not None:
            left.put(stood)
        self.enter("running" if self.state == "running" else "paused", self._session.restored)
        self._pictures.renew()
        self._report(Edited(self._run, (), (), tag))

    def edit(self, edits: Edits, tag: object) -> None:
        """Make edits by hand between two steps, and report what takes them back."""
        self._past.leave()
        try:
            session = self.session
            before = session.edit(edits)
        except InputError as error:
            self._refuse(str(error))
            return
        self._pictures.renew()
        self._report(Edited(self._run, before, edits, tag, session.muted_words()))

    def inspect(
        self,
        look: Callable[[Session], T],
        receive: Callable[[T], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Show `look` the run between two steps; what goes wrong there is no fault of the run."""
        try:
            answer = look(self.session)
        except Exception as error:
            refuse(describe_look(error))
            return
        receive(answer)

    def apply(self, spec: RunSpec, left: Left | None = None) -> None:
        """Train by `spec` from the next step on; leave the run in `left` if that loses anything."""
        if self._session is None:
            # Preparing failed: what was wrong may be right now, so let the next start try again.
            if self._load is not None:
                self._load = dataclasses.replace(self._load, spec=spec)
                if self._waiting.lacking:
                    self._prepare(self._load, self.mailbox.take_up())
            return
        self.mailbox.take_up()
        self._past.follow_change()
        keeps = left if left is not None and left.is_empty else None

        def lose() -> None:
            if keeps is not None:
                keeps.put(self.as_it_stands())

        try:
            if self.state == "failed" and self.session.is_lost:
                lose()
                self._leave_lost_device(spec)
                return
            restart = self.session.change(spec, self._progress, lose)
        except NotEnoughData:
            self._load = Load(spec, self.session.table)
            raise
        except InputError as error:
            if keeps is not None:
                keeps.take()  # nothing was lost
            self._refuse(str(error))
            return
        except Cancelled:
            self._refuse(_("Loading was cancelled; training continues."))
            return
        self._pictures.renew()
        if restart is not None:
            # One who paints while it trains goes on painting, with a fresh network or not.
            paints = spec.data.points != self.session.spec.data.points
            self._waiting.goes_on |= paints and self.state == "running"
            self._restart(Load(spec, self.session.table), restart)
            self._go_on()
            return
        if self.session.last_change_moves_speed:
            self._chunks.clear()
        self._load = Load(spec, self.session.table)
        if any(path.startswith("data.") for path in self.session.last_changed):
            self._tell_data(self.session, anew=True)
        self._report(SpecApplied(self._run, spec))
        self._go_on()

    def _leave_lost_device(self, spec: RunSpec) -> None:
        """Go on from the last good weights, once another device is wanted."""
        session = self.session
        if require_device(spec.training.device) == session.trainer.device:
            raise InputError(_(_LOST))
        dataset = session.data_of(spec, self._progress)
        if (spec.data, spec.network) != (session.spec.data, session.spec.network):
            self._restart(Load(spec, session.table), dataset)
            return
        self._run += 1
        self._load = Load(spec, session.table, session.run_state(), self._log.to_arrays())
        self._begin(dataclasses.replace(self._load, kept=self._past.states), dataset)
        words = _("Training continues from the weights of step {step}.")
        self.enter("paused", words.format(step=grouped(session.finite.step)))

    def _publish(self) -> None:
        session = self._session
        if session is None:
            self._frames.pending()
            return
        is_running = self._trains()
        if self._pictures.can_be_finer and not self._pictures.are_asked_for:
            self.gate.wait(0.25)  # a window at work comes first
        try:
            self._pictures.publish(
                lambda request: self.frame(request, fresh=not is_running),
                self._refine,
                (self._run, session.trainer.step_number, self.state, self._past.step),
                is_running=is_running,
                is_at_full_speed=is_running and self.pace.steps_due(time.perf_counter()) is None,
                is_past=self._past.step is not None,
            )
        except Exception as error:
            if self._past.step is not None:  # what goes wrong there is no fault of the run
                self._past.leave()
                self._refuse(describe_look(error))
            elif self.state != "failed":  # a lost device: it was said once, and is asked again
                raise

    def _refine(self, request: FrameRequest) -> Iterator[Picture | None] | None:
        shown = self._past.view(self.session) or self.session
        return shown.frames.refine(shown.trainer, request)
