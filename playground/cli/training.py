"""One training on a thread of its own, watched from the main thread, which hears signals."""

import contextlib
import math
import threading
import traceback
from dataclasses import dataclass, replace

from playground.cli.console import say
from playground.cli.epoch_lines import EpochLines
from playground.cli.interruption import Interruption
from playground.cli.progress import TICK, Goal, ProgressBar
from playground.engine.checkpoint.payload import Checkpoint
from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot, Measures
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import DataReady, Event, State, StateChanged
from playground.engine.run.runner import Runner
from playground.engine.spec.run import RunSpec, TableFile

PATIENCE = 2.0
"""Seconds that a training which is given up has to leave the processor."""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How a training ended, and what it left.

    Attributes:
        reason: a sentence, or empty.
        frame: its losses are not numbers where a failed run could not be measured any more.
        details: the traceback of a defect that ended it, or empty.
    """

    state: State
    reason: str
    run: RunState
    dataset: Dataset
    frame: Frame
    log: LossLog
    details: str = ""


class TrainingFailed(Exception):
    """The training ended by a defect or by the machine, not by bad input.

    Attributes:
        details: the traceback of a defect; empty where the machine is to blame.
    """

    def __init__(self, reason: str, details: str = "") -> None:
        super().__init__(reason)
        self.details = details


class _Worker:
    """The runner on its thread, and the last it said."""

    def __init__(self, from_step: int = 0) -> None:
        self._from_step = from_step
        self.log = LossLog()
        self.frames = FrameSlot()
        self.last = StateChanged(0, "idle", 0)
        self.left: tuple[RunState, Dataset, Frame] | None = None
        self.ended = threading.Event()
        self.runner = Runner(self.log, self.frames, self._hear)
        self._thread = threading.Thread(target=self._work, name="training", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the run between two steps."""
        self.runner.cancel()
        self.runner.stop()

    def close(self) -> None:
        """Join the thread: a process that ends beside it would be aborted."""
        self.runner.close()
        self._thread.join(PATIENCE)

    def _hear(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.last = event
        if isinstance(event, DataReady):
            for note in event.picture.notes:
                say(note)

    def _work(self) -> None:
        runner = self.runner
        try:
            runner.work(until_ended=True)
            if self.last.state == "failed":
                self._keep_of_failed(self.last)
            else:
                self.left = runner.run_state(), runner.dataset, runner.frame(FrameRequest())
        except BaseException as error:
            details = "".join(traceback.format_exception(error))
            self.last = replace(
                self.last, state="failed", reason=str(error), details=details, blame="defect"
            )
        finally:
            self.ended.set()

    def _keep_of_failed(self, last: StateChanged) -> None:
        """Keep what a run had learned before a defect or the machine ended it."""
        if last.blame == "input":
            return
        # What failed may fail again; the first failure is the one to tell.
        with contextlib.suppress(Exception):
            run = self.runner.left
            if run is not None and run.weights and run.step > self._from_step:
                self.left = run, self.runner.dataset, self._last_frame(last, run)

    def _last_frame(self, last: StateChanged, run: RunState) -> Frame:
        try:
            return self.runner.frame(FrameRequest())
        except Exception:
            # A device that is lost, or has no memory left, measures nothing any more.
            return Frame(
                run=last.run,
                step=run.step,
                epoch=run.epoch,
                seconds=run.seconds,
                steps_per_second=0.0,
                learning_rate=run.spec.training.learning_rate,
                train=Measures(math.nan, {}),
                validation=None,
                device=self.runner.device_name,
                stepper=self.runner.stepper_name,
            )


def train(
    spec: RunSpec,
    table: TableFile | None,
    checkpoint: Checkpoint | None,
    goal: Goal,
    interruption: Interruption,
    dataset: Dataset | None = None,
    log_every: int | None = None,
) -> Outcome:
    """Train until the goal, a stop rule, divergence, a failure, or a signal that is held back.

    Args:
        log_every: epochs from one line about the losses to the next; None for no lines.

    Raises:
        InputError: the spec cannot be trained.
        TrainingFailed: the run failed before it had learned anything.
        KeyboardInterrupt: it was interrupted before there was anything to keep, or once more
            while stopping.
    """
    worker = _Worker(goal.from_step)
    runner = worker.runner
    if checkpoint is None:
        runner.load(spec, table, dataset=dataset)
    else:
        runner.load(spec, table, checkpoint.state, checkpoint.log.to_arrays(), dataset)
    runner.limit(goal.steps, goal.seconds)
    runner.run()
    worker.start()
    lines = EpochLines(worker.log, log_every, goal.from_epoch)
    try:
        _watch(worker, goal, interruption, lines)
    finally:
        worker.close()
    return _outcome(worker, interruption)


def _watch(worker: _Worker, goal: Goal, interruption: Interruption, lines: EpochLines) -> None:
    """Show progress until the end, which a signal brings about."""
    bar = ProgressBar(goal)
    try:
        while not (worker.ended.wait(TICK) or interruption.heard):
            _say_all(lines, bar)
            _show(worker, bar)
    finally:
        bar.clear()
    if interruption.heard:
        worker.stop()
        worker.ended.wait()
    _say_all(lines, bar)


def _say_all(lines: EpochLines, bar: ProgressBar) -> None:
    for line in lines.due():
        bar.clear()
        say(line)


def _show(worker: _Worker, bar: ProgressBar) -> None:
    frame = worker.frames.take()
    if frame is not None:
        bar.draw(frame)
    if bar.is_due():
        worker.runner.ask(FrameRequest())


def _outcome(worker: _Worker, interruption: Interruption) -> Outcome:
    last = worker.last
    if worker.left is None:
        if last.blame != "input":
            raise TrainingFailed(last.reason, last.details)
        raise KeyboardInterrupt if interruption.heard else InputError(last.reason)
    run, dataset, frame = worker.left
    reason = last.reason
    if interruption.heard and not reason:
        reason = _("Stopped by {signal}.").format(signal=interruption.name)
    return Outcome(last.state, reason, run, dataset, frame, worker.log, last.details)
