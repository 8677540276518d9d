"""How smoothly the window shows a race, and how fast both lanes train, measured within one run.

    python -m tests.benchmarks.race [SECONDS [HIDDEN...]]

The dock of the race is in front, and the network is raced against the same one with another
optimizer, at full speed. Told are pictures a second (each shows both lanes) and what one costs the
window's thread, the longest and the 99th percentile of the gaps between two beats of its event
loop, the steps a second of each lane, and those of the window's own run just before. The machine is
to be quiet.
"""

import sys
import time

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer

from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import defaults_for
from playground.gui.instruments.race.panel import RacePanel
from tests.benchmarks.live import BEAT, LiveWindow, _wait

CASES = (("circle", "4,2"), ("circle", "64,64"), ("hills", "8,8"), ("digits", "32"))


def gaps_of(panel: RacePanel, seconds: float) -> tuple[list[float], int]:
    """Seconds between beats while racing, and the pictures shown."""
    beats, pictures = [time.perf_counter()], [0]

    def count(_pair: object) -> None:
        pictures[0] += 1

    timer, loop = QTimer(timerType=Qt.TimerType.PreciseTimer), QEventLoop()
    timer.timeout.connect(lambda: beats.append(time.perf_counter()))
    panel.controller.pictured.connect(count)
    timer.start(BEAT)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
    timer.stop()
    panel.controller.pictured.disconnect(count)
    return np.diff(beats).tolist(), pictures[0]


def measure(source: str, hidden: str, seconds: float) -> str:
    """One race, in a line."""
    chosen = ("training.epochs=0", f"network.hidden={hidden}")
    with LiveWindow(settings.parse_all(defaults_for(source), chosen)) as live:
        live.warm_up(2.0)
        alone = live.rate_for(seconds, drag=False)
        live.window.space.show_instrument("race")
        panel = live.window.findChild(RacePanel)
        assert panel is not None
        panel.form.buttons["optimizer"].click()
        controller = panel.controller
        _wait(lambda: controller.standing.state == "running", 20)
        gaps_of(panel, 2.0)  # programs are prepared
        logs = controller.logs
        assert logs is not None
        began, before, busy = time.perf_counter(), logs[0].steps, time.thread_time()
        gaps, pictures = gaps_of(panel, seconds)
        spent, busy = time.perf_counter() - began, time.thread_time() - busy
        rate = (logs[0].steps - before) / spent
        longest, most = 1000 * max(gaps), 1000 * float(np.percentile(gaps, 99))
    return (
        f"{source} {hidden}: {pictures / spent:.0f} pictures/s, {1000 * busy / pictures:.1f} ms of "
        f"the window's processor time each, gaps 99 % {most:.0f} ms, longest {longest:.0f} ms, "
        f"each lane {rate:.0f} steps/s, the run alone {alone:.0f}"
    )


def main(arguments: list[str]) -> None:
    """Measure each case for so many seconds."""
    seconds = float(arguments[0]) if arguments else 6.0
    cases = [("circle", hidden) for hidden in arguments[1:]] or list(CASES)
    for source, hidden in cases:
        sys.stdout.write(f"{measure(source, hidden, seconds)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
