"""The live window: its training speed, its responsiveness, and its memory in a long run."""

import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import cycle, pairwise
from pathlib import Path
from types import TracebackType

import psutil
from PySide6.QtCore import QEventLoop, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from playground.engine.loss_log.log import LossLog
from playground.engine.spec.run import RunSpec
from playground.gui.main_window import MainWindow
from playground.gui.process.garbage import GarbageCollector
from playground.gui.process.store import Store
from playground.state.document import Document
from playground.state.project import Project
from playground.state.view import ViewSpec
from tests.benchmarks.pauses import MachinePauses, lengths

BEAT = 16
"""Milliseconds between two ticks of the timer that shows whether the window responds."""

LOOK = 200
"""Milliseconds between two checks whether a measurement is over."""

PROGRESS = 20.0
"""Seconds between two lines that say how far a long run has come."""


@dataclass(frozen=True, slots=True)
class Live:
    """What was measured of a live window.

    Attributes:
        rate: steps per second.
        gaps: seconds between two beats of the event loop, each.
        own_gaps: those of them in which the machine did not pause.
        paused: seconds out of each minute in which the machine stood still.
        epochs: passes over the training part per second.
        frames: pictures shown per second.
        megabytes: resident memory gained while training.
    """

    rate: float
    gaps: list[float]
    own_gaps: list[float]
    paused: float
    epochs: float
    frames: float
    megabytes: float


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes of a long run in the window: gained at its end, at most, and in the log."""

    steps: int
    gained: float
    peak: float
    log: float


class LiveWindow:
    """A window of 1280×800 that shows everything and trains as soon and as fast as it can."""

    def __init__(self, spec: RunSpec, *, diagram: bool = True) -> None:
        app = QApplication.instance() or QApplication([])
        assert isinstance(app, QApplication)
        # Of its own, so that a person's arrangement of the window is neither used nor changed.
        self._folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        ini = str(Path(self._folder.name) / "settings.ini")
        store = Store(QSettings(ini, QSettings.Format.IniFormat))
        project = Project(run=spec, view=ViewSpec(ease_in=False))
        self.window = MainWindow(Document(project), store, app)
        self.window.space.network.setVisible(diagram)
        self.window.resize(1280, 800)
        self.window.show()
        self.window.ready.connect(GarbageCollector(self.window).settle)
        self.window.ready.connect(self.window.run.toggle)
        self._process = psutil.Process()

    def __enter__(self) -> "LiveWindow":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.window.shut_down()
        self.window.close()
        self._folder.cleanup()

    @property
    def log(self) -> LossLog:
        """Every loss of the run."""
        return self.window.run.thread_of_training.log

    @property
    def resident(self) -> float:
        """Megabytes of memory that the process holds."""
        megabytes: float = self._process.memory_info().rss / 2**20
        return megabytes

    @property
    def steps_per_epoch(self) -> float:
        """As the last frame tells it; 1 before there is one."""
        last = self.window.run.frame
        return last.step / last.epoch if last is not None and last.epoch else 1.0

    def warm_up(self, seconds: float) -> None:
        """Import torch, prepare the run, and train for so many seconds."""
        run = self.window.run
        run.start()
        _wait(lambda: run.state in ("running", "failed"), 20)
        due = time.perf_counter() + seconds
        self.train(lambda: time.perf_counter() >= due)

    def train(self, is_over: Callable[[], bool]) -> None:
        """Let it train until `is_over` says so.

        Raises:
            RuntimeError: the run ended by itself.
        """
        run = self.window.run
        _wait(lambda: is_over() or run.state != "running", LOOK)
        if run.state != "running":
            raise RuntimeError(f"the run is {run.state} after {self.log.steps} steps")

    def rate_for(self, seconds: float, drag: bool) -> float:
        """Steps per second, while the slider of the learning rate is dragged or is not."""
        rate = self.window.document.project.run.training.learning_rate
        rates = cycle(rate * (0.5 + step / 50) for step in range(50))
        mouse = QTimer()
        mouse.setInterval(BEAT)
        panel, path = self.window.space.training, "training.learning_rate"
        mouse.timeout.connect(lambda: panel.edited.emit(path, next(rates)))
        if drag:
            mouse.start()
        first, since = self.log.steps, time.perf_counter()
        self.train(lambda: time.perf_counter() >= since + seconds)
        made, spent = self.log.steps - first, time.perf_counter() - since
        mouse.stop()
        panel.edited.emit(path, rate)
        panel.finished.emit(path)
        return made / spent


def _wait(is_so: Callable[[], bool], milliseconds: int) -> None:
    """Serve the window until `is_so`, asked every so many milliseconds."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if is_so() else None)
    timer.start(milliseconds)
    loop.exec()
    timer.stop()


def live_rate(spec: RunSpec, seconds: float, warm_up: float = 3.0, *, diagram: bool = True) -> Live:
    """Train in the window, and measure for so many seconds after a warm-up."""
    beats: list[float] = []
    frames: list[float] = []
    heart = QTimer()
    heart.setInterval(BEAT)
    heart.timeout.connect(lambda: beats.append(time.perf_counter()))
    with MachinePauses() as pauses, LiveWindow(spec, diagram=diagram) as live:
        live.warm_up(warm_up)
        live.window.run.frame_ready.connect(lambda _: frames.append(time.perf_counter()))
        heart.start()
        since, first, megabytes = time.perf_counter(), live.log.steps, live.resident
        live.train(lambda: time.perf_counter() >= since + seconds)
        heart.stop()
        until = time.perf_counter()
        rate = (live.log.steps - first) / (until - since)
        epochs, gained = rate / live.steps_per_epoch, live.resident - megabytes
    gaps = list(pairwise(beats))
    return Live(
        rate=rate,
        gaps=lengths(gaps),
        own_gaps=pauses.undisturbed(gaps),
        paused=pauses.per_minute(since, until),
        epochs=epochs,
        frames=len(frames) / (until - since),
        megabytes=gained,
    )


def memory_of(spec: RunSpec, steps: int) -> Memory:
    """Train so many steps in the window, and tell on standard error how far it has come."""
    with LiveWindow(spec) as live:
        live.warm_up(1.0)
        before, began = live.resident, time.perf_counter()
        peak, told = before, began

        def is_over() -> bool:
            nonlocal peak, told
            peak = max(peak, live.resident)
            if time.perf_counter() - told >= PROGRESS:
                told = time.perf_counter()
                _tell(live.log.steps, steps, told - began, live.resident - before)
            return live.log.steps >= steps

        live.train(is_over)
        made, gained = live.log.steps, live.resident - before
        log = sum(array.nbytes for array in live.log.to_arrays().values()) / 2**20
    return Memory(made, gained, peak - before, log)


def _tell(made: int, wanted: int, seconds: float, gained: float) -> None:
    sys.stderr.write(f"{made} of {wanted} steps after {seconds:.0f} s, {gained:+.1f} MB\n")
    sys.stderr.flush()
