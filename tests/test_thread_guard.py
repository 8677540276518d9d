"""The guard itself: what belongs to a thread is out of reach for others, as long as it works."""

import threading
from collections.abc import Callable, Iterator

import pytest

from tests.thread_guard import OPEN, ForeignThread, ThreadGuard

PATIENCE = 20.0


class Part:
    """Made by a worker while it works."""

    def __init__(self) -> None:
        self.number = 0

    def use(self) -> int:
        self.number += 1
        return self.number


class Worker:
    """Works until it is let go."""

    def __init__(self) -> None:
        self.mailbox: list[str] = []
        self.asked = 0
        self.part: Part | None = None
        self._is_free, self._works = threading.Event(), threading.Event()

    def work(self) -> None:
        self.prepare()
        self._works.set()
        self._is_free.wait(PATIENCE)
        self.prepare()

    def prepare(self) -> None:
        self.part = Part()
        self.asked += self.part.use()

    @property
    def double(self) -> int:
        return 2 * self.asked


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> ThreadGuard:
    guard = ThreadGuard()
    monkeypatch.setitem(OPEN, Worker, frozenset({"mailbox"}))
    guard.watch(monkeypatch, Worker, Part)
    return guard


@pytest.fixture
def worker(guard: ThreadGuard) -> Iterator[Worker]:  # noqa: ARG001
    """A worker that works on a thread of its own until the end of the test."""
    worker = Worker()
    free, works = worker._is_free, worker._works
    thread = threading.Thread(target=worker.work)
    thread.start()
    assert works.wait(PATIENCE)
    yield worker
    free.set()
    thread.join(PATIENCE)
    assert worker.double == 4  # after work, every thread may look


def write(worker: Worker) -> None:
    worker.asked = 5


def count(worker: Worker) -> None:
    worker.asked += 1


@pytest.mark.parametrize(
    ("touch", "what"),
    [
        (lambda worker: worker.prepare(), "Worker.prepare()"),
        (lambda worker: worker.double, "Worker.double"),
        (lambda worker: worker.asked, "Worker.asked"),
        (lambda worker: worker.part, "Worker.part"),
        (write, "Worker.asked ="),
        (count, "Worker.asked"),
    ],
)
def test_that_a_foreign_thread_is_told_at_once_and_in_the_end(
    guard: ThreadGuard, worker: Worker, touch: Callable[[Worker], object], what: str
) -> None:
    with pytest.raises(ForeignThread):
        touch(worker)
    assert guard.trespasses == [f"{what} from MainThread"]


def test_that_what_was_made_while_working_is_out_of_reach_as_well(
    guard: ThreadGuard, worker: Worker
) -> None:
    part = vars_of(worker)["part"]
    assert isinstance(part, Part)
    with pytest.raises(ForeignThread):
        part.use()
    with pytest.raises(ForeignThread):
        part.number = 3
    assert guard.trespasses == ["Part.use() from MainThread", "Part.number = from MainThread"]


def test_that_what_is_open_can_be_reached_and_a_method_handed_over(
    guard: ThreadGuard, worker: Worker
) -> None:
    worker.mailbox.append("a letter")
    handed_over = worker.prepare
    assert callable(handed_over)
    assert guard.trespasses == []


def test_that_before_and_without_work_every_thread_may_use_it(guard: ThreadGuard) -> None:
    worker = Worker()
    thread = threading.Thread(target=worker.prepare)
    thread.start()
    thread.join(PATIENCE)
    worker.prepare()
    assert worker.asked == 2
    assert guard.trespasses == []


def vars_of(one: object) -> dict[str, object]:
    """What an object holds, past the guard."""
    held = object.__getattribute__(one, "__dict__")
    assert isinstance(held, dict)
    return held
