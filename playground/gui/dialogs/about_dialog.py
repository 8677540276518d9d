"""What this is, which versions it runs on, and how to hand them on."""

import platform
from importlib import metadata

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.engine.common.language import _
from playground.gui.dialogs.buttons import close_buttons
from playground.gui.theme import tabular_font
from playground.gui.widgets.code_box import CodeBox, CopyButton
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label, quiet_label

_LIBRARIES = ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "pyarrow", "scikit-learn")


def versions() -> str:
    """A line per library, read from what is installed, without importing any."""
    lines = [_line("playground"), f"Python {platform.python_version()}"]
    lines += [_line(library) for library in _LIBRARIES]
    return "\n".join([*lines, platform.platform()])


class AboutDialog(QDialog):
    """The name, the purpose, the licence and the versions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("About Playground"))
        self.setMinimumWidth(440)
        title = plain_label("Playground", self)
        title.setFont(tabular_font(self.font(), scale=1.8, bold=True))
        purpose = plain_label(
            _("Build a real PyTorch network, watch it learn and export it."), self, wrap=True
        )
        licence = quiet_label(_("Released under the MIT licence."), self)
        shown = named(CodeBox(versions(), self), accessible=_("Versions"))
        tip = _("Copy the versions to include them in a bug report.")
        copy = CopyButton(_("&Copy versions"), "about.copy", tip, shown.toPlainText, self)
        rows = (title, purpose, licence, (shown, 1), close_buttons(self, copy))
        fill(QVBoxLayout(self), *rows, spacing=12, margins=16)


def _line(library: str) -> str:
    try:
        return f"{library} {metadata.version(library)}"
    except metadata.PackageNotFoundError:
        return _("{library} is not installed").format(library=library)
