"""A row in the status line while a table is read: how far it is, and a button to give up."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.plain_text import plain_label
from playground.gui.widgets.tool_tip import tool_tip

PATIENCE = 250
"""Milliseconds that a reading may take before a person is told of it."""
PARTS = 1000
WORDS_WIDTH = 44
"""Room for the words, in average letters, so that nothing jumps while they change."""


class ReadingRow(QWidget):
    """Shows one reading at a time; hidden while there is none. Escape gives up, too.

    Signals:
        cancelled: the person gives up the reading.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("reading")
        self._words = named(plain_label("", self), "reading.words")
        self._words.setFixedWidth(WORDS_WIDTH * self.fontMetrics().averageCharWidth())
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = named(QProgressBar(self), "reading.progress", "Reading the table")
        self._bar.setRange(0, PARTS)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(160, 8)
        tip = "Give up reading; data and training stay. (Esc)"
        self._cancel = QPushButton("Cancel", self)
        named(self._cancel, "reading.cancel", "Cancel reading", tip)
        self._cancel.setShortcut(Qt.Key.Key_Escape)
        self._cancel.clicked.connect(self.cancelled)
        parts = (self._words, self._bar, self._cancel)
        fill(QHBoxLayout(self), *parts, spacing=8, margins=(8, 0, 8, 0))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.show)
        self.hide()

    def show_progress(self, name: str, fraction: float, words: str) -> None:
        """Show how far the reading of `name` is, 0 to 1, once it has taken a moment."""
        text = f"{name}: {words}…"
        width = self._words.width()
        self._words.setText(
            self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width)
        )
        self._words.setToolTip(tool_tip(text))
        self._bar.setValue(round(fraction * PARTS))
        if self.isHidden() and not self._patience.isActive():
            self._patience.start()

    def end(self) -> None:
        """The reading is over, whatever came of it."""
        self._patience.stop()
        self.hide()
