"""Lines of text to read and copy, in a font whose letters are equally wide."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLayout,
    QPlainTextEdit,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from playground.gui.widgets.tool_tip import tool_tip


def fit_height(dialog: QDialog) -> None:
    """Make a dialog as high as its text needs at its width, no higher."""
    layout = dialog.layout()
    if layout is not None:
        # What was shown a moment ago still has its old size in the layouts between.
        for inner in dialog.findChildren(QLayout):
            inner.invalidate()
        layout.activate()
        width = max(dialog.width(), layout.totalMinimumSize().width())
        height = layout.totalHeightForWidth(width)
        height = height if height > 0 else layout.totalSizeHint().height()
        dialog.resize(width, max(height, layout.totalMinimumSize().height()))


class CodeBox(QPlainTextEdit):
    """Read-only monospaced text, as high as its lines up to `most_lines`."""

    def __init__(self, text: str, parent: QWidget | None = None, *, most_lines: int = 12) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        lines = min(max(text.count("\n") + 1, 3), most_lines)
        scroll_bar = self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing() + scroll_bar + 16)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class CodeTabs(QWidget):
    """Several texts in tabs, and a button that copies the one in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName("Lines that load the file")
        self._copy = QPushButton("&Copy", self)
        self._copy.setObjectName("export.copy")
        self._copy.setToolTip(tool_tip("Copy these lines to the clipboard."))
        self._copy.clicked.connect(self._copy_text)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._tabs, 1)
        column.addLayout(buttons)

    def show_texts(self, texts: Sequence[tuple[str, str]]) -> None:
        """Show these (title, text) in place of what was there."""
        while self._tabs.count():
            page = self._tabs.widget(0)
            self._tabs.removeTab(0)
            if page is not None:
                page.deleteLater()
        for title, text in texts:
            box = CodeBox(text, self)
            box.setAccessibleName(title)
            self._tabs.addTab(box, title.replace("&", "&&"))

    def _copy_text(self) -> None:
        page = self._tabs.currentWidget()
        if isinstance(page, CodeBox):
            QGuiApplication.clipboard().setText(page.toPlainText())
            self._copy.setText("&Copied")
