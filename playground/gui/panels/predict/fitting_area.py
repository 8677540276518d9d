"""A scroll area that asks for no more room than what it holds."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget


class FittingArea(QScrollArea):
    """Scrolls up and down where it must, and is never higher than what it holds.

    Attributes:
        comfort: pixels of height below which a person scrolls more than they read.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.comfort = 0

    def set_rows(self, rows: int, height: int, least: int = 1) -> None:
        """So many rows of this height are comfortable, and fewer do where there is no room."""
        self.comfort = rows * height
        self.setMinimumHeight(min(rows, least) * height)

    @property
    def spare(self) -> int:
        """How much lower it may be than is comfortable."""
        return max(self.comfort - self.minimumHeight(), 0)

    def sizeHint(self) -> QSize:
        page = self.widget()
        return page.sizeHint() if page is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.minimumHeight())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
