"""What two runs predict, side by side, and where they differ; the present run takes part live."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.forms.combo import KeyCombo
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.compare.columns import PRESENT, Column, entries_of
from playground.gui.instruments.compare.stills import Ask, Pair, Stills
from playground.gui.instruments.compare.three_plots import ThreePlots
from playground.gui.instruments.looking import Looking
from playground.gui.theme import GRID
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.state.history.record import RunRecord

if TYPE_CHECKING:
    from playground.engine.instruments.run_copy import RunCopy
    from playground.engine.run.session import Session

TARGET = "view.shown_target"
SHARE = 0.1
"""Of the training's time, at most so much goes into its pictures."""


class PredictionsPage(QWidget):
    """Two runs to choose, their pictures, and the difference.

    Attributes:
        pair: what is shown; None before the first.
        combos: the runs on the left and in the middle.
    """

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._lane = bench.files.background.lane()
        self._stills = Stills()
        self._columns: dict[str, Column] = {}
        self._copy: RunCopy | None = None
        self._is_busy = self._again = False
        self.pair: Pair | None = None
        self.combos = self._make_combos()
        self.plots = ThreePlots(self.combos, bench.appearance.colours, self)
        fill(QVBoxLayout(self), self.plots, margins=(GRID, 0, GRID, 0))
        self._looking = Looking(bench.run, self, self._look, self._take_copy, self.plots.say, SHARE)
        self.plots.wanted_changed.connect(self._work)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Offer these runs; a choice that is gone gives way to the first that is not taken."""
        self._columns = {column.key: column for column in columns}
        entries = entries_of(columns)
        for combo, other in zip(self.combos, reversed(self.combos), strict=True):
            combo.set_entries(entries)
            if combo.key() not in self._columns:
                free = [key for key in self._columns if key != other.key()]
                combo.set_key(free[0] if free else "")
        self._renew()

    def set_colours(self) -> None:
        """Recolour."""
        self.plots.set_colours(self._bench.appearance.colours)

    def showEvent(self, event: QShowEvent) -> None:
        """Work out what is seen now."""
        super().showEvent(event)
        self._renew()

    # --- on the worker's thread ----------------------------------------------------------------

    def _look(self, session: Session) -> RunCopy | None:
        from playground.engine.instruments.run_copy import copy_of

        return copy_of(session.trainer, optimizer=False) if self._needs_present else None

    # --- on the window's -----------------------------------------------------------------------

    @property
    def _keys(self) -> tuple[str, ...]:
        return tuple(combo.key() for combo in self.combos)

    @property
    def _needs_present(self) -> bool:
        return PRESENT in self._keys

    def _renew(self, _key: str = "") -> None:
        """Another pair is wanted."""
        if self._needs_present:
            self._looking.ask()
        else:
            self._work()

    def _take_copy(self, copy: RunCopy | None) -> None:
        if copy is not None:
            self._copy = copy
            self._work()

    def _work(self) -> None:
        sides = [self._side(key) for key in self._keys]
        if not self.isVisible() or len(self._columns) < 2 or None in sides:
            return
        if self._is_busy:
            self._again = True
            return
        self._is_busy, self._again = True, False
        one, other = (side for side in sides if side is not None)
        target = str(self._bench.document.read(TARGET))
        ask = Ask(*self.plots.wanted(), target)
        make = partial(_timed, partial(self._stills.pair, (one, other), ask))
        self._lane.start(make, self._show, self._fail)

    def _side(self, key: str) -> RunRecord | RunCopy | None:
        column = self._columns.get(key)
        if column is None:
            return None
        return column.record or self._copy

    def _show(self, made: tuple[Pair, float]) -> None:
        pair, seconds = made
        self.pair = pair
        self._looking.charge(seconds)
        if pair.refusal:
            self.plots.say(pair.refusal)
        else:
            self.plots.show_pair(pair, [combo.currentText() for combo in self.combos])
        self._go_on()

    def _fail(self, reason: str, _details: str) -> None:
        self.pair = None
        self.plots.say(reason)
        self._go_on()

    def _go_on(self) -> None:
        self._is_busy = False
        if self._again:
            self._work()

    def _make_combos(self) -> tuple[KeyCombo, KeyCombo]:
        tip = _("A run whose predictions are shown below.")
        left, right = KeyCombo(self), KeyCombo(self)
        named(left, "compare.left", _("Run on the left"), tip)
        named(right, "compare.right", _("Run on the right"), tip)
        for combo in (left, right):
            combo.picked.connect(self._renew)
        return left, right


def _timed(make: Callable[[], Pair]) -> tuple[Pair, float]:
    """A pair, and how many seconds it took."""
    began = time.perf_counter()
    pair = make()
    return pair, time.perf_counter() - began
