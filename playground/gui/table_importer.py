"""Takes a table of one's own into the document: reads the file, asks how, and can give up."""

from __future__ import annotations

import dataclasses
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from playground.engine import settings
from playground.engine.defaults import default_loss, fit_to_task, table_settings
from playground.engine.parameter import Value
from playground.engine.spec import DataSpec, TableFile, Task
from playground.gui.background import Background, Failed
from playground.gui.run_controller import RunController
from playground.state.document import Document

AskImport = Callable[[TableFile, DataSpec], DataSpec | None]
"""Shows the import dialog; the accepted choices, or None."""
Take = Callable[[TableFile, DataSpec, Task], None]
"""Hands a table to the document, read as chosen, which asks for this task."""
KEPT_BY_AN_IMPORT = ("source", "seed", "features")


REPORT_EVERY = 0.05
"""Seconds between two reports on a reading: twenty a second."""
CANCELLED = "Reading was cancelled; the data are as they were."


class TableImporter(QObject):
    """Reads tables off the window's thread and hands those that can be used to the document.

    The document, and the run, keep what they have until a table was read to its last line.

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

    def open(self, path: Path, wanted: Callable[[], bool], failed: Failed) -> None:
        """Read the file at `path`; ask how to take it if it is still `wanted` then."""

        def read() -> TableFile:
            from playground.engine.data.table import load_table_file

            return load_table_file(path)

        def done(table: TableFile) -> None:
            if wanted():
                self.message.emit("")
                self._ask(table, DataSpec(source="table"), self._take)

        self.cancel()
        self.message.emit(f"Opening {path.name}…")
        self._background.start(read, done, failed)

    def ask_again(self) -> None:
        """Ask once more how the document's table is to be read; the network's settings stay."""
        project = self._document.project
        if project.table is not None:
            self._ask(project.table, project.run.data, self._change)

    def cancel(self) -> None:
        """Give up the reading in progress, if there is one."""
        self._cancelled.set()

    def _ask(self, table: TableFile, data: DataSpec, take: Take) -> None:
        chosen = self._ask_import(table, data)
        project = self._document.project
        known = table is project.table and chosen == project.run.data
        if chosen is not None and not known:
            self._read(table, chosen, take)

    def _read(self, table: TableFile, chosen: DataSpec, take: Take) -> None:
        self.cancel()
        self._cancelled = cancelled = threading.Event()
        report = _Report(cancelled, lambda *now: self.progressed.emit(table.name, *now))

        def look() -> Task | None:
            from playground.engine.data.dataset import build_dataset
            from playground.engine.data.progress import Cancelled

            try:
                return build_dataset(chosen, table, report).task
            except Cancelled:
                return None

        def done(task: Task | None) -> None:
            self.ended.emit()
            if task is None:
                self.message.emit(CANCELLED)
            else:
                take(table, chosen, task)

        def failed(reason: str, details: str) -> None:
            self.ended.emit()
            self.failed.emit(reason, details)

        self._background.start(look, done, failed)

    def _take(self, table: TableFile, chosen: DataSpec, task: Task) -> None:
        """Another table: it starts with the settings that tables start with."""
        self._document.choose_table(table, table_settings(chosen, task), initiator=self)

    def _change(self, table: TableFile, chosen: DataSpec, task: Task) -> None:
        """The same table read otherwise: network and training stay as they were set."""
        values: dict[str, Value] = {
            f"data.{field.name}": getattr(chosen, field.name)
            for field in dataclasses.fields(chosen)
            if field.name not in KEPT_BY_AN_IMPORT
        }
        before = self._run.data.task if self._run.data is not None else None
        if task != before:
            # The loss may do for the other task too, but it was chosen for this one.
            values["training.loss"] = default_loss(task)
        run = fit_to_task(settings.write_all(self._document.project.run, values), task)
        self._document.choose_run(run, self, table)


class _Report:
    """Passes progress on now and then, and stops the work once it is cancelled."""

    def __init__(self, cancelled: threading.Event, show: Callable[[float, str], None]) -> None:
        self._cancelled = cancelled
        self._show = show
        self._shown = 0.0

    def __call__(self, fraction: float, words: str) -> None:
        from playground.engine.data.progress import Cancelled

        if self._cancelled.is_set():
            raise Cancelled
        now = time.monotonic()
        if now - self._shown >= REPORT_EVERY:
            self._shown = now
            self._show(fraction, words)
