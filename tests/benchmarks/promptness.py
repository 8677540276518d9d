"""How soon a run responds: compiled steps, pause, stop, single steps, and changes while it runs.

A runner works in a thread, as in the window, at full speed and without pictures. A frame is
requested after each chunk, because frames say how the steps are executed. A time starts with the
command, and ends when the runner reports the effect on its own thread, or when a frame shows it.
"""

import queue
import random
import statistics
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from playground.engine.frames.frame import Frame, FrameRequest, FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import ChangeRefused, Event, SpecApplied, State, StateChanged
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from tests.benchmarks.cases import CASES, Case
from tests.benchmarks.changes import Change, changes_of
from tests.benchmarks.figures import say
from tests.benchmarks.pauses import MachinePauses, Span, lengths

PROMPT: tuple[Case, ...] = (CASES[2], CASES[0], CASES[4])
"""The networks whose response is measured."""

READY, OBEYED, AGAIN = 0.3, 0.02, 0.2
"""Limits in seconds: until compiled steps run, until a command takes effect, and until compiled
steps run again after a change."""

PATIENCE = 20.0
"""Seconds after which waiting ends in an error."""

LOOK = FrameRequest(numbers=False)


class Watched(FrameSlot):
    """Asks for the next frame as soon as one is there, and notes how each says steps are run.

    Attributes:
        watching: whether to go on asking.
        seen: when each frame came, and its stepper.
    """

    def __init__(self) -> None:
        super().__init__()
        self.watching = True
        self.seen: list[tuple[float, str]] = []

    def put(self, frame: Frame) -> None:
        self.seen.append((time.perf_counter(), frame.stepper))
        if self.watching:
            self.ask(LOOK)


class Driven:
    """A run in a thread, prepared and paused, while it is entered."""

    def __init__(self, spec: RunSpec) -> None:
        self.spec = spec
        self.slot = Watched()
        self._events: queue.SimpleQueue[tuple[float, Event]] = queue.SimpleQueue()
        self.runner = Runner(LossLog(), self.slot, self._note)
        self._thread = threading.Thread(target=self.runner.work, name="work")

    def __enter__(self) -> "Driven":
        self._thread.start()
        self.runner.load(self.spec)
        self.until_state("paused")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.runner.close()
        self._thread.join()

    def _note(self, event: Event) -> None:
        self._events.put((time.perf_counter(), event))

    def until(self, is_wanted: Callable[[Event], bool]) -> float:
        """When the wanted event came.

        Raises:
            RuntimeError: it did not; the run failed, or refused a change.
        """
        while True:
            moment, event = self._events.get(timeout=PATIENCE)
            if is_wanted(event):
                return moment
            failed = isinstance(event, StateChanged) and event.state in ("failed", "diverged")
            if failed or isinstance(event, ChangeRefused):
                raise RuntimeError(str(event))

    def until_state(self, state: State) -> float:
        """When the run entered this state."""
        return self.until(lambda event: isinstance(event, StateChanged) and event.state == state)

    def run(self) -> float:
        """Train at full speed; return when that began."""
        self.runner.run()
        return self.until_state("running")

    def until_scripted(self, since: float) -> float:
        """When the first frame after `since` came whose steps were run by a program.

        Raises:
            RuntimeError: none came.
        """
        while True:
            for moment, stepper in self.slot.seen.copy():
                if moment > since and stepper == "scripted":
                    return moment
            if time.perf_counter() > since + PATIENCE:
                raise RuntimeError("the steps stayed eager")
            self.look()

    def look(self) -> None:
        """Rest a little; then ask for a frame, in case that a worker in a hurry dropped one."""
        time.sleep(0.002)
        if not self.slot.waiting:
            self.runner.ask(LOOK)

    def change(self, assignments: tuple[str, ...]) -> Span:
        """Train by the spec with these settings; return from when until it was applied."""
        self.spec = spec = settings.parse_all(self.spec, assignments)
        self.slot.seen.clear()
        began = time.perf_counter()
        self.runner.change(spec)
        wanted = self.until(lambda event: isinstance(event, SpecApplied) and event.spec == spec)
        return began, wanted


@dataclass(frozen=True, slots=True)
class Answers:
    """How often something was asked, and when each answer came.

    Attributes:
        bar: seconds that no answer may take; None where none is set.
        note: what else is to be said.
    """

    what: str
    spans: list[Span]
    bar: float | None = None
    note: str = ""

    def row(self, pauses: MachinePauses) -> str:
        """A row of the table, in milliseconds."""
        seen = [1000 * length for length in lengths(self.spans)]
        own = max(1000 * length for length in pauses.without(self.spans))
        bar = ""
        if self.bar is not None:
            kept = "kept" if own <= 1000 * self.bar else "missed"
            bar = f"{1000 * self.bar:.0f}: {kept}"
        return (
            f"| {self.what} | {len(seen)} | {statistics.median(seen):.1f} | {max(seen):.1f} | "
            f"{own:.1f} | {bar} | {self.note} |"
        )


