"""New, open, save and recent files: everything between the document and the disk."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.engine.common.atomic_file import sweep
from playground.engine.common.language import _
from playground.engine.data.table.containers.formats import SUFFIXES
from playground.engine.data.table.words import listed, shorten
from playground.engine.run.events import StateChanged
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import write_all
from playground.gui.controllers.files.copied_table import copied_table
from playground.gui.controllers.files.project_saver import ProjectSaver, Saved
from playground.gui.controllers.files.read_project import ReadProject, read_whole
from playground.gui.controllers.files.suggested_file import name_of_data
from playground.gui.controllers.files.table_importer import AskImport, TableImporter
from playground.gui.controllers.run.handover import KeptFiles
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.file_names import name_filter
from playground.gui.process.background import Background
from playground.gui.process.store import Store
from playground.gui.recovery.autosave import Autosave
from playground.gui.widgets.question import Button, ask, ask_save_path, confirm
from playground.state import recent
from playground.state.document import Document
from playground.state.history.history import History
from playground.state.history.words import left_out_words, lost_words
from playground.state.project import Project
from playground.state.project_file import ProjectFile, open_project
from playground.state.recovery.store import WorkStore

FIRST_SOURCE = "circle"
PROJECT_SUFFIX = ".playground"
CLOSING = 2.0
"""Seconds in which the window closes, whatever the disk does."""


def first_project(device: str = "cpu") -> Project:
    """The working example of the first start; it trains until it is paused."""
    values = {"training.epochs": 0, "training.device": device}
    return Project(run=write_all(defaults_for(FIRST_SOURCE), values))


def _project_filter() -> str:
    return name_filter(_("Playground projects"), PROJECT_SUFFIX)


def table_filters() -> tuple[str, str]:
    """What a dialog that opens a table offers: tables, and all files."""
    return name_filter(_("Tables"), *SUFFIXES), name_filter(_("All files"), "")


def work_folder() -> Path:
    """Where work that no file holds is kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return Path(folder) / "recovery"


