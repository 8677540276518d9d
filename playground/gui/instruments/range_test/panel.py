"""The dock of the range test: how the rate rises, the curve, and the rate that it suggests."""

from __future__ import annotations

import threading
import time
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.instruments.range_reading import read
from playground.engine.instruments.rate_range import RangeStep, RateRange, why_not
from playground.gui.forms.form import order_tabs
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.range_test.fields import RangeFields
from playground.gui.instruments.range_test.figure import RangeFigure
from playground.gui.instruments.range_test.outcome import (
    End,
    Outcome,
    outcome,
    outdated_words,
    rounded,
    sentences,
)
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, quiet_label
from playground.gui.widgets.yielding_area import YieldingArea
from playground.state.document import Change
from playground.state.project import Project

if TYPE_CHECKING:
    from playground.engine.instruments.run_copy import RunCopy
    from playground.engine.run.session import Session

RATE = "training.learning_rate"
BETWEEN = 0.06
"""Seconds between two pictures of a test under way."""
_EMPTY = N_(
    "Start the test to see which rates the network can learn with: a copy of it trains while the "
    "rate rises at each step."
)
_REMARK = N_(
    "Schedule and warm-up are ignored. Before smoothing, each loss is corrected for how hard its "
    "batch is for the weights before the test."
)
SIDE = 216
"""Pixels for the controls beside the curve."""
NARROW = 480
"""Pixels below which they are as narrow as can be."""


