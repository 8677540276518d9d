"""What the dock of gradients costs a training, measured within one run.

    python -m tests.benchmarks.health [SECONDS [HIDDEN...]]

The dock is in front all the time, and its contents are shown and hidden in turn. Told are, in parts
of the time for which they are shown: how long training stood still for a look; how much more
processor time the window's thread took; both together, which is to stay within 5 %, as if the two
threads shared one processor; and steps a second in parts of those without, which need a quiet
machine. (The processor time of the training thread is no measure for networks that train on several
threads: it waits for the others, the longer the busier the machine is.)
"""

import math
import statistics
import sys
import time
from dataclasses import dataclass, field

from playground.engine.instruments.health.look import Look
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.instruments.health.view import HealthView, look_at
from tests.benchmarks.live import LiveWindow

ROUNDS = 8
CASES = ("4,2", "8,8,8,8,8,8", "256,256", ",".join(["8"] * 12), ",".join(["1024"] * 12))


class Meter:
    """Counts what looking costs, on the training thread."""

    def __init__(self) -> None:
        self.waited = 0.0
        self.looks = 0

    def look(self, session: Session) -> Look:
        """Look as the dock does, and note how long training stood still."""
        began = time.perf_counter()
        look = look_at(session)
        self.waited += time.perf_counter() - began
        self.looks += 1
        return look


@dataclass
class Rounds:
    """What was measured in each round: with the dock's contents shown, or hidden."""

    rates: list[float] = field(default_factory=list)
    window: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)


def measured(hidden: str, seconds: float) -> tuple[Rounds, Rounds, int]:
    """Rounds with the dock hidden and shown, and the number of looks."""
    chosen = ("training.epochs=0", f"network.hidden={hidden}")
    meter, rounds = Meter(), {False: Rounds(), True: Rounds()}
    with LiveWindow(settings.parse_all(defaults_for("circle"), chosen)) as live:
        live.warm_up(3.0)
        live.window.space.show_instrument("gradients")
        view = live.window.findChild(HealthView)
        assert view is not None
        view._looking._look = meter.look
        live.rate_for(seconds, drag=False)  # the first looks are made
        for number in range(2 * ROUNDS):
            is_shown = number % 4 in (1, 2)  # so that a drift of the machine counts for both
            view.setVisible(is_shown)
            one_round(live, meter, rounds[is_shown], seconds)
    return rounds[False], rounds[True], meter.looks


def one_round(live: LiveWindow, meter: Meter, into: Rounds, seconds: float) -> None:
    """Train for so many seconds."""
    began, of_window, waited = time.perf_counter(), time.thread_time(), meter.waited
    into.rates.append(live.rate_for(seconds, drag=False))
    spent = time.perf_counter() - began
    into.window.append((time.thread_time() - of_window) / spent)
    into.waited.append((meter.waited - waited) / spent)


def main(arguments: list[str]) -> None:
    """Measure each network, for so many seconds a round."""
    seconds = float(arguments[0]) if arguments else 4.0
    for hidden in arguments[1:] or CASES:
        without, shown, looks = measured(hidden, seconds)
        looking = statistics.mean(shown.waited)
        drawing = statistics.mean(shown.window) - statistics.mean(without.window)
        # Means: on a busy machine, a round may see no step of a large network.
        rate = statistics.mean(shown.rates) / (statistics.mean(without.rates) or math.nan)
        words = f"{looks} looks {looking:.1%} + window {drawing:.1%} = {looking + drawing:.1%}"
        sys.stdout.write(f"{hidden}: {words}, rate × {rate:.2f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
