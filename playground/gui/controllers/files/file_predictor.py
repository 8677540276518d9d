"""Predicts a file of one's own: reads it apart, asks the network of now, shows and saves it."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.data.progress import Cancelled
from playground.gui.controllers.files.file_controller import table_filters
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.file_names import name_filter
from playground.gui.process.background import Background
from playground.gui.widgets.question import ask_save_path, with_suffix
from playground.state.document import Document

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.data.dataset import Dataset
    from playground.engine.data.table.inputs.read import OnMissing
    from playground.engine.data.table.process.reader import TableReader
    from playground.engine.export.predictions import Predictions
    from playground.engine.spec.run import TableFile
    from playground.gui.dialogs.predict_file_dialog import PredictFileDialog

DIVERGED = N_("Training diverged; these are predictions of the last valid weights.")
UNTRAINED = N_("The network has not been trained yet, so these predictions mean nothing.")
PREPARING = N_("The data are still being prepared; predict again once they are.")
SUFFIX = ".csv"


class FilePredictor(QObject):
    """Shows the predictions for one file at a time.

    The file is read by a process of its own, and the network is asked on another thread: neither
    the window nor the training waits.

    Signals:
        failed: a sentence and the details of a defect of ours.
        message: a few words for the status line.
        changed: that `ready` is another.
    """

    failed = Signal(str, str)
    message = Signal(str)
    changed = Signal()

    def __init__(
        self, document: Document, run: RunController, background: Background, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._run = run
        self._background = background.lane()
        self._window = window
        self._stop = threading.Event()
        self._was_ready = False
        self._asked: _Asked | None = None
        self._last: Path | None = None
        for signal in (run.state_changed, run.data_ready, run.frame_ready):
            signal.connect(self._follow)

    @property
    def ready(self) -> bool:
        """Whether there is a network that was trained, on data with columns."""
        data, frame = self._run.data, self._run.frame
        is_trained = self._run.state == "running" or (frame is not None and frame.step > 0)
        return is_trained and data is not None and bool(data.columns)

    @property
    def busy(self) -> bool:
        """Whether a file is being read or written."""
        return self._background.busy

    @property
    def waits(self) -> bool:
        """Whether what is shown waits for an answer."""
        return self._asked is not None and self._asked.waits

    @property
    def dialog(self) -> PredictFileDialog | None:
        """What is shown, if anything."""
        return self._asked.dialog if self._asked is not None else None

    def ask(self) -> None:
        """Let the person choose a table."""
        near = self._last or self._document.path
        name, _filter = QFileDialog.getOpenFileName(
            self._window,
            _("Predict a file"),
            str(near.parent if near else Path.home()),
            ";;".join(table_filters()),
        )
        if name:
            self.open(Path(name))

    def open(self, path: Path) -> None:
        """Show the predictions for the table at `path`."""
        from playground.engine.data.table.process.reader import TableReader
        from playground.gui.dialogs.predict_file_dialog import PredictFileDialog

        self._leave()
        self._last = path
        dialog = PredictFileDialog(path.name, self._window)
        asked = self._asked = _Asked(path, TableReader(), dialog)
        dialog.missing_chosen.connect(partial(self._choose, asked))
        dialog.again_wanted.connect(partial(self._predict, asked))
        dialog.save_wanted.connect(partial(self._ask_save, asked))
        dialog.finished.connect(partial(self._forget, asked))
        dialog.open()
        self._predict(asked)

    def close(self) -> None:
        """Give up what is being read or written: the window closes, and an earlier file stays."""
        self._stop.set()
        self._leave()

    def _leave(self) -> None:
        if self._asked is not None:
            self._asked.dialog.close()

    def _follow(self) -> None:
        if self.ready != self._was_ready:
            self._was_ready = self.ready
            self.changed.emit()

    def _choose(self, asked: _Asked, key: OnMissing) -> None:
        asked.on_missing = key
        self._predict(asked)

    def _predict(self, asked: _Asked) -> None:
        from playground.gui.dialogs.predict_file_dialog import READING

        asked.wait(_(READING))
        self._run.deliver(partial(self._predict_with, asked))

    def _predict_with(self, asked: _Asked, moment: Moment) -> None:
        if asked is not self._asked:
            return
        state, dataset = moment.state, moment.dataset
        if state is None or dataset is None:
            self._refuse(asked, _(PREPARING))
            return
        if asked.on_missing is None:
            from playground.engine.data.table.inputs.read import usual

            asked.on_missing = usual(None, state.spec.data)
            asked.dialog.show_choice(asked.on_missing)
        on_missing = asked.on_missing
        self._background.start(
            lambda: asked.predict(state, dataset, on_missing),
            partial(self._show, asked),
            partial(self._fail, asked),
        )

    def _show(self, asked: _Asked, found: Predictions | None) -> None:
        if found is None or asked is not self._asked:
            return
        warning = _(UNTRAINED) if not found.step else ""
        if self._run.state == "diverged":
            warning = _(DIVERGED)
        asked.waits = False
        asked.dialog.show_found(found, trains=self._run.state == "running", warning=warning)

    def _fail(self, asked: _Asked, reason: str, details: str) -> None:
        if asked is self._asked:
            self._refuse(asked, reason)
            if details:
                self.failed.emit(reason, details)

    def _refuse(self, asked: _Asked, reason: str) -> None:
        asked.waits = False
        asked.dialog.show_problem(reason)

    def _ask_save(self, asked: _Asked, with_inputs: bool) -> None:
        found = asked.dialog.found
        if found is None:
            return
        # In every language alike: it is the name of a file.
        start = asked.path.with_name(f"{asked.path.stem}-predictions{SUFFIX}")
        path = ask_save_path(
            asked.dialog,
            _("Save predictions"),
            str(start),
            name_filter(_("Table"), SUFFIX),
            lambda path: with_suffix(path, SUFFIX),
        )
        if path is not None:
            self.save(path, with_inputs=with_inputs)

    def save(self, path: Path, *, with_inputs: bool) -> None:
        """Write what is shown to `path`; an earlier file stays until all is written."""
        asked = self._asked
        found = asked.dialog.found if asked is not None else None
        if asked is None or found is None:
            return

        def write() -> Path | None:
            from playground.engine.export.predictions import as_csv

            _require_other(path, asked.path)
            pieces = self._until_closed(as_csv(found, with_inputs=with_inputs))
            try:
                write_atomically(path, lambda stream: stream.writelines(pieces))
            except Cancelled:
                return None
            return path

        asked.wait(_("Writing the file…"))
        count = len(found.read.rows)
        self._background.start(
            write, partial(self._saved, asked, count), partial(self._not_saved, asked)
        )

    def _until_closed(self, pieces: Iterable[str]) -> Iterator[bytes]:
        for piece in pieces:
            if self._stop.is_set():
                raise Cancelled
            yield piece.encode()

    def _saved(self, asked: _Asked, count: int, path: Path | None) -> None:
        if path is None:
            return
        words = ngettext("{n} prediction is in {file}.", "{n} predictions are in {file}.", count)
        said = words.format(n=grouped(count), file=repr(path.name))
        if asked is self._asked:
            asked.waits = False
            asked.dialog.show_outcome(said)
        self.message.emit(said)

    def _not_saved(self, asked: _Asked, reason: str, details: str) -> None:
        said = " ".join((_("Not saved."), reason))
        if asked is self._asked:
            asked.waits = False
            asked.dialog.show_outcome(said, is_error=True)
        if asked is not self._asked or details:
            self.failed.emit(said, details)

    def _forget(self, asked: _Asked, _result: int = 0) -> None:
        asked.reader.close()
        asked.dialog.deleteLater()
        if asked is self._asked:
            self._asked = None


class _Asked:
    """One file that is predicted, until its dialog is closed."""

    def __init__(self, path: Path, reader: TableReader, dialog: PredictFileDialog) -> None:
        self.path = path
        self.reader = reader
        self.dialog = dialog
        self.on_missing: OnMissing | None = None
        self.waits = False
        self._table: TableFile | None = None

    def wait(self, words: str) -> None:
        """Say what is awaited."""
        self.waits = True
        self.dialog.show_busy(words)

    def predict(
        self, state: RunState, dataset: Dataset, on_missing: OnMissing
    ) -> Predictions | None:
        """The predictions, by the thread that calls it; None where the reader was closed.

        Raises:
            InputError: the file cannot be read or used.
        """
        from playground.engine.data.table.inputs.read import wanted_of
        from playground.engine.data.table.read import load_table_file
        from playground.engine.export.live import predict
        from playground.engine.export.predictions import predictions_of

        try:
            if self._table is None:
                self.reader.start()
                self._table = load_table_file(self.path)
                self.reader.take(self._table)
            read = self.reader.inputs(wanted_of(dataset.raw, state.spec.data), on_missing)
        except Cancelled:
            return None
        outputs = predict(state, dataset, read.inputs, read.lines[read.rows])
        return predictions_of(read, dataset.raw, outputs, state.place_of_weights[0])


def _require_other(path: Path, read: Path) -> None:
    """Refuse to write over the file that was read.

    Raises:
        InputError: it is the same.
    """
    if path.resolve() == read.resolve():
        raise InputError(
            _("{file} holds the rows that were predicted; choose another name.").format(
                file=path.name
            )
        )
