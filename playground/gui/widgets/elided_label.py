"""One line of text that gives way to what stands beside it."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from playground.gui.widgets.tool_tip import tool_tip


class ElidedLabel(QLabel):
    """One line that gives way: what does not fit is cut with an ellipsis, whole in the tooltip."""

    def __init__(
        self, parent: QWidget, mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    ) -> None:
        """Cut where `mode` says."""
        super().__init__(parent)
        self._mode = mode
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def show_text(self, text: str) -> None:
        self._whole = text
        self.setToolTip(tool_tip(text))
        self.setAccessibleDescription(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        line = re.sub(r"[ \t\r\n]+", " ", self._whole.strip())  # numbers keep their narrow spaces
        cut = self.fontMetrics().elidedText(line, self._mode, self.width())
        self.setText(cut)
