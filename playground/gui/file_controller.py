"""New, open, save, recent files and tables: everything between the document and the disk."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.engine.defaults import defaults_for
from playground.engine.errors import InputError
from playground.engine.parameter import Value
from playground.engine.spec import DataSpec, TableFile
from playground.gui.background import Background
from playground.gui.run_controller import RunController
from playground.gui.store import Store
from playground.state import recent
from playground.state.document import NOTHING, Document, Unavailable
from playground.state.project import Project
from playground.state.project_file import ProjectFile, open_project, save_project

if TYPE_CHECKING:
    from playground.engine.checkpoint import Checkpoint, Snapshot
    from playground.engine.data.dataset import Dataset

FIRST_SOURCE = "circle"
PROJECT_SUFFIX = ".playground"
TABLE_SUFFIXES = (".csv", ".tsv", ".txt")
PROJECT_FILTER = f"Playground projects (*{PROJECT_SUFFIX})"
TABLE_FILTER = "Tables (*.csv *.tsv *.txt);;All files (*)"
AskImport = Callable[[TableFile, DataSpec], DataSpec | None]
"""Shows the import dialog; the accepted choices, or None."""


def first_project() -> Project:
    """The working example of the first start."""
    return Project(run=defaults_for(FIRST_SOURCE))


def last_work_path() -> Path:
    """Where untitled work is kept when the window closes."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / f"last{PROJECT_SUFFIX}"