def until_ready(spec: RunSpec) -> Span:
    """From the first step of a new run until a program runs its steps."""
    with Driven(spec) as driven:
        began = driven.run()
        return began, driven.until_scripted(began)


def obeyed(driven: Driven, command: Callable[[], None], state: State, times: int) -> list[Span]:
    """How soon a run at full speed enters `state`, asked at random moments."""
    moments = random.Random(0)
    spans: list[Span] = []
    for _ in range(times):
        driven.run()
        time.sleep(moments.uniform(0.02, 0.08))
        began = time.perf_counter()
        command()
        spans.append((began, driven.until_state(state)))
    return spans


def single_steps(driven: Driven, times: int) -> list[Span]:
    """How soon a paused run has made one step and is paused again."""
    spans: list[Span] = []
    for _ in range(times):
        began = time.perf_counter()
        driven.runner.step()
        spans.append((began, driven.until_state("paused")))
    return spans


def commands(spec: RunSpec, times: int) -> list[Answers]:
    """Pause, stop and single steps."""
    with Driven(spec) as driven:
        driven.until_scripted(driven.run())
        driven.slot.watching = False
        driven.runner.pause()
        driven.until_state("paused")
        pauses = obeyed(driven, driven.runner.pause, "paused", times)
        stops = obeyed(driven, driven.runner.stop, "stopped", times)
        driven.run()
        driven.runner.pause()
        driven.until_state("paused")
        steps = single_steps(driven, times)
    return [
        Answers("pause, at full speed", pauses, OBEYED),
        Answers("stop, at full speed", stops, OBEYED),
        Answers("single step, while paused", steps, OBEYED),
    ]


def changed(spec: RunSpec, change: Change, times: int) -> list[Answers]:
    """How soon a change is applied while running, and how soon a program runs the steps again."""
    applied: list[Span] = []
    again: list[Span] = []
    left = 0
    with Driven(settings.parse_all(spec, change.start)) as driven:
        driven.until_scripted(driven.run())
        for number in range(times):
            span = driven.change(change.back if number % 2 else change.there)
            back = driven.until_scripted(span[1])
            applied.append(span)
            again.append((span[0], back))
            # A few chunks more, so that every change meets a run at full speed.
            time.sleep(0.05)
            left += any(stepper == "eager" for when, stepper in driven.slot.seen if when > span[1])
    stayed = "never left" if left == 0 else f"left {left} times"
    note = f"{stayed}: missed" if change.must_stay and left else stayed
    return [
        Answers(f"{change.what}: applied", applied, OBEYED),
        Answers(f"{change.what}: program runs", again, AGAIN, note),
    ]


def paused_at_once(spec: RunSpec, change: Change, times: int) -> Answers:
    """How soon a run pauses that was changed a moment before."""
    moments = random.Random(0)
    spans: list[Span] = []
    with Driven(settings.parse_all(spec, change.start)) as driven:
        for number in range(times):
            driven.until_scripted(driven.run())
            time.sleep(0.1)
            driven.change(change.back if number % 2 else change.there)
            time.sleep(moments.uniform(0.0, 0.02))
            began = time.perf_counter()
            driven.runner.pause()
            spans.append((began, driven.until_state("paused")))
    return Answers(f"pause, just after another {change.what.split()[0]}", spans, OBEYED)


def print_promptness(case: Case, times: int, changes: int) -> None:
    """A table of one case; its first line counts only in a fresh process.

    Args:
        times: that each command is given.
        changes: that each change is made.
    """
    spec, all_changes = case.spec(), changes_of(case)
    with MachinePauses() as pauses:
        began = time.perf_counter()
        answers = [Answers("first step → program runs, first run", [until_ready(spec)])]
        later = [until_ready(spec) for _ in range(changes)]
        answers.append(Answers("first step → program runs, later runs", later, READY))
        answers += commands(spec, times)
        bend = next(change for change in all_changes if change.what.startswith("activation"))
        answers.append(paused_at_once(spec, bend, changes))
        for change in all_changes:
            answers += changed(spec, change, changes)
        ended = time.perf_counter()
    say(f"{case.name}; the machine stood still for {pauses.per_minute(began, ended):.2f} s/min")
    say(
        "| from the command to its effect | times | median (ms) | max (ms) "
        "| max without the machine's pauses | bar | fast steps |"
    )
    say("|---|---|---|---|---|---|---|")
    for answer in answers:
        say(answer.row(pauses))
    say()
