"""How long a run has trained, and how fast."""

import time


class Stopwatch:
    """Seconds spent training, pauses left out, and the speed of the last half second."""

    def __init__(self) -> None:
        self._before = 0.0
        self._since: float | None = None
        self._marks: list[tuple[float, int]] = []

    @property
    def seconds(self) -> float:
        running = time.perf_counter() - self._since if self._since is not None else 0.0
        return self._before + running

    def start(self, seconds: float | None = None) -> None:
        """Run on; `seconds` sets what was spent before."""
        if seconds is not None:
            self._before = seconds
        elif self._since is None:
            self._since = time.perf_counter()
            self._marks = []

    def stop(self) -> None:
        self._before, self._since = self.seconds, None

    def mark(self, step: int) -> None:
        """Take note of the step reached now."""
        now = time.perf_counter()
        self._marks.append((now, step))
        while len(self._marks) > 2 and now - self._marks[1][0] > 0.5:
            self._marks.pop(0)

    @property
    def speed(self) -> float:
        """Steps per second."""
        if len(self._marks) < 2 or self._marks[-1][0] == self._marks[0][0]:
            return 0.0
        (first, start), (last, end) = self._marks[0], self._marks[-1]
        return (end - start) / (last - first)
