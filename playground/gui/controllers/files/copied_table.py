"""A table that was copied in another program."""

from PySide6.QtGui import QGuiApplication

from playground.engine.common.language import _
from playground.engine.data.table.containers.opened import MAXIMUM_BYTES
from playground.engine.spec.run import TableFile


def copied_table() -> TableFile | None:
    """The text on the clipboard as a table; None where there is none, or far too much.

    Spreadsheets copy their cells as text too, with tabs between them.
    """
    text = QGuiApplication.clipboard().text().strip("\0")
    if not text.strip() or len(text) > MAXIMUM_BYTES:
        return None
    return TableFile(_("clipboard"), text.encode("utf-8", "replace"))
