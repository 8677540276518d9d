"""Room for a panel that scrolls only where the window is too low or too narrow for it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

NARROWEST = 240


class YieldingArea(QScrollArea):
    """As high as its panel needs, unless too little of the window were left for everything else.

    Args:
        elsewhere: pixels of the window's height that are not to be taken from other panels.
        height: what the panel needs, if that is not the least it can be.
    """

    def __init__(
        self,
        panel: QWidget,
        elsewhere: int,
        parent: QWidget,
        height: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(parent)
        self._panel, self._elsewhere = panel, elsewhere
        self._height = height or (lambda: panel.minimumSizeHint().height())
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(panel)

    def minimumSizeHint(self) -> QSize:
        width = self._panel.minimumSizeHint().width()
        most = max(0, self.window().height() - self._elsewhere)
        return QSize(min(width, NARROWEST), min(self._height(), most))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell the window when the panel needs another size."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)
