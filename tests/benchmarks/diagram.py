"""What drawing the live network costs, compared with the same window without it."""

import statistics
import time
from unittest.mock import patch

from PySide6.QtGui import QPaintEvent

from playground.gui.canvas.network_canvas import NetworkCanvas
from tests.benchmarks.cases import CASES, Case
from tests.benchmarks.figures import percentile, say
from tests.benchmarks.live import live_rate
from tests.benchmarks.rates import headless_rate

ALL_FEATURES = "data.features=x1,x2,x1_squared,x2_squared,x1_x2,sin_x1,sin_x2"

DIAGRAM: tuple[Case, ...] = (
    CASES[0],
    Case("7-8×6-1 tanh, batch 10, Adam", "spiral", (*CASES[2].assignments, ALL_FEATURES)),
    Case(
        "2-32×12-1 tanh, batch 10, Adam",
        "circle",
        (*CASES[1].assignments, "network.hidden=" + ",".join(["32"] * 12)),
    ),
    CASES[4],
    Case(
        "10-784-128-64-1 ReLU, batch 32, Adam",
        "random10",
        ("network.hidden=784,128,64", "training.epochs=0"),
    ),
)


BROWSER = {DIAGRAM[0].name: 58.0, DIAGRAM[1].name: 11.0}
"""Epochs per second of TensorFlow Playground in a browser on such a machine."""
BROWSER_ROWS = 250
"""Points of each of its epochs: half of the 500 that it draws."""


def print_diagram_case(case: Case, seconds: float) -> None:
    """Train without the window before and after, in it without the diagram, and with it."""
    before = headless_rate(case.spec(), seconds / 2)
    without = live_rate(case.spec(), seconds, diagram=False)
    spent: list[float] = []
    paint = NetworkCanvas.paintEvent

    def timed(canvas: NetworkCanvas, event: QPaintEvent) -> None:
        began = time.perf_counter()
        paint(canvas, event)
        spent.append(1000 * (time.perf_counter() - began))

    with patch.object(NetworkCanvas, "paintEvent", timed):
        live = live_rate(case.spec(), seconds)
    headless = (before + headless_rate(case.spec(), seconds / 2)) / 2
    gaps = [1000 * gap for gap in live.own_gaps]
    epochs = live.rate * case.spec().training.batch_size / BROWSER_ROWS
    browser = f"{epochs / BROWSER[case.name]:.0f}" if case.name in BROWSER else "–"
    say(
        f"| {case.name} | {live.rate / headless:.2f} | {live.rate / without.rate:.2f} | "
        f"{browser} | "
        f"{live.frames:.0f} | {without.frames:.0f} | {statistics.median(spent):.1f}, "
        f"{percentile(spent, 0.99):.1f} | {percentile(gaps, 0.99):.0f} | {live.megabytes:+.1f} MB |"
    )
