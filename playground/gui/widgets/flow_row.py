"""Controls side by side, wrapped onto further rows where they do not fit."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from playground.gui.theme import GRID, HALF


class FlowRow(QWidget):
    """Groups of controls from left to right, and one control at the right end of the first row.

    A group is never torn apart: a label stays beside its control. A hidden group takes no room.
    """

    def __init__(self, groups: Sequence[Sequence[QWidget]], end: QWidget) -> None:
        super().__init__()
        self._groups = [_group(widgets, self) for widgets in groups]
        self._end = end
        self._rows = 1
        end.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._arrange()

    @property
    def rows(self) -> int:
        """How many rows the controls take now."""
        return self._rows

    def set_group_visible(self, number: int, visible: bool) -> None:
        """Show a group, or give its room to the others."""
        if self._groups[number].isHidden() == visible:
            self._groups[number].setVisible(visible)
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        shown = [group for group in self._groups if not group.isHidden()]
        widths = [group.minimumSizeHint().width() for group in shown] or [0]
        first = widths[0] + GRID + self._end.sizeHint().width()
        return QSize(max(first, *widths) + GRID + HALF, self.height())

    def sizeHint(self) -> QSize:
        widths = [group.sizeHint().width() for group in self._groups if not group.isHidden()]
        return QSize(sum(widths) + 2 * GRID * len(widths) + self._end.width(), self.height())

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

    def _arrange(self) -> None:
        end = self._end.sizeHint()
        sizes = [group.sizeHint() for group in self._groups if not group.isHidden()]
        line = max([end.height(), *(size.height() for size in sizes)])
        x, y, right = GRID, HALF, self.width() - HALF - end.width()
        self._end.setGeometry(right, y + (line - end.height()) // 2, end.width(), end.height())
        right -= GRID
        for group in self._groups:
            if group.isHidden():
                continue
            size = group.sizeHint()
            if x > GRID and x + size.width() > right:
                x, y, right = GRID, y + line + HALF, self.width() - HALF
            width = max(min(size.width(), right - x), group.minimumSizeHint().width())
            group.setGeometry(x, y + (line - size.height()) // 2, width, size.height())
            x += size.width() + 2 * GRID
        self._rows = 1 + y // (line + HALF)
        self.setFixedHeight(y + line + HALF)


def _group(widgets: Sequence[QWidget], parent: QWidget) -> QWidget:
    group = QWidget(parent)
    row = QHBoxLayout(group)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID)
    for widget in widgets:
        row.addWidget(widget)
    return group
