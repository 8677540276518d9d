"""Runs a training: the handle on a worker that takes steps between commands.

One thread calls `work`; every other method may be called from any thread. The window, the command
line and the tests drive the same runner.
"""

from collections.abc import Callable
from typing import TypeVar

from playground.engine.checkpoint.run_state import RunState
from playground.engine.data.dataset import Dataset, ReadTable, read_here
from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import Event
from playground.engine.run.halts import Interval
from playground.engine.run.load import History, Load
from playground.engine.run.session import Session
from playground.engine.run.worker import Worker
from playground.engine.spec.edit import Edits
from playground.engine.spec.run import RunSpec, TableFile

T = TypeVar("T")


class Runner:
    """Prepares, runs, pauses, steps, changes and stops one training after another.

    Args:
        log: receives every loss.
        frames: where views ask for frames and take them.
        report: called on the worker's thread with every change of state; must not block.
        read: how tables are read.

    Attributes:
        left: the run as it stood when `work` returned; None where there was none.
    """

    def __init__(
        self,
        log: LossLog,
        frames: FrameSlot,
        report: Callable[[Event], None],
        read: ReadTable = read_here,
    ) -> None:
        self.log = log
        self.frames = frames
        self.left: RunState | None = None
        self._worker = Worker(log, frames, report, read)
        self.gate = self._worker.gate

    # --- commands, from any thread -------------------------------------------------------------

    def load(
        self,
        spec: RunSpec,
        table: TableFile | None = None,
        state: RunState | None = None,
        history: History | None = None,
        dataset: Dataset | None = None,
    ) -> None:
        """Prepare a run; it ends paused, or failed with the reason.

        What is prepared at the moment is given up. Of `dataset`, which was built of the same table,
        everything is taken over that does not depend on settings that differ.
        """
        load = Load(spec, table, state, history, dataset)
        self.load_when_due(lambda: load)

    def load_when_due(self, make: Callable[[], Load]) -> None:
        """As `load`, of what `make` returns on the worker's thread once its turn has come.

        So it may use what was delivered by commands given before.
        """
        self._worker.mailbox.send_load(lambda number: self._worker.prepare(make(), number))

    def run(self) -> None:
        """Train until paused, stopped or ended by a rule."""
        self._worker.mailbox.send(lambda: self._worker.start(None, None))

    def pause(self) -> None:
        """Pause after the chunk in progress (a few milliseconds)."""
        self._worker.mailbox.send(lambda: self._worker.rest("paused"))

    def step(self, batches: int = 1) -> None:
        """Train so many steps, then pause."""
        self._worker.mailbox.send(lambda: self._worker.start(batches, None))

    def run_epochs(self, epochs: int = 1) -> None:
        """Train to the end of the epoch that lies so many epochs on, then pause."""
        self._worker.mailbox.send(lambda: self._worker.start(None, epochs))

    def stop(self) -> None:
        """End the run as stopped; it can go on from there."""
        self._worker.mailbox.send(lambda: self._worker.rest("stopped"))

    def reset(self) -> None:
        """Go back to the same start: the same initial weights, data and batches."""
        self._worker.mailbox.send(self._worker.reset)

    def change(self, spec: RunSpec) -> None:
        """Train by `spec` from the next step on; of several waiting changes the last counts."""
        self._worker.mailbox.want(spec)

    def edit(self, edits: Edits, tag: object = None) -> None:
        """Make edits by hand between two steps; an `Edited` with this tag tells how it went."""
        self._worker.mailbox.send(lambda: self._worker.edit(edits, tag))

    def restore_best(self, tag: object = None) -> None:
        """Take back the weights with the lowest validation loss.

        An `Edited` with this tag tells what returns to the present ones.
        """
        self._worker.mailbox.send(lambda: self._worker.restore_best(tag))

    def restore_last_finite(self, tag: object = None) -> None:
        """Take back the last weights from before the run diverged.

        An `Edited` with this tag tells what returns to the present ones.
        """
        self._worker.mailbox.send(lambda: self._worker.restore_finite(tag))

    def limit(self, steps: int | None = None, seconds: float | None = None) -> None:
        """End the run as done at this step, or after so many seconds of training."""
        self._worker.mailbox.send(lambda: self._worker.budget.limit(steps, seconds))

    def pace(self, steps_per_second: float | None) -> None:
        """Train at most so fast (slow motion); None for full speed. It ends a slow start."""
        self._worker.mailbox.send(lambda: self._worker.pace.set(steps_per_second))

    def start_slowly(self, wanted: bool) -> None:
        """Let fresh runs without a pace begin with few steps a second, twice as many each second.

        Nobody has to wait: steps and epochs that are asked for by their number run at full speed.
        """
        self._worker.mailbox.send(lambda: self._worker.pace.start_slowly(wanted))

    def halt_every(self, interval: Interval | None) -> None:
        """Wait after each interval until `go_on`, still running; None to wait nowhere."""
        self._worker.mailbox.send(lambda: self._worker.halts.set(interval))

    def go_on(self, step: int) -> None:
        """Train on from where the run waits, if it is this step."""
        self._worker.mailbox.send(lambda: self._worker.halts.go_on(step))

    def ask(self, request: FrameRequest) -> None:
        """Ask for a frame; it will lie in the slot within about a chunk."""
        self.frames.ask(request)
        self._worker.mailbox.nudge()

    def deliver(self, receive: Callable[[RunState | None, Dataset | None], None]) -> None:
        """Call `receive` on the worker's thread with the run between two steps.

        Of a run that is still being prepared, it is given what that goes on from, and no data.
        """
        self._worker.mailbox.send(lambda: receive(*self._worker.between_steps()))

    def inspect(
        self,
        look: Callable[[Session], T],
        receive: Callable[[T], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Call `look` on the worker's thread with the prepared run between two steps.

        Its result goes to `receive`, a sentence to `refuse` where it raises an `InputError` or
        nothing is prepared; both are called on that thread, too.

        Args:
            look: must leave the run as it finds it, bit for bit, random numbers included.
        """
        self._worker.mailbox.send(lambda: self._worker.inspect(look, receive, refuse))

    def fail(self, reason: str, details: str = "") -> None:
        """End the run as failed: something outside it broke."""
        self._worker.mailbox.send(lambda: self._worker.enter("failed", reason, details, "defect"))

    def cancel(self) -> None:
        """Give up reading the data, if that is in progress."""
        self._worker.mailbox.give_up()

    def close(self) -> None:
        """Let `work` return after the chunk in progress."""
        self._worker.mailbox.close()
        self.gate.set()

    # --- the worker's thread -------------------------------------------------------------------

    def work(self, until_ended: bool = False) -> None:
        """Obey commands and train until closed, or until the run has ended."""
        self._worker.work(until_ended)
        self.left = self._worker.between_steps()[0]

    @property
    def dataset(self) -> Dataset:
        """The data of the prepared run."""
        return self._worker.session.dataset

    @property
    def stepper_name(self) -> str:
        """How steps are run: `eager`, `scripted`, `cuda_graph`."""
        return self._worker.session.stepper.name

    @property
    def waited(self) -> float:
        """Seconds for which training waited while the run was last delivered."""
        return self._worker.waited

    @property
    def device_name(self) -> str:
        """The device the network lies on."""
        return str(self._worker.session.trainer.device)

    def run_state(self) -> RunState:
        """The run between two steps."""
        return self._worker.session.run_state()

    def frame(self, request: FrameRequest, *, fresh: bool = True) -> Frame:
        """The run at this moment; on the worker's thread only."""
        return self._worker.frame(request, fresh=fresh)
