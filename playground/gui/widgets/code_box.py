"""Lines of text to read and copy, in a font whose letters are equally wide."""

from collections.abc import Callable, Sequence

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

from playground.engine.common.language import _
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

MOST_LINES = 12


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
    """Read-only monospaced text, as high as its lines up to `MOST_LINES`."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setTabChangesFocus(True)
        lines = min(max(text.count("\n") + 1, 3), MOST_LINES)
        scroll_bar = self.horizontalScrollBar().sizeHint().height()
        self.setMinimumHeight(lines * self.fontMetrics().lineSpacing() + scroll_bar + 16)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


class CopyButton(QPushButton):
    """Copies a text to the clipboard, and says so."""

    def __init__(
        self, words: str, name: str, tip: str, text: Callable[[], str], parent: QWidget
    ) -> None:
        super().__init__(words, parent)
        named(self, name, tip=tip)
        self._text_now = text
        self.clicked.connect(self._copy)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._text_now())
        self.setText(_("&Copied"))


class CodeTabs(QWidget):
    """Several texts in tabs, and a button that copies the one in front."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.setAccessibleName(_("Code that loads the file"))
        tip = _("Copy these lines to the clipboard.")
        copy = CopyButton(_("&Copy"), "export.copy", tip, self._text, self)
        fill(QVBoxLayout(self), (self._tabs, 1), fill(QHBoxLayout(), None, copy), spacing=8)

    def show_texts(self, texts: Sequence[tuple[str, str]]) -> None:
        """Show these (title, text) in place of what was there."""
        for page in self._tabs.findChildren(CodeBox):
            page.deleteLater()
        self._tabs.clear()
        for title, text in texts:
            box = CodeBox(text, self)
            box.setAccessibleName(title)
            self._tabs.addTab(box, title.replace("&", "&&"))

    def _text(self) -> str:
        page = self._tabs.currentWidget()
        return page.toPlainText() if isinstance(page, CodeBox) else ""
