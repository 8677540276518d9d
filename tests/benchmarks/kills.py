"""Kills training windows at random moments, and checks that nothing but moments is lost.

Usage: python -m tests.benchmarks.kills [--times N] [--every S] [--longest S] [--windows W]

Each of W windows trains a run of its own, all in one store. A window is killed (SIGKILL) up to
`longest` seconds after it trains; the next one brings its work back by the button of the real
dialog, goes on, and is killed again, N times. What each kill left must be the one work of that
window, at most 15 seconds old; and weights, best weights, optimizer state and losses must be, bit
for bit, those of a run in one piece after as many steps. `every` is the autosave's interval.
"""

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

import numpy as np

from playground.engine.checkpoint.payload import BEST, TENSORS, WEIGHTS, from_payload, to_payload
from playground.engine.checkpoint.run_state import RunState
from playground.engine.frames.frame import FrameSlot
from playground.engine.loss_log.log import LossLog
from playground.engine.run.events import StateChanged
from playground.engine.run.runner import Runner
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import parse_all
from playground.engine.spec.run import RunSpec
from playground.state.recovery.store import WorkStore
from tests.benchmarks.figures import say
from tests.engine.checkpoint.going_on import trained

MOST_LOST = 15.0
PROCESSES = multiprocessing.get_context("forkserver")
"""Each window is a process of its own, forked where everything is imported: that saves seconds."""
IMPORTED = ["torch._dynamo", "playground.engine.run.runner", "playground.gui.app"]
COMPARED = (WEIGHTS, BEST, TENSORS)
PATIENCE = 120.0
SOURCES = (
    ("circle", "training.optimizer=sgd"),
    ("moons", "training.optimizer=adam", "network.dropout=0.1"),
    ("spiral", "training.optimizer=rmsprop"),
)


@dataclass(frozen=True, slots=True)
class Left:
    """What a kill left: steps, entries, losses, and how many seconds were lost."""

    steps: int
    entries: dict[str, bytes]
    losses: np.ndarray
    lost: float


def spec_of(number: int) -> RunSpec:
    """The run of one window, known by its seed."""
    source, *settings = SOURCES[number % len(SOURCES)]
    seed = f"network.seed={1000 + number}"
    return parse_all(defaults_for(source), ("training.epochs=0", seed, *settings))


def train_and_be_killed(number: int, every: float, trains: Event) -> None:
    """The window: brings back the work of this number if there is any, and trains for ever."""
    from PySide6.QtCore import QTimer

    from playground.gui import app
    from playground.gui.controllers.files import file_controller
    from playground.gui.main_window import MainWindow
    from playground.gui.recovery import autosave
    from playground.gui.recovery.dialog import RecoveryDialog
    from playground.state.project import Project
    from playground.state.view import ViewSpec

    autosave.EVERY = every
    begin, store = app.begin_after, WorkStore(file_controller_folder())
    is_mine = any(found.project.run.network.seed == 1000 + number for found in store.works())
    spec = defaults_for("line") if is_mine else spec_of(number)  # until the work is brought back
    project = Project(run=spec, view=ViewSpec(ease_in=False))
    app.first_project = file_controller.first_project = lambda *_device: project  # type: ignore[attr-defined]

    def begin_after(first: app.FirstPaint, window: MainWindow, file: Path | None) -> None:
        begin(first, window, file)
        look = QTimer(window, interval=20)

        def choose() -> None:
            for dialog in window.findChildren(RecoveryDialog):
                for row, found in enumerate(dialog._works):
                    if found.project.run.network.seed == 1000 + number:
                        item = dialog._tree.topLevelItem(row)
                        assert item is not None
                        dialog._tree.setCurrentItem(item)
                        look.stop()
                        dialog._recover.click()

        def tell(event: StateChanged) -> None:
            is_here = window.document.project.run.network.seed == 1000 + number
            if event.state == "running" and is_here:
                trains.set()
            elif event.state == "paused" and is_mine and is_here:
                window.run.train()  # it may have been kept while it did not train yet

        window.run.state_changed.connect(tell)
        window.files.failed.connect(lambda *words: sys.stderr.write(f"{number}: {words}\n"))
        if is_mine:
            look.timeout.connect(choose)
            look.start()
        else:
            window.ready.connect(window.run.train)

    app.begin_after = begin_after
    app.run_window()


