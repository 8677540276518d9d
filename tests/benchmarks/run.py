"""Prints how fast the playground is, as ratios within one run.

Usage: python tests/benchmarks/run.py [--seconds S] [--rounds N] [--only PART]

PART is speed, large, live, start, memory or table; the last two only when they are asked for.

Each round times the loops one after the other, in turn, so that a machine whose speed drifts
changes both sides of a ratio; medians over the rounds are printed with their spread.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.benchmarks.cases import CASES, LARGE, LIVE, Case
from tests.benchmarks.rates import Live, handwritten_rate, headless_rate, live_rate, tutorial_rate
from tests.benchmarks.start_up import start_once
from tests.benchmarks.table import COLUMNS, ROWS, STEPS, train_on_table


def spread(values: list[float], digits: int = 2) -> str:
    """The median with minimum and maximum."""
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:.{digits}f} ({low:.{digits}f}–{high:.{digits}f})"


def percentile(values: list[float], part: float) -> float:
    """The value below which a part (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def say(line: str = "") -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def print_speed(seconds: float, rounds: int) -> None:
    say("| network | tutorial loop, steps/s | headless, steps/s | headless ÷ tutorial |")
    say("|---|---|---|---|")
    for case in CASES:
        pairs = [
            (tutorial_rate(case.spec(), seconds), headless_rate(case.spec(), seconds))
            for _ in range(rounds)
        ]
        tutorial, headless = zip(*pairs, strict=True)
        ratios = [ours / theirs for theirs, ours in pairs]
        say(
            f"| {case.name} | {statistics.median(tutorial):.0f} | "
            f"{statistics.median(headless):.0f} | {spread(ratios)} |"
        )


def print_large(seconds: float, rounds: int) -> None:
    spec = LARGE.spec()
    ratios: list[float] = []
    for _ in range(rounds):
        best = max(handwritten_rate(spec, seconds, threads) for threads in (1, os.cpu_count() or 1))
        ratios.append(headless_rate(spec, seconds) / best)
    say(f"{LARGE.name}: headless ÷ best hand-written eager loop: {spread(ratios)}")


def print_memory(steps: int) -> None:
    live = live_rate(CASES[0].spec(), seconds=3600, warm_up=1.0, steps=steps)
    say(f"resident memory after {steps} steps in the window: {live.megabytes:+.0f} MB")


def print_live(seconds: float) -> None:
    say(
        "| network | live ÷ headless | live ÷ tutorial | epochs/s | pictures/s "
        "| gap median, p99, max (ms) | memory |"
    )
    say("|---|---|---|---|---|---|---|")
    for number in range(len(LIVE)):
        # A process of its own: what one window leaves behind must not slow the next.
        subprocess.run(
            [
                sys.executable,
                __file__,
                "--only",
                "case",
                "--case",
                str(number),
                "--seconds",
                str(seconds),
            ],
            check=True,
        )


def print_case(case: Case, seconds: float) -> None:
    tutorial = tutorial_rate(case.spec(), seconds / 4)
    before = headless_rate(case.spec(), seconds / 4)
    live: Live = live_rate(case.spec(), seconds)
    headless = (before + headless_rate(case.spec(), seconds / 4)) / 2
    gaps = [1000 * gap for gap in live.gaps]
    say(
        f"| {case.name} | {live.rate / headless:.2f} | {live.rate / tutorial:.2f} | "
        f"{live.epochs:.0f} | {live.frames:.0f} | {statistics.median(gaps):.0f}, "
        f"{percentile(gaps, 0.99):.0f}, {max(gaps):.0f} | {live.megabytes:+.0f} MB |"
    )


def print_table() -> None:
    seconds, megabytes = train_on_table()
    say(
        f"a table of {ROWS} × {COLUMNS}, {STEPS} steps of 256 rows: {seconds:.1f} s "
        f"from start to end, at most {megabytes:.0f} MB resident"
    )


def print_start(rounds: int) -> None:
    painted, ready = zip(*(start_once() for _ in range(rounds + 1)), strict=True)
    say(f"process start → first painted window: {spread(list(painted[1:]))} s")
    say(f"process start → ready to train: {spread(list(ready[1:]))} s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--only", choices=["speed", "large", "live", "memory", "start", "table", "case"]
    )
    parser.add_argument("--case", type=int, default=0)
    arguments = parser.parse_args()
    if arguments.only == "case":
        print_case(LIVE[arguments.case], arguments.seconds)
        return
    say(f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}")
    if arguments.only in (None, "speed"):
        print_speed(arguments.seconds / 4, arguments.rounds)
    if arguments.only in (None, "large"):
        print_large(arguments.seconds, arguments.rounds)
    if arguments.only == "memory":
        print_memory(10_000_000)
    if arguments.only == "table":
        print_table()
    if arguments.only in (None, "live"):
        print_live(arguments.seconds * 2)
    if arguments.only in (None, "start"):
        print_start(arguments.rounds)


if __name__ == "__main__":
    main()
