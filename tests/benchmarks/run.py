"""Prints how fast the playground is, as ratios within one run.

Usage: python tests/benchmarks/run.py [--seconds S] [--rounds N] [--only PART]
(`measure.py` runs every part and writes the results into the README.)

Parts of the ordinary run:
  speed    steps per second without a window against the loop of most tutorials
  large    a large network against the best loop written by hand
  live     the live window: its speed and its responsiveness
  prompt   how soon commands take effect and compiled steps are ready, also after changes
  edits    what a live edit costs, and training while a slider is dragged
  start    process start to the first painted window, and to ready-to-train
Parts that run only when selected, each by itself:
  diagram  drawing the live network, against the same window without it
  hands    how soon the window responds to the mouse on the network
  tensors  scrolling the numbers of a 4096 × 4096 tensor, paused and during training
  threads  the automatic number of intra-op threads against the best fixed number
  memory   resident memory after a long run in the window (--steps)
  answers  how soon user actions are handled during training
  soak     a long run in the window with random edits of layers and weights (--minutes)
  table    a large table, from process start to the last step

Each round times the loops in turn, so that a change in the speed of the machine affects both sides
of a ratio; medians over the rounds are printed with their spread. A shared machine pauses now and
then: gaps and longest times are printed as measured, and without those pauses (see pauses.py).
"""

import argparse
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

from tests.benchmarks.cases import CASES, LARGE, LIVE, Case
from tests.benchmarks.edits import print_drag, print_edits
from tests.benchmarks.figures import machine, percentile, say, spread
from tests.benchmarks.promptness import PROMPT, print_promptness
from tests.benchmarks.rates import handwritten_rate, headless_rate, tutorial_rate
from tests.benchmarks.start_up import start_once
from tests.benchmarks.table import COLUMNS, ROWS, STEPS, train_on_table
from tests.benchmarks.thread_choice import print_threads

PARTS = (
    "speed",
    "large",
    "live",
    "prompt",
    "edits",
    "start",
    "diagram",
    "hands",
    "tensors",
    "threads",
    "memory",
    "answers",
    "soak",
    "table",
)
ORDINARY = PARTS[:6]


def print_speed(seconds: float, rounds: int) -> None:
    say("| Network | Tutorial loop, steps/s | Headless, steps/s | Headless ÷ tutorial |")
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


def each_in_own_process(part: str, cases: Sequence[Case], seconds: float, times: int) -> None:
    """One process for each case: what one leaves behind must not slow the next."""
    for number in range(len(cases)):
        command = [sys.executable, __file__, "--only", part, "--case", str(number)]
        options = ["--seconds", str(seconds), "--times", str(times)]
        subprocess.run([*command, *options], check=True)


def print_live(seconds: float) -> None:
    say(
        "| Network | Live ÷ headless | Live ÷ tutorial | Epochs/s | Pictures/s "
        "| Gap median, p99, max (ms) | Where the machine did not pause: p99, max "
        "| Pauses (s/min) | Memory |"
    )
    say("|---|---|---|---|---|---|---|---|---|")
    each_in_own_process("live", LIVE, seconds, 0)


def print_live_case(case: Case, seconds: float) -> None:
    tutorial = tutorial_rate(case.spec(), seconds / 2)
    before = headless_rate(case.spec(), seconds / 2)
    # Not before: the window's modules are not to weigh on the loops that it is compared to.
    from tests.benchmarks.live import live_rate

    live = live_rate(case.spec(), 2 * seconds)
    headless = (before + headless_rate(case.spec(), seconds / 2)) / 2
    gaps, own = ([1000 * gap for gap in found] for found in (live.gaps, live.own_gaps))
    say(
        f"| {case.name} | {live.rate / headless:.2f} | {live.rate / tutorial:.2f} | "
        f"{live.epochs:.0f} | {live.frames:.0f} | {statistics.median(gaps):.0f}, "
        f"{percentile(gaps, 0.99):.0f}, {max(gaps):.0f} | {percentile(own, 0.99):.0f}, "
        f"{max(own):.0f} | {live.paused:.2f} | {live.megabytes:+.0f} MB |"
    )


def print_diagram(seconds: float) -> None:
    say(
        "| Network | With diagram ÷ headless | ÷ without it | Epochs of 250 rows ÷ TensorFlow "
        "Playground's | Pictures/s | Without it | Painting median, p99 (ms) | Gap p99 (ms) "
        "| Memory |"
    )
    say("|---|---|---|---|---|---|---|---|---|")
    for number in range(5):
        command = [sys.executable, __file__, "--only", "diagram", "--case", str(number)]
        subprocess.run([*command, "--seconds", str(seconds)], check=True)


