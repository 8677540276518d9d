"""Takes the trained model away: asks where to, exports off the window's thread, shows the check."""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.atomic_file import write_atomically
from playground.engine.common.errors import InputError
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.language import listed as together
from playground.engine.data.painted import as_table
from playground.engine.data.table.words import listed
from playground.engine.export import formats
from playground.gui.controllers.files.suggested_file import suggested_file
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.dialogs.export_dialog import ExportDialog, checked
from playground.gui.dialogs.file_names import name_filter
from playground.gui.process.background import Background
from playground.gui.widgets.question import ask_save_path, with_suffix
from playground.state.document import Document

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import Which
    from playground.engine.export.exporter import ExportResult

SHOWN_NAMES = 6
TABLE_SUFFIX = ".csv"
DIVERGED = N_(
    "Training diverged. Restore the last valid weights, or train with a lower learning rate, "
    "before you export."
)
"""Weights may still be numbers then, but they are of no use to anyone."""


class ExportController(QObject):
    """Shows the export dialog and does what it asks for.

    An export whose dialog was closed meanwhile goes on and is reported to the window.

    Signals:
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
    """

    failed = Signal(str, str)
    message = Signal(str)

    def __init__(
        self, document: Document, run: RunController, background: Background, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._run = run
        self._stop = threading.Event()
        # An export takes seconds, and nobody wants to wait that long for a save.
        self._background = background.lane()
        self._window = window
        self._dialog: ExportDialog | None = None
        self._last: Path | None = None
        run.frame_ready.connect(self._offer_best)

    @property
    def busy(self) -> bool:
        """Whether a model is being written."""
        return self._background.busy

    def ask(self) -> None:
        """Show the dialog; it stays open to show what came of it."""
        suggested = suggested_file(self._document, formats.FORMATS[0].suffix, self._last)
        dialog = ExportDialog(
            formats.FORMATS, str(suggested), self._window, summary=self._summary()
        )
        dialog.export_requested.connect(partial(self._request, dialog))
        dialog.finished.connect(partial(self._forget, dialog))
        self._dialog = dialog
        self._offer_best()
        dialog.open()

    def _offer_best(self) -> None:
        frame = self._run.frame
        if self._dialog is not None and frame is not None:
            self._dialog.offer_best(frame.best_step is not None)

    def _summary(self) -> list[tuple[str, str]]:
        data = self._run.data
        if data is None:
            return []
        names = [name for column in data.columns for name in column.feature_names()]
        run = self._document.project.run
        inside = [_("input features")] if run.data.features and len(names) == 2 else []
        inside += [_("scaling")] if run.data.standardise else []
        if data.class_names:
            classes = listed(data.class_names, SHOWN_NAMES)
            output = _("Probabilities of {classes}").format(classes=classes)
        else:
            words = ngettext(
                "{target}, in its original units",
                "{target}, in their original units",
                len(data.target_names),
            )
            output = words.format(target=listed(data.target_names, SHOWN_NAMES))
        inputs = _("{names}, in their original units")
        return [
            (_("Inputs"), inputs.format(names=listed(names, SHOWN_NAMES))),
            (_("Includes"), together([*inside, _("the network")])),
            (_("Output"), output),
        ]

    def ask_points(self) -> None:
        """Ask where to write the painted points as a table, and write them."""
        start = str(suggested_file(self._document, TABLE_SUFFIX, self._last))
        title, filters = _("Export painted points"), name_filter(_("Table"), TABLE_SUFFIX)
        path = ask_save_path(
            self._window, title, start, filters, lambda path: with_suffix(path, TABLE_SUFFIX)
        )
        if path is None:
            return
        try:
            self.write_points(path)
        except InputError as error:
            self.failed.emit(str(error), "")

    def write_points(self, path: Path) -> None:
        """Write the painted points as comma-separated text.

        Raises:
            InputError: they are no points, or the file cannot be written; an earlier one stays.
        """
        text = as_table(self._document.project.run.data)
        write_atomically(path, lambda stream: stream.write(text.encode()))
        self.message.emit(_("Exported the points to {file}.").format(file=path.name))

    def close(self) -> None:
        """Cancel an export in progress: the window closes, and the earlier file stays."""
        self._stop.set()

    def _request(self, dialog: ExportDialog, path: str, key: str, which: Which) -> None:
        dialog.show_progress(_("Writing the file…"))
        self._run.deliver(partial(self._export, dialog, Path(path).expanduser(), key, which))

    def _export(
        self, dialog: ExportDialog, path: Path, key: str, which: Which, run: Moment
    ) -> None:
        state, dataset = run.state, run.dataset
        if state is None or dataset is None:
            reason = _("There is nothing to export yet: the data are still being prepared.")
            self._show_failure(dialog, reason, "")
            return
        if self._run.state == "diverged":
            self._show_failure(dialog, _(DIVERGED), "")
            return
        if dialog is self._dialog:
            dialog.show_progress(_("Writing the file and checking it in a fresh process…"))

        def export() -> tuple[ExportResult, int, dict[str, str]]:
            from playground.engine.export.exporter import export_model

            result = export_model(state.standing_on(which), dataset, path, key, self._stop)
            code = formats.find_format(path, key).loading_code(path, dataset)
            return result, path.stat().st_size, code

        self._background.start(
            export, partial(self._show_result, dialog), partial(self._show_failure, dialog)
        )

    def _show_result(
        self, dialog: ExportDialog, outcome: tuple[ExportResult, int, dict[str, str]]
    ) -> None:
        result, size, code = outcome
        self._last = result.path
        difference = result.max_abs_difference
        if dialog is self._dialog:
            usages = tuple(code.items())
            dialog.show_result(str(result.path), size, difference, usages, result.advice)
        # It stands in the window too once the dialog is closed.
        written = _("Exported {file}.").format(file=result.path)
        whole = formats.find_format(result.path, result.format).whole
        words = checked(difference, whole=whole)
        self.message.emit(f"{written} {words} {result.advice}".rstrip())

    def _show_failure(self, dialog: ExportDialog, reason: str, details: str) -> None:
        if dialog is self._dialog:
            dialog.show_failure(reason)
        if dialog is not self._dialog or details:
            self.failed.emit(" ".join((_("Not exported."), reason)), details)

    def _forget(self, dialog: ExportDialog, _result: int = 0) -> None:
        dialog.deleteLater()
        if dialog is self._dialog:
            self._dialog = None
