"""A number that changes many times a second, and moves nothing beside it when it does."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QWidget


class SteadyLabel(QLabel):
    """Plain text in a room as wide as the widest text so far.

    A `QLabel` asks the whole window for a new layout with every text; one whose size is fixed asks
    for none (`QWidget::updateGeometry`), and what stands beside it does not jump.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, widest: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._widest = widest
        self._fit(anew=True)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show `text`; costs nothing where it is shown already."""
        if text == self.text():
            return
        self.setText(text)
        self._fit()

    def set_widest(self, widest: str) -> None:
        """Make room for `widest` from now on, and for nothing wider that was shown before."""
        self._widest = widest
        self._fit(anew=True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit(anew=True)

    def _fit(self, *, anew: bool = False) -> None:
        metrics = self.fontMetrics()
        needed = max(metrics.horizontalAdvance(text) for text in (self._widest, self.text()))
        room = QSize(needed + 2 * self.margin() + 1, metrics.height())
        now = self.size()
        if anew or room.width() > now.width():
            self.setFixedSize(room)
