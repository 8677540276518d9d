"""The dock of the runs: a table of all, what can be done with them, and a note on each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from playground.engine.common.language import N_, _
from playground.gui.actions.menus import plain
from playground.gui.forms.form import order_tabs
from playground.gui.forms.switch import CheckBox
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.runs.columns import STARRED
from playground.gui.instruments.runs.deeds import DEEDS, STATE_GONE, Deed
from playground.gui.instruments.runs.doing import Doing
from playground.gui.instruments.runs.entry import PRESENT, Entry, Rows, present_entry
from playground.gui.instruments.runs.live_picture import LivePicture
from playground.gui.instruments.runs.model import RunsModel
from playground.gui.instruments.runs.table_view import RunsTable
from playground.gui.theme import GRID, HALF, small_font
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.state.document import Change
from playground.state.history.history import HistoryChange
from playground.state.history.record import RunRecord
from playground.state.history.words import dropped_words
from playground.state.project import is_view

EVERY = 250
"""Milliseconds between two looks at the numbers of the present run."""
MOST_LETTERS = 2000
"""Of a note."""
_EMPTY = N_("Earlier runs appear here once you reset, restart or change the data.")


class RunsPanel(QWidget):
    """The dock's content."""

    def __init__(self, bench: Bench, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "instrument.runs", _("Runs"))
        self._bench, self._history = bench, bench.history
        self.model = RunsModel(self)
        self.table = RunsTable(self.model, self)
        self.table.shown_keys, self.table.hidden_keys = bench.store.columns_of_runs
        self.doing = Doing(bench, self)
        self.picture = LivePicture(bench, self)
        self.field = named(QLineEdit(self), "runs.filter", _("Filter"), _(_FILTER_TIP))
        starred = CheckBox(STARRED, self)  # words would leave the filter no room
        self.starred = named(starred, "runs.starred", _("Starred only"), _(_STAR_TIP))
        self.actions_by_key = {deed.key: self._action(deed) for deed in DEEDS}
        self.buttons = {deed.key: self._button(deed) for deed in DEEDS if deed.is_button}
        self.more = self._more_button()
        self.note = named(QLineEdit(self), "runs.note", _("Note"), _(_NOTE_TIP))
        self.said = named(ElidedLabel(self), "runs.said")
        self.undo_button = named(QPushButton(_("Undo"), self), "runs.undo", tip=_(_UNDO_TIP))
        self._rows = Rows()
        self._words, self._can_undo = "", False
        self._is_stale = True
        self._noted = ""
        self._timer = QTimer(self, interval=EVERY)
        self._lay_out()
        self._connect()

    # --- what is shown -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while nobody looked is shown now."""
        super().showEvent(event)
        if self._is_stale:
            self._show_all()
        self._show_present()

    def _follow(self, change: HistoryChange) -> None:
        if not self.isVisible():
            self._is_stale = True
        elif change.keys or not change.compares:
            self._show_all()
        else:
            self.model.show_compared(self._history.ticked, self._history.pinned)

    def _follow_document(self, change: Change) -> None:
        """What was restored may be undone, or set otherwise, by now."""
        if not self._can_undo and not all(map(is_view, change.paths)):
            self._report("")

    def _show_all(self) -> None:
        self._is_stale = False
        records = self._history.records
        self.model.show_compared(self._history.ticked, self._history.pinned)
        self.model.show([self._present(), *self._rows.of(records)])
        found = {key for one in records for key in _metrics_of(one)}
        self.table.show_columns(lambda key: key in found | self._present_metrics())
        self._show_chosen()

    def _present(self) -> Entry:
        run = self._bench.run
        project, picture = self._bench.document.project, self.picture.content
        return present_entry(project, run.state, run.frame, picture)

    def _present_metrics(self) -> set[str]:
        frame = self._bench.run.frame
        return set(frame.train.metrics) if frame is not None else set()

    def _show_present(self, *_event: object) -> None:
        """Show the numbers of now, a few times a second while it trains."""
        if not self.isVisible():
            self._timer.stop()
            return
        self.picture.look()
        self.model.show_present(self._present())
        if self._bench.run.state == "running":
            self._timer.start()
        else:
            self._timer.stop()

    # --- what is chosen ------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        chosen = self.table.chosen
        for deed in DEEDS:
            self.actions_by_key[deed.key].setEnabled(deed.fits(chosen))
        for key, button in self.buttons.items():
            button.setEnabled(self.actions_by_key[key].isEnabled())
        self._show_note(chosen[0] if len(chosen) == 1 else None)
        self._say(self._words)

    def _show_note(self, record: RunRecord | None) -> None:
        key = record.key if record is not None else PRESENT
        self.note.setEnabled(record is not None)
        if key != self._noted or not self.note.hasFocus():
            self._noted = key
            self.note.setText(record.note if record is not None else "")

    def _keep_note(self) -> None:
        record = self._history.find(self._noted)
        if record is not None and record.note != self.note.text():
            self._history.label(record.key, note=self.note.text())

    def _do(self, key: str) -> None:
        """Do one of DEEDS with the selected runs, if it fits them."""
        chosen = self.table.chosen
        deed = next(deed for deed in DEEDS if deed.key == key)
        if not deed.fits(chosen):
            return
        self._report("")
        if key == "rename":
            self.table.rename()
        else:
            getattr(self.doing, key)(chosen)

    def _press(self, pressed: Qt.Key) -> None:
        for deed in DEEDS:
            if pressed in deed.keys:
                self._do(deed.key)

    # --- what is said --------------------------------------------------------------------------

    def _report(self, words: str, *, can_undo: bool = False) -> None:
        """Say what came of something until something else is done."""
        self._words, self._can_undo = words, can_undo
        self.undo_button.setVisible(can_undo)
        self._say(words)

    def _say(self, words: str) -> None:
        chosen = self.table.chosen
        if not words and len(chosen) == 1 and not chosen[0].payload:
            words = _(STATE_GONE)
        if not words and not self._history.records:
            words = _(_EMPTY)
        words = words or dropped_words(self._history.dropped)
        self.said.show_text(words)
        self.said.setVisible(bool(words))

    # --- how it is put together ----------------------------------------------------------------

    def _connect(self) -> None:
        table, doing, run = self.table, self.doing, self._bench.run
        self.destroyed.connect(self._history.subscribe(self._follow))
        self.destroyed.connect(self._bench.document.subscribe(self._follow_document))
        self.model.renamed.connect(lambda key, name: self._history.label(key, name=name))
        self.model.ticked.connect(self._tick)
        table.key_pressed.connect(self._press)
        table.star_clicked.connect(self._star)
        table.columns_chosen.connect(self._keep_columns)
        table.menu_wanted.connect(self._open_menu)
        table.selection_changed.connect(self._show_chosen)
        self.field.textChanged.connect(self._sift)
        self.starred.toggled.connect(self._sift)
        self.note.editingFinished.connect(self._keep_note)
        self.undo_button.clicked.connect(doing.undo_removal)
        doing.said.connect(self._report)
        doing.removed.connect(partial(self._report, can_undo=True))
        doing.chosen.connect(lambda key: table.choose({key}, key))
        self._timer.timeout.connect(self._show_present)
        self.picture.changed.connect(self._show_picture)
        self._bench.appearance.recoloured.connect(self.picture.look)
        run.state_changed.connect(self._show_present)
        run.frame_ready.connect(self._show_standing)

    def _show_standing(self, _frame: object) -> None:
        if self._bench.run.state != "running":
            self._show_present()

    def _show_picture(self) -> None:
        self.model.show_present(self._present())

    def _sift(self, *_event: object) -> None:
        self.model.sieve.words = tuple(self.field.text().casefold().split())
        self.model.sieve.is_starred_only = self.starred.isChecked()
        self.model.sift()

    def _tick(self, key: str, is_ticked: bool) -> None:
        rest = [one for one in self._history.ticked if one != key]
        self._history.tick([*rest, key] if is_ticked else rest)

    def _star(self, key: str) -> None:
        record = self._history.find(key)
        if record is not None:
            self._history.label(key, is_starred=not record.is_starred)

    def _keep_columns(self) -> None:
        self._bench.store.columns_of_runs = (self.table.shown_keys, self.table.hidden_keys)
        self._show_all()

    def _action(self, deed: Deed) -> QAction:
        action = QAction(_(deed.text), self)
        action.setObjectName(f"runs.{deed.key}")
        action.setToolTip(_(deed.tip))
        action.setShortcut(QKeySequence(deed.shown_key))
        # The table takes the key itself: alone it has no modifier, and fields are typed in.
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(partial(self._do, deed.key))
        return action

    def _button(self, deed: Deed) -> QPushButton:
        text = plain(_(deed.text))  # its letter would be one of the menu bar's
        button = named(QPushButton(text, self), f"runs.button.{deed.key}", tip=_(deed.tip))
        button.clicked.connect(partial(self._do, deed.key))
        return button

    def _menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for deed in DEEDS:
            if deed.separated:
                menu.addSeparator()
            menu.addAction(self.actions_by_key[deed.key])
        return menu

    def _open_menu(self, at: QPoint) -> None:
        self.more.menu().popup(at)

    def _more_button(self) -> QPushButton:
        button = named(QPushButton(_("More"), self), "runs.more", tip=_(_MORE_TIP))
        button.setMenu(self._menu())
        return button

    def _lay_out(self) -> None:
        self.field.setPlaceholderText(_("Filter by name, note or setting"))
        self.field.setClearButtonEnabled(True)
        self.note.setPlaceholderText(_("Note on the selected run"))
        self.note.setMaxLength(MOST_LETTERS)
        self.said.setFont(small_font(self.said.font()))
        self.undo_button.hide()
        tools = fill(
            QHBoxLayout(),
            (self.field, 1),
            self.starred,
            *self.buttons.values(),
            self.more,
            spacing=GRID,
        )
        below = fill(QHBoxLayout(), (self.said, 1), self.undo_button, spacing=GRID)
        rows = (tools, (self.table, 1), self.note, below)
        fill(QVBoxLayout(self), *rows, spacing=HALF, margins=(GRID, HALF, GRID, HALF))
        order_tabs(
            [
                self.field,
                self.starred,
                *self.buttons.values(),
                self.more,
                self.table,
                self.note,
                self.undo_button,
            ]
        )

    def changeEvent(self, event: QEvent) -> None:
        """Numbers are drawn in the palette of now."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.table.viewport().update()


_FILTER_TIP = N_("Show only runs whose name, note or settings contain these words.")
_STAR_TIP = N_("Show only the runs with a star.")
_NOTE_TIP = N_("What you want to remember of the selected run; it is saved with the project.")
_UNDO_TIP = N_("Bring the deleted runs back.")
_MORE_TIP = N_("Everything that can be done with the selected runs.")


def _metrics_of(record: RunRecord) -> set[str]:
    parts = [part for part in (record.train, record.validation) if part is not None]
    return {key for part in parts for key in part.metrics}
