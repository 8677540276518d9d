"""How smoothly the numbers of a large tensor scroll."""

import time
from collections.abc import Callable

import numpy as np
import torch
from PySide6.QtWidgets import QApplication

from playground.gui.instruments.tensors.numbers import PENDING, NumbersView
from playground.gui.instruments.tensors.panel import TensorsPanel
from tests.benchmarks.cases import Case
from tests.benchmarks.figures import percentile, say
from tests.benchmarks.live import LiveWindow
from tests.given_tensors import Given

SIDE = 4096
FASTER = 3
"""Rows that are scrolled for each picture."""


class Scrolling:
    """A hand that scrolls without a pause.

    Attributes:
        pictures: milliseconds that each picture took.
        waits: milliseconds until every number of a far place was there.
    """

    def __init__(self, view: NumbersView) -> None:
        self._view = view
        self.pictures: list[float] = []
        self.waits: list[float] = []

    def run(self, seconds: float) -> None:
        """Scroll down and to the right, and jump now and then."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            self.pictures.append(self._time(self._next))
            if len(self.pictures) % 50 == 0:
                self.waits.append(self._time(self._jump))

    def _next(self) -> None:
        down, across = self._view.verticalScrollBar(), self._view.horizontalScrollBar()
        down.setValue((down.value() + FASTER) % down.maximum())
        across.setValue((across.value() + 1) % across.maximum())
        QApplication.processEvents()

    def _jump(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue((bar.value() + bar.maximum() // 3) % bar.maximum())
        while self._is_pending():
            QApplication.processEvents()

    def _is_pending(self) -> bool:
        view = self._view
        return view.numbers.text(view.rowAt(0), view.columnAt(0)) == PENDING

    def _time(self, act: Callable[[], None]) -> float:
        began = time.perf_counter()
        act()
        return 1000 * (time.perf_counter() - began)


def print_tensors(case: Case, seconds: float) -> None:
    """Scroll while the run is paused and while it trains at full speed."""
    source = Given(weight=torch.randn(SIDE, SIDE))
    with LiveWindow(case.spec()) as live:
        live.warm_up(2.0)
        panel = TensorsPanel(live.window, live.window, lambda _session: source)
        panel.setGeometry(0, 0, 1000, 560)
        panel.show()
        panel.raise_()
        live.train(lambda: panel.numbers.numbers.value(0, 0) is not None)
        for words in ("training", "paused"):
            if words == "paused":
                live.window.run.pause()
            hand = Scrolling(panel.numbers)
            hand.run(seconds)
            _say(words, hand)


def _say(words: str, hand: Scrolling) -> None:
    rate = 1000 / float(np.mean(hand.pictures))
    say(
        f"{SIDE} × {SIDE}, {words}: {rate:.0f} pictures/s, {percentile(hand.pictures, 0.5):.1f} ms "
        f"at the median, {percentile(hand.pictures, 0.99):.1f} at p99; numbers of a far place are "
        f"there after {percentile(hand.waits, 0.5):.0f} ms at the median"
    )
