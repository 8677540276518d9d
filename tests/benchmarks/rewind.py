"""What keeping the past costs a training at full speed, and how soon a moment of it is shown.

    python -m tests.benchmarks.rewind [SECONDS [HIDDEN...]]

In one live window, states are kept and not kept in turn, for SECONDS each. Told are the part of the
time for which the training thread's processor keeps states, and steps a second in parts of those
without, which need a quiet machine. Then every kept state is gone to with the slider, each from a
window at rest: told is the time until its frame is shown and painted.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from unittest.mock import patch

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from playground.engine.frames.frame import Frame
from playground.engine.run.past.past import Past
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from tests.benchmarks.figures import percentile
from tests.benchmarks.live import LiveWindow, _wait

ROUNDS = 6
CASES = ("4,2", "8,8,8,8,8,8", "256,256")
LEAP = 89
REST = 60
"""Milliseconds after which a window has painted what it showed last."""
PATIENCE = 5000
"""Milliseconds that a moment may take before it counts as not shown."""


@dataclass
class Meter:
    """Counts what keeping costs, on the training thread."""

    spent: float = 0.0
    rates: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})

    def timed(self, keep: Callable[[Past, Session], None]) -> Callable[[Past, Session], None]:
        """The same, timed."""

        def timed(past: Past, session: Session) -> None:
            began = time.thread_time()
            keep(past, session)
            self.spent += time.thread_time() - began

        return timed


def cost(live: LiveWindow, meter: Meter, seconds: float) -> str:
    """Train with and without keeping in turn."""
    kept = live.window.run.thread_of_training.kept
    most, spent, trained = kept._most_states, 0.0, 0.0
    for number in range(2 * ROUNDS):
        is_kept = number % 4 in (1, 2)  # so that a drift of the machine counts for both
        kept._most_states = most if is_kept else 0
        before, began = meter.spent, time.perf_counter()
        meter.rates[is_kept].append(live.rate_for(seconds, drag=False))
        if is_kept:
            spent += meter.spent - before
            trained += time.perf_counter() - began
    kept._most_states = most
    live.rate_for(seconds, drag=False)
    without, with_it = (statistics.median(meter.rates[key]) for key in (False, True))
    return (
        f"keeping takes {spent / trained:.2%} of the time, rate × {with_it / without:.3f} "
        f"({without:.0f} steps/s without)"
    )


def shown(live: LiveWindow) -> str:
    """Go to each kept state, here and there in the past."""
    run, scrubber = live.window.run, live.window.space.scrubber
    run.pause()
    _wait(lambda: run.state == "paused" and bool(scrubber.steps), 50)
    count = len(scrubber.steps)
    places = sorted(range(count), key=lambda place: place * LEAP % count)
    times = [seconds for place in places if (seconds := _go_to(live, place)) is not None]
    kept = run.thread_of_training.kept
    found = [1000 * seconds for seconds in times]
    return (
        f"{len(kept.states)} states, {kept.size / 2**20:.1f} MiB, "
        f"of {live.log.steps} steps; shown in {statistics.median(found):.0f} ms (median), "
        f"{percentile(found, 0.99):.0f} (p99), {max(found):.0f} (max)"
    )


def _go_to(live: LiveWindow, place: int) -> float | None:
    """Seconds until the window shows the state at this place of the slider."""
    scrubber = live.window.space.scrubber
    if scrubber.slider.value() == place:
        return None
    _wait(lambda: True, REST)
    began = time.perf_counter()
    scrubber.slider.setValue(place)
    _until_shown(live, scrubber.steps[place])
    QCoreApplication.processEvents()  # which paint
    return time.perf_counter() - began


def _until_shown(live: LiveWindow, step: int) -> None:
    """Wait until the window has shown a frame of this step."""
    loop, seen = QEventLoop(), False

    def look(frame: Frame) -> None:
        nonlocal seen
        seen = seen or frame.step == step
        if seen:
            loop.quit()

    live.window.run.past_shown.connect(look)
    QTimer.singleShot(PATIENCE, loop.quit)
    loop.exec()
    live.window.run.past_shown.disconnect(look)
    if not seen:
        raise RuntimeError(f"step {step} was not shown")


def main(arguments: list[str]) -> None:
    """Measure each network, for so many seconds a round."""
    seconds = float(arguments[0]) if arguments else 4.0
    for hidden in arguments[1:] or CASES:
        chosen = ("training.epochs=0", f"network.hidden={hidden}")
        meter, spec = Meter(), settings.parse_all(defaults_for("circle"), chosen)
        with patch.object(Past, "keep", meter.timed(Past.keep)), LiveWindow(spec) as live:
            live.warm_up(3.0)
            sys.stdout.write(f"{hidden}: {cost(live, meter, seconds)}\n")
            sys.stdout.write(f"{hidden}: {shown(live)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
