"""All tensors of the run beside the one that is looked into."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from playground.engine.common.language import _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.instruments.tensors.entry import Entry, TensorSource
from playground.engine.instruments.tensors.findings import Measures
from playground.engine.instruments.tensors.question import Answer, Question
from playground.engine.instruments.tensors.sheet import Part
from playground.gui.forms.form import order_tabs
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.looking import SHARE, Looking
from playground.gui.instruments.tensors import words
from playground.gui.instruments.tensors.controls import CopyMenu, Ways
from playground.gui.instruments.tensors.heat_plot import HeatPlot
from playground.gui.instruments.tensors.numbers import NumbersView, scale_of
from playground.gui.instruments.tensors.spread_plot import SpreadPlot
from playground.gui.instruments.tensors.tree import TensorTree
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

if TYPE_CHECKING:
    from playground.engine.instruments.tensors.writing import Form
    from playground.engine.run.session import Session

SOONEST = 125
"""Milliseconds between two pictures: numbers that change more often cannot be read."""


def _tensors_of(session: Session) -> TensorSource:
    from playground.engine.instruments.tensors.of_run import TensorsOfRun

    return TensorsOfRun(session.trainer)


class TensorsPanel(QWidget):
    """The dock's content."""

    def __init__(
        self,
        bench: Bench,
        parent: QWidget,
        source: Callable[[Session], TensorSource] = _tensors_of,
    ) -> None:
        super().__init__(parent)
        named(self, "instrument.tensors", _("Tensors"))
        self._bench, self._source = bench, source
        colours = bench.appearance.colours
        self._question = Question()
        self._measured: dict[str, tuple[int, Measures]] = {}
        self._step = -1
        self._rests_until = 0.0
        self.tree = TensorTree(self)
        self.numbers = NumbersView(colours, self)
        self.heat = HeatPlot(colours, self)
        self.spread = SpreadPlot(colours, self)
        self.ways = Ways(self)
        self.copy_menu = CopyMenu(self)
        self.said = named(ElidedLabel(self), "tensors.said")
        self.status = named(ElidedLabel(self), "tensors.status")
        self._arrange()
        self.looking = Looking(
            bench.run, self, self._look, self._show, self._refuse, soonest=SOONEST
        )
        self._connect()
        self._say(None)

    # --- what is asked, and what comes ----------------------------------------------------------

    def _look(self, session: Session) -> Answer:
        # On the worker's thread: it reads the one reference to what is wanted by now.
        from playground.engine.instruments.tensors.look import answer

        return answer(self._source(session), session.trainer.step_number, self._question)

    def _ask(self, *_event: object) -> None:
        """What is seen has changed."""
        self._question = self._wanted()
        self.looking.ask()

    def _wanted(self) -> Question:
        way = self.ways.key()
        return Question(
            chosen=self.tree.current,
            cells=self.numbers.in_sight() if way == "numbers" else None,
            picture=self.heat.wanted() if way == "heat" else None,
            is_counted=way == "spread",
            measured=self._waiting(),
        )

    def _waiting(self) -> tuple[str, ...]:
        """What is to be measured: the chosen one, then those in sight that wait longest."""
        keys = sorted(self.tree.in_sight(), key=lambda key: self._when(key))
        chosen = self.tree.current
        # While it trains, who scrolls asks often: known measures wait for their turn.
        rests = self._trains and time.monotonic() < self._rests_until
        since = 0 if rests else self._step
        return tuple(dict.fromkeys(k for k in (chosen, *keys) if k and self._when(k) < since))

    @property
    def _trains(self) -> bool:
        return self._bench.run.state == "running"

    def _when(self, key: str) -> int:
        return self._measured[key][0] if key in self._measured else -2

    def _show(self, found: Answer) -> None:
        self._step = found.step
        if found.measures:
            self._rests_until = time.monotonic() + max(SOONEST / 1000, found.spent / SHARE)
        for key, measures in found.measures.items():
            self._measured[key] = (found.step, measures)
        self.tree.show_entries(found.entries)
        self.tree.show_measures(found.measures)
        entry = self._entry()
        self._say(entry)
        for view in (self.numbers, self.heat):
            view.show_entry(entry)
        if entry is not None and found.question.chosen == entry.key:
            self._show_numbers(entry, found)
        self._question = self._wanted()
        if not self._trains and self._has_more():
            self.looking.ask()

    def _has_more(self) -> bool:
        """Whether something in sight was not measured at this step."""
        return any(self._when(key) < self._step for key in self._question.measured)

    def _show_numbers(self, entry: Entry, found: Answer) -> None:
        scale = self._scale(entry)
        if found.cells is not None:
            self.numbers.show_cells(found.cells, scale)
        if found.picture is not None:
            self.heat.show_map(found.picture, scale)
        if found.histogram is not None:
            self.spread.show_histogram(entry, found.histogram)

    def _scale(self, entry: Entry) -> float:
        found = self._measured.get(entry.key)
        return scale_of(found[1].low, found[1].high) if found else 1.0

    def _refuse(self, sentence: str) -> None:
        self.tree.show_entries(())
        self._measured, self._step = {}, -1
        self._say(None)
        self.numbers.show_entry(None)
        self.heat.show_entry(None)
        self.said.show_text(sentence)

    def _forget(self, *_event: object) -> None:
        """Numbers were changed by hand: what was measured counts no more."""
        self._measured = {key: (-2, found) for key, (_step, found) in self._measured.items()}
        self._ask()

    # --- what is said ---------------------------------------------------------------------------

    def _entry(self) -> Entry | None:
        current = self.tree.current
        return next((entry for entry in self.tree.entries if entry.key == current), None)

    def _say(self, entry: Entry | None) -> None:
        self.copy_menu.setEnabled(entry is not None)
        if entry is None:
            waits = _("The tensors appear here once the network is built.")
            self.said.show_text(_("Choose a tensor.") if self.tree.entries else waits)
            return
        parts = [words.summary(entry)]
        if entry.key in self._measured:
            found = self._measured[entry.key][1]
            parts.append(words.odd_words(found.nans + found.infinite))
            parts.append(words.sample_words(found.looked, math.prod(entry.shape)))
        self.said.show_text("  ".join(part for part in parts if part))

    # --- copying --------------------------------------------------------------------------------

    def _copy(self, form: Form, part: Part | None = None) -> None:
        key = self.tree.current

        def write(session: Session) -> str:
            from playground.engine.instruments.tensors.writing import written

            return written(self._source(session), key, form, part)

        self._bench.run.inspect(write, self._copied, self.status.show_text)

    def _copied(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        n = text.count("\n")
        self.status.show_text(
            ngettext("Copied: {n} line.", "Copied: {n} lines.", n).format(n=grouped(n))
        )

    def _code_copied(self, code: str) -> None:
        self.status.show_text(_("Copied: {code}").format(code=code))

    # --- how it is put together -----------------------------------------------------------------

    def _connect(self) -> None:
        self.tree.chosen.connect(self._choose)
        for heard in (self.tree.seen, self.numbers.moved, self.heat.moved, self.ways.changed):
            heard.connect(self._ask)
        self.ways.changed.connect(self._turn)
        self.tree.copied.connect(self._code_copied)
        self.numbers.pointed.connect(self._point)
        self.numbers.copy_wanted.connect(lambda part: self._copy("text", part))
        self.heat.picked.connect(self._go_to)
        self.copy_menu.text_wanted.connect(lambda: self._copy("text"))
        self.copy_menu.csv_wanted.connect(lambda: self._copy("csv"))
        self.copy_menu.code_wanted.connect(self.tree.copy_code)
        self._bench.run.edited.connect(self._forget)
        self._bench.appearance.recoloured.connect(self._recolour)

    def _choose(self, _key: str) -> None:
        entry = self._entry()
        self._say(entry)
        self.numbers.show_entry(entry)
        self.heat.show_entry(entry)
        self._ask()

    def _turn(self) -> None:
        self.views.setCurrentIndex(self.ways.place)
        self.status.show_text("")

    def _point(self, words_of_cell: str) -> None:
        if words_of_cell and self.ways.key() == "numbers":
            self.status.show_text(words_of_cell)

    def _go_to(self, row: int, column: int) -> None:
        self.ways.choose("numbers")
        self.numbers.go_to(row, column)

    def _recolour(self) -> None:
        colours = self._bench.appearance.colours
        self.tree.recolour()
        for view in (self.numbers, self.heat, self.spread):
            view.set_colours(colours)

    def _arrange(self) -> None:
        self.said.setFont(small_font(self.said.font()))
        self.status.setFont(small_font(self.status.font()))
        self.views = QStackedWidget(self)
        for view in (self.numbers, self.heat, self.spread):
            self.views.addWidget(view)
        right = QWidget(self)
        tools = fill(QHBoxLayout(), (self.ways, 1), self.copy_menu, spacing=HALF)
        rows = (tools, self.said, (self.views, 1), self.status)
        fill(QVBoxLayout(right), *rows, spacing=HALF)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.setChildrenCollapsible(False)
        split.addWidget(self.tree)
        split.addWidget(right)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([1000, 1100])
        fill(QVBoxLayout(self), (split, 1), margins=(GRID, HALF, GRID, HALF))
        stops = [self.tree, self.ways, self.copy_menu, self.numbers]
        order_tabs(stops)
        self.heat.come_after(self.numbers)
        self.spread.come_after(self.heat.canvas.widget)
