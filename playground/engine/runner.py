"""Runs a training: takes commands between chunks of steps, keeps every loss and the latest frame.

One thread calls `work`; every other method may be called from any thread. The window, the command
line and the tests drive the same runner.
"""

import dataclasses
import threading
import time
import traceback
from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt
import torch

from playground.engine.budget import Budget, ChunkSize
from playground.engine.checkpoint import Snapshot
from playground.engine.data.dataset import Dataset, build_dataset
from playground.engine.data.progress import Cancelled
from playground.engine.errors import InputError
from playground.engine.events import (
    ENDED,
    Blame,
    ChangeRefused,
    DataReady,
    Event,
    Preparing,
    SpecApplied,
    State,
    StateChanged,
)
from playground.engine.failure_words import describe_failure, is_out_of_memory
from playground.engine.frame import Frame, FrameRequest, FrameSlot
from playground.engine.loss_log import LossLog
from playground.engine.mailbox import Mailbox
from playground.engine.pace import Pace
from playground.engine.session import Session
from playground.engine.spec import RunSpec, TableFile
from playground.engine.stop_rules import Verdict

History = Mapping[str, npt.NDArray[np.floating]]


@dataclasses.dataclass(frozen=True, slots=True)
class Load:
    """What a run starts from.

    Attributes:
        snapshot: weights and counters to go on from; None for a fresh start.
        history: what `LossLog.to_arrays` wrote of the run so far.
        dataset: the data of `spec.data`, where they are read already.
    """

    spec: RunSpec
    table: TableFile | None = None
    snapshot: Snapshot | None = None
    history: History | None = None
    dataset: Dataset | None = None


