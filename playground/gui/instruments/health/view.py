"""The dock of gradients over time: asks the run while it is seen, keeps what it hears, draws it."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from playground.engine.common.language import N_, _
from playground.engine.instruments.health.history import History
from playground.engine.instruments.health.look import Look
from playground.engine.instruments.health.remedies import Offer
from playground.engine.instruments.health.rules import Finding, diagnose
from playground.gui.forms.combo import Heading, KeyCombo, OwnName
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.health.figure import HealthFigure
from playground.gui.instruments.health.layers import layer_names
from playground.gui.instruments.health.notice import Notice
from playground.gui.instruments.health.painting import Painting
from playground.gui.instruments.health.quantities import (
    CURVES,
    SPREADS,
    Curve,
    Spread,
    choice_of,
)
from playground.gui.instruments.looking import Looking
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

if TYPE_CHECKING:
    from playground.engine.run.events import StateChanged
    from playground.engine.run.session import Session

DRAW_EVERY = 200
"""Milliseconds between two looks, and two drawings, at least."""
SHARE = 0.03
"""Of the training's time, what looking and drawing may take together. A twentieth is not to be
passed, and what cannot be measured costs a little too, such as caches that have to be filled."""
LOW = 230
"""Pixels of height below which a sentence takes the legend's room."""
STAYS = 1.5
"""Seconds for which a sentence stays at least, so that it can be read."""
_ROWS: dict[str, Curve | Spread] = {row.key: row for row in CURVES}
_ROWS |= {row.key: row for row in SPREADS}


def look_at(session: Session) -> Look:
    """What the dock asks of a run."""
    # Imported on the worker's thread, which has torch already: the window's must not wait for it.
    from playground.engine.instruments.health.measuring import measure

    return measure(session.trainer, session.rules.state.best_loss)


class HealthView(QWidget):
    """Controls, a sentence where something is wrong, and the plot."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("instrument.gradients")
        self._bench = bench
        self.history = History()
        self._run = 0
        self._said_at = 0.0
        self.quantity = self._combo("gradients.quantity", _("What to plot"))
        curves, spreads = [*map(choice_of, CURVES)], [*map(choice_of, SPREADS)]
        headings = Heading(N_("Curves of all layers")), Heading(N_("Histograms of one layer"))
        self.quantity.set_entries((headings[0], *curves, headings[1], *spreads))
        self.quantity.set_key(CURVES[0].key)
        self.layer = self._combo("gradients.layer", _("Layer of the histogram"))
        tip = _("Show everything again (A, or double-click in the plot).")
        self.fit_button = named(QToolButton(self), "gradients.fit", _("Show everything"), tip)
        self.fit_button.setText(_("Zoom to fit"))
        self.fit_button.setAutoRaise(True)
        self._header = FlowRow((self.quantity, self.layer), self.fit_button)
        self.notice = Notice(self)
        self.figure = HealthFigure(bench.appearance.colours, self)
        fill(QVBoxLayout(self), self._header, (self.figure, 1), spacing=0)
        stops = [self.quantity, self.layer, self.fit_button, *self.notice.buttons]
        self.figure.put_above(self.notice, stops)
        self._drawing = QTimer(self, singleShot=True, interval=DRAW_EVERY)
        self._is_due = False
        self._connect(bench)
        self._choose()
        self._looking = Looking(
            bench.run, self, look_at, self.take, self._refused, SHARE, DRAW_EVERY
        )
        self._painting = Painting(self.figure.canvas.widget, self._looking.charge)

    def take(self, look: Look) -> None:
        """Keep a look, and draw it soon."""
        self.history.add(look)
        self._draw_soon()

    def draw(self) -> None:
        """Draw what is known by now, and say what is wrong."""
        began = time.thread_time()
        self._offer_layers()
        self.figure.draw(self.history)
        self._say(diagnose(self.history, self._bench.document.project.run))
        self._painting.begin(time.thread_time() - began)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the plot what room there is."""
        super().resizeEvent(event)
        self._share_room()

    def take_offer(self, offer: Offer) -> None:
        """Do what a button says, as one step of undo."""
        self._begin_anew()
        if offer.restores == "best":
            self._bench.run.restore_best()
        elif offer.restores == "valid":
            self._bench.run.restore_last_finite()
        else:
            self._bench.document.edit_all(offer.values, words=offer.words)

    def _connect(self, bench: Bench) -> None:
        self.quantity.picked.connect(self._choose)
        self.layer.picked.connect(self._choose)
        self.fit_button.clicked.connect(self.figure.show_all)
        self.notice.taken.connect(self.take_offer)
        self._drawing.timeout.connect(self._draw_if_due)
        bench.run.state_changed.connect(self._follow_run)
        bench.run.edited.connect(self._begin_anew)
        bench.appearance.recoloured.connect(self._recolour)

    def _combo(self, name: str, accessible: str) -> KeyCombo:
        combo = named(KeyCombo(self), name, accessible)
        combo.fit_texts()
        return combo

    def _choose(self) -> None:
        row = _ROWS[self.quantity.key()]
        self._header.set_visible(self.layer, isinstance(row, Spread))
        self.figure.choose(row, int(self.layer.key() or 0))

    def _offer_layers(self) -> None:
        if not self.history.looks:
            return
        names = layer_names(len(self.history.looks[-1].layers))
        self.layer.set_entries([OwnName(str(n), name) for n, name in enumerate(names)])
        if int(self.layer.key() or len(names)) >= len(names):
            self.layer.set_key("0")
            self._choose()

    def _draw_soon(self) -> None:
        """Draw now, or once the last drawing is long enough ago."""
        self._is_due = True
        if not self._drawing.isActive():
            self._draw_if_due()

    def _draw_if_due(self) -> None:
        if self._is_due:
            self._is_due = False
            self._drawing.start()
            self.draw()

    def _say(self, finding: Finding | None) -> None:
        """A sentence that was just said stays, its numbers too."""
        now, said = time.monotonic(), self.notice.finding
        if said is not None and now - self._said_at < STAYS:
            self._is_due = True
            self._drawing.start()
            return
        if finding != said:
            self._said_at = now
        self._show_finding(finding)

    def _show_finding(self, finding: Finding | None) -> None:
        self.notice.show_finding(finding)
        self._share_room()

    def _share_room(self) -> None:
        is_low = self.height() < LOW
        self.notice.set_short(is_low)
        self.figure.legend.setHidden(is_low and self.notice.finding is not None)

    def _begin_anew(self, *_event: object) -> None:
        """Something was changed by hand: what was wrong before may be well by now."""
        self.history.settle()
        self._show_finding(None)

    def _follow_run(self, event: StateChanged) -> None:
        if event.run != self._run:
            self._run = event.run
            self.history.clear()
            self._show_finding(None)
            self._is_due = True
            self._drawing.start()

    def _refused(self, sentence: str) -> None:
        self.history.clear()
        self.draw()
        self.figure.set_empty_text(sentence)

    def _recolour(self) -> None:
        self.figure.set_colours(self._bench.appearance.colours)