def print_one_diagram(number: int, seconds: float) -> None:
    # Not before: the window's modules are not to weigh on the other parts.
    from tests.benchmarks.diagram import DIAGRAM, print_diagram_case

    print_diagram_case(DIAGRAM[number], seconds)


def print_all_hands(times: int) -> None:
    from tests.benchmarks.diagram import DIAGRAM
    from tests.benchmarks.hands import print_hands

    for case in DIAGRAM[:2]:
        print_hands(case, times)


def print_all_tensors(seconds: float) -> None:
    from tests.benchmarks.tensors import print_tensors

    print_tensors(CASES[0], seconds)


def print_answers(rounds: int) -> None:
    from tests.benchmarks.interactions import print_interactions

    print_interactions(CASES[0], rounds)


def print_prompt_case(case: Case, times: int) -> None:
    print_promptness(case, times, max(4, times // 6))


def print_all_edits(seconds: float) -> None:
    say("| Live edit, on the worker | Median (ms) | p99 (ms) |")
    say("|---|---|---|")
    each_in_own_process("edits", LIVE[:3], seconds, 0)


def print_edits_case(case: Case, seconds: float) -> None:
    print_edits(case)
    print_drag(case, seconds)


def print_memory(steps: int) -> None:
    from tests.benchmarks.live import memory_of

    found = memory_of(CASES[0].spec(), steps)
    say(
        f"resident memory after {found.steps} steps in the window: {found.gained:+.0f} MB above "
        f"the start of training, at most {found.peak:+.0f} MB; the log holds {found.log:.0f} MB"
    )


def print_soak(minutes: float) -> None:
    from tests.benchmarks.soak import soak

    found = soak(CASES[0].spec(), 60 * minutes)
    say(
        f"{minutes:g} minutes with {found.edits} random edits: {found.gained:+.1f} MB, longest gap "
        f"{1000 * found.longest:.0f} ms, {found.late} over 100 ms (where the machine did not pause)"
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


def options() -> argparse.Namespace:
    """What was asked for on the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each rate is timed")
    parser.add_argument("--rounds", type=int, default=5, help="how often ratios are taken")
    parser.add_argument("--only", choices=PARTS, help="the part; left out, the ordinary ones")
    parser.add_argument("--case", type=int, help="of a part: this case alone, from 0")
    parser.add_argument(
        "--times", type=int, default=60, help="prompt: how often a command is given"
    )
    parser.add_argument("--steps", type=int, default=10_000_000, help="memory: how long to train")
    parser.add_argument("--minutes", type=float, default=20.0, help="soak: how long to train")
    return parser.parse_args()


def print_part(part: str, asked: argparse.Namespace) -> None:
    """Measure one part."""
    seconds, rounds = asked.seconds, asked.rounds
    parts: dict[str, Callable[[], None]] = {
        "speed": lambda: print_speed(seconds / 4, rounds),
        "large": lambda: print_large(seconds, rounds),
        "live": lambda: print_live(seconds),
        "prompt": lambda: each_in_own_process("prompt", PROMPT, seconds, asked.times),
        "edits": lambda: print_all_edits(seconds / 2),
        "start": lambda: print_start(rounds),
        "diagram": lambda: print_diagram(seconds),
        "hands": lambda: print_all_hands(asked.times),
        "tensors": lambda: print_all_tensors(seconds),
        "threads": lambda: print_threads(seconds / 8, rounds),
        "memory": lambda: print_memory(asked.steps),
        "answers": lambda: print_answers(rounds),
        "soak": lambda: print_soak(asked.minutes),
        "table": print_table,
    }
    parts[part]()


def main() -> None:
    asked = options()
    single: dict[str, Callable[[], None]] = {
        "live": lambda: print_live_case(LIVE[asked.case], asked.seconds),
        "diagram": lambda: print_one_diagram(asked.case, asked.seconds),
        "prompt": lambda: print_prompt_case(PROMPT[asked.case], asked.times),
        "edits": lambda: print_edits_case(LIVE[asked.case], asked.seconds),
    }
    if asked.case is not None and asked.only in single:
        single[asked.only]()
        return
    say(machine())
    for part in ORDINARY if asked.only is None else (asked.only,):
        print_part(part, asked)


if __name__ == "__main__":
    main()
