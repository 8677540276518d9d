"""What keeping the work costs a training at full speed, measured within one run.

    python -m tests.benchmarks.autosave_cost [SECONDS [HIDDEN...]]

The work of a live window is kept every `BUSY` seconds and not at all in turn. Told are, of one time
that it is kept: what the training thread spent on it, and the processor time of the thread that
writes; both together as a share of the interval of the program, which is to stay within 2 %; and
the longest gaps between two beats of the window's event loop in both kinds of rounds. Where the
machine paused is left out.
"""

import statistics
import sys
import time
from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import QTimer

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.controllers.files.project_saver import Taken
from playground.gui.recovery import autosave
from playground.state.recovery.generation import About
from playground.state.recovery.open_work import OpenWork
from tests.benchmarks.figures import machine, percentile, say
from tests.benchmarks.live import BEAT, LiveWindow
from tests.benchmarks.pauses import MachinePauses

ROUNDS = 6
BUSY = 0.5
CASES = ("4,2", "8,8,8,8,8,8", "256,256")


@dataclass
class Meter:
    """What each time cost."""

    taking: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._write = autosave._write

    def write(self, work: OpenWork, taken: Taken, about: About) -> None:
        """Write as the autosave does, and note what it costs."""
        began = time.thread_time()
        self._write(work, taken, about)
        self.worked.append(time.thread_time() - began)
        self.taking.append(taken.run.cost)


def train(live: LiveWindow, seconds: float) -> tuple[float, list[float]]:
    """Steps a second, and the moments in which the window's event loop came around."""
    beats: list[float] = []
    heart = QTimer(interval=BEAT)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    heart.start()
    first, since = live.log.steps, time.perf_counter()
    live.train(lambda: time.perf_counter() >= since + seconds)
    heart.stop()
    return (live.log.steps - first) / (time.perf_counter() - since), beats


def measured(hidden: str, seconds: float) -> None:
    """Print what it costs a run with these hidden layers."""
    chosen = ("training.epochs=0", f"network.hidden={hidden}")
    meter = Meter()
    autosave._write = meter.write
    gaps: dict[bool, list[float]] = {False: [], True: []}
    rates: dict[bool, list[float]] = {False: [], True: []}
    with (
        MachinePauses() as pauses,
        LiveWindow(settings.parse_all(defaults_for("circle"), chosen)) as live,
    ):
        live.warm_up(3.0)
        keeper = live.window.files.autosave
        for number in range(2 * ROUNDS):
            keeps = number % 2 == 1
            keeper.every = BUSY if keeps else 3600
            keeper._next_weights = 0.0
            rate, beats = train(live, seconds)
            rates[keeps].append(rate)
            gaps[keeps] += pauses.undisturbed(list(pairwise(beats)))
    _tell(hidden, meter, gaps, rates)


def _tell(
    hidden: str, meter: Meter, gaps: dict[bool, list[float]], rates: dict[bool, list[float]]
) -> None:
    took, worked = (1000 * statistics.median(one) for one in (meter.taking, meter.worked))
    share = (took + worked) / 10 / autosave.EVERY
    say(
        f"{hidden}: kept {len(meter.taking)} times; taking took {took:.1f} ms, the writer "
        f"worked {worked:.1f} ms: {share:.2f} % of {autosave.EVERY:.0f} s"
    )
    for keeps, words in ((False, "not kept"), (True, f"kept every {BUSY} s")):
        own = [1000 * gap for gap in gaps[keeps]]
        say(
            f"  {words}: {statistics.median(rates[keeps]):.0f} steps/s, gaps p99 "
            f"{percentile(own, 0.99):.0f} ms, p99.9 {percentile(own, 0.999):.0f}, "
            f"max {max(own):.0f}"
        )


def main() -> None:
    """Measure each case."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    say(machine())
    for hidden in sys.argv[2:] or CASES:
        measured(hidden, seconds)


if __name__ == "__main__":
    main()
