"""The window: wires the panels, the document and the run; works nothing out by itself."""

from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow

from playground.engine.common.language import _
from playground.engine.data.table.containers.formats import SUFFIXES
from playground.engine.frames.frame import DataPicture
from playground.engine.run.events import StateChanged
from playground.engine.run.left_runs import LeftRuns
from playground.gui.actions import menus
from playground.gui.actions.menu_names import TRAINING
from playground.gui.actions.table import ACTIONS
from playground.gui.controllers.appearance import Appearance
from playground.gui.controllers.explaining import Explaining
from playground.gui.controllers.files.export_controller import ExportController
from playground.gui.controllers.files.file_controller import PROJECT_SUFFIX, FileController
from playground.gui.controllers.files.file_predictor import FilePredictor
from playground.gui.controllers.history.history_keeper import HistoryKeeper
from playground.gui.controllers.history.other_projects import OtherProjects
from playground.gui.controllers.language_choice import LanguageChoice
from playground.gui.controllers.preferring import Preferring
from playground.gui.controllers.recorder import Recorder, subjects_of
from playground.gui.controllers.run.editing import Editing
from playground.gui.controllers.run.handover import Handover
from playground.gui.controllers.run.hands import Hands
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.controllers.window_dialogs import WindowDialogs
from playground.gui.dialogs.failure_dialog import FailureReports
from playground.gui.document_view import DocumentView
from playground.gui.instruments.docks import instrument_docks
from playground.gui.instruments.spotlight import Spotlight
from playground.gui.instruments.table import INSTRUMENTS
from playground.gui.process.store import Store
from playground.gui.recovery.recovery import Recovery
from playground.gui.reports.reporting import Reporting
from playground.gui.rewind.rewind import Rewind
from playground.gui.run_view import RunView, wanted_frame
from playground.gui.widgets.file_drop import FileDrop
from playground.gui.widgets.screen_room import resize_within_screen
from playground.gui.workspace import Workspace
from playground.state.document import Change, Document
from playground.state.history.bounds import Bounds
from playground.state.history.comparison import NO_PLACES, Comparison
from playground.state.history.history import History

SMALLEST = (880, 480)
"""With its frame, this fits a screen of 1920 × 1080 whose scale is 2, and a panel beside it."""
BUSY_INTERVAL = 100
"""Milliseconds between two looks whether a file is finished."""


