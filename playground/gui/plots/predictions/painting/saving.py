"""Writes the painted points as a table."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from playground.engine.common.errors import InputError
from playground.engine.data.painted import as_table
from playground.engine.spec.data import DataSpec
from playground.gui.plots.base.picture_export import save_bytes


def save_points(data: DataSpec, path: str) -> None:
    """Write the points of `data` as comma-separated text; `.csv` is added to no suffix.

    Raises:
        InputError: they are no points, or the file cannot be written.
    """
    save_bytes(path if Path(path).suffix else f"{path}.csv", as_table(data).encode())


def ask_to_save(data: DataSpec, parent: QWidget) -> None:
    """Ask where to, write, and say what went wrong."""
    title, filters = "Save painted points", "Table (*.csv)"
    path, _ = QFileDialog.getSaveFileName(parent, title, "painted.csv", filters)
    if not path:
        return
    try:
        save_points(data, path)
    except InputError as error:
        box = QMessageBox(QMessageBox.Icon.Warning, "Not saved", str(error), parent=parent)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()
