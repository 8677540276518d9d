"""Pauses of the machine itself: a shared machine also gives its processors to others.

One watcher per processor, pinned to it, sleeps a few milliseconds at a time and records when it is
woken late. No program can avoid such pauses, so the benchmarks print times as measured and without
the pauses.

The time that a watcher waits because other threads run on its processor is not a pause; the kernel
counts it separately. A pause during which a watcher was also waiting for its processor is not
counted, so the times without pauses are too long rather than too short. Systems other than Linux
have no watchers, so no pauses are found there.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType

NAP = 0.003
LATE = 0.002
"""Seconds. If a watcher is woken this much too late, and not because another thread ran, its
processor was taken away; on a free processor the delay is less than 0.2 ms."""

Span = tuple[float, float]
"""Beginning and end, in seconds of `time.perf_counter`."""


class MachinePauses:
    """A context manager that watches the processors and finds when each of them paused.

    Attributes:
        found: the pauses, in order and without overlap.
    """

    def __init__(self) -> None:
        self.found: list[Span] = []
        self._watchers: list[subprocess.Popen[str]] = []

    def __enter__(self) -> "MachinePauses":
        if sys.platform == "linux":
            self._watchers = [_watch(processor) for processor in os.sched_getaffinity(0)]
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        seen: list[Span] = []
        for watcher in self._watchers:
            lines, _ = watcher.communicate("end\n")
            seen += [_read(line) for line in lines.splitlines()]
        self.found = _without_overlap(seen)

    def within(self, begin: float, end: float) -> float:
        """Seconds of this span in which a processor stood still."""
        return sum(max(0.0, min(end, last) - max(begin, first)) for first, last in self.found)

    def without(self, spans: list[Span]) -> list[float]:
        """How long each span was, in seconds, without the pauses in it."""
        return [end - begin - self.within(begin, end) for begin, end in spans]

    def undisturbed(self, spans: list[Span]) -> list[float]:
        """How long each span was, in seconds, of those in which no processor stood still."""
        return [end - begin for begin, end in spans if not self.within(begin, end)]

    def per_minute(self, begin: float, end: float) -> float:
        """Seconds out of each minute of this span in which a processor stood still."""
        return 60.0 * self.within(begin, end) / max(end - begin, 1e-9)


def lengths(spans: list[Span]) -> list[float]:
    """How long each span was, in seconds."""
    return [end - begin for begin, end in spans]


def _watch(processor: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-S", __file__, str(processor)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _read(line: str) -> Span:
    first, last = line.split()
    return float(first), float(last)


def _without_overlap(pauses: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for first, last in sorted(pauses):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _queued() -> float:
    """Seconds that this process was ready while others ran; 0 where the kernel does not count."""
    try:
        return int(Path("/proc/self/schedstat").read_text().split()[1]) / 1e9
    except (OSError, IndexError):
        return 0.0


def watch(processor: int) -> None:
    """Print the pauses of one processor, once a line comes in; nothing where the asker is gone."""
    import select

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asker ends the watch, by the line or its end
    os.sched_setaffinity(0, {processor})
    late: list[Span] = []
    queued = _queued()
    while not select.select([sys.stdin], [], [], 0)[0]:
        due = time.perf_counter() + NAP
        time.sleep(NAP)
        now = time.perf_counter()
        before, queued = queued, _queued()
        stood = now - due - (queued - before)
        if stood > LATE:
            late.append((due, due + stood))
    if sys.stdin.readline():
        lines = "".join(f"{first:.6f} {last:.6f}\n" for first, last in late)
        # Past Python's own buffer, whose flush at the end would complain of a broken pipe.
        with contextlib.suppress(BrokenPipeError):
            os.write(sys.stdout.fileno(), lines.encode())


if __name__ == "__main__":
    watch(int(sys.argv[1]))
