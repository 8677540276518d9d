"""Controls side by side, wrapped onto further rows where they do not fit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui.theme import GRID, HALF


class FlowRow(QWidget):
    """Controls from left to right, and one at the right end of the first row.

    A hidden one takes no room.

    Attributes:
        rows: how many rows the controls take now.
    """

    def __init__(self, controls: Sequence[QWidget], end: QWidget, spacing: int = 2 * GRID) -> None:
        super().__init__()
        self._spacing = spacing
        self._controls = controls
        self._end = end
        self.rows = 1
        for control in (*controls, end):
            control.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._arrange()

    def set_visible(self, control: QWidget, visible: bool) -> None:
        """Show a control, or give its room to the others."""
        if control.isHidden() == visible:
            control.setVisible(visible)
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        widths = [control.minimumSizeHint().width() for control in self._shown()] or [0]
        first = widths[0] + GRID + self._end.sizeHint().width()
        return QSize(max(first, *widths) + GRID + HALF, self.height())

    def sizeHint(self) -> QSize:
        widths = [control.sizeHint().width() for control in self._shown()]
        return QSize(sum(widths) + self._spacing * len(widths) + self._end.width(), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Make room for a control that has grown."""
        result = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
            self.updateGeometry()
        return result

    def _shown(self) -> list[QWidget]:
        return [control for control in self._controls if not control.isHidden()]

    def _arrange(self) -> None:
        end = self._end.sizeHint()
        line = max([end.height(), *(control.sizeHint().height() for control in self._shown())])
        x, y, right = GRID, HALF, self.width() - HALF - end.width()
        self._end.setGeometry(right, y + (line - end.height()) // 2, end.width(), end.height())
        right -= GRID
        for control in self._shown():
            size = control.sizeHint()
            if x > GRID and x + size.width() > right:
                x, y, right = GRID, y + line + HALF, self.width() - HALF
            width = max(min(size.width(), right - x), control.minimumSizeHint().width())
            control.setGeometry(x, y + (line - size.height()) // 2, width, size.height())
            x += size.width() + self._spacing
        self.rows = 1 + y // (line + HALF)
        self.setFixedHeight(y + line + HALF)
