"""A race: two runs side by side, step for step, on one thread."""

import threading
import time
from collections.abc import Callable

from playground.engine.common.failures import account_of
from playground.engine.frames.frame import DataPicture, FrameRequest
from playground.engine.loss_log.log import LossLog
from playground.engine.race.lane import Lane
from playground.engine.race.plan import Plan, beginning_of, sessions_of
from playground.engine.race.standing import Beginning, LaneStanding, Pair, RaceState, Standing
from playground.engine.race.viewing import Viewing
from playground.engine.run.budget import CHUNK_SECONDS, ChunkSize
from playground.engine.run.events import RunLeft
from playground.engine.run.mailbox import Mailbox
from playground.engine.run.slow_motion import Pace
from playground.engine.training.threads import as_thread_of_training

BOTH_SECONDS = 2 * CHUNK_SECONDS
"""How long a chunk of both lanes lasts, about: each has as much of it as a run by itself."""
NOBODY = (LaneStanding(), LaneStanding())


class Race:
    """Prepares, runs, pauses and steps one race after another.

    One thread calls `work`; every command may be given from any thread. Each lane trains bit for
    bit as it would alone, whatever becomes of the other.

    Args:
        report: called on the worker's thread with every change; must not block.

    Attributes:
        logs: the losses of both lanes.
        gate: while it is closed, no steps in Python are begun.
    """

    def __init__(self, report: Callable[[Standing], None]) -> None:
        self.logs = (LossLog(), LossLog())
        self.gate = threading.Event()
        self.gate.set()
        self._viewing = Viewing()
        self._mailbox = Mailbox()
        self._report = report
        self._pace = Pace()
        self._chunk = ChunkSize(BOTH_SECONDS)
        self._race = 0
        self._state: RaceState = "preparing"
        self._lanes: tuple[Lane, Lane] | None = None
        self._beginning: Beginning = "same"
        self._data: DataPicture | None = None
        self._until: int | None = None

    # --- commands, from any thread -------------------------------------------------------------

    def load(self, plan: Plan) -> None:
        """Prepare a race; it stands paused then, or failed with the reason."""
        self._mailbox.send(lambda: self._prepare(plan))

    def start(self) -> None:
        """Train until paused, or until both lanes have ended by their own rules."""
        self._mailbox.send(lambda: self._start(None))

    def step(self, steps: int = 1) -> None:
        """Train both lanes by so many steps, then pause."""
        self._mailbox.send(lambda: self._start(steps))

    def pause(self) -> None:
        """Pause after the chunk in progress (a few milliseconds)."""
        self._mailbox.send(self._rest)

    def pace(self, steps_per_second: float | None) -> None:
        """Train at most so fast; None for full speed."""
        self._mailbox.send(lambda: self._pace.set(steps_per_second))

    def start_slowly(self, wanted: bool) -> None:
        """Let races begin with few steps a second, twice as many each second."""
        self._mailbox.send(lambda: self._pace.start_slowly(wanted))

    def ask(self, request: FrameRequest) -> None:
        """Ask for a picture of both lanes after the same step."""
        self._viewing.ask(request)
        self._mailbox.nudge()

    def take(self) -> Pair | None:
        """Take the picture that was made last, if nobody did."""
        return self._viewing.take()

    def deliver(self, receive: Callable[[tuple[RunLeft, RunLeft]], None]) -> None:
        """Call `receive` on the worker's thread with all there is of both lanes."""
        self._mailbox.send(lambda: self._deliver(receive))

    def close(self) -> None:
        """Let `work` return after the chunk in progress."""
        self._mailbox.close()
        self.gate.set()

    # --- the worker's thread -------------------------------------------------------------------

    def work(self) -> None:
        """Obey commands and train until closed."""
        with as_thread_of_training():
            while not self._mailbox.closing:
                self._guarded(self._work_once)
        self._let_go()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except Exception as error:
            reason, details, _blame = account_of(error)
            for lane in self._lanes or ():
                lane.rest()
            self._enter("failed", reason, details)

    def _work_once(self) -> None:
        wait = self._pace.wait(time.perf_counter()) if self._state == "running" else None
        command = self._mailbox.take(self._is_busy, wait)
        if callable(command):
            command()
        if self._state == "running" and self._mailbox.is_empty:
            self._wait_for_window()
            self._advance()
        self._publish()

    def _is_busy(self) -> bool:
        is_due = self._state == "running" and self._pace.wait(time.perf_counter()) == 0.0
        return is_due or (self._viewing.is_asked and self._lanes is not None)

    def _wait_for_window(self) -> None:
        # Unlike programs, steps in Python would fight the window for the interpreter.
        if any(lane.session.stepper.name == "eager" for lane in self._lanes or ()):
            self.gate.wait(0.25)

    def _prepare(self, plan: Plan) -> None:
        self._race += 1
        self._let_go()
        self._enter("preparing")
        for log in self.logs:
            log.clear()
            if plan.losses is not None:
                log.restore(plan.losses)
        first, second = sessions_of(plan)
        self._lanes = Lane(first, self.logs[0]), Lane(second, self.logs[1])
        self._beginning = beginning_of(first, second)
        self._data = first.frames.data_picture
        self._chunk = ChunkSize(BOTH_SECONDS)
        self._pace.begin(first.trainer.step_number)
        self._viewing.renew()
        self._enter("paused")

    def _let_go(self) -> None:
        for lane in self._lanes or ():
            lane.session.close()
        self._lanes = self._data = None

    def _start(self, steps: int | None) -> None:
        lanes = [lane for lane in self._lanes or () if lane.can_go_on or lane.state == "running"]
        for lane in lanes:
            lane.go_on()
        if not lanes:
            return
        self._until = min(lane.step for lane in lanes) + steps if steps else None
        self._pace.ask(bounded=steps is not None)
        self._enter("running")

    def _rest(self) -> None:
        for lane in self._lanes or ():
            lane.rest()
        if self._state == "running":
            self._enter("paused")

    def _advance(self) -> None:
        """Take both lanes to the same step; one that is ahead waits for the other there."""
        began = time.perf_counter()
        due = self._pace.steps_due(began)
        running = self._running()
        if due == 0:
            return
        before = min(lane.step for lane in running)
        end = before + (self._chunk.steps if due is None else min(due, self._chunk.steps))
        end = end if self._until is None else min(end, self._until)
        for lane in running:
            lane.advance_to(end)
        taken = max(1, min([lane.step for lane in self._running()], default=end) - before)
        self._pace.count(taken, began)
        self._chunk.adapt(taken, time.perf_counter() - began)
        self._settle(running)

    def _settle(self, ran: list[Lane]) -> None:
        """Tell of lanes that have ended, and rest where nothing is left to do."""
        running = self._running()
        if not running:
            self._enter("over")
        elif self._until is not None and min(lane.step for lane in running) >= self._until:
            self._rest()
        elif len(running) < len(ran):
            self._enter("running")

    def _running(self) -> list[Lane]:
        return [lane for lane in self._lanes or () if lane.state == "running"]

    def _publish(self) -> None:
        if self._lanes is None:
            return
        is_running = self._state == "running"
        at_full_speed = is_running and self._pace.steps_due(time.perf_counter()) is None
        self._viewing.publish(self._pair, is_running=is_running, is_at_full_speed=at_full_speed)

    def _pair(self, request: FrameRequest, fresh: bool) -> Pair:
        assert self._lanes is not None
        one, other = self._lanes
        return (
            one.frame(self._race, request, fresh=fresh),
            other.frame(self._race, request, fresh=fresh),
        )

    def _deliver(self, receive: Callable[[tuple[RunLeft, RunLeft]], None]) -> None:
        if self._lanes is not None:
            one, other = self._lanes
            receive((one.left(self._race), other.left(self._race)))

    def _enter(self, state: RaceState, reason: str = "", details: str = "") -> None:
        self._state = state
        lanes = (self._lanes[0].standing, self._lanes[1].standing) if self._lanes else NOBODY
        standing = Standing(self._race, state, lanes, self._beginning, self._data, reason, details)
        self._report(standing)