class FileController(QObject):
    """Opens and saves for one window; reading and writing happen off its thread.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        saved: the document's file holds what the window shows: it was written, or just opened.
        opened: another document takes the place of the open one; its run is loaded next.
    """

    failed = Signal(str, str)
    message = Signal(str)
    saved = Signal()
    opened = Signal()

    def __init__(
        self,
        document: Document,
        run: RunController,
        history: History,
        store: Store,
        ask_import: AskImport,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.background = Background(self)
        self.tables = TableImporter(document, run, self.background, ask_import, self)
        self._tidying = self.background.lane()
        self._saver = ProjectSaver(document, run, history, self.background)
        self.works = WorkStore(work_folder())
        lane, unsaved = self.background.lane(), lambda: self.modified
        self.autosave = Autosave(document, run, self._saver, self.works, lane, unsaved, self)
        self._document = document
        self._run = run
        self._history = history
        self._store = store
        self._window = window
        self._saved_steps = 0
        self._wish = 0
        self._device = "cpu"
        self._settled = self._handed_over = self._loading = False
        self._settle_history: Callable[[float], None] = lambda _seconds: None
        run.state_changed.connect(self._follow_loading)
        self.tables.failed.connect(self.failed)
        for controller in (self.tables, self.autosave):
            controller.message.connect(self.message)

    @property
    def modified(self) -> bool:
        """Whether settings, weights or earlier runs differ from what the file holds."""
        steps = 0 if self._loading else self._run.thread_of_training.log.steps
        is_trained = steps > 0 and steps != self._saved_steps
        return self._document.modified or self._history.modified or is_trained

    def settle_with(
        self, when_settled: Callable[[Callable[[], None]], None], settle: Callable[[float], None]
    ) -> None:
        """Let every run that was left be in the history before it is saved, or left.

        Args:
            when_settled: calls back then.
            settle: waits for that, at most so many seconds: nothing is left before it is known
                whether it is modified.
        """
        self._saver.when_settled, self._settle_history = when_settled, settle

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self.background.working or self.tables.busy

    @property
    def kept(self) -> KeptFiles:
        """What another window is to know of the document's file."""
        return KeptFiles(self._saved_steps, self._saver.opened, self.autosave.work)

    def take_over(self, files: KeptFiles) -> None:
        """Know of the document's file what an earlier window knew, before the run is loaded."""
        self._saved_steps, self._saver.opened = files.saved_steps, files.opened
        self.autosave.work = files.work
        self._loading = True

    def _follow_loading(self, event: StateChanged) -> None:
        """Until the run begins to prepare what was opened, its losses are those of the last."""
        if event.state == "preparing":
            self._loading = False

    # --- opening -------------------------------------------------------------------------------

    def start_on(self, device: str) -> None:
        """Train new projects on this device; so does one in which nothing was done yet."""
        self._device = device
        is_untouched = self._document.project == first_project() and not self.modified
        if is_untouched and self._document.path is None and device != "cpu":
            self._document.open(first_project(device))

    def new(self) -> None:
        """Start with the first example again."""
        self.next_wish()
        self.leave(self._start_new)

    def _start_new(self) -> None:
        self.show(ReadProject(ProjectFile(first_project(self._device))))
        self.message.emit("")

    def ask_open(self) -> None:
        """Let the person choose a project or a table."""
        both = name_filter(_("Projects and tables"), PROJECT_SUFFIX, *SUFFIXES)
        self._ask_file(_("Open"), both, _project_filter(), *table_filters())

    def ask_open_table(self) -> None:
        """Let the person choose a table."""
        self._ask_file(_("Open a table"), *table_filters())

    def _ask_file(self, title: str, *filters: str) -> None:
        start, offered = self._folder(), ";;".join(filters)
        if name := QFileDialog.getOpenFileName(self._window, title, start, offered)[0]:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Open a project, or a table after asking how to read it. The latest wish counts."""
        wish = self.next_wish()
        if path.suffix.lower() == PROJECT_SUFFIX:
            self._open_project(path, wish)
            return

        def read() -> bool:
            self._remember(path)
            return self.is_wanted(wish)

        self.autosave.look()
        self.tables.open(path, read, partial(self._not_opened, path))

    def paste_table(self) -> None:
        """Take the table on the clipboard, after asking how to read it."""
        self.next_wish()
        table = copied_table()
        if table is None:
            self.message.emit(_("Nothing was pasted: copy the cells of a table first."))
        else:
            self.autosave.look()
            self.tables.take(table)

    def tidy(self) -> None:
        """Clear away what killed processes have left where this window reads and writes."""
        folders = {Path(tempfile.gettempdir()), *(Path(file).parent for file in self.recent)}

        def clear() -> None:
            for folder in folders:
                sweep(folder)

        self._tidying.start(clear, lambda _: None, self.failed.emit)

    def next_wish(self) -> int:
        """The number of what the person wants open now; what is read for earlier ones is late."""
        self._wish += 1
        return self._wish

    def is_wanted(self, wish: int) -> bool:
        """Whether nothing else is wanted by now."""
        return wish == self._wish

    def _open_project(self, path: Path, wish: int) -> None:
        def read() -> ReadProject:
            return read_whole(open_project(path), path.name)

        def done(opened: ReadProject) -> None:
            # Only what could be read may ask for the place of what is open.
            if self.is_wanted(wish):
                self.message.emit("")
                self.leave(partial(self._project_read, path, opened))

        self.message.emit(_("Opening {file}…").format(file=path.name))
        self.background.start(read, done, partial(self._not_opened, path))

    def _project_read(self, path: Path, opened: ReadProject) -> None:
        self._remember(path)
        self.show(opened, path)
        said = [_("Opened {file}.").format(file=path.name), lost_words(opened.runs.lost)]
        if unavailable := opened.file.unavailable:
            lacking = listed([shorten(name) for name in unavailable])
            said.append(_("This version does not have {names}.").format(names=lacking))
        said += opened.checkpoint.notes if opened.checkpoint else ()
        self.message.emit(" ".join(filter(None, said)))

    def show(self, opened: ReadProject, path: Path | None = None, *, is_saved: bool = True) -> None:
        """Show what was read in place of what is open; nothing is asked.

        Args:
            is_saved: the file at `path` holds it, or nobody needs it.
        """
        file, checkpoint = opened.file, opened.checkpoint
        is_same = path is not None and path == self._document.path
        self._document.open(
            file.project, path, file.unavailable, initiator=self._run, is_saved=is_saved
        )
        self._history.open(opened.runs.records, opened.runs.marked, keeps=is_same)
        self.autosave.begin_anew()
        self._saver.remember_opened(file.project, file.payload)
        self._saved_steps = checkpoint.state.step if checkpoint else 0
        self._loading = True
        if not is_same:
            self.opened.emit()
        self._run.load(checkpoint)
        self.saved.emit()

    def _not_opened(self, path: Path, reason: str, details: str) -> None:
        if not path.exists() and self._forget(path):
            reason = " ".join((reason, _("It was removed from the list of recent files.")))
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
        def complete(path: Path) -> Path:
            is_named = path.name.lower().endswith(PROJECT_SUFFIX)
            return path if is_named else path.with_name(path.name + PROJECT_SUFFIX)

        name = f"{name_of_data(self._document)}{PROJECT_SUFFIX}"
        start = self._document.path or Path(self._folder()) / name
        return ask_save_path(self._window, _("Save as"), str(start), _project_filter(), complete)

    def _save_to(self, path: Path, then: Callable[[], None] | None = None) -> None:
        def done(saved: Saved) -> None:
            self._document.mark_saved(saved.path, saved.project)
            self._saved_steps = saved.steps
            self._remember(saved.path)
            self._history.mark_saved(saved.stamps)
            words = _("Saved {file}.").format(file=saved.path.name)
            self.message.emit(f"{words} {left_out_words(saved.dropped)}".rstrip())
            self.saved.emit()
            self.autosave.look()
            if then is not None:
                then()

        def failed(reason: str, details: str) -> None:
            self.message.emit("")
            self.failed.emit(reason, details)

        self.message.emit(_("Saving {file}…").format(file=path.name))
        self._saver.save(path, done, failed)

    # --- leaving -------------------------------------------------------------------------------

    def leave(self, go: Callable[[], None]) -> None:
        """Leave the open document for another: `go`, once nothing that was done can be lost."""
        self._settle_history(CLOSING)
        answer = Button.NoButton if self._is_untitled else self._ask_to_save()
        if answer == Button.Cancel:
            return
        if answer == Button.Save:
            self.save(go)
        elif self._is_untitled and self.modified:
            self.autosave.keep(go, partial(self._not_kept, go))
        else:
            go()

    def _not_kept(self, go: Callable[[], None], reason: str, _details: str) -> None:
        said = (
            _("This work could not be saved for later."),
            reason,
            _("Continue anyway? This work will be lost."),
        )
        if confirm(self._window, _("Untitled work"), " ".join(said)):
            go()

    @property
    def _is_untitled(self) -> bool:
        return self._document.path is None

    def may_close(self) -> bool:
        """Whether the window may go now.

        Where the person wants to save first, it may not: it is closed again once that is done.
        """
        self._settle_history(CLOSING)
        answer = self._keep_or_ask() if self._is_untitled else self._ask_to_save()
        self._settled = answer == Button.Discard
        if answer == Button.Save:
            self._rest()
            self.save(lambda: QTimer.singleShot(0, self._window.close))
            return False
        return answer != Button.Cancel

    def settle(self) -> None:
        """Another window has the work: closing need not keep it."""
        self._settled = self._handed_over = True

    def _rest(self) -> None:
        """What is trained on while it is saved would be unsaved again."""
        self._run.cancel()
        self._run.pause()

    def _keep_or_ask(self) -> Button:
        """Discard where the work is kept: nothing of it is left to be saved."""
        if not self.modified:
            return Button.NoButton
        self._rest()
        reason = self.autosave.keep_within(CLOSING)
        if not reason or self.background.closed:
            return Button.Discard
        said = (
            _("This work has no file and could not be kept for the next start."),
            reason,
            _("Save it to a file first? Otherwise it is lost."),
        )
        return self._ask(_("Untitled work"), " ".join(said))

    def _ask_to_save(self) -> Button:
        path = self._document.path
        if path is None or not self.modified:
            return Button.NoButton
        question = _("Save the changes to {file} first?").format(file=path.name)
        return self._ask(_("Unsaved changes"), question)

    def _ask(self, title: str, question: str) -> Button:
        return ask(self._window, title, question, Button.Save | Button.Discard | Button.Cancel)

    def close(self, run: Moment) -> str:
        """Keep work that no file holds, and wait for what is being written, both in time.

        It can be reopened at the next start. Returns why it could not be kept, or nothing.
        """
        end = time.monotonic() + CLOSING
        self.tables.cancel()
        self.autosave.close()
        self._settle_history(CLOSING / 2)
        unsaved = self.modified and not self._settled
        reason = self.autosave.keep_now(run, CLOSING) if unsaved else ""
        if not unsaved and not self._handed_over:
            self.autosave.drop_now(CLOSING)
        self.background.close(end - time.monotonic())
        return reason or (run.problem if unsaved else "")

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
        return str(Path(self.recent[0]).parent) if self.recent else ""
