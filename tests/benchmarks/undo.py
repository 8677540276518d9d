"""What it costs to keep a run for undo, and to come back to it, on the worker's thread.

    python -m tests.benchmarks.undo [HIDDEN...]

Of a run trained for 300 steps by Adam, told are, as medians: taking the run as it stands, which is
all that undo adds to a change (with its size); such a change, here of a neuron of the last layer,
without and with that; a change of the learning rate, which keeps nothing; and undo, until the run
stands there again. All in milliseconds. A quiet machine is needed.
"""

import statistics
import sys
import time
from collections.abc import Callable

from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.left_runs import LeftRuns
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.spec.run import RunSpec
from playground.state.undo import Token

ROUNDS = 7
CASES = ("4,2", ",".join(["1024"] * 12))
FIELDS = ("take", "size", "change", "kept", "rate", "undo")


class Bench:
    """A runner on this very thread."""

    def __init__(self, spec: RunSpec, steps: int) -> None:
        self.spec = spec
        self.left = LeftRuns(1 << 40)
        self.runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
        self.runner.load(spec)
        self.runner.step(steps)
        self.obey()

    def obey(self) -> float:
        """Do what was asked for; how many milliseconds that took."""
        worker, began = self.runner._worker, time.perf_counter()
        while not worker.mailbox.is_empty or worker.is_busy():
            worker.work_once()
        return 1e3 * (time.perf_counter() - began)

    def take(self) -> float:
        began = time.perf_counter()
        self.runner._worker.as_it_stands()
        return 1e3 * (time.perf_counter() - began)

    def change(self, spec: RunSpec, step: Token | None) -> float:
        self.runner.change(spec, self.left.of(step) if step is not None else None)
        return self.obey()

    def undo(self, step: Token) -> float:
        self.runner.come_back(self.left.of(step), self.spec, None)
        return self.obey()


def measured(hidden: str) -> dict[str, float]:
    """The medians of a network with these hidden layers."""
    chosen = ("training.epochs=0", "training.optimizer=adam", f"network.hidden={hidden}")
    spec = settings.parse_all(defaults_for("circle"), chosen)
    *first, last = spec.network.hidden
    other = settings.write(spec, "network.hidden", (*first, last - 1))
    faster = settings.write(spec, "training.learning_rate", 0.02)
    bench = Bench(spec, steps=300 if last < 100 else 10)
    rounds: list[tuple[float, ...]] = []
    for _ in range(ROUNDS):
        plain, kept, live = Token(), Token(), Token()
        taken = bench.take()
        with_kept = bench.change(other, kept)
        size = bench.left.size / 2**20
        undone = bench.undo(kept)
        rate = bench.change(faster, live)
        bench.change(spec, live)
        bench.runner.keep(bench.left.of(plain))
        bench.obey()
        without = bench.change(other, None)
        bench.undo(plain)
        rounds.append((taken, size, without, with_kept, rate, undone))
    return dict(zip(FIELDS, map(statistics.median, zip(*rounds, strict=True)), strict=True))


def told(hidden: str, show: Callable[[str], object] = print) -> None:
    """Measure a network and tell it in a line."""
    one = measured(hidden)
    show(
        f"{hidden}: taken in {one['take']:.2f} ms ({one['size']:.2f} MiB); a change takes "
        f"{one['change']:.2f} ms and {one['kept']:.2f} ms with it; a rate {one['rate']:.2f} ms; "
        f"undo {one['undo']:.2f} ms"
    )


if __name__ == "__main__":
    for case in sys.argv[1:] or CASES:
        told(case)
