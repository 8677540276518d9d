"""The dock of comparisons: settings, metrics and predictions of runs, side by side."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.engine.frames.frame import Frame, Measures
from playground.gui.forms.combo import KeyCombo
from playground.gui.forms.form import order_tabs
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.compare.columns import PRESENT, Column, columns_of, entries_of
from playground.gui.instruments.compare.predictions_page import TARGET, PredictionsPage
from playground.gui.instruments.compare.tables import MetricsTable, SettingsTable
from playground.gui.theme import GRID
from playground.gui.widgets.flow_row import FlowRow
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, quiet_label
from playground.gui.widgets.standing import Standing, standing_of
from playground.gui.widgets.yielding_area import YieldingArea
from playground.state.document import Change
from playground.state.history.foreign import is_foreign
from playground.state.history.record import Measured
from playground.state.project import is_view

EMPTY = N_(
    "Tick runs in the panel Runs, or Previous run above the losses, to compare them with the "
    "present run. Compare with a project… takes a run from another file."
)
AGAINST = 280
"""Pixels that the choice of a baseline takes at most."""
TABS = (N_("Settings"), N_("Metrics"), N_("Predictions"))


class ComparePanel(QWidget):
    """Shows the runs of the window's comparison, the present one live.

    Attributes:
        settings, metrics, predictions: the pages.
        baseline: the run that the others are measured against.
    """

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        self._bench = bench
        self._frame: Frame | None = bench.run.frame
        self._columns: tuple[Column, ...] = ()
        self.tabs = named(QTabBar(self), "compare.tabs", _("What is compared"))
        self.baseline = KeyCombo(self)
        self.project_button = named(QPushButton(self), "compare.project")
        self.keep_button = named(QPushButton(self), "compare.keep")
        self.settings, self.metrics = SettingsTable(self), MetricsTable(self)
        self.predictions = PredictionsPage(bench, self)
        self.empty = named(plain_label(_(EMPTY), self, wrap=True), "compare.empty")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(GRID)
        self.pages = QStackedWidget(self)
        self._lay_out()
        self._connect()
        self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what has come meanwhile."""
        super().showEvent(event)
        self._renew()

    def _heard(self, change: Change) -> None:
        if TARGET in change.paths or not all(map(is_view, change.paths)):
            self._renew()

    def _renew(self, _changed: None = None) -> None:
        if self._columns and not self.isVisible():
            return  # it is done once it is seen
        bench = self._bench
        self._columns = columns = columns_of(bench.comparison, bench.appearance.colours)
        self.baseline.set_entries(entries_of(columns))
        self.baseline.set_key(bench.history.pinned or PRESENT)
        foreign = any(column.record and is_foreign(column.record) for column in columns)
        self._top.set_visible(self.keep_button, foreign)
        self.settings.set_columns(columns)
        self.predictions.set_columns(columns)
        self._show_standings()
        self._show_page()

    def _show_page(self, _tab: int = 0) -> None:
        has_runs = len(self._columns) > 1
        tab = self.tabs.currentIndex() if has_runs else len(TABS)
        self.pages.setCurrentIndex(tab)
        for number, control in enumerate(self._of_tabs):
            self._top.set_visible(control, tab == number)

    def _show_standings(self) -> None:
        keys = [column.key for column in self._columns]
        pinned = self._bench.history.pinned
        baseline = keys.index(pinned) if pinned in keys else keys.index(PRESENT)
        standings = [self._standing(column) for column in self._columns]
        self.metrics.set_runs(self._columns, standings, baseline)

    def _standing(self, column: Column) -> Standing:
        if column.record is not None:
            return standing_of(column.record)
        frame, judge = self._frame, column.told[0].training.loss
        if frame is None:
            return Standing(judge=judge)
        parts = _measured(frame.train), _measured(frame.validation)
        return Standing(*parts, frame.step, frame.seconds, judge)

    def _take_frame(self, frame: Frame) -> None:
        if frame.has_numbers:
            self._frame = frame
            if self.metrics.isVisible():
                self._show_standings()

    def _pin(self, key: str) -> None:
        self._bench.history.pin("" if key == PRESENT else key)

    def _connect(self) -> None:
        bench = self._bench
        self.tabs.currentChanged.connect(self._show_page)
        self.baseline.picked.connect(self._pin)
        self.project_button.clicked.connect(bench.other_projects.ask)
        self.keep_button.clicked.connect(bench.other_projects.keep_all)
        bench.run.frame_ready.connect(self._take_frame)
        bench.appearance.recoloured.connect(self._recolour)
        ends = (
            bench.comparison.subscribe(self._renew),
            bench.document.subscribe(self._heard),
        )
        self.destroyed.connect(lambda: [end() for end in ends])

    def _recolour(self) -> None:
        self.predictions.set_colours()
        self._renew()

    def _lay_out(self) -> None:
        self._name()
        self._lay_out_parts(self._make_baseline())

    def _name(self) -> None:
        for title in TABS:
            self.tabs.addTab(_(title))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        tip = _("The run that the metrics of the others are measured against.")
        named(self.baseline, "compare.baseline", _("Baseline"), tip)
        self.baseline.fit_texts()
        self.project_button.setText(_("Compare with a project…"))
        named(self.project_button, tip=_("Adds the run of another project file to the comparison."))
        self.keep_button.setText(_("Keep in this project"))
        named(
            self.keep_button,
            tip=_("Saves the runs of other projects with this one; otherwise they are not saved."),
        )

    def _make_baseline(self) -> QWidget:
        """The choice of a baseline, beside what it is called."""
        against = QWidget(self)
        caption = quiet_label(_("&Baseline"), against)
        caption.setBuddy(self.baseline)
        fill(QHBoxLayout(against), caption, (self.baseline, 1), spacing=GRID)
        against.setMaximumWidth(AGAINST)
        return against

    def _lay_out_parts(self, against: QWidget) -> None:
        every = self.settings.every
        self._of_tabs = (every, against)
        controls = (self.tabs, every, against, self.keep_button)
        self._top = FlowRow(controls, self.project_button)
        for page in (self.settings, self.metrics, self.predictions, self.empty):
            self.pages.addWidget(page)
        area = YieldingArea(self.pages, 0, self, lambda: 0)
        fill(QVBoxLayout(self), self._top, (area, 1), spacing=0)
        order_tabs(self._stops())

    def _stops(self) -> Sequence[QWidget]:
        first = (self.tabs, self.settings.every, self.baseline, self.keep_button)
        pages = (self.settings.view, self.metrics.view, *self.predictions.combos)
        return [*first, self.project_button, *pages]


def _measured(measures: Measures | None) -> Measured | None:
    return None if measures is None else Measured(measures.loss, measures.metrics)
