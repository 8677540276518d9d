"""One training on a thread of its own, watched from the main thread, which hears Ctrl-C."""

import contextlib
import math
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from playground.cli.console import say
from playground.cli.progress import TICK, Goal, ProgressBar
from playground.engine.checkpoint.payload import Checkpoint
from playground.engine.checkpoint.run_state import RunState
from playground.engine.common.errors import InputError
from playground.engine.data.dataset import Dataset
from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot, Measures
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import DataReady, Event, State, StateChanged
from playground.engine.run.runner import Runner
from playground.engine.spec.run import RunSpec, TableFile

STOPPED = "Stopped by Ctrl-C; what was asked for is written."


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """How a training ended, and what it left.

    Attributes:
        reason: a sentence, or empty.
        frame: its losses are not numbers where a failed run could not be measured any more.
        interrupted: Ctrl-C stopped it.
        details: the traceback of a defect that ended it, or empty.
    """

    state: State
    reason: str
    run: RunState
    dataset: Dataset
    frame: Frame
    log: LossLog
    stepper: str
    device: str
    interrupted: bool
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
        self.last: StateChanged | None = None
        self.left: tuple[RunState, Dataset, Frame, str, str] | None = None
        self.error: BaseException | None = None
        self.ended = threading.Event()
        self.runner = Runner(self.log, self.frames, self._hear)

    def start(self) -> None:
        threading.Thread(target=self._work, name="training", daemon=True).start()

    def _hear(self, event: Event) -> None:
        if isinstance(event, StateChanged):
            self.last = event
        if isinstance(event, DataReady):
            for note in event.picture.notes:
                say(note)

    def _work(self) -> None:
        try:
            self.runner.work(until_ended=True)
            if self.last is not None and self.last.state == "failed":
                self._keep_of_failed(self.last)
            else:
                self._keep(self.runner.run_state(), self.runner.frame(FrameRequest()))
        except BaseException as error:
            self.error = error
        finally:
            self.ended.set()

    def _keep(self, run: RunState, frame: Frame) -> None:
        runner = self.runner
        self.left = (run, runner.dataset, frame, runner.stepper_name, runner.device_name)

    def _keep_of_failed(self, last: StateChanged) -> None:
        """Keep what a run had learned before a defect or the machine ended it."""
        if last.blame == "input":
            return
        # What failed may fail again; the first failure is the one to tell.
        with contextlib.suppress(Exception):
            run = self.runner.left
            if run is not None and run.weights and run.step > self._from_step:
                self._keep(run, self._last_frame(last, run))

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
            )


def train(
    spec: RunSpec,
    table: TableFile | None,
    checkpoint: Checkpoint | None,
    goal: Goal,
    dataset: Dataset | None = None,
) -> Outcome:
    """Train until the goal, a stop rule, divergence, a failure or Ctrl-C.

    Raises:
        InputError: the spec cannot be trained.
        TrainingFailed: the run failed before it had learned anything.
        KeyboardInterrupt: Ctrl-C was pressed again while stopping.
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
    return _outcome(worker, _watch(worker, goal))


def _watch(worker: _Worker, goal: Goal) -> bool:
    """Show progress until the end; whether Ctrl-C was pressed."""
    bar = ProgressBar(goal)
    try:
        return _until_interrupted(lambda: _show(worker, bar), worker)
    finally:
        bar.clear()


def _show(worker: _Worker, bar: ProgressBar) -> None:
    while not worker.ended.wait(TICK):
        frame = worker.frames.take()
        if frame is not None:
            bar.draw(frame)
        if bar.is_due():
            worker.runner.ask(FrameRequest())


def _until_interrupted(show: Callable[[], None], worker: _Worker) -> bool:
    try:
        show()
    except KeyboardInterrupt:
        worker.runner.cancel()
        worker.runner.stop()
        try:
            worker.ended.wait()
        except KeyboardInterrupt:
            worker.runner.close()
            raise
        return True
    return False


def _outcome(worker: _Worker, interrupted: bool) -> Outcome:
    if worker.error is not None:
        error = worker.error
        raise TrainingFailed(str(error), "".join(traceback.format_exception(error))) from error
    last = worker.last
    if last is None or worker.left is None:
        if interrupted:
            raise KeyboardInterrupt
        if last is None:
            raise TrainingFailed("The training ended without an outcome.")
        if last.blame == "input":
            raise InputError(last.reason)
        raise TrainingFailed(last.reason, last.details)
    run, dataset, frame, stepper, device = worker.left
    reason = last.reason or (STOPPED if interrupted else "")
    return Outcome(
        state=last.state,
        reason=reason,
        run=run,
        dataset=dataset,
        frame=frame,
        log=worker.log,
        stepper=stepper,
        device=device,
        interrupted=interrupted,
        details=last.details,
    )
