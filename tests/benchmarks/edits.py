"""What a live edit costs: on the worker, and for training while a slider is dragged."""

import statistics
import time
from collections.abc import Iterator
from itertools import cycle

from playground.engine.data.dataset import build_dataset
from playground.engine.loss_log.log import LossLog
from playground.engine.run.session import Session
from playground.engine.settings import paths as settings
from playground.engine.spec.run import RunSpec
from tests.benchmarks.cases import Case
from tests.benchmarks.figures import say, spread

TIMES = 200
"""Edits of each kind."""
PHASES = 5
"""Pairs of phases in the window, with and without a drag."""


def live_edits(spec: RunSpec) -> dict[str, tuple[str, str]]:
    """Two values of each setting, between which a running training alternates."""
    rate = spec.training.learning_rate
    edits = {
        "learning rate": (
            f"training.learning_rate={rate / 2}",
            f"training.learning_rate={rate}",
        ),
        "weight decay": ("training.weight_decay=0.02", "training.weight_decay=0.01"),
        "L1": ("training.l1=0.0002", "training.l1=0.0001"),
        "gradient clipping": ("training.gradient_clip=2", "training.gradient_clip=1"),
    }
    if spec.training.optimizer == "sgd":
        edits["momentum"] = ("training.momentum=0.9", "training.momentum=0.5")
    return edits


def print_edits(case: Case) -> None:
    """Milliseconds of each live edit on the worker, while compiled steps run."""
    for name, (there, back) in live_edits(case.spec()).items():
        spec = settings.parse_all(case.spec(), (back,))
        costs = list(edit_costs(spec, settings.parse_all(spec, (there,))))
        say(
            f"| {case.name}: {name} | {1000 * statistics.median(costs):.3f} | "
            f"{1000 * sorted(costs)[int(0.99 * len(costs))]:.3f} |"
        )


def edit_costs(one: RunSpec, other: RunSpec) -> Iterator[float]:
    """Seconds of each edit between two specs.

    Raises:
        RuntimeError: an edit made the program anew.
    """
    session, log = Session(one, build_dataset(one.data), None), LossLog()
    while session.stepper.name != "scripted":
        session.advance(50, log)
    for spec in [spec for _, spec in zip(range(TIMES), cycle((other, one)), strict=False)]:
        began = time.perf_counter()
        session.change(spec, lambda *_: None)
        yield time.perf_counter() - began
        session.advance(50, log)
        if session.stepper.name != "scripted":
            raise RuntimeError("an edit made the program anew")
    session.close()


def print_drag(case: Case, seconds: float) -> None:
    """Training in the window while the learning rate is dragged ÷ while it is not."""
    from tests.benchmarks.live import LiveWindow

    ratios = []
    with LiveWindow(case.spec()) as live:
        live.warm_up(2.0)
        for _ in range(PHASES):
            still, dragged = (live.rate_for(seconds, drag) for drag in (False, True))
            ratios.append(dragged / still)
    say(f"{case.name}: training while the learning rate is dragged ÷ not: {spread(ratios)}")