class RangeTestPanel(QWidget):
    """Trains a copy of the run with a rising rate, on another thread.

    Attributes:
        shown: the test that is shown; None before the first.
        is_testing: one is under way.
    """

    _advanced = Signal(object)

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._lane = bench.files.background.lane()
        self._cancelled = threading.Event()
        self.shown: Outcome | None = None
        self.is_testing = False
        self.figure = RangeFigure(bench.appearance.colours, self)
        self.fields = RangeFields(self)
        self.start_button = named(QPushButton(self), "range_test.start")
        self.take_button = named(QPushButton(self), "range_test.take")
        late = plain_label(parent=self, role="warning", wrap=True)
        self.outdated = named(late, "range_test.outdated")
        self.words = named(plain_label(parent=self, wrap=True), "range_test.words")
        self._lay_out()
        self._connect()
        self._show_present()
        self._show_buttons()

    def toggle(self) -> None:
        """Start a test, or cancel the one under way."""
        if self.is_testing:
            self._cancelled.set()
        else:
            self.start()

    def start(self) -> None:
        """Test the run as it stands; a sentence says why where that cannot be."""
        try:
            wanted = self.fields.range()
            optimizer = str(self._bench.document.read("training.optimizer"))
            if reason := why_not(optimizer):
                raise InputError(reason)
        except InputError as error:
            self._refuse(str(error))
            return
        self.is_testing = True
        self._cancelled.clear()
        self._show_buttons()
        self._bench.run.inspect(_copy, partial(self._begin, wanted), self._refuse)

    def take(self) -> None:
        """Set the suggested rate, as one step of undo."""
        rate = self._suggested()
        if rate is None:
            return
        try:
            self._bench.document.edit(RATE, rate, self)
        except InputError as error:
            self._say(str(error))
        self._bench.document.end_gesture()

    # --- on the other thread -------------------------------------------------------------------

    def _test(self, wanted: RateRange, copy: RunCopy, tested: Project) -> Outcome:
        from playground.engine.instruments.range_test import rising

        steps: list[RangeStep] = []
        started, told = copy.state.step, time.perf_counter()
        for step in rising(copy, wanted.rates):
            if self._cancelled.is_set() or self._lane.closed:
                return outcome(wanted, steps, "cancelled", started, tested)
            steps.append(step)
            if time.perf_counter() - told > BETWEEN:
                self._advanced.emit(outcome(wanted, steps, "running", started, tested))
                told = time.perf_counter()
        end: End = "done" if len(steps) == wanted.steps else "exploded"
        return outcome(wanted, steps, end, started, tested)

    # --- on the window's -----------------------------------------------------------------------

    def _begin(self, wanted: RateRange, copy: RunCopy) -> None:
        tested = Project(run=copy.spec, table=self._bench.document.project.table)
        self._lane.start(partial(self._test, wanted, copy, tested), self._end, self._fail)

    def _show(self, shown: Outcome) -> None:
        self.shown = shown
        reading = read(shown.rates, shown.losses, shown.untouched)
        self.figure.set_empty_text("")
        self.figure.show_reading(reading, shown.range)
        self._say(sentences(shown, reading))
        self._show_age()
        self._show_buttons()

    def _end(self, shown: Outcome) -> None:
        self.is_testing = False
        self._show(shown)

    def _fail(self, reason: str, _details: str) -> None:
        self._refuse(reason)

    def _refuse(self, sentence: str) -> None:
        self.is_testing = False
        self._say(sentence)
        self._show_buttons()

    def _say(self, sentences: str) -> None:
        self.words.setText(sentences)
        self.words.setVisible(bool(sentences))

    def _show_age(self) -> None:
        """Tell whether what is shown was measured with other settings."""
        shown, now = self.shown, self._bench.document.project
        words = "" if shown is None else outdated_words(shown.tested, now)
        self.outdated.setText(words)
        self.outdated.setVisible(bool(words))

    def _suggested(self) -> float | None:
        if self.shown is None or self.is_testing or self.figure.reading.suggested is None:
            return None
        if why_not(str(self._bench.document.read("training.optimizer"))):
            return None
        return rounded(self.figure.reading.suggested)

    def _show_buttons(self) -> None:
        text = _("Cancel") if self.is_testing else _("Start the test")
        self.start_button.setText(text)
        rate = self._suggested()
        self.take_button.setEnabled(rate is not None)
        words = _("Use the suggested rate") if rate is None else _("Use {rate}")
        self.take_button.setText(words.format(rate=number(rate or 0.0)))

    def _show_present(self) -> None:
        self.figure.show_present(cast(float, self._bench.document.read(RATE)))

    def _heard(self, change: Change) -> None:
        if RATE in change.paths:
            self._show_present()
        self._show_age()
        self._show_buttons()

    def _recolour(self) -> None:
        self.figure.set_colours(self._bench.appearance.colours)

    def _connect(self) -> None:
        self.start_button.clicked.connect(self.toggle)
        self.take_button.clicked.connect(self.take)
        self._advanced.connect(self._show_advance)
        self._bench.appearance.recoloured.connect(self._recolour)
        unsubscribe = self._bench.document.subscribe(self._heard)
        self.destroyed.connect(lambda: unsubscribe())

    def _show_advance(self, shown: Outcome) -> None:
        if self.is_testing:
            self._show(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """Give the controls no more than they need where the curve has little."""
        needed = self._column.minimumSizeHint().width()
        needed += self._side.verticalScrollBar().sizeHint().width()
        self._side.setFixedWidth(needed if self.width() < NARROW else max(SIDE, needed))

    def _lay_out(self) -> None:
        tip = _("Trains a copy with a rising rate; the run itself is not changed.")
        named(self.start_button, accessible=_("Start or cancel the range test"), tip=tip)
        tip = _("Sets the learning rate of the run. Undo restores the previous rate.")
        named(self.take_button, accessible=_("Use the suggested rate"), tip=tip)
        self._column = column = QWidget(self)
        buttons = [self.start_button, self.take_button]
        parts = (self.fields, *buttons, self.outdated, self.words)
        remark = quiet_label(_(_REMARK), column, wrap=True)
        fill(QVBoxLayout(column), *parts, remark, None, spacing=GRID, margins=GRID)
        self._side = side = YieldingArea(column, 0, self, lambda: 0)
        self._share_width()
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        fill(QHBoxLayout(self), (self.figure, 1), side, spacing=0)
        self.figure.set_empty_text(_(_EMPTY))
        self.words.hide()
        self.outdated.hide()
        order_tabs([*self.fields.stops(), *buttons, self.figure.canvas.widget])


def _copy(session: Session) -> RunCopy:
    from playground.engine.instruments.run_copy import copy_of

    return copy_of(session.trainer)
