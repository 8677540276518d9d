"""What this is, which versions it runs on, and how to hand them on."""

import platform
from importlib import metadata

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from playground.gui.widgets.code_box import CodeBox
from playground.gui.widgets.plain_text import plain_label, quiet_label, tabular
from playground.gui.widgets.tool_tip import tool_tip

_LIBRARIES = ("torch", "PySide6-Essentials", "pyqtgraph", "numpy", "pandas", "scikit-learn")


def versions() -> str:
    """A line per library, read from what is installed, without importing any."""
    lines = [f"playground {_version('playground')}", f"Python {platform.python_version()}"]
    lines += [f"{library} {_version(library)}" for library in _LIBRARIES]
    return "\n".join([*lines, platform.platform()])


class AboutDialog(QDialog):
    """The name, the purpose, the licence and the versions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Playground")
        self.setMinimumWidth(440)
        title = plain_label("Playground", self)
        title.setFont(tabular(self.font(), scale=1.8, bold=True))
        purpose = plain_label(
            "Build a real PyTorch network, watch it learn, and take it away.", self, wrap=True
        )
        self._versions = CodeBox(versions(), self)
        self._versions.setAccessibleName("Versions")
        self._copy = QPushButton("&Copy versions", self)
        self._copy.setObjectName("about.copy")
        self._copy.setAutoDefault(False)
        self._copy.setToolTip(tool_tip("Copy the versions, for a report."))
        self._copy.clicked.connect(self._copy_versions)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(title)
        column.addWidget(purpose)
        column.addWidget(quiet_label("Under the MIT licence.", self))
        column.addWidget(self._versions, 1)
        column.addWidget(buttons)

    def _copy_versions(self) -> None:
        QGuiApplication.clipboard().setText(self._versions.toPlainText())
        self._copy.setText("&Copied")


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return "is not installed"
