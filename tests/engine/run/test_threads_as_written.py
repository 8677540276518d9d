"""What a runner is told from another thread reaches its worker through the mailbox alone."""

import threading
from collections.abc import Callable, Iterator
from inspect import isfunction

import numpy as np
import pytest

from playground.engine.frames.frame import FrameRequest, FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import Event, StateChanged
from playground.engine.run.halts import Interval
from playground.engine.run.left_runs import LeftRuns
from playground.engine.run.load import Load
from playground.engine.run.runner import Runner
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.engine.spec.edit import Edit
from playground.state.undo import Token
from tests.thread_guard import ThreadGuard, guard_threads

PATIENCE = 20.0

COMMANDS: dict[str, Callable[[Runner], object]] = {
    "load": lambda runner: runner.load(defaults_for("circle")),
    "load_when_due": lambda runner: runner.load_when_due(lambda: Load(defaults_for("circle"))),
    "run": lambda runner: runner.run(),
    "pause": lambda runner: runner.pause(),
    "step": lambda runner: runner.step(3),
    "run_epochs": lambda runner: runner.run_epochs(2),
    "stop": lambda runner: runner.stop(),
    "reset": lambda runner: runner.reset(),
    "change": lambda runner: runner.change(
        parse_all(defaults_for("line"), ["training.learning_rate=0.2"])
    ),
    "keep": lambda runner: runner.keep(LeftRuns().of(Token())),
    "come_back": lambda runner: runner.come_back(
        LeftRuns().of(Token()), defaults_for("moons"), None, reads=True
    ),
    "restore_best": lambda runner: runner.restore_best(),
    "restore_last_finite": lambda runner: runner.restore_last_finite(),
    "edit": lambda runner: runner.edit(
        (Edit("weights", "layers.0.weight", np.zeros(1, np.int64), np.ones(1)),)
    ),
    "limit": lambda runner: runner.limit(steps=10**9, seconds=10**9),
    "pace": lambda runner: runner.pace(1000.0),
    "halt_every": lambda runner: runner.halt_every(Interval(10**9, "steps")),
    "go_on": lambda runner: runner.go_on(0),
    "start_slowly": lambda runner: runner.start_slowly(True),
    "ask": lambda runner: runner.ask(FrameRequest("surface", 20)),
    "deliver": lambda runner: runner.deliver(lambda _snapshot, _dataset: None),
    "inspect": lambda runner: runner.inspect(
        lambda session: session.trainer.step_number, lambda _steps: None, lambda _sentence: None
    ),
    "frame_of": lambda runner: runner.frame_of(
        FrameRequest("confusion"), lambda _frame: None, lambda _sentence: None
    ),
    "fail": lambda runner: runner.fail("something broke"),
    "cancel": lambda runner: runner.cancel(),
    "limit_threads": lambda runner: runner.limit_threads(1),
    "look_back": lambda runner: runner.look_back(0),
    "go_back": lambda runner: runner.go_back(0, defaults_for("line")),
}
ON_THE_WORKERS_THREAD = {"work", "run_state", "frame"}
"""What is no command."""


class Driven:
    """A runner that works on a thread of its own, and is told things from another."""

    def __init__(self) -> None:
        self._reported = threading.Condition()
        self._events: list[Event] = []
        self.runner = Runner(LossLog(), FrameSlot(), self._note)

    def _note(self, event: Event) -> None:
        with self._reported:
            self._events.append(event)
            self._reported.notify_all()

    def wait_for(self, state: str) -> None:
        def is_there() -> bool:
            return any(isinstance(e, StateChanged) and e.state == state for e in self._events)

        with self._reported:
            assert self._reported.wait_for(is_there, PATIENCE), state

    def wait_until_obeyed(self) -> None:
        """Wait until all that was sent so far is done."""
        obeyed = threading.Event()
        self.runner.deliver(lambda _snapshot, _dataset: obeyed.set())
        assert obeyed.wait(PATIENCE)


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> ThreadGuard:
    return guard_threads(monkeypatch)


@pytest.fixture
def driven(guard: ThreadGuard) -> Iterator[Driven]:
    """A runner in the middle of a training; when it has ended, no thread has trespassed."""
    driven = Driven()
    driven.runner.load(defaults_for("line"))
    driven.runner.run()
    mailbox = driven.runner._worker.mailbox
    thread = threading.Thread(target=driven.runner.work)
    thread.start()
    driven.wait_for("running")
    yield driven
    mailbox.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert guard.trespasses == []


@pytest.mark.parametrize("name", COMMANDS)
def test_that_a_command_from_another_thread_touches_nothing_of_the_worker(
    driven: Driven, guard: ThreadGuard, name: str
) -> None:
    COMMANDS[name](driven.runner)
    driven.wait_until_obeyed()
    assert guard.trespasses == []


def test_that_it_is_closed_from_another_thread(driven: Driven, guard: ThreadGuard) -> None:
    driven.runner.close()
    assert guard.trespasses == []


def test_that_every_command_is_tried() -> None:
    methods = {name for name, value in vars(Runner).items() if isfunction(value)}
    public = {name for name in methods if not name.startswith("_")}
    assert public - ON_THE_WORKERS_THREAD - {"close"} == set(COMMANDS)
