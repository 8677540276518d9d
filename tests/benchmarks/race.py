"""How smoothly the window shows a race, and how fast both lanes train, measured within one run.

    python -m tests.benchmarks.race [SECONDS [HIDDEN...]]

The dock of the race is in front, and the network is raced against the same one with another
optimizer, at full speed. Told are pictures a second (each shows both lanes) and what one costs the
window's thread, the gaps between two beats of its event loop, and the steps a second of each lane;
and the same of the window's own run just before. The machine is to be quiet.
"""

import sys
import time
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer, SignalInstance

from playground.engine.loss_log.log import LossLog
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.instruments.race.panel import RacePanel
from tests.benchmarks.live import BEAT, LiveWindow, _wait

CASES = (("circle", "4,2"), ("circle", "64,64"), ("hills", "8,8"), ("digits", "32"))


@dataclass(frozen=True)
class Seen:
    """What was seen in so many seconds.

    Attributes:
        pictures: a second.
        cost: milliseconds of the window's thread, each.
        gap, longest: between two beats of the event loop, in milliseconds; 99 of 100 are shorter.
        rate: steps a second.
    """

    pictures: float
    cost: float
    gap: float
    longest: float
    rate: float

    def __str__(self) -> str:
        return (
            f"{self.pictures:.0f} pictures/s at {self.cost:.1f} ms, gaps 99 % {self.gap:.0f} ms, "
            f"longest {self.longest:.0f} ms, {self.rate:.0f} steps/s"
        )


def look(pictured: SignalInstance, log: LossLog, seconds: float) -> Seen:
    """Look at what is trained for so many seconds."""
    beats, pictures = [time.perf_counter()], [0]

    def count(_picture: object) -> None:
        pictures[0] += 1

    timer, loop = QTimer(timerType=Qt.TimerType.PreciseTimer), QEventLoop()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    pictured.connect(count)
    timer.start(BEAT)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    steps, busy = log.steps, time.thread_time()
    loop.exec()
    busy, spent = time.thread_time() - busy, time.perf_counter() - beats[0]
    timer.stop()
    pictured.disconnect(count)
    gaps, shown = 1000 * np.diff(beats), max(1, pictures[0])
    most = float(np.percentile(gaps, 99)), float(gaps.max())
    return Seen(shown / spent, 1000 * busy / shown, *most, (log.steps - steps) / spent)


def measure(source: str, hidden: str, seconds: float) -> str:
    """A race, and the run of the window just before it."""
    chosen = ("training.epochs=0", f"network.hidden={hidden}")
    with LiveWindow(settings.parse_all(defaults_for(source), chosen)) as live:
        live.warm_up(2.0)
        alone = look(live.window.run.frame_ready, live.log, seconds)
        live.window.space.show_instrument("race")
        panel = live.window.findChild(RacePanel)
        assert panel is not None
        panel.form.buttons["optimizer"].click()
        controller = panel.controller
        _wait(lambda: controller.standing.state == "running", 20)
        logs = controller.logs
        assert logs is not None
        look(controller.pictured, logs[0], 2.0)  # programs are prepared
        race = look(controller.pictured, logs[0], seconds)
    return f"{source} {hidden}\n  race, each lane: {race}\n  the run alone:   {alone}"


def main(arguments: list[str]) -> None:
    """Measure each case for so many seconds."""
    seconds = float(arguments[0]) if arguments else 6.0
    cases = [("circle", hidden) for hidden in arguments[1:]] or list(CASES)
    for source, hidden in cases:
        sys.stdout.write(f"{measure(source, hidden, seconds)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
