"""The dock of the race: what the variant has otherwise, and both lanes side by side."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QHideEvent, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _
from playground.engine.frames.frame import Frame, FrameRequest
from playground.engine.race.leading import Lead, lead_of
from playground.engine.race.standing import Pair
from playground.engine.race.variants import same_loss
from playground.engine.settings import paths as settings
from playground.gui.forms.form import order_tabs
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.race.bar import RaceBar
from playground.gui.instruments.race.controller import KEY, CarriedRace, RaceController
from playground.gui.instruments.race.figure import RaceFigure, lane_colours
from playground.gui.instruments.race.form import VariantForm
from playground.gui.instruments.race.lane_view import LaneView
from playground.gui.instruments.race.words import mark_words, more_words, standing_words
from playground.gui.pictures.thumbnail import thumbnail
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.yielding_area import YieldingArea
from playground.state import plots
from playground.state.document import Change

if TYPE_CHECKING:
    from playground.state.history.history import History
    from playground.state.history.record import RunRecord

COMFORT, PART = 336, 0.42
"""Pixels of height in which both lanes can be seen, and the part of the window's they may take."""
_OUTDATED = N_("Settings have changed since the race began. Restart to race the current ones.")
_KEPT = N_("Both runs are in the history.")
_TAKEN = N_("The settings of the variant are now in use. Undo restores the previous ones.")


