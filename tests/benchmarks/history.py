"""What a long history costs: memory, opening the dock, a filter, sorting, saving and reading.

    python -m tests.benchmarks.history [RUNS [STEPS]]

The runs (200 of 100 000 steps without arguments) are made of one real run of the first example,
each with losses, weights and picture of its own. Goals: at most 200 MB for them, the dock open in
0.3 s, and nothing on the window's thread that takes more than 34 ms thereafter.
"""

import gc
import sys
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import psutil
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from playground.engine.checkpoint.arrays import pack, require_losses, unpack
from playground.engine.checkpoint.payload import HISTORY, to_payload
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.loss_log.thinning import thinned
from playground.engine.run.runner import Runner
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.engine.training.epoch_clock import EpochClock
from playground.gui.instruments.runs.columns import COLUMNS, PLACES
from playground.gui.instruments.runs.panel import RunsPanel
from playground.state.history.record import Measured, RunRecord
from playground.state.history.runs_file import from_payload
from playground.state.history.runs_file import to_payload as runs_payload
from tests.benchmarks.live import LiveWindow

RATES = (0.1, 0.03, 0.01, 0.003, 0.001)
OPTIMIZERS = ("adam", "sgd", "rmsprop")
CHUNK = 300
"""Steps of one chunk at 30 000 steps a second."""


def trained() -> Runner:
    """A run of the first example that has ended, with its weights."""
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(settings.write(defaults_for("circle"), "training.epochs", 2))
    runner.run()
    runner.work(until_ended=True)
    return runner


def losses_of(steps: int, generator: np.random.Generator) -> LossLog:
    """Losses of so many steps of 35 an epoch, as a run at full speed writes them."""
    log, clock = LossLog(), EpochClock(0, 0, 350, 10)
    for start in range(0, steps, CHUNK):
        n = min(CHUNK, steps - start)
        end = start + n
        losses = generator.random(n, np.float32)
        log.append(losses, end, end / 35, end / 30_000, clock.after(start))
        if end % 35 < CHUNK:
            log.append_validation([0.5] * (CHUNK // 35), end, end / 35, end / 30_000)
    return log


def records(count: int, steps: int) -> list[RunRecord]:
    """So many runs, each with memory of its own."""
    state, generator = trained().left, np.random.default_rng(0)
    assert state is not None
    payload = {k: v for k, v in to_payload(state, LossLog()).items() if k != HISTORY}
    made = []
    for number in range(count):
        values = {
            "training.learning_rate": RATES[number % len(RATES)],
            "training.optimizer": OPTIMIZERS[number % len(OPTIMIZERS)],
            "network.seed": number,
        }
        measured = Measured(float(generator.random()), {"accuracy": float(generator.random())})
        made.append(
            RunRecord(
                key=f"run{number}",
                spec=settings.write_all(state.spec, values),
                ended=1.7e9 + 60 * number,
                seconds=steps / 30_000,
                steps=steps,
                epochs=steps / 35,
                train=measured,
                validation=measured,
                losses=thinned(losses_of(steps, generator).to_arrays()),
                payload={name: bytes(bytearray(part)) for name, part in payload.items()},
            )
        )
    return made


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")


def memory() -> float:
    """Of this process, in MB."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


def timed(words: str, do: Callable[[], object]) -> None:
    """Do it, let the window paint, and say how long both took."""
    began = time.perf_counter()
    do()
    done = time.perf_counter()
    QApplication.processEvents()
    painted = time.perf_counter()
    say(f"{words:42}{1e3 * (done - began):8.1f} ms, painted {1e3 * (painted - began):8.1f} ms")


def measure_dock(live: LiveWindow, runs: list[RunRecord]) -> None:
    """Put the runs into the history and use the dock."""
    window = live.window
    timed("put into the history", lambda: window.history.replace_all(runs))
    timed("dock opened for the first time", lambda: window.space.show_instrument("runs"))
    panel = window.findChild(RunsPanel)
    assert panel is not None
    timed("hidden", window.space.instruments["runs"].hide)
    timed("opened again", lambda: window.space.show_instrument("runs"))
    loss = PLACES["validation_loss"]
    timed("sorted by a loss", lambda: panel.table.sortByColumn(loss, Qt.SortOrder.AscendingOrder))
    timed("first letter of a filter", lambda: panel.field.setText("a"))
    timed("second letter", lambda: panel.field.setText("ad"))
    timed("filter cleared", lambda: panel.field.setText(""))
    timed("all selected", panel.table.selectAll)
    timed("a star", lambda: window.history.label(runs[0].key, is_starred=True))
    timed("ticked 20", lambda: window.history.tick(run.key for run in runs[:20]))
    timed("one more run", lambda: window.history.put(replace(runs[0], key="more")))
    timed("numbers of the present run", panel._show_present)
    say(f"{len(COLUMNS)} columns, {panel.model.rowCount()} rows")


def main(arguments: list[str]) -> None:
    """Measure so many runs of so many steps."""
    count, steps = (int(argument) for argument in (*arguments, "200", "100000")[:2])
    with LiveWindow(settings.write(defaults_for("circle"), "training.epochs", 0)) as live:
        live.warm_up(2.0)
        before = memory()
        runs = records(count, steps)
        say(f"{count} runs of {steps} steps: {memory() - before:.0f} MB")
        live.window.run.pause()
        measure_dock(live, runs)
    began = time.perf_counter()
    entries, dropped = runs_payload(runs, None, 1 << 30, pack)
    written = time.perf_counter()
    read = from_payload(entries, None, unpack, require_losses)
    size = sum(map(len, entries.values())) / 1e6
    say(
        f"packed {size:.0f} MB in {written - began:.2f} s, read {len(read.records)} in "
        f"{time.perf_counter() - written:.2f} s, dropped {dropped}"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
