"""Offers what was cut off, and brings back what a person chooses of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from playground.engine.common.language import _
from playground.engine.run.events import State, StateChanged
from playground.gui.controllers.files.file_controller import FileController
from playground.gui.controllers.files.read_project import ReadProject, read_whole
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.recovery.crash_log import CrashLog, take_reports
from playground.state.document import Document
from playground.state.recovery.store import Found, OpenedWork
from playground.state.recovery.work_folder import WorkFolder

if TYPE_CHECKING:
    from playground.gui.recovery.dialog import RecoveryDialog

REPORTS = "reports"


class Recovery(QObject):
    """Looks for work that nobody is at, off the window's thread, and opens it."""

    def __init__(
        self, document: Document, run: RunController, files: FileController, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._run = run
        self._files = files
        self._window = window
        self._lane = files.background.lane()
        self._dialog: RecoveryDialog | None = None

    def look(self) -> None:
        """Put the store in order, and offer what was cut off since the last time, if anything."""
        works = self._files.works

        def find() -> tuple[tuple[Found, ...], str]:
            works.take_in(works.root.parent / "untitled", works.root.parent)
            works.tidy()
            cut = tuple(found for found in works.works() if not found.about.is_kept)
            return cut, take_reports(works.root / REPORTS)

        def offer(found: tuple[tuple[Found, ...], str]) -> None:
            if any(found):
                self._show(*found)

        self._lane.start(find, offer, self._files.failed.emit)

    def describe(self, crash: CrashLog) -> None:
        """Let a crash of this process tell what ran, where it tells anything."""
        self._lane.start(crash.note_versions, lambda _nothing: None, self._files.failed.emit)

    def show(self) -> None:
        """Show all work that nobody is at, what was left on purpose included."""
        self._lane.start(self._files.works.works, self._show, self._files.failed.emit)

    def _show(self, works: tuple[Found, ...], report: str = "") -> None:
        from playground.gui.recovery.dialog import RecoveryDialog

        if self._dialog is not None:
            self._dialog.close()
        dialog = RecoveryDialog(works, report, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.recovered.connect(self._recover)
        dialog.looked_at.connect(self._look_at)
        dialog.discarded.connect(self._discard)
        dialog.finished.connect(self._closed)
        self._dialog = dialog
        dialog.open()

    def _closed(self) -> None:
        self._dialog = None

    def _discard(self, found: Found) -> None:
        discard = partial(self._files.works.discard, found.name)
        self._lane.start(discard, lambda _nothing: None, self._files.failed.emit)

    def _recover(self, found: Found) -> None:
        self._open(found, goes_on=True)

    def _look_at(self, found: Found) -> None:
        self._open(found, goes_on=False)

    def _open(self, found: Found, *, goes_on: bool) -> None:
        files, wish = self._files, self._files.next_wish()

        def read() -> tuple[OpenedWork, ReadProject]:
            opened = files.works.open(found.name)
            return opened, read_whole(opened.file, _("The unsaved work"))

        def done(read: tuple[OpenedWork, ReadProject]) -> None:
            if files.is_wanted(wish):
                go = self._go_on if goes_on else self._look_only
                files.leave(partial(go, found, *read))

        files.background.start(read, done, files.failed.emit)

    def _go_on(self, found: Found, opened: OpenedWork, read: ReadProject) -> None:
        files = self._files

        def taken(work: WorkFolder | None) -> None:
            if work is not None:
                self._show_again(work, opened, read)
                return
            files.autosave.begin_anew()
            files.failed.emit(_("This work is open in another window, or was removed."), "")

        take = partial(files.works.take, found.name, opened)
        files.background.start(take, taken, files.failed.emit)

    def _show_again(self, work: WorkFolder, opened: OpenedWork, read: ReadProject) -> None:
        files, about = self._files, opened.generation.about
        path = Path(about.file) if about.file else None
        files.show(read, path, is_saved=False)
        files.autosave.adopt(work)
        self._set(opened)
        if about.trains:
            self._run.train()
        state: State = "running" if about.trains else "paused"
        self._say_once(state, _("Recovered the unsaved work."))

    def _look_only(self, _found: Found, opened: OpenedWork, read: ReadProject) -> None:
        self._files.show(read)
        self._set(opened)
        self._say_once("paused", _("This is a copy; the unsaved work itself is still kept."))

    def _say_once(self, state: State, words: str) -> None:
        """What is said while the run is prepared is gone before it is read."""

        def say(event: StateChanged) -> None:
            if event.state == state:
                self._run.state_changed.disconnect(connection)
                self._files.message.emit(words)

        connection = self._run.state_changed.connect(say)

    def _set(self, opened: OpenedWork) -> None:
        """Take up settings that came after the weights, as if they were made now."""
        if opened.project != opened.file.project:
            self._document.replace(opened.project)
