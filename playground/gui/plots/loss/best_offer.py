"""Offers the best weights in the line that says why one may want them."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from playground.engine.common.language import _
from playground.gui.theme import GRID, small_font
from playground.gui.widgets.naming import named


class BestOffer(QPushButton):
    """A button that is no higher than a line of text; hidden until there is something to offer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Restore best weights"), parent)
        named(
            self,
            "plot.loss.restore_best",
            tip=_(
                "Return to the weights with the lowest validation loss so far (Ctrl+B). Undo "
                "brings back the others."
            ),
        )
        self.setFont(small_font(self.font()))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        metrics = QFontMetrics(self.font())
        self.setFixedSize(metrics.horizontalAdvance(self.text()) + 2 * GRID, metrics.height() + 4)
        self.hide()