def file_controller_folder() -> Path:
    """The store of the windows of this campaign."""
    return Path(os.environ["XDG_DATA_HOME"]) / "Playground" / "Playground" / "recovery"


def kill_once(number: int, every: float, longest: float, store: WorkStore) -> Left | None:
    """Start a window, kill it, and look at what it left; None for nothing yet."""
    trains = PROCESSES.Event()
    process = PROCESSES.Process(target=train_and_be_killed, args=(number, every, trains))
    process.start()
    if not trains.wait(PATIENCE):
        process.kill()
        raise RuntimeError(f"window {number} did not train")
    began = time.time()
    time.sleep(random.uniform(0, longest))
    killed = time.time()
    process.kill()
    process.join()
    mine = [one for one in store.works() if one.project.run.network.seed == 1000 + number]
    if not mine and killed - began <= MOST_LOST:
        return None
    (found,) = mine
    opened = store.open(found.name)
    checkpoint = from_payload(opened.file.payload, opened.project.run)
    assert checkpoint is not None
    assert opened.project.run == spec_of(number)
    entries = {name: opened.file.payload.get(name, b"") for name in COMPARED}
    losses = checkpoint.log.records()[0].loss
    return Left(checkpoint.state.step, entries, losses, killed - max(found.about.when, began))


def judge(number: int, left: list[Left]) -> list[str]:
    """Where what was left is other than in a run in one piece."""
    wrong = [f"{one.lost:.1f} s were lost" for one in left if one.lost > MOST_LOST]
    state, log = trained(spec_of(number), 1)
    for one in sorted(left, key=lambda one: one.steps):
        state, log = _trained_on(state, log, one.steps)
        payload = to_payload(state, log)
        for name, content in one.entries.items():
            if payload.get(name, b"") != content:
                wrong.append(f"{name} differs after {one.steps} steps")
        if not np.array_equal(log.records()[0].loss[-len(one.losses) :], one.losses):
            wrong.append(f"the losses differ after {one.steps} steps")
    return wrong


def _trained_on(state: RunState, log: LossLog, steps: int) -> tuple[RunState, LossLog]:
    if state.step == steps:
        return state, log
    runner = Runner(LossLog(), FrameSlot(), lambda _event: None)
    runner.load(state.spec, None, state, log.to_arrays())
    runner.limit(steps)
    runner.run()
    runner.work(until_ended=True)
    assert runner.left is not None
    assert runner.left.step == steps
    return runner.left, runner.log


def campaign(number: int, arguments: argparse.Namespace, store: WorkStore) -> list[Left]:
    left: list[Left] = []
    for time_ in range(arguments.times):
        found = kill_once(number, arguments.every, arguments.longest, store)
        if found is not None:
            left.append(found)
            sys.stderr.write(f"{number}.{time_}: {found.steps} steps, {found.lost:.2f} s lost\n")
    return left


def main() -> int:
    """Run the campaign; 0 where nothing was lost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--every", type=float, default=0.3)
    parser.add_argument("--longest", type=float, default=3.0)
    parser.add_argument("--windows", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    random.seed(arguments.seed)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        PROCESSES.set_forkserver_preload(IMPORTED)
        store = WorkStore(file_controller_folder())
        with ThreadPoolExecutor(arguments.windows) as pool:
            numbers = range(arguments.windows)
            found = list(pool.map(lambda n: campaign(n, arguments, store), numbers))
    wrong = [words for number, left in enumerate(found) for words in judge(number, left)]
    kills = arguments.times * arguments.windows
    looked = sum(map(len, found))
    lost = [one.lost for left in found for one in left]
    say(
        f"{kills} kills, {looked} with work to bring back; seconds lost: median "
        f"{np.median(lost):.2f}, at most {max(lost):.2f}; wrong: {len(wrong)}"
    )
    for words in wrong:
        say(words)
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
