"""What the dock of gradients costs a training: steps a second with it and without, in one run.

python -m tests.benchmarks.health [SECONDS]
"""

import statistics
import sys
import time

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from tests.benchmarks.live import LiveWindow

ROUNDS = 8
SMALL, DEEP, WIDE = (
    ("network.hidden=4,2",),
    ("network.hidden=8,8,8,8,8,8",),
    ("network.hidden=256,256",),
)


def ratios(assignments: tuple[str, ...], seconds: float) -> list[float]:
    """The rate while the dock is in front in parts of that while the loss is, round by round."""
    spec = settings.parse_all(defaults_for("circle"), ("training.epochs=0", *assignments))
    with LiveWindow(spec) as live:
        live.warm_up(3.0)
        rates: dict[bool, list[float]] = {True: [], False: []}
        live.window.space.show_instrument("gradients")
        for number in range(2 * ROUNDS):
            is_shown = number % 4 in (1, 2)  # so that a drift of the machine counts for both
            docks = live.window.space.docks
            dock = live.window.space.instruments["gradients"] if is_shown else docks["loss"]
            dock.raise_()
            live.rate_for(0.3, drag=False)
            rates[is_shown].append(live.rate_for(seconds, drag=False))
    return [a / b for a, b in zip(rates[True], rates[False], strict=True)]


def main(arguments: list[str]) -> None:
    seconds = float(arguments[0]) if arguments else 3.0
    for assignments in (SMALL, DEEP, WIDE):
        began = time.perf_counter()
        found = ratios(assignments, seconds)
        middle = statistics.median(found)
        spread = f"{min(found):.2f} to {max(found):.2f}"
        spent = time.perf_counter() - began
        sys.stdout.write(f"{assignments[0]}: {middle:.3f} ({spread}), {spent:.0f} s\n")


if __name__ == "__main__":
    main(sys.argv[1:])
