"""A row in the status line while something takes long: how far it is, and a button to cancel."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QSizePolicy, QWidget

from playground.engine.common.language import _
from playground.gui.widgets.elided_label import ElidedLabel
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named

PATIENCE = 250
"""Milliseconds that it may take before a person is told of it."""
PARTS = 1000
WORDS_WIDTH = 44
"""Room for the words, in average letters, so that nothing jumps while they change."""


class _Words(ElidedLabel):
    """Words that give way where the window is narrow, and take the same room whatever they say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        width = WORDS_WIDTH * self.fontMetrics().averageCharWidth()
        return QSize(width, super().sizeHint().height())


class ProgressRow(QWidget):
    """Shows one piece of work at a time; hidden while there is none.

    Signals:
        cancelled: the person cancels it.
    """

    cancelled = Signal()

    def __init__(self, name: str, doing: str, tip: str, parent: QWidget) -> None:
        """Show nothing yet.

        Args:
            name: how the names of its parts begin.
            doing: what is done, for a screen reader: `Reading the table`.
            tip: what cancelling means.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self._words = named(_Words(self), f"{name}.words")
        self._words.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._bar = named(QProgressBar(self), f"{name}.progress", doing)
        self._bar.setRange(0, PARTS)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(120, 8)
        self._cancel = QPushButton(_("Cancel"), self)
        what = _("Cancel: {work}").format(work=doing)
        named(self._cancel, f"{name}.cancel", what, tip)
        self._cancel.clicked.connect(self.cancelled)
        parts = (self._words, self._bar, self._cancel)
        fill(QHBoxLayout(self), *parts, spacing=8, margins=(8, 0, 8, 0))
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE)
        self._patience.timeout.connect(self.show)
        self.hide()

    def cancel_with(self, key: Qt.Key) -> None:
        """Let a key of the window cancel, too."""
        self._cancel.setShortcut(key)

    def show_progress(self, name: str, fraction: float, words: str) -> None:
        """Show how far the work on `name` is, 0 to 1, once it has taken a moment."""
        self._words.show_text(f"{name}: {words}…")
        self._bar.setValue(round(fraction * PARTS))
        if self.isHidden() and not self._patience.isActive():
            self._patience.start()

    def end(self) -> None:
        """It is over, whatever came of it."""
        self._patience.stop()
        self.hide()