class MainWindow(QMainWindow):
    """One document, one training, and everything that shows them.

    Signals:
        ready: torch is imported and the first data are prepared.
        handed_over: a Handover; another window is to take this one's place.
        leaving: before that, a dict for what goes on there, by the key of the instrument.
        closing: everything is about to be stopped.
    """

    ready = Signal()
    closing = Signal()
    handed_over = Signal(object)
    leaving = Signal(object)

    def __init__(
        self,
        document: Document,
        store: Store,
        app: QApplication,
        handover: Handover | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setMinimumSize(*SMALLEST)
        self.document = document
        self.history = handover.history if handover else History()
        self.carried = handover.carried if handover else {}
        places = handover.places if handover else NO_PLACES
        self.comparison = Comparison(self.history, document, places)
        self.store = store
        self._closed = self._was_ready = False
        self._lost = ""
        self.preferring = Preferring(store, self)
        self._limit_history()  # before a project is opened, which is not to change by it
        self.appearance = Appearance(app, self.preferring, self)
        self.language = LanguageChoice(app, self.preferring, self)
        self.space = Workspace(self, self.appearance.colours)
        self.run = RunController(document, partial(wanted_frame, self.space), self)
        self.dialogs = WindowDialogs(self.run, menus.shortcut_page(ACTIONS), self)
        self.explaining = Explaining(document, self)
        ask = self.dialogs.ask_import
        self.files = FileController(document, self.run, self.history, store, ask, self)
        self.recovery = Recovery(document, self.run, self.files, self)
        background = self.files.background
        self.keeper = HistoryKeeper(
            document, self.run, self.history, background, lambda: self.appearance.colours, self
        )
        self.files.settle_with(self.keeper.when_settled, self.keeper.settle)
        self._make_controllers(document)
        self.space.add_instruments(instrument_docks(INSTRUMENTS, self, self))
        self.actions_by_key = menus.build_actions(ACTIONS, self)
        self._fill_menus()
        self._connect_panels()
        self._connect_run()
        self._connect_files()
        self.appearance.recoloured.connect(self._recolour)
        self.language.changed.connect(self._hand_over)
        document.subscribe(self._show_change)
        self.history.subscribe(lambda _change: self._show_title())
        self._restore_arrangement()
        self.show_document()

    def _make_controllers(self, document: Document) -> None:
        """Make what acts on document, run and files."""
        self.exports = ExportController(document, self.run, self.files.background, self)
        self.predictor = FilePredictor(document, self.run, self.files.background, self)
        self.editing = Editing(document, self.run, self)
        self.hands = Hands(document, self.run, self)
        self.failures = FailureReports(self)
        self.spotlight = Spotlight(self)
        self.view = DocumentView(document, self.space, self.run)
        self.run_view = RunView(self.space, self.run, self)
        self.rewind = Rewind(self.run, self.space, self)
        subjects, background = subjects_of(self, self.space), self.files.background
        self.other_projects = OtherProjects(self.history, background, self.appearance, self)
        self.recorder = Recorder(document, self.run, subjects, background, self)
        self.reporting = Reporting(
            document, self.run, self.space, self.comparison, background, self
        )

    # --- wiring --------------------------------------------------------------------------------

    def _fill_menus(self) -> None:
        actions = self.actions_by_key
        self._menus = menus.fill_menu_bar(self.menuBar(), actions, ACTIONS)
        self._buttons = menus.fill_tool_bar(self.space.tool_bar, actions, ACTIONS)
        view = self._menus["View"]
        view.addSeparator()
        for dock in (*self.space.docks.values(), *self.space.instruments.values()):
            view.addAction(dock.toggleViewAction())
        menus.connect_actions(actions, ACTIONS, self)

    def _connect_panels(self) -> None:
        space, editing = self.space, self.editing
        panels = (space.data, space.training, space.network, space.predict, space.speed)
        for panel in (*panels, space.loss, space.predictions):
            panel.edited.connect(editing.edit)
            panel.finished.connect(editing.end_gesture)
        space.speed.edited.connect(self.run.take_over_pace)
        space.speed.addAction(self.actions_by_key["ease_in"])
        space.network.layers_edited.connect(editing.edit_layers)
        space.network.weights_edited.connect(self.hands.edit)
        space.network.table_wanted.connect(lambda names: self.hands.show_table(names, self))
        self.spotlight.lit.connect(space.network.set_light)
        space.network.pointed.connect(self._point)
        space.loss.best_offer.clicked.connect(self.run.restore_best)
        self.hands.refused.connect(self._say)
        space.data.source_chosen.connect(editing.choose_source)
        space.data.open_table_requested.connect(self.files.ask_open_table)
        space.data.import_settings_requested.connect(self.files.tables.ask_again)
        space.loss.set_log(self.run.thread_of_training.log)
        self.comparison.subscribe(self._show_compared)
        self._show_compared()
        editing.refused.connect(self._say)
        editing.unchanged.connect(self.show_document)

    def _point(self) -> None:
        looked_at = self.space.network.looked_at()
        if looked_at is not None:
            self.spotlight.pointed.emit(*looked_at)

    def _show_compared(self, _changed: None = None) -> None:
        self.space.loss.set_past(self.comparison.runs, self.comparison.present_words)

    def _connect_run(self) -> None:
        run = self.run
        run.devices_known.connect(self.space.training.set_devices)
        run.devices_known.connect(self._prefer)
        self.preferring.changed.connect(self._prefer)
        run.state_changed.connect(self._show_state)
        run.data_ready.connect(self._show_data)
        run.refused.connect(self._say)

    def _connect_files(self) -> None:
        files, reading = self.files, self.space.reading
        others, reporting = self.other_projects, self.reporting
        for controller in (files, self.exports, self.recorder, self.predictor, reporting, others):
            controller.failed.connect(self._report)
            controller.message.connect(self._say)
        others.added.connect(partial(self.space.show_instrument, "compare"))
        files.saved.connect(self._show_title)
        files.opened.connect(self.keeper.leave_document)
        self.keeper.failed.connect(self._report)
        for part in (self.predictor, reporting):
            part.changed.connect(self._show_actions)
        files.tables.progressed.connect(reading.show_progress)
        files.tables.ended.connect(reading.end)
        reading.cancelled.connect(files.tables.cancel)
        self.recorder.progressed.connect(self.space.recording.show_progress)
        self.recorder.changed.connect(self._show_recording)
        self.space.recording.cancelled.connect(self.recorder.cancel)
        FileDrop((PROJECT_SUFFIX, *SUFFIXES), self).dropped.connect(files.open)

    # --- the document --------------------------------------------------------------------------

    def _show_change(self, change: Change) -> None:
        self.view.show_change(change.paths)
        self._show_actions()
        self._show_title()

    def show_document(self) -> None:
        """Show every setting as the document has it."""
        self.view.show()
        self._show_actions()
        self._show_title()

    def _show_actions(self) -> None:
        menus.show_actions(self.actions_by_key, ACTIONS, self)

    def _show_title(self) -> None:
        path = self.document.path
        name = path.name if path else _("Untitled")
        self.setWindowTitle(f"{name}[*] – Playground")
        modified = self.files.modified
        if modified != self.isWindowModified():
            self.setWindowModified(modified)

    # --- reports -------------------------------------------------------------------------------

    def _show_state(self, event: StateChanged) -> None:
        self._show_actions()
        self._show_title()
        if event.state != "preparing" and self.editing.news:
            self._say(self.editing.news)
            self.editing.news = ""
        if event.state == "failed":
            self.failures.report(event.reason, event.details, self._advice(event))

    def _advice(self, event: StateChanged) -> str:
        # What the machine or a person is to change stands in the reason itself.
        if event.blame != "defect" or self.run.data is None:
            return ""
        keys = ("restore_last_finite", "reset")
        restore, reset = (menus.plain(self.actions_by_key[key].text()) for key in keys)
        menu = menus.plain(_(TRAINING))
        sentence = _("To continue, choose {menu} > {restore} or {menu} > {reset}.")
        return sentence.format(menu=menu, restore=restore, reset=reset)

    def _show_data(self, _data: DataPicture) -> None:
        self.show_document()
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def _show_recording(self) -> None:
        self._show_actions()
        self.space.scrubber.setEnabled(not self.recorder.is_recording)
        if not self.recorder.is_recording:
            self.space.recording.end()

    def _report(self, reason: str, details: str = "") -> None:
        self._say("")
        self.failures.report(reason, details)

    def _prefer(self, *_changed: object) -> None:
        """Train and keep as the person prefers, on what this machine has."""
        preferences, files = self.preferring.values, self.files
        known = [device.key for device in self.run.devices]
        files.start_on(preferences.device if preferences.device in known else "cpu")
        files.works.limit(preferences.kept_days, preferences.kept_megabytes << 20)
        files.autosave.prefer(preferences.autosave, preferences.autosave_every)
        self.run.limit_threads(preferences.threads)
        self.run.limit_memory(preferences.undo_megabytes << 20, preferences.rewind_megabytes << 20)
        self._limit_history()

    def _limit_history(self) -> None:
        preferences = self.preferring.values
        self.history.limit(Bounds(preferences.history_megabytes << 20, preferences.history_runs))

    def _say(self, words: str) -> None:
        self.space.status_line.show_state(self.run.state, words)

    def report_defect(self, reason: str, details: str) -> None:
        """An exception nobody caught: end the run, show it, live on."""
        self.run.fail(reason, details)

    # --- the look ------------------------------------------------------------------------------

    def _recolour(self) -> None:
        self._show_actions()
        self.space.set_colours(self.appearance.colours)

    def _restore_arrangement(self) -> None:
        if not self.restoreGeometry(self.store.geometry):
            resize_within_screen(self, 1280, 800)
        self._arranged = self.restoreState(self.store.layout)

    # --- another window in this one's place ----------------------------------------------------

    def _hand_over(self) -> None:
        """What is shown is made anew as a whole; until then nothing may change.

        What is being read or written is finished first.
        """
        parts = (self.files, self.exports, self.predictor, self.reporting, self.keeper)
        if any(part.busy for part in parts):
            self._say(_("The window changes its language once the file is finished."))
            QTimer.singleShot(BUSY_INTERVAL, self, self._hand_over)
            return
        self.setEnabled(False)
        self.document.end_gesture()
        self.run.hand_over(self._deliver)

    def _deliver(self, run: Moment, left: LeftRuns, trains: bool) -> None:
        self.document.forget_listeners()
        self.history.forget_listeners()
        self.leaving.emit(self.carried)
        files, places = self.files.kept, self.comparison.places
        self.handed_over.emit(
            Handover(self.document, self.history, run, left, files, trains, places, self.carried)
        )

    def take_over(self, handover: Handover) -> None:
        """Go on where an earlier window left off."""
        self.files.take_over(handover.files)
        self.run.start(handover)

    def retire(self) -> None:
        """Stop without keeping anything: another window has the work."""
        self.files.settle()
        self.carried = {}
        self.shut_down()

    # --- Qt's virtuals -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the room at the first start, and let Space run."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            self.space.share_out()
        next(iter(self._buttons.values())).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.space.keeper.settle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the work, stop training, join every thread; never longer than two seconds."""
        if not self._closed and not (self.recorder.may_close() and self.files.may_close()):
            event.ignore()
            return
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> str:
        """Stop and join everything; the window may then go.

        Returns why its work could not be kept, or nothing.
        """
        if self._closed:
            return self._lost
        self._closed = True
        self.closing.emit()
        for carried in self.carried.values():
            carried.close()
        self.store.keep_arrangement(self.saveGeometry(), self.saveState())
        self.exports.close()
        self.predictor.close()
        self.recorder.close()
        self._lost = self.files.close(self.run.close())
        return self._lost
