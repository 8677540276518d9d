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
from playground.engine.run.left_runs import Left
from playground.engine.run.load import History, Load
from playground.engine.run.past.kept import KeptStates
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
        kept: holds states that one can go back to; None where nobody will want to.

    Attributes:
        left: the run as it stood when `work` returned; None where there was none.
    """

    def __init__(
        self,
        log: LossLog,
        frames: FrameSlot,
        report: Callable[[Event], None],
        read: ReadTable = read_here,
        kept: KeptStates | None = None,
    ) -> None:
        self.log = log
        self.frames = frames
        self.left: RunState | None = None
        self._worker = Worker(log, frames, report, read, kept)
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

    def keep(self, left: Left) -> None:
        """Leave the run in this place as it stands, before a command that takes it away."""
        self._worker.mailbox.send(lambda: left.put(self._worker.as_it_stands()))

    def come_back(
        self, left: Left, spec: RunSpec, table: TableFile | None, *, reads: bool = False
    ) -> None:
        """Undo, or redo, a change: exchange the run for that which lies in this place.

        Where none lies there nothing was lost: the run goes on by `spec`.

        Args:
            reads: other data are wanted; what is prepared at the moment is given up.
        """
        worker, wanted = self._worker, Load(spec, table)
        if reads:
            worker.mailbox.send_load(lambda number: worker.come_back(left, wanted, number))
        else:
            worker.mailbox.send(lambda: worker.come_back(left, wanted))

    def reset(self) -> None:
        """Go back to the same start: the same initial weights, data and batches."""
        self._worker.mailbox.send(self._worker.reset)

    def change(self, spec: RunSpec, left: Left | None = None) -> None:
        """Train by `spec` from the next step on; of several waiting changes the last counts.

        Args:
            left: where the run is left before anything of it is lost; only changes with the same
                place take the place of one another.
        """
        self._worker.mailbox.send(lambda: self._worker.apply(spec, left), left or self)

    def edit(self, edits: Edits, tag: object = None) -> None:
        """Make edits by hand between two steps; an `Edited` with this tag tells how it went."""
        self._worker.mailbox.send(lambda: self._worker.edit(edits, tag))

    def restore_best(self, tag: object = None, left: Left | None = None) -> None:
        """Take back the weights with the lowest validation loss; leave the run in this place.

        An `Edited` with this tag, or a `ChangeRefused`, tells how it went.
        """
        self._worker.mailbox.send(lambda: self._worker.restore(Session.restore_best, tag, left))

    def restore_last_finite(self, tag: object = None, left: Left | None = None) -> None:
        """Take back the last weights from before the run diverged, as `restore_best`."""
        self._worker.mailbox.send(lambda: self._worker.restore(Session.restore_finite, tag, left))

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

    def limit_threads(self, most: int) -> None:
        """Let a step use so many threads at most; 0 for as many as pay."""
        self._worker.mailbox.send(lambda: self._worker.limit_threads(most))

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

    def look_back(self, step: int | None) -> None:
        """Let frames show the run as it was after this step, until it trains or is changed.

        It pauses, and is not touched. None shows it as it is now.
        """
        self._worker.mailbox.send(lambda: self._worker.look_back(step))

    def go_back(self, step: int, spec: RunSpec) -> None:
        """Go on from the state that is kept of this step, by `spec`, as if nothing had followed.

        The run that is left is told of as a `RunLeft`.
        """
        self._worker.mailbox.send(lambda: self._worker.go_back(step, spec))

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

    def frame_of(
        self,
        request: FrameRequest,
        receive: Callable[[Frame], None],
        refuse: Callable[[str], None],
    ) -> None:
        """As `inspect`, for a frame of the moment that is looked at, numbers and all."""
        self.inspect(lambda _run: self._worker.frame(request, fresh=True), receive, refuse)

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
    def taking(self) -> float:
        """Seconds of the processor that looking at the run took when it was last delivered."""
        return self._worker.taking

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
