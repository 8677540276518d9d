"""Looks at a run again and again while a widget is seen, one question at a time."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from playground.engine.run.session import Session
    from playground.gui.controllers.run.run_controller import RunController

T = TypeVar("T")
SHARE = 0.05
"""Of a training's time, at most so much goes into what one instrument asks."""
RECENT = 3
"""Looks whose costs tell when to look again."""
SOONEST = 33
"""Milliseconds between two questions at least."""


class Looking(QObject, Generic[T]):
    """Asks `look` of the session on the worker's thread, and gives the answer to `show`.

    It asks while `widget` is visible: again and again while training, and otherwise once when it is
    shown and after each change of state, settings or weights. What `look` returns must be values
    that may cross threads. Between two questions of a run that trains pass `soonest` milliseconds
    at least, and as many as keep what looking and showing cost within their share.

    Attributes:
        is_asked: an answer is under way.
    """

    def __init__(
        self,
        run: RunController,
        widget: QWidget,
        look: Callable[[Session], T],
        show: Callable[[T], None],
        refused: Callable[[str], None] = lambda _sentence: None,
        share: float = SHARE,
        soonest: int = SOONEST,
    ) -> None:
        """Ask from now on.

        Args:
            refused: takes the sentence of a look that could not be made.
            share: of the training's time, what looking takes at most.
            soonest: milliseconds between two questions at least.
        """
        super().__init__(widget)
        self._share = share
        self._run = run
        self._widget = widget
        self._look, self._show, self._refused = look, show, refused
        self.is_asked = False
        self._again = False
        self._soonest = soonest
        self._costs: list[float] = []
        self._has_looked = False
        self._answered = -math.inf
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.ask)
        run.state_changed.connect(self.ask)
        run.edited.connect(self.ask)
        run.applied.connect(self.ask)
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Ask once the widget is seen."""
        if event.type() == QEvent.Type.Show:
            self.ask()
        return False

    def ask(self, *_event: object) -> None:
        """Look now, or right after the answer that is under way."""
        if not self._widget.isVisible():
            return
        if self.is_asked:
            self._again = True
            return
        wait = self._due() - time.monotonic()
        if self._run.state == "running" and wait > 0:
            # A setting that is dragged changes all the time, and a dock can be shown again and
            # again: neither takes more of the training than its share.
            self._timer.start(round(1000 * wait) + 1)
            return
        self.is_asked, self._again = True, False
        self._timer.stop()
        self._run.inspect(self._timed, self._take, self._take_refusal)

    def charge(self, seconds: float) -> None:
        """Showing the answer took so long: it counts as looking does."""
        if self._costs:
            self._costs[-1] += seconds

    def _due(self) -> float:
        """When what was asked so far is within its share.

        A look that another program interrupted for long says little of the others, so that the
        mean is not taken for more than twice the median.
        """
        costs = self._costs or [0.0]
        cost = min(statistics.mean(costs), 2 * statistics.median(costs))
        return self._answered + max(self._soonest / 1000, cost / self._share)

    def _timed(self, session: Session) -> T:
        began = time.perf_counter()
        answer = self._look(session)
        # The first one imports what it needs, which says nothing of the next ones.
        if self._has_looked:
            self._costs = [*self._costs[1 - RECENT :], time.perf_counter() - began]
        self._has_looked = True
        return answer

    def _take(self, answer: T) -> None:
        self.is_asked = False
        self._show(answer)
        self._go_on()

    def _take_refusal(self, sentence: str) -> None:
        self.is_asked = False
        self._refused(sentence)
        self._go_on()

    def _go_on(self) -> None:
        self._answered = time.monotonic()
        if self._again or self._run.state == "running":
            self.ask()
