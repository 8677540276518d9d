"""Takes a table of one's own into the document: reads the file, asks how; can be cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from playground.engine.common.language import N_, _
from playground.engine.data.progress import Cancelled
from playground.engine.settings import paths as settings
from playground.engine.settings.defaults import fit_to_task, table_settings
from playground.engine.spec.run import DataSpec, TableFile, Task
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.process.background import Background, Failed
from playground.state.document import Document

if TYPE_CHECKING:
    from playground.engine.data.dataset import Dataset
    from playground.engine.data.table.process.reader import Previewer, TableReader

AskImport = Callable[[TableFile, DataSpec, "Previewer"], DataSpec | None]
"""Shows the import dialog; the accepted choices, or None."""
Take = Callable[[TableFile, DataSpec, Task], None]
"""Puts a table into the document, read as chosen, which asks for this task."""
REPORT_EVERY = 0.05
"""Seconds between two reports on a reading: twenty a second."""
CANCELLED = N_("Loading was cancelled; the data have not changed.")


class TableImporter(QObject):
    """Reads tables off the window's thread and hands those that can be used to the document.

    The document, and the run, keep what they have until a table was read to its last line. The
    reading itself is done by a process of its own; what is built of it is handed to the run.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
        progressed: the name of the table that is read, the fraction done, and a few words.
        ended: that reading is over, whatever came of it.
    """

    failed = Signal(str, str)
    message = Signal(str)
    progressed = Signal(str, float, str)
    ended = Signal()

    def __init__(
        self,
        document: Document,
        run: RunController,
        background: Background,
        ask_import: AskImport,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        self._background = background.lane()
        self._ask_import = ask_import
        self._cancelled = threading.Event()
        self._reader: TableReader | None = None

    @property
    def busy(self) -> bool:
        """Whether a table is being read."""
        return self._background.busy

    def open(self, path: Path, wanted: Callable[[], bool], failed: Failed) -> None:
        """Read the file at `path`; ask how to take it if it is still `wanted` then."""

        reader = self._next_reader()

        def read() -> TableFile | None:
            from playground.engine.data.table.read import load_table_file

            try:
                reader.start()
                return load_table_file(path)
            except Cancelled:
                return None

        def done(table: TableFile | None) -> None:
            if table is not None and wanted():
                self.message.emit("")
                self._ask_first(table, reader)
            else:
                reader.close()

        def not_read(reason: str, details: str) -> None:
            reader.close()
            failed(reason, details)

        self.message.emit(_("Opening {file}…").format(file=path.name))
        self._background.start(read, done, not_read)

    def take(self, table: TableFile) -> None:
        """Ask how a table that is no file is to be taken."""
        self.message.emit("")
        self._ask_first(table, self._next_reader())

    def ask_again(self) -> None:
        """Ask once more how the document's table is to be read; the network's settings stay."""
        project = self._document.project
        if project.table is not None:
            self._ask(project.table, project.run.data, self._change, self._next_reader())

    def cancel(self) -> None:
        """Cancel the reading in progress, if there is one."""
        self._cancelled.set()
        if self._reader is not None:
            self._reader.close()

    def _next_reader(self) -> TableReader:
        from playground.engine.data.table.process.reader import TableReader

        self.cancel()
        self._reader = TableReader()
        return self._reader

    def _ask_first(self, table: TableFile, reader: TableReader) -> None:
        seed = self._document.project.run.data.seed
        self._ask(table, DataSpec(source="table", seed=seed), self._take, reader)

    def _ask(self, table: TableFile, data: DataSpec, take: Take, reader: TableReader) -> None:
        reader.take(table)
        chosen = self._ask_import(table, data, reader)
        project = self._document.project
        known = table is project.table and chosen == project.run.data
        if chosen is not None and not known:
            self._read(table, chosen, take, reader)
        else:
            reader.close()

    def _read(self, table: TableFile, chosen: DataSpec, take: Take, reader: TableReader) -> None:
        self._cancelled = cancelled = threading.Event()
        report = _Report(cancelled, lambda *now: self.progressed.emit(table.name, *now))

        def build() -> Dataset | None:
            from playground.engine.data.dataset import build_dataset

            try:
                return build_dataset(
                    chosen, table, report, lambda _, spec, progress: reader.read(spec, progress)
                )
            except Cancelled:
                return None
            finally:
                reader.close()

        def done(dataset: Dataset | None) -> None:
            self.ended.emit()
            if dataset is None:
                self.message.emit(_(CANCELLED))
                return
            before = self._document.project
            take(table, chosen, dataset.task)
            # What the document has already trains on.
            if self._document.project is not before:
                self._run.load(dataset=dataset)

        def failed(reason: str, details: str) -> None:
            self.ended.emit()
            self.failed.emit(reason, details)

        self._background.start(build, done, failed)

    def _take(self, table: TableFile, chosen: DataSpec, task: Task) -> None:
        """Another table: it starts with the settings that tables start with."""
        self._document.choose_table(table, table_settings(chosen, task), initiator=self._run)

    def _change(self, table: TableFile, chosen: DataSpec, task: Task) -> None:
        """The same table read otherwise: network and training stay as they were set."""
        values = table_settings(chosen, task)
        if self._run.data is not None and self._run.data.task == task:
            # A loss may do for another task too, but it was chosen for this one.
            del values["training.loss"]
        run = fit_to_task(settings.write_all(self._document.project.run, values), task)
        self._document.choose_run(run, self._run, table)


class _Report:
    """Passes progress on now and then, and stops the work once it is cancelled."""

    def __init__(self, cancelled: threading.Event, show: Callable[[float, str], None]) -> None:
        self._cancelled = cancelled
        self._show = show
        self._shown = 0.0

    def __call__(self, fraction: float, words: str) -> None:
        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._shown >= REPORT_EVERY:
            self._shown = now
            self._show(fraction, words)
