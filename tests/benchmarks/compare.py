"""What it costs to draw other runs under the losses of a run that trains, measured in one window.

    python -m tests.benchmarks.compare [RUNS [STEPS [SECONDS]]]

None, RUNS runs of STEPS steps, and as many runs that are shorter than the present one, so that the
axes move with it, are drawn in turn. Told are pictures a second, steps a second, the longest time
that the window did not respond, how long ticking all of them took, and the memory they took.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QTimer

from playground.engine.loss_log.log import LossLog
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.state.history.record import RunRecord
from tests.benchmarks.live import BEAT, LiveWindow

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """Of one round: pictures and steps a second, the longest gap, and how long the window's thread
    worked for each picture, both in seconds."""

    frames: float
    rate: float
    gap: float
    busy: float


def a_record(number: int, steps: int) -> RunRecord:
    """A run whose loss falls at a rate of its own, noisy, with a validation loss for each epoch."""
    log, random = LossLog(), np.random.default_rng(number)
    falling = np.exp(-np.arange(steps) / (steps / (2 + number % 7)))
    losses = (falling * random.uniform(0.5, 1.5, steps)).astype(np.float32)
    for end in range(1000, steps + 1, 1000):
        log.append(losses[end - 1000 : end], end, end / 35, end / 30_000)
        log.append_validation(float(falling[end - 1]), end, end / 35, end / 30_000)
    spec = settings.parse_all(defaults_for("circle"), (f"training.learning_rate={number + 1}e-3",))
    return RunRecord(f"run {number}", spec, steps=steps, losses=log.to_arrays())


def pace_for(live: LiveWindow, seconds: float) -> Pace:
    """Train for so many seconds."""
    beats: list[float] = []
    frames: list[object] = []
    heart = QTimer(interval=BEAT)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    count = live.window.run.frame_ready.connect(frames.append)
    heart.start()
    began, worked = time.perf_counter(), time.thread_time()
    rate = live.rate_for(seconds, drag=False)
    spent, worked = time.perf_counter() - began, time.thread_time() - worked
    heart.stop()
    live.window.run.frame_ready.disconnect(count)
    gap = max((after - before for before, after in pairwise(beats)), default=0.0)
    return Pace(len(frames) / spent, rate, gap, worked / max(len(frames), 1))


def tick(live: LiveWindow, records: list[RunRecord]) -> float:
    """Compare with these runs and no others; seconds until they are drawn."""
    history = live.window.history
    history.replace_all(records)
    began = time.perf_counter()
    history.tick([record.key for record in records])
    return time.perf_counter() - began


def in_words(paces: list[Pace]) -> str:
    """The medians, and the longest gap of all rounds."""
    names = ("frames", "rate", "busy")
    frames, rate, busy = (statistics.median(getattr(p, n) for p in paces) for n in names)
    gap = max(one.gap for one in paces)
    return (
        f"{frames:.0f} pictures/s, {busy * 1000:.1f} ms of the window's thread for each, "
        f"{rate:.0f} steps/s, longest gap {gap * 1000:.0f} ms"
    )


def main(arguments: list[str]) -> None:
    """Measure."""
    runs, steps = (int(text) for text in [*arguments, "20", "100000"][:2])
    seconds = float(arguments[2]) if len(arguments) > 2 else 6.0
    long, short = ([a_record(number, size) for number in range(runs)] for size in (steps, 1000))
    with LiveWindow(settings.parse_all(defaults_for("circle"), ("training.epochs=0",))) as live:
        live.warm_up(3.0)
        for name, records in (("none", []), (f"{runs} of {steps}", long), ("shorter", short)):
            before = live.resident
            ticking = tick(live, records)
            paces = [pace_for(live, seconds) for _round in range(ROUNDS)]
            memory = live.resident - before
            words = f"ticked in {ticking * 1000:.0f} ms, {memory:+.0f} MB"
            sys.stdout.write(f"{name}: {in_words(paces)}, {words}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