class Runner:
    """Prepares, runs, pauses, steps, changes and stops one training after another.

    Args:
        log: receives every loss.
        frames: where views ask for frames and take them.
        report: called on the worker's thread with every change of state; must not block.
    """

    def __init__(self, log: LossLog, frames: FrameSlot, report: Callable[[Event], None]) -> None:
        self.log = log
        self.frames = frames
        self.gate = threading.Event()
        self.gate.set()
        self._report = report
        self._mailbox = Mailbox()
        self._asked = 0
        self._preparing = 0
        self._given_up = 0
        self._run = 0
        self._state: State = "idle"
        self._load: Load | None = None
        self._session: Session | None = None
        self._budget = Budget()
        self._pace = Pace()
        self._chunk = ChunkSize()
        self._shown: tuple[object, ...] = ()

    # --- commands, from any thread -------------------------------------------------------------

    def load(
        self,
        spec: RunSpec,
        table: TableFile | None = None,
        snapshot: Snapshot | None = None,
        history: History | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        """Prepare a run; it ends paused, or failed with the reason.

        What is prepared at the moment is given up. `dataset` is taken where it is given, so that
        what was read to learn its task is not read again.
        """
        self._asked += 1
        number, load = self._asked, Load(spec, table, snapshot, history, dataset)
        self._mailbox.send(lambda: self._prepare(load, number))

    def run(self) -> None:
        """Train until paused, stopped or ended by a rule."""
        self._mailbox.send(lambda: self._start(None, None))

    def pause(self) -> None:
        """Pause after the chunk in progress (a few milliseconds)."""
        self._mailbox.send(self._pause)

    def step(self, batches: int = 1) -> None:
        """Train so many steps, then pause."""
        self._mailbox.send(lambda: self._start(batches, None))

    def run_epochs(self, epochs: int = 1) -> None:
        """Train to the end of the epoch that lies so many epochs on, then pause."""
        self._mailbox.send(lambda: self._start(None, epochs))

    def stop(self) -> None:
        """End the run as stopped; it can go on from there."""
        self._mailbox.send(lambda: self._enter("stopped") if self._state == "running" else None)

    def reset(self) -> None:
        """Go back to the same start: the same initial weights, data and batches."""
        self._mailbox.send(self._reset)

    def change(self, spec: RunSpec) -> None:
        """Train by `spec` from the next step on; of several waiting changes the last counts."""
        self._mailbox.want(spec)

    def restore_best(self) -> None:
        """Take back the weights with the lowest validation loss."""
        self._mailbox.send(lambda: self._restore("best"))

    def restore_last_finite(self) -> None:
        """Take back the last weights from before the run diverged."""
        self._mailbox.send(lambda: self._restore("finite"))

    def limit(self, steps: int | None = None, seconds: float | None = None) -> None:
        """End the run as done at this step, or after so many seconds of training."""
        self._budget.limit(steps, seconds)

    def pace(self, steps_per_second: float | None) -> None:
        """Train at most so fast (slow motion); None for full speed."""
        self._mailbox.send(lambda: self._pace.set(steps_per_second))

    def ask(self, request: FrameRequest) -> None:
        """Ask for a frame; it will lie in the slot within about a chunk."""
        self.frames.ask(request)
        self._mailbox.nudge()

    def deliver(self, receive: Callable[[Snapshot | None, Dataset | None], None]) -> None:
        """Call `receive` on the worker's thread with the run between two steps.

        It is given None twice where nothing is prepared.
        """
        self._mailbox.send(lambda: receive(*self._between_steps()))

    def fail(self, reason: str, details: str = "") -> None:
        """End the run as failed: something outside it broke."""
        self._mailbox.send(lambda: self._enter("failed", reason, details, "defect"))

    def cancel(self) -> None:
        """Give up reading the data, if that is in progress."""
        self._given_up = self._asked

    def close(self) -> None:
        """Let `work` return after the chunk in progress."""
        self._given_up = self._asked
        self._mailbox.close()
        self.gate.set()

    # --- the worker's thread -------------------------------------------------------------------

    def work(self, until_ended: bool = False) -> None:
        """Obey commands and train until closed, or until the run has ended."""
        torch.set_grad_enabled(True)  # grad mode is a matter of each thread
        # So is this: once a network has learned, Adam's moments become denormal numbers, with
        # which a processor works several times slower. PyTorch offers to take them for zero.
        torch.set_flush_denormal(True)
        while not self._mailbox.closing:
            self._guarded(self._work_once)
            if until_ended and self._state in ENDED and self._mailbox.is_empty:
                break
        torch.set_flush_denormal(False)
        self._let_go()

    def _let_go(self) -> None:
        if self._session is not None:
            self._session.close()

    @property
    def state(self) -> State:
        """The state as last reported."""
        return self._state

    @property
    def spec(self) -> RunSpec:
        """What the run trains by."""
        return self._ready.spec

    @property
    def dataset(self) -> Dataset:
        """The data of the prepared run."""
        return self._ready.dataset

    @property
    def stepper_name(self) -> str:
        """How steps are run: `eager`, `scripted`, `cuda_graph`."""
        return self._ready.stepper.name

    @property
    def device_name(self) -> str:
        """The device the network lies on."""
        return str(self._ready.trainer.device)

    def snapshot(self) -> Snapshot:
        """Weights and counters between two steps; on the worker's thread only."""
        return self._ready.snapshot()

    def last_snapshot(self) -> Snapshot | None:
        """The run as it stands once `work` has returned; None where nothing is prepared."""
        return self._between_steps()[0]

    def frame(self, request: FrameRequest, *, fresh: bool = True) -> Frame:
        """The run at this moment; on the worker's thread only."""
        until = self._budget.until_epoch
        return self._ready.frame(self._run, request, fresh=fresh, until_epoch=until)

    def _between_steps(self) -> tuple[Snapshot, Dataset] | tuple[None, None]:
        if self._session is None:
            return None, None
        return self._session.snapshot(), self._session.dataset

    @property
    def _ready(self) -> Session:
        if self._session is None:
            raise InputError("Nothing is prepared yet: choose data first.")
        return self._session

    def _guarded(self, work: Callable[[], None]) -> None:
        """An exception anywhere ends the run as failed with its reason; the worker lives on."""
        try:
            work()
        except InputError as error:
            self._enter("failed", str(error))
        except Cancelled:
            if self._asked == self._preparing:  # else something else is wanted by now
                self._enter("failed", "Reading the data was cancelled; choose data to go on.")
        except Exception as error:
            machine = is_out_of_memory(error)
            details = "" if machine else traceback.format_exc()
            blame: Blame = "machine" if machine else "defect"
            self._enter("failed", describe_failure(error), details, blame)

    def _work_once(self) -> None:
        running = self._state == "running"
        wait = self._pace.wait(time.perf_counter()) if running else None
        wanted, command = self._mailbox.take(self._is_busy, wait)
        if wanted is not None:
            self._apply(wanted)
        if command is not None:
            command()
        if self._state == "running" and self._mailbox.is_empty:
            self.gate.wait(0.25)
            self._advance()
        self._publish()

    def _is_busy(self) -> bool:
        trains = self._state == "running" and self._pace.wait(time.perf_counter()) == 0.0
        return trains or self.frames.waiting

    def _enter(
        self, state: State, reason: str = "", details: str = "", blame: Blame = "input"
    ) -> None:
        self._state = state
        if state != "running" and self._session is not None:
            self._session.clock.stop()
        step = self._session.trainer.step_number if self._session else 0
        self._report(StateChanged(self._run, state, step, reason, details, blame))

    def _refuse(self, reason: str) -> None:
        self._report(ChangeRefused(self._run, reason))

    def _prepare(self, load: Load, number: int) -> None:
        self._preparing = number
        self._run += 1
        self._let_go()
        self._load, self._session = load, None
        self._budget.renew()
        self.log.clear()
        self._enter("preparing")
        dataset = load.dataset or build_dataset(load.spec.data, load.table, self._progress)
        self._begin(load, dataset)

    def _begin(self, load: Load, dataset: Dataset) -> None:
        self._let_go()
        session = Session(load.spec, dataset, load.table)
        if load.snapshot is not None:
            session.restore(load.snapshot)
        if load.history is not None:
            self.log.restore(load.history)
        self._session = session
        self._chunk = ChunkSize()
        self._report(DataReady(self._run, session.frames.data_picture))
        self._report(SpecApplied(self._run, session.spec))
        self._enter("paused")

    def _progress(self, fraction: float, words: str) -> None:
        if self._mailbox.closing or max(self._given_up, self._asked - 1) >= self._preparing:
            raise Cancelled
        self._report(Preparing(self._run, fraction, words))

    def _reset(self) -> None:
        if self._session is None:
            if self._load is not None:
                self._given_up = 0
                self._prepare(self._load, self._asked)
            return
        session = self._session
        self._restart(Load(session.spec, session.table), session.dataset)

    def _restart(self, load: Load, dataset: Dataset) -> None:
        self._run += 1
        self._load = load
        self._budget.renew()
        self.log.clear()
        self._begin(load, dataset)

    def _start(self, batches: int | None, epochs: int | None) -> None:
        if self._session is None:
            self._reset()
        if self._session is None:
            return
        if self._state in ("diverged", "failed"):
            self._refuse(f"The run {self._state}: restore the last finite weights, or reset.")
            return
        trainer = self._session.trainer
        self._budget.ask(trainer.step_number, trainer.epoch, batches, epochs)
        if self._state in ENDED or self._session.is_past_its_end:
            self._session.rules.renew(trainer.epoch)
        if self._state != "running":
            self._session.clock.start()
            self._enter("running")

    def _pause(self) -> None:
        if self._state == "running":
            self._enter("paused")

    # --- training ------------------------------------------------------------------------------

    def _advance(self) -> None:
        session, trainer, budget = self._ready, self._ready.trainer, self._budget
        began = time.perf_counter()
        due = self._pace.steps_due(began)
        if due == 0:
            return
        before = trainer.step_number
        most = self._chunk.steps if due is None else min(due, self._chunk.steps)
        steps = budget.steps_ahead(before, most)
        verdict = session.advance(steps, self.log, budget.until_epoch)
        self._pace.count(trainer.step_number - before, began)
        if due is None:
            self._chunk.adapt(time.perf_counter() - began)
        verdict = verdict or budget.verdict(trainer.step_number, session.clock.seconds)
        if verdict is not None:
            self._end(verdict)
        elif budget.is_spent(trainer.step_number, trainer.epoch):
            budget.renew()
            self._pause()

    def _end(self, verdict: Verdict) -> None:
        self._enter(verdict.state, verdict.reason)

    def _restore(self, which: str) -> None:
        if self._session is None:
            self._refuse("There are no weights to restore: no data are prepared.")
            return
        refusal = self._ready.restore_best() if which == "best" else self._ready.restore_finite()
        if refusal:
            self._refuse(refusal)
            return
        if self._state != "running":
            self._enter("paused")
        self._shown = ()

    def _apply(self, spec: RunSpec) -> None:
        if self._session is None:
            # Preparing failed: what was wrong may be right now, so let the next start try again.
            if self._load is not None:
                self._load = dataclasses.replace(self._load, spec=spec)
            return
        self._given_up = 0
        try:
            restart = self._ready.change(spec, self._progress)
        except InputError as error:
            self._refuse(str(error))
            return
        except Cancelled:
            self._refuse("Reading the data was given up; the run goes on as it was.")
            return
        self._shown = ()
        if restart is not None:
            self._restart(Load(spec, self._ready.table), restart)
            return
        self._load = Load(spec, self._ready.table)
        if "data" in {path.partition(".")[0] for path in self._ready.last_changed}:
            self._report(DataReady(self._run, self._ready.frames.data_picture))
        self._report(SpecApplied(self._run, spec))

    # --- frames --------------------------------------------------------------------------------

    def _publish(self) -> None:
        request = self.frames.pending()
        if request is None or self._session is None:
            return
        moment = (request, self._run, self._session.trainer.step_number, self._state)
        if moment == self._shown:
            return
        self._shown = moment
        self.frames.put(self.frame(request, fresh=self._state != "running"))
