"""Takes the trained model away: asks where to, exports off the window's thread, shows the check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.export.formats import FORMATS
from playground.gui.background import Background
from playground.gui.dialogs.export_dialog import ExportDialog
from playground.gui.run_controller import RunController
from playground.state.document import Document

if TYPE_CHECKING:
    from playground.engine.checkpoint import Snapshot
    from playground.engine.data.dataset import Dataset
    from playground.engine.export.exporter import ExportResult

SHOWN_NAMES = 6


@dataclass(frozen=True, slots=True)
class _FormatRow:
    key: str
    label: str
    suffix: str
    help: str


class ExportController(QObject):
    """Shows the export dialog and does what it asks for."""

    _snapshot_taken = Signal(object)

    def __init__(
        self, document: Document, run: RunController, background: Background, window: QWidget
    ) -> None:
        super().__init__(window)
        self._document = document
        self._run = run
        self._background = background
        self._window = window
        self._dialog: ExportDialog | None = None
        self._snapshot_taken.connect(self._export)

    def ask(self) -> None:
        """Show the dialog; it stays open to show what came of it."""
        rows = [_FormatRow(row.key, row.label, row.suffixes[0], row.help) for row in FORMATS]
        dialog = ExportDialog(rows, str(self._suggest()), self._window, summary=self._summary())
        dialog.export_requested.connect(self._request)
        dialog.finished.connect(self._forget)
        self._dialog = dialog
        dialog.open()

    def _suggest(self) -> Path:
        path = self._document.path
        if path is not None:
            return path.with_suffix(".pt")
        return Path.home() / f"{self._document.project.run.data.source}.pt"

    def _summary(self) -> list[tuple[str, str]]:
        data = self._run.data
        if data is None:
            return []
        names = [name for column in data.columns for name in column.feature_names()]
        shown = ", ".join(names[:SHOWN_NAMES])
        more = f" and {len(names) - SHOWN_NAMES} more" if len(names) > SHOWN_NAMES else ""
        run = self._document.project.run
        inside = ["input features"] if run.data.features and len(names) == 2 else []
        inside += ["scaling"] if run.data.standardise else []
        output = (
            f"probabilities of {', '.join(data.class_names[:SHOWN_NAMES])}"
            if data.class_names
            else f"{data.target_name}, in its own units"
        )
        return [
            ("Inputs", f"{shown}{more}, as the data had them"),
            ("Inside", ", ".join([*inside, "the network"])),
            ("Output", output),
        ]

    def _request(self, path: str, key: str) -> None:
        if self._dialog is not None:
            self._dialog.show_progress("Writing…")

        def receive(snapshot: Snapshot | None, dataset: Dataset | None) -> None:
            self._snapshot_taken.emit((Path(path), key, snapshot, dataset))

        self._run.deliver(receive)

    def _export(self, taken: tuple[Path, str, Snapshot | None, Dataset | None]) -> None:
        path, key, snapshot, dataset = taken
        if snapshot is None or dataset is None:
            self._show_failure("There is nothing to export yet: the data are not prepared.", "")
            return
        if self._dialog is not None:
            self._dialog.show_progress("Writing, and checking in a fresh process…")

        def export() -> tuple[ExportResult, int, dict[str, str]]:
            from playground.engine.export.exporter import export_model
            from playground.engine.export.loading import loading_lines

            result = export_model(snapshot, dataset, path, key)
            return result, path.stat().st_size, loading_lines(key, path, dataset)

        self._background.start(export, self._show_result, self._show_failure)

    def _show_result(self, outcome: tuple[ExportResult, int, dict[str, str]]) -> None:
        result, size, lines = outcome
        if self._dialog is not None:
            self._dialog.show_result(
                str(result.path), size, result.max_abs_difference, tuple(lines.items())
            )

    def _show_failure(self, reason: str, details: str) -> None:
        if self._dialog is not None:
            self._dialog.show_failure(reason)
        elif details:
            raise RuntimeError(reason)

    def _forget(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
