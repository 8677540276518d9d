"""The dialogs of a window that ask or say something and belong to no other controller.

Each is imported when it is first shown: the start of the window does not wait for them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget

from playground.engine.spec.run import DataSpec, TableFile
from playground.gui.actions.shortcuts import Shortcut
from playground.gui.controllers.files.file_controller import FileController
from playground.gui.controllers.preferring import Preferring
from playground.gui.controllers.run.run_controller import RunController

if TYPE_CHECKING:
    from playground.engine.data.table.process.reader import Previewer


class WindowDialogs:
    """Opens them, and does what was answered."""

    def __init__(self, run: RunController, page: Sequence[Shortcut], window: QWidget) -> None:
        """Open nothing yet.

        Args:
            page: what the page of shortcuts shows.
        """
        self._run = run
        self._page = page
        self._window = window
        self._epochs = 100

    def ask_epochs(self) -> None:
        """Train for as many epochs as the person says."""
        from playground.gui.dialogs.run_epochs_dialog import RunEpochsDialog

        epochs = RunEpochsDialog.ask(self._epochs, self._window)
        if epochs is not None:
            self._epochs = epochs
            self._run.run_epochs(epochs)

    def ask_import(self, table: TableFile, data: DataSpec, reader: Previewer) -> DataSpec | None:
        """Ask how a table is to be read; None where the person changed their mind."""
        from playground.gui.dialogs.import_dialog import ImportDialog

        dialog = ImportDialog(table, data, reader, self._window)
        accepted = dialog.exec() == QDialog.DialogCode.Accepted
        chosen = dialog.data_spec() if accepted else None
        dialog.deleteLater()
        return chosen

    def show_preferences(self, preferring: Preferring, files: FileController) -> None:
        """Show what is preferred in every project."""
        from playground.gui.dialogs.preferences.dialog import PreferencesDialog
        from playground.gui.recovery.space_row import SpaceRow

        space = SpaceRow(files.works, files.background.lane())
        _open(PreferencesDialog(preferring, self._run.devices, space, self._window))

    def show_shortcuts(self) -> None:
        """Show every shortcut on one page."""
        from playground.gui.dialogs.shortcuts_dialog import ShortcutsDialog

        _open(ShortcutsDialog(self._page, self._window))

    def show_about(self) -> None:
        """Show the versions."""
        from playground.gui.dialogs.about_dialog import AboutDialog

        _open(AboutDialog(self._window))


def _open(dialog: QDialog) -> None:
    """Show a dialog beside which nothing waits; it is gone once it is closed."""
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
