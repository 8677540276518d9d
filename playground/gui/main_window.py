"""The window: wires the panels, the document and the run; works nothing out by itself."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow

from playground.engine.common.errors import InputError
from playground.engine.data.table.reader import Previewer
from playground.engine.frames.frame import DataPicture
from playground.engine.run.events import StateChanged
from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.actions import menus as actions
from playground.gui.actions.table import ACTIONS
from playground.gui.controllers.export_controller import ExportController
from playground.gui.controllers.file_controller import (
    PROJECT_SUFFIX,
    TABLE_SUFFIXES,
    FileController,
)
from playground.gui.controllers.run_controller import RunController
from playground.gui.dialogs.about_dialog import AboutDialog
from playground.gui.dialogs.failure_dialog import FailureReports
from playground.gui.dialogs.import_dialog import ImportDialog
from playground.gui.dialogs.run_epochs_dialog import RunEpochsDialog
from playground.gui.dialogs.shortcuts_dialog import ShortcutsDialog
from playground.gui.document_view import DocumentView
from playground.gui.process.store import Store
from playground.gui.run_view import RunView, wanted_frame
from playground.gui.theme import Scheme, apply_theme
from playground.gui.workspace import Workspace
from playground.state.document import Change, Document


class MainWindow(QMainWindow):
    """One document, one training, and everything that shows them.

    Signals:
        ready: torch is imported and the first data are prepared.
    """

    ready = Signal()

    def __init__(self, document: Document, store: Store, app: QApplication) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.document = document
        self._app = app
        self._store = store
        self._closed = self._was_ready = False
        self._epochs_asked = 100
        self.colours = apply_theme(app, store.scheme)
        self.space = Workspace(self, self.colours)
        self.run = RunController(document, partial(wanted_frame, self.space), self)
        self.files = FileController(document, self.run, store, self._ask_import, self)
        self.exports = ExportController(document, self.run, self.files.background, self)
        self.failures = FailureReports(self)
        self.view = DocumentView(document, self.space, self.run)
        self.run_view = RunView(self.space, self.run, self)
        self.actions_by_key = actions.build_actions(ACTIONS, self)
        self._fill_menus()
        self._connect_actions()
        self._connect_panels()
        self._connect_run()
        document.subscribe(self._show_change)
        self._restore_arrangement()
        self.show_document()
        self._colour(store.scheme)

    # --- wiring --------------------------------------------------------------------------------

    def _fill_menus(self) -> None:
        rows = ACTIONS
        self._menus = actions.fill_menu_bar(self.menuBar(), self.actions_by_key, rows)
        self._buttons = actions.fill_tool_bar(self.space.tool_bar, self.actions_by_key, rows)
        view = self._menus["View"]
        view.addSeparator()
        for dock in self.space.docks.values():
            view.addAction(dock.toggleViewAction())
        self._menus["recent"].aboutToShow.connect(self._fill_recent)

    def _connect_actions(self) -> None:
        run, files = self.run, self.files
        doing: dict[str, Callable[[], object]] = {
            "run": run.toggle,
            "step": run.step,
            "step_epoch": run.run_epochs,
            "run_epochs": self._ask_epochs,
            "reset": run.reset,
            "new_seed": self._new_seed,
            "restore_best": run.restore_best,
            "restore_last_finite": run.restore_last_finite,
            "new": files.new,
            "open": files.ask_open,
            "open_table": files.ask_open_table,
            "open_last_work": files.open_last_work,
            "save": files.save,
            "save_as": files.ask_save_as,
            "export": self.exports.ask,
            "undo": self.document.undo,
            "redo": self.document.redo,
            "quit": self.close,
            "full_screen": self._toggle_full_screen,
            "reset_layout": self.space.arrange,
            "shortcuts": self._show_shortcuts,
            "about": lambda: AboutDialog(self).open(),
            **{
                f"theme_{scheme}": partial(self._apply_scheme, scheme)
                for scheme in ("system", "light", "dark")
            },
        }
        for key, do in doing.items():
            self.actions_by_key[key].triggered.connect(_without_arguments(do))

    def _connect_panels(self) -> None:
        space = self.space
        for panel in (space.data, space.training, space.network, space.predict, space.speed):
            panel.edited.connect(self._edit)
            panel.finished.connect(self._end_gesture)
        space.network.edited_together.connect(self._edit_together)
        space.data.source_chosen.connect(self._choose_source)
        space.data.open_table_requested.connect(self.files.ask_open_table)
        space.data.import_settings_requested.connect(self.files.import_again)
        space.loss.options_changed.connect(self._edit)
        space.loss.options_finished.connect(self._end_gesture)
        space.predictions.options_changed.connect(self._edit)
        space.loss.set_log(self.run.thread_of_training.log)

    def _connect_run(self) -> None:
        run, files = self.run, self.files
        run.devices_known.connect(self.space.training.set_devices)
        run.state_changed.connect(self._show_state)
        run.data_ready.connect(self._show_data)
        run.refused.connect(self._refuse)
        self.exports.failed.connect(self._report)
        self.exports.message.connect(self._say)
        files.failed.connect(self._report)
        files.message.connect(self._say)
        files.saved.connect(self._show_title)
        files.tables.progressed.connect(self.space.reading.show_progress)
        files.tables.ended.connect(self.space.reading.end)
        self.space.reading.cancelled.connect(files.tables.cancel)

    # --- the document --------------------------------------------------------------------------

    def _edit(self, path: str, value: object) -> None:
        self._try(partial(self.document.edit, path, value, self.sender(), gesture=path))

    def _edit_together(self, values: dict[str, object]) -> None:
        self._try(partial(self.document.edit_all, values, self.sender()))

    def _end_gesture(self, _path: str) -> None:
        self.document.end_gesture()

    def _choose_source(self, source: str) -> None:
        if source == "table" and self.document.project.table is None:
            self.files.ask_open_table()
            self.show_document()
            return
        self._try(partial(self.document.choose_source, source))

    def _new_seed(self) -> None:
        seed = cast(int, self.document.read("network.seed")) + 1
        self._try(
            partial(self.document.edit_all, {"network.seed": seed, "training.seed": seed}, self)
        )

    def _try(self, change: Callable[[], None]) -> None:
        try:
            change()
        except InputError as error:
            self._refuse(str(error))
            self.show_document()

    def _show_change(self, change: Change) -> None:
        if change.paths & {"data.source", "table"}:
            self.run.data = None
        self.show_document()
        self.run.refresh()

    def show_document(self) -> None:
        """Show every setting as the document has it."""
        self.view.show()
        self._show_undo()
        self._show_title()

    def _show_undo(self) -> None:
        document = self.document
        for key, can, words in (
            ("undo", document.can_undo, document.undo_words),
            ("redo", document.can_redo, document.redo_words),
        ):
            action = self.actions_by_key[key]
            action.setEnabled(can)
            action.setText(f"&{key.capitalize()} {words}".strip())

    def _show_title(self) -> None:
        path = self.document.path
        self.setWindowTitle(f"{path.name if path else 'Untitled'}[*] – Playground")
        self.setWindowModified(self.files.modified)

    # --- reports -------------------------------------------------------------------------------

    def _show_state(self, event: StateChanged) -> None:
        running = event.state == "running"
        actions.show_running(self.actions_by_key["run"], running, self.colours)
        self.actions_by_key["restore_last_finite"].setEnabled(event.state in ("diverged", "failed"))
        self._show_title()
        if event.state == "failed":
            self.failures.report(event.reason, event.details, self._advice(event))

    def _advice(self, event: StateChanged) -> str:
        # What the machine or a person is to change stands in the reason itself.
        if event.blame != "defect" or self.run.data is None:
            return ""
        keys = ("restore_last_finite", "reset")
        restore, reset = (self.actions_by_key[key].text().replace("&", "") for key in keys)
        return f"To go on, choose Training > {restore}, or {reset}."

    def _show_data(self, _data: DataPicture) -> None:
        self.show_document()
        if not self._was_ready:
            self._was_ready = True
            self.ready.emit()

    def _refuse(self, reason: str) -> None:
        self.space.status_line.show_state(self.run.state, reason)

    def _report(self, reason: str, details: str = "") -> None:
        self._say("")
        self.failures.report(reason, details)

    def _say(self, words: str) -> None:
        self.space.status_line.show_state(self.run.state, words)

    def report_defect(self, reason: str, details: str) -> None:
        """An exception nobody caught: end the run, show it, live on."""
        self.run.fail(reason, details)

    # --- dialogs -------------------------------------------------------------------------------

    def _ask_epochs(self) -> None:
        epochs = RunEpochsDialog.ask(self._epochs_asked, self)
        if epochs is not None:
            self._epochs_asked = epochs
            self.run.run_epochs(epochs)

    def _ask_import(self, table: TableFile, data: DataSpec, reader: Previewer) -> DataSpec | None:
        dialog = ImportDialog(table, data, reader, self)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.data_spec() if accepted else None
        dialog.deleteLater()
        return chosen

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(actions.shortcut_page(ACTIONS), self).open()

    def _fill_recent(self) -> None:
        menu = self._menus["recent"]
        menu.clear()
        for name in self._store.recent:
            menu.addAction(name, partial(self.files.open, Path(name)))
        if menu.isEmpty():
            menu.addAction("No files yet").setEnabled(False)

    # --- the look ------------------------------------------------------------------------------

    def _apply_scheme(self, scheme: Scheme) -> None:
        self._store.scheme = scheme
        self._colour(scheme)

    def _colour(self, scheme: Scheme) -> None:
        self.colours = apply_theme(self._app, scheme)
        self.actions_by_key[f"theme_{scheme}"].setChecked(True)
        actions.set_icons(self.actions_by_key, ACTIONS, self.colours)
        running = self.run.state == "running"
        actions.show_running(self.actions_by_key["run"], running, self.colours)
        self.space.set_colours(self.colours)

    def follow_system(self) -> None:
        """The system changed between light and dark."""
        if self._store.scheme == "system":
            self._colour("system")

    def _toggle_full_screen(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _restore_arrangement(self) -> None:
        if not self.restoreGeometry(self._store.geometry):
            self.resize(1280, 800)
        self._arranged = self.restoreState(self._store.layout)

    # --- Qt's virtuals -------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Share out the room at the first start, and let Space run."""
        super().showEvent(event)
        if not self._arranged:
            self._arranged = True
            self.space.share_out()
        self._buttons["run"].setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Projects and tables may be dropped anywhere."""
        if _dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped, once the other program is let go."""
        path = _dropped(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            QTimer.singleShot(0, partial(self.files.open, path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep the work, stop training, join every thread; never longer than two seconds."""
        if not self._closed and not self.files.may_close():
            event.ignore()
            return
        self.shut_down()
        super().closeEvent(event)

    def shut_down(self) -> None:
        """Stop and join everything; the window may then go."""
        if self._closed:
            return
        self._closed = True
        self._store.keep_arrangement(self.saveGeometry(), self.saveState())
        self.exports.close()
        self.files.close(self.run.close())


def _dropped(data: QMimeData) -> Path | None:
    """The one file that is dropped, if the window can open it."""
    urls = data.urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in (PROJECT_SUFFIX, *TABLE_SUFFIXES) else None


def _without_arguments(do: Callable[[], object]) -> Callable[..., None]:
    """`QAction.triggered` passes whether it is checked, which none of ours wants."""

    def call(*_: object) -> None:
        do()

    return call
