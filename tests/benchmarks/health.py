"""What the dock of gradients costs a training, measured within one run.

    python -m tests.benchmarks.health [SECONDS]

Two figures: the part of the training thread's processor time that goes into looking, which other
work on the machine does not change; and steps a second with the dock in front in parts of those
with the loss plot in front, which needs a quiet machine.
"""

import statistics
import sys
import time

from playground.engine.instruments.health.look import Look
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.instruments.health.view import HealthView, look_at
from tests.benchmarks.live import LiveWindow

ROUNDS = 8
CASES = ("4,2", "8,8,8,8,8,8", "256,256")


class Meter:
    """Counts what looking costs, on the training thread."""

    def __init__(self) -> None:
        self.spent = 0.0
        self.looks = 0

    def look(self, session: Session) -> Look:
        """Look as the dock does, and note the processor time."""
        began = time.thread_time()
        look = look_at(session)
        self.spent += time.thread_time() - began
        self.looks += 1
        return look


def thread_time(live: LiveWindow) -> float:
    """Seconds of processor time of the training thread."""
    found: list[float] = []
    live.window.run.inspect(lambda _session: time.thread_time(), found.append, sys.exit)
    live.train(lambda: bool(found))
    return found[0]


def cost_of(hidden: str, seconds: float) -> tuple[float, int, float]:
    """The part of the thread's time, the looks, and the ratio of the rates."""
    chosen = ("training.epochs=0", f"network.hidden={hidden}")
    meter = Meter()
    with LiveWindow(settings.parse_all(defaults_for("circle"), chosen)) as live:
        live.warm_up(3.0)
        space = live.window.space
        space.show_instrument("gradients")
        view = live.window.findChild(HealthView)
        assert view is not None
        view._looking._look = meter.look
        rates: dict[bool, list[float]] = {True: [], False: []}
        spent = 0.0
        for number in range(2 * ROUNDS):
            is_shown = number % 4 in (1, 2)  # so that a drift of the machine counts for both
            (space.instruments["gradients"] if is_shown else space.docks["loss"]).raise_()
            began = thread_time(live)
            rates[is_shown].append(live.rate_for(seconds, drag=False))
            spent += thread_time(live) - began if is_shown else 0.0
    ratio = statistics.median(rates[True]) / statistics.median(rates[False])
    return meter.spent / spent, meter.looks, ratio


def main(arguments: list[str]) -> None:
    """Measure each network, for so many seconds a round."""
    seconds = float(arguments[0]) if arguments else 2.0
    for hidden in CASES:
        part, looks, ratio = cost_of(hidden, seconds)
        words = f"{100 * part:.1f} % of the thread's time ({looks} looks), rate × {ratio:.2f}\n"
        sys.stdout.write(f"{hidden}: {words}")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