class FileController(QObject):
    """Opens and saves for one window; reading and writing happen off its thread.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        recent_changed: the list of recent files is another.
        saved: the project was written.
    """

    failed = Signal(str, str)
    message = Signal(str)
    recent_changed = Signal()
    saved = Signal()
    _snapshot_taken = Signal(object)

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
        self._document = document
        self._run = run
        self._store = store
        self._ask_import = ask_import
        self._window = window
        self._snapshot_taken.connect(self._write)

    # --- opening -------------------------------------------------------------------------------

    def new(self) -> None:
        """Start with the first example again."""
        self.leave(self._start_new)

    def _start_new(self) -> None:
        self._document.open(first_project(), initiator=self._run)
        self._run.load()

    def ask_open(self) -> None:
        """Let the person choose a project or a table."""
        both = f"Projects and tables (*{PROJECT_SUFFIX} *.csv *.tsv *.txt)"
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open", self._folder(), f"{both};;{PROJECT_FILTER};;{TABLE_FILTER}"
        )
        if name:
            self.open(Path(name))

    def ask_open_table(self) -> None:
        """Let the person choose a table."""
        name, _ = QFileDialog.getOpenFileName(
            self._window, "Open a table", self._folder(), TABLE_FILTER
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a project, or a table after asking how to read it."""
        if path.suffix.lower() == PROJECT_SUFFIX:
            self.leave(partial(self._open_project, path))
        else:
            self._open_table(path)

    def open_last_work(self) -> None:
        """Bring back what was kept when the window closed without a file."""
        path = last_work_path()
        if not path.exists():
            self.message.emit("There is no earlier work to bring back.")
            return
        self.leave(partial(self._open_project, path), keep=False)

    def import_again(self) -> None:
        """Ask once more how the document's table is to be read."""
        project = self._document.project
        if project.table is not None:
            self._import(project.table, project.run.data)

    def _open_project(self, path: Path) -> None:
        def read() -> tuple[ProjectFile, Checkpoint | None]:
            from playground.engine.checkpoint import from_payload

            file = open_project(path)
            return file, from_payload(file.payload, file.project.run)

        self.message.emit(f"Opening {path.name}…")
        self.background.start(read, partial(self._project_read, path), self.failed.emit)

    def _project_read(self, path: Path, read: tuple[ProjectFile, Checkpoint | None]) -> None:
        file, checkpoint = read
        kept = None if path == last_work_path() else path
        self._document.open(file.project, kept, file.unavailable, initiator=self._run)
        self._run.load(checkpoint)
        if kept is not None:
            self._remember(path)
        lacking = ", ".join(file.unavailable)
        self.message.emit(
            f"Opened {path.name}; this version lacks {lacking}."
            if lacking
            else f"Opened {path.name}."
        )

    def _open_table(self, path: Path) -> None:
        def read() -> TableFile:
            from playground.engine.data.table import load_table_file

            return load_table_file(path)

        def done(table: TableFile) -> None:
            self._remember(path)
            self.message.emit("")
            self._import(table, DataSpec(source="table"))

        self.message.emit(f"Reading {path.name}…")
        self.background.start(read, done, self.failed.emit)

    def _import(self, table: TableFile, data: DataSpec) -> None:
        chosen = self._ask_import(table, data)
        if chosen is None:
            return

        def run_settings() -> dict[str, Value]:
            from playground.engine.data.table import preview_table
            from playground.engine.defaults import table_settings

            return table_settings(chosen, preview_table(table, chosen).task)

        self.background.start(
            run_settings,
            lambda values: self._document.choose_table(table, values, initiator=self),
            self.failed.emit,
        )

    # --- saving --------------------------------------------------------------------------------

    def save(self) -> None:
        """Save to the document's file; ask for one where it has none."""
        if self._document.path is None:
            self.ask_save_as()
        else:
            self._save_to(self._document.path)

    def ask_save_as(self) -> None:
        """Let the person choose where to save."""
        start = self._document.path or Path(self._folder()) / f"untitled{PROJECT_SUFFIX}"
        name, _ = QFileDialog.getSaveFileName(self._window, "Save as", str(start), PROJECT_FILTER)
        if name:
            path = Path(name)
            self._save_to(path if path.suffix else path.with_suffix(PROJECT_SUFFIX))

    def _save_to(self, path: Path) -> None:
        project, unavailable = self._document.project, self._document.unavailable

        def receive(snapshot: Snapshot | None, dataset: Dataset | None) -> None:  # noqa: ARG001
            self._snapshot_taken.emit((path, project, unavailable, snapshot))

        self.message.emit(f"Saving {path.name}…")
        self._run.deliver(receive)

    def _write(self, taken: tuple[Path, Project, Unavailable, Snapshot | None]) -> None:
        path, project, unavailable, snapshot = taken

        def write() -> None:
            self._write_project(path, project, snapshot, unavailable)

        def done(_: None) -> None:
            if path != last_work_path():
                self._document.mark_saved(path, project)
                self._remember(path)
                self.message.emit(f"Saved {path.name}.")
            self.saved.emit()

        self.background.start(write, done, self.failed.emit)

    def _write_project(
        self,
        path: Path,
        project: Project,
        snapshot: Snapshot | None,
        unavailable: Unavailable = NOTHING,
    ) -> None:
        from playground.engine.checkpoint import to_payload
        from playground.engine.export.metadata import library_versions

        if path == last_work_path():
            path.parent.mkdir(parents=True, exist_ok=True)
        payload = to_payload(snapshot, self._run.thread_of_training.log) if snapshot else {}
        save_project(path, project, payload, library_versions(), unavailable)

    # --- leaving -------------------------------------------------------------------------------

    def leave(self, go: Callable[[], None], *, keep: bool = True) -> None:
        """Leave the open document for another: nothing that was done is lost."""
        answer = self._ask_to_save()
        if answer == QMessageBox.StandardButton.Cancel:
            return
        if answer == QMessageBox.StandardButton.Save:
            self.save()
        elif keep and self._is_untitled_work():
            self._save_to(last_work_path())
        go()

    def may_close(self) -> bool:
        """Ask about unsaved changes to a named project; whether the window may go."""
        answer = self._ask_to_save()
        if answer == QMessageBox.StandardButton.Save:
            self.save()
        return answer != QMessageBox.StandardButton.Cancel

    def _ask_to_save(self) -> QMessageBox.StandardButton:
        path = self._document.path
        if path is None or not self._document.modified:
            return QMessageBox.StandardButton.NoButton
        return QMessageBox.question(
            self._window,
            "Unsaved changes",
            f"Save the changes to {path.name} first?",
            QMessageBox.StandardButton.Save
            | QMessageBox.StandardButton.Discard
            | QMessageBox.StandardButton.Cancel,
        )

    def _is_untitled_work(self) -> bool:
        trained = self._run.thread_of_training.log.steps > 0
        return self._document.path is None and (trained or self._document.modified)

    def close(self, snapshot: Snapshot | None) -> None:
        """Wait for what is being written, and keep work that no file holds.

        The next start can bring it back.
        """
        self.background.close()
        if snapshot is None or not (self._document.modified or self._is_untitled_work()):
            return
        try:
            self._write_project(last_work_path(), self._document.project, snapshot)
        except (InputError, OSError) as error:
            sys.stderr.write(f"The work of this window could not be kept: {error}\n")

    def _remember(self, path: Path) -> None:
        self._store.recent = recent.with_file(self._store.recent, path)
        self.recent_changed.emit()

    def _folder(self) -> str:
        if self._document.path is not None:
            return str(self._document.path.parent)
        recent_files = self._store.recent
        return str(Path(recent_files[0]).parent) if recent_files else ""