class RacePanel(QWidget):
    """Chooses a variant, and shows both lanes while they train.

    Attributes:
        controller: begins and pauses races.
        lanes: the present settings and the variant.
        lead: which lane leads, as it was last seen.
    """

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self.lead: Lead | None = None
        self._step = 0
        self._notice = ""
        self._pair: Pair | None = None
        self.controller = RaceController(bench, self._wanted, self)
        colours = bench.appearance.colours
        self.form = VariantForm(self)
        self.lanes = (LaneView(0, colours, self), LaneView(1, colours, self))
        self.figure = RaceFigure(colours, self)
        self.words = named(ElidedLabel(self), "race.words", _("How the race stands"))
        self.more = named(ElidedLabel(self), "race.more", _("About the race"))
        self.more.setFont(small_font(self.more.font()))
        self.more.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.notice = named(plain_label(parent=self, role="warning", wrap=True), "race.notice")
        self.bar = RaceBar(self)
        self._lay_out()
        self._connect()
        self._recolour()
        self._show_present()
        self._show()
        carried = bench.carried.pop(KEY, None)
        if isinstance(carried, CarriedRace):
            self._take_up(carried)

    def _take_up(self, race: CarriedRace) -> None:
        """Show the race of an earlier window, which goes on."""
        self.form.here.setChecked(race.heat.started > 0)
        self.form.set_values(race.heat.values)
        self.controller.take_up(race)

    # --- what a person does --------------------------------------------------------------------

    def toggle(self) -> None:
        """Pause; or go on, or begin where there is nothing to go on with."""
        if self.controller.is_racing:
            self.controller.pause()
        elif self._goes_on:
            self._say("")
            self.controller.go_on()
        else:
            self.begin()
        self._show()

    def begin(self) -> None:
        """Race the settings of now against the variant."""
        self._say("")
        self.controller.begin(self.form.values, from_here=self.form.from_here)
        self._show()

    def take(self) -> None:
        """Give the window's run what the variant has otherwise, as one step of undo."""
        heat = self.controller.heat
        if heat is None:
            return
        self.controller.pause()
        try:
            self._bench.document.edit_all(dict(heat.values), self)
        except InputError as error:
            self._say(str(error))
            return
        self._bench.document.end_gesture()
        self._say(_(_TAKEN))

    def keep(self) -> None:
        """Put both lanes into the history, as they stand now."""
        if self._history is not None:
            self.controller.deliver(self._keep)

    @property
    def _history(self) -> History | None:
        return self._bench.history

    def _keep(self, records: list[RunRecord]) -> None:
        if self._history is None:
            return
        for record in map(self._pictured, records, self._pair or (None, None)):
            place = (record.spec, record.table, record.steps, record.seconds)
            if not self._history.holds(*place):
                self._history.put(record)
        self._say(_(_KEPT))

    def _pictured(self, record: RunRecord, frame: Frame | None) -> RunRecord:
        """The run with what is seen of it, if that is of the same step."""
        data = self.controller.standing.data
        if frame is None or frame.picture is None or data is None or frame.step != record.steps:
            return record
        picture = thumbnail(frame.picture, data, self._bench.appearance.colours)
        return replace(record, thumbnail=picture)

    # --- what is seen --------------------------------------------------------------------------

    @property
    def _goes_on(self) -> bool:
        """Whether the race there is goes on, and is not of another variant than is chosen."""
        heat = self.controller.heat
        return heat is not None and heat.values == self.form.values and self.controller.can_go_on

    @property
    def _row(self) -> plots.Plot | None:
        data = self.controller.standing.data
        view = self._bench.document.project.view
        return plots.chosen(data.views, view.predictions) if data is not None else None

    def _wanted(self) -> FrameRequest:
        return self.lanes[0].wanted(self._row)

    def _show(self) -> None:
        self._show_buttons()
        self._show_words()

    def _show_race(self) -> None:
        """Another race begins."""
        controller = self.controller
        heat, logs = controller.heat, controller.logs
        assert heat is not None
        assert logs is not None
        self.lead, self._step, self._pair = None, heat.started, None
        for lane, name in zip(self.lanes, heat.names, strict=True):
            lane.show_name(name)
        self.figure.show_race(logs, heat.names)
        self._turn(to_form=False)
        self._show()

    def _show_standing(self) -> None:
        self._show_data()
        self.figure.refresh()
        self._show()

    def _show_data(self) -> None:
        data, row = self.controller.standing.data, self._row
        if data is not None and row is not None:
            for lane in self.lanes:
                lane.show_data(data, row, self._bench.document.project.view)
            self._order_tabs()

    def _show_pair(self, pair: Pair) -> None:
        heat, self._pair = self.controller.heat, pair
        for lane, frame in zip(self.lanes, pair, strict=True):
            lane.show_frame(frame)
        if heat is not None and pair[0].has_numbers:
            self.lead = lead_of(pair, same_loss=same_loss(*heat.specs))
            self._step = max(frame.step for frame in pair)
            self._show_words()
        self.figure.refresh()

    def _show_words(self) -> None:
        controller = self.controller
        heat, standing = controller.heat, controller.standing
        if heat is not None:
            self.words.show_text(standing_words(standing, self._step, self.lead, heat.names))
            self.more.show_text(more_words(standing))
        leader = self.lead.lane if self.lead is not None else None
        for number, (view, lane) in enumerate(zip(self.lanes, standing.lanes, strict=True)):
            leads = number == leader
            view.show_mark(mark_words(lane, leads=leads), leads=leads)
        failure = standing.reason if standing.state == "failed" else ""
        words = self._notice or failure or (_(_OUTDATED) if self._is_outdated else "")
        self.notice.setText(words)
        self.notice.setVisible(bool(words))

    @property
    def _is_outdated(self) -> bool:
        heat, project = self.controller.heat, self._bench.document.project
        if heat is None or heat.started:
            return False
        return heat.specs[0] != project.run or heat.table is not project.table

    def _say(self, sentence: str) -> None:
        self._notice = sentence
        self._show()

    def _show_buttons(self) -> None:
        controller, bar, has_race = self.controller, self.bar, self.controller.heat is not None
        bar.show_way("pause" if controller.is_racing else "go_on" if self._goes_on else "begin")
        bar.restart.setEnabled(has_race)
        bar.take.setEnabled(has_race and self._differs)
        bar.set_visible(bar.keep, self._history is not None)
        bar.keep.setEnabled(any(lane.step for lane in controller.standing.lanes))
        bar.set_visible(bar.variant, has_race)

    @property
    def _differs(self) -> bool:
        """Whether the present settings are not those of the variant already."""
        heat, run = self.controller.heat, self._bench.document.project.run
        known = settings.parameters(run)
        return heat is not None and any(
            path not in known or settings.read(run, path) != value
            for path, value in heat.values.items()
        )

    def _turn(self, *, to_form: bool) -> None:
        self.bar.variant.setChecked(to_form)
        self._pages.setCurrentIndex(0 if to_form else 1)

    # --- what is heard -------------------------------------------------------------------------

    def _show_present(self) -> None:
        run, data = self._bench.document.project.run, self._bench.run.data
        self.form.show_present(run, data.task if data is not None else "two_classes")
        self._show_step()

    def _show_step(self, *_event: object) -> None:
        self.form.set_step(self._bench.run.thread_of_training.log.steps)

    def _heard(self, change: Change) -> None:
        views = {path for path in change.paths if path.startswith("view.")}
        if change.paths - views:
            self._notice = ""
            self._show_present()
        if any(path.startswith(("view.loss_", "view.smoothing")) for path in views):
            self.figure.set_view(change.after.view)
        if views:
            self._show_data()
            self.controller.refresh()
        self._show()

    def _recolour(self) -> None:
        colours = self._bench.appearance.colours
        for lane, own in zip(self.lanes, lane_colours(colours), strict=True):
            lane.set_colours(colours, own)
        self.figure.set_colours(colours)

    def _link(self, lane: int) -> None:
        """What is zoomed in one lane is zoomed in the other."""
        self.lanes[1 - lane].follow(self.lanes[lane])

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_present()
        self.controller.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Pause: nobody looks, and the processor is wanted elsewhere."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.controller.pause()

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), min(COMFORT, round(PART * self.window().height())))

    # --- the widget ----------------------------------------------------------------------------

    def _lay_out(self) -> None:
        stage = QWidget(self)
        one, other = self.lanes
        fill(QHBoxLayout(stage), (one, 5), (other, 5), (self.figure, 6), spacing=HALF)
        self._pages = QStackedWidget(self)
        side = YieldingArea(self.form, 0, self, lambda: 0)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages.addWidget(side)
        self._pages.addWidget(stage)
        lines = (self.notice, self.words, self.more)
        for line in lines:
            line.setContentsMargins(GRID, 0, GRID, 0)
        fill(QVBoxLayout(self), self.bar, (self._pages, 1), *lines, spacing=HALF // 2)
        self._order_tabs()

    def _order_tabs(self) -> None:
        stage = [*self.lanes[0].stops(), *self.lanes[1].stops(), *self.figure.stops()]
        order_tabs([*self.bar.buttons, *self.form.stops(), *stage])

    def _connect(self) -> None:
        controller, bench = self.controller, self._bench
        self.bar.start.clicked.connect(self.toggle)
        self.bar.restart.clicked.connect(self.begin)
        self.bar.variant.clicked.connect(lambda shown: self._turn(to_form=shown))
        self.bar.take.clicked.connect(self.take)
        self.bar.keep.clicked.connect(self.keep)
        self.form.changed.connect(self._show)
        self.form.suggested.connect(self.begin)
        for number, lane in enumerate(self.lanes):
            lane.zoomed.connect(partial(self._link, number))
            lane.wanted_changed.connect(controller.refresh)
        controller.begun.connect(self._show_race)
        controller.changed.connect(self._show_standing)
        controller.pictured.connect(self._show_pair)
        controller.refused.connect(self._say)
        bench.run.state_changed.connect(self._show_step)
        bench.run.data_ready.connect(self._show_present)
        bench.appearance.recoloured.connect(self._recolour)
        unsubscribe = bench.document.subscribe(self._heard)
        self.destroyed.connect(lambda: unsubscribe())
