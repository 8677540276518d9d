"""New, open, save and recent files: everything between the document and the disk."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.engine.common.errors import InputError
from playground.engine.run.events import StateChanged
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write
from playground.gui.controllers.project_saver import ProjectSaver, Saved
from playground.gui.controllers.run_controller import Moment, RunController
from playground.gui.controllers.table_importer import AskImport, TableImporter
from playground.gui.process.background import Background
from playground.gui.process.store import Store
from playground.state import recent
from playground.state.document import Document
from playground.state.project import Project
from playground.state.project_file import ProjectFile, open_project

if TYPE_CHECKING:
    from playground.engine.checkpoint.payload import Checkpoint

FIRST_SOURCE = "circle"
PROJECT_SUFFIX = ".playground"
TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
PROJECT_FILTER = f"Playground projects (*{PROJECT_SUFFIX})"
TABLE_FILTER = "Tables (*.csv *.tsv *.txt);;All files (*)"
_YES, _NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


def first_project() -> Project:
    """The working example of the first start; it trains until it is paused."""
    return Project(run=write(defaults_for(FIRST_SOURCE), "training.epochs", 0))


def last_work_path() -> Path:
    """Where untitled work is kept when the window closes."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / f"last{PROJECT_SUFFIX}"


class FileController(QObject):
    """Opens and saves for one window; reading and writing happen off its thread.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        saved: the document's file holds what the window shows: it was written, or just opened.
    """

    failed = Signal(str, str)
    message = Signal(str)
    saved = Signal()

    def __init__(
        self,
        document: Document,
        run: RunController,
        store: Store,
        ask_import: AskImport,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.background = Background(self)
        self.tables = TableImporter(document, run, self.background, ask_import, self)
        self._saver = ProjectSaver(document, run, self.background)
        self._document = document
        self._run = run
        self._store = store
        self._window = window
        self._saved_steps = 0
        self._wish = 0
        self._discarded = self._loading = False
        run.state_changed.connect(self._follow_loading)
        self.tables.failed.connect(self.failed)
        self.tables.message.connect(self.message)

    @property
    def modified(self) -> bool:
        """Whether settings, or the weights by training, differ from what the file holds."""
        steps = 0 if self._loading else self._run.thread_of_training.log.steps
        return self._document.modified or (steps > 0 and steps != self._saved_steps)

    def _follow_loading(self, event: StateChanged) -> None:
        """Until the run begins to prepare what was opened, its losses are those of the last."""
        if event.state == "preparing":
            self._loading = False

    # --- opening -------------------------------------------------------------------------------

    def new(self) -> None:
        """Start with the first example again."""
        self._next_wish()
        self.leave(self._start_new)

    def _start_new(self) -> None:
        self._show(first_project(), None, ProjectFile(first_project()), None)
        self.message.emit("")

    def ask_open(self) -> None:
        """Let the person choose a project or a table."""
        both = f"Projects and tables (*{PROJECT_SUFFIX} *.csv *.tsv *.txt)"
        self._ask_file("Open", f"{both};;{PROJECT_FILTER};;{TABLE_FILTER}")

    def ask_open_table(self) -> None:
        """Let the person choose a table."""
        self._ask_file("Open a table", TABLE_FILTER)

    def _ask_file(self, title: str, filters: str) -> None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, self._folder(), filters)
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a project, or a table after asking how to read it. The latest wish counts."""
        wish = self._next_wish()
        if path.suffix.lower() == PROJECT_SUFFIX:
            self._open_project(path, wish)
            return

        def read() -> bool:
            self._remember(path)
            return wish == self._wish

        self.tables.open(path, read, partial(self._not_opened, path))

    def open_last_work(self) -> None:
        """Bring back what was kept when the window closed without a file."""
        path = last_work_path()
        if path.exists():
            self._open_project(path, self._next_wish())
        else:
            self.message.emit("There is no earlier work to bring back.")

    def _next_wish(self) -> int:
        self._wish += 1
        return self._wish

    def _open_project(self, path: Path, wish: int) -> None:
        def read() -> tuple[ProjectFile, Checkpoint | None]:
            from playground.engine.checkpoint.payload import from_payload

            file = open_project(path)
            return file, from_payload(file.payload, file.project.run, path.name)

        def done(opened: tuple[ProjectFile, Checkpoint | None]) -> None:
            # Only what could be read may ask for the place of what is open.
            if wish == self._wish:
                self.message.emit("")
                self.leave(partial(self._project_read, path, *opened))

        self.message.emit(f"Opening {path.name}…")
        self.background.start(read, done, partial(self._not_opened, path))

    def _project_read(self, path: Path, file: ProjectFile, checkpoint: Checkpoint | None) -> None:
        kept = None if path == last_work_path() else path
        if kept is not None:
            self._remember(path)
        self._show(file.project, kept, file, checkpoint)
        lacking = ", ".join(file.unavailable)
        opened = f"; this version lacks {lacking}." if lacking else "."
        notes = checkpoint.notes if checkpoint else ()
        self.message.emit(" ".join([f"Opened {path.name}{opened}", *notes]))

    def _show(
        self, project: Project, path: Path | None, file: ProjectFile, checkpoint: Checkpoint | None
    ) -> None:
        self._document.open(project, path, file.unavailable, initiator=self._run)
        self._saver.remember_opened(project, file.payload)
        self._saved_steps = checkpoint.state.step if checkpoint else 0
        self._loading = True
        self._run.load(checkpoint)
        self.saved.emit()

    def _not_opened(self, path: Path, reason: str, details: str) -> None:
        if not path.exists() and self._forget(path):
            reason = f"{reason} It was taken off the list of recent files."
        self.message.emit("")
        self.failed.emit(reason, details)

    # --- saving --------------------------------------------------------------------------------

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Save to the document's file; ask for one where it has none. Then do `then`, if it is."""
        path = self._document.path or self._ask_path()
        if path is not None:
            self._save_to(path, then)

    def ask_save_as(self) -> None:
        """Let the person choose where to save."""
        path = self._ask_path()
        if path is not None:
            self._save_to(path)

    def _ask_path(self) -> Path | None:
        start = self._document.path or Path(self._folder()) / f"untitled{PROJECT_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(start), PROJECT_FILTER)
        if not name or name.lower().endswith(PROJECT_SUFFIX):
            return Path(name) if name else None
        path = Path(name + PROJECT_SUFFIX)
        # The file dialog asked about the name without its suffix.
        question = f"{path.name} exists already. Replace it?"
        return path if not path.exists() or self._confirm("Save as", question) else None

    def _confirm(self, title: str, question: str) -> bool:
        return QMessageBox.question(self._window, title, question, _YES | _NO, _NO) == _YES

    def _save_to(self, path: Path, then: Callable[[], None] | None = None) -> None:
        def done(saved: Saved) -> None:
            self._document.mark_saved(saved.path, saved.project)
            self._saved_steps = saved.steps
            self._remember(saved.path)
            self.message.emit(f"Saved {saved.path.name}.")
            self.saved.emit()
            if then is not None:
                then()

        def failed(reason: str, details: str) -> None:
            self.message.emit("")
            self.failed.emit(reason, details)

        self.message.emit(f"Saving {path.name}…")
        self._saver.save(path, done, failed)

    # --- leaving -------------------------------------------------------------------------------

    def leave(self, go: Callable[[], None]) -> None:
        """Leave the open document for another: `go`, once nothing that was done can be lost."""
        answer = self._ask_to_save()
        if answer == QMessageBox.StandardButton.Cancel:
            return
        if answer == QMessageBox.StandardButton.Save:
            self.save(go)
        elif self._document.path is None and self.modified:
            self._keep_aside(go)
        else:
            go()

    def _keep_aside(self, go: Callable[[], None]) -> None:
        def failed(reason: str, details: str) -> None:  # noqa: ARG001
            question = f"This work could not be kept aside: {reason} Leave it all the same?"
            if self._confirm("Untitled work", question):
                go()

        path = last_work_path()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            failed(f"{path.parent} cannot be made ({error.strerror}).", "")
            return
        self._saver.save(path, lambda _: go(), failed)

    def may_close(self) -> bool:
        """Whether the window may go now.

        Where the person wants to save first, it may not: it is closed again once that is done.
        """
        answer = self._ask_to_save()
        self._discarded = answer == QMessageBox.StandardButton.Discard
        if answer == QMessageBox.StandardButton.Save:
            # What is trained on while it is saved would be unsaved again.
            self._run.cancel()
            self._run.pause()
            self.save(lambda: QTimer.singleShot(0, self._window.close))
            return False
        return answer != QMessageBox.StandardButton.Cancel

    def _ask_to_save(self) -> QMessageBox.StandardButton:
        path = self._document.path
        if path is None or not self.modified:
            return QMessageBox.StandardButton.NoButton
        return QMessageBox.question(
            self._window,
            "Unsaved changes",
            f"Save the changes to {path.name} first?",
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
        )

    def close(self, run: Moment) -> None:
        """Wait for what is being written, and keep work that no file holds.

        The next start can bring it back.
        """
        self.tables.cancel()
        self.background.close()
        if self._discarded or not self.modified:
            return
        try:
            self._saver.save_now(last_work_path(), run)
        except (InputError, OSError) as error:
            sys.stderr.write(f"The work of this window could not be kept: {error}\n")

    @property
    def recent(self) -> tuple[str, ...]:
        """The files opened or saved last, newest first."""
        return self._store.recent

    def _remember(self, path: Path) -> None:
        self._store.recent = recent.with_file(self._store.recent, path)

    def _forget(self, path: Path) -> bool:
        before = self._store.recent
        self._store.recent = recent.without_file(before, path)
        return self._store.recent != before

    def _folder(self) -> str:
        if self._document.path is not None:
            return str(self._document.path.parent)
        recent_files = self._store.recent
        return str(Path(recent_files[0]).parent) if recent_files else ""
