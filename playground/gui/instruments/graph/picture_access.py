"""What assistive technology finds in the painted graph: one child for each box."""

import functools

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget

from playground.gui.instruments.graph.picture import GraphPicture
from playground.gui.widgets.part_access import NOBODY, PartAccess


@functools.cache
def install_picture_access() -> None:
    """Let Qt describe every graph so, from now on; it asks only where somebody listens."""
    QAccessible.installFactory(_describe)


def _describe(_class_name: str, described: QObject) -> QAccessibleInterface | None:
    return PictureAccess(described) if isinstance(described, GraphPicture) else None


class PictureAccess(QAccessibleWidget):
    """The graph: its boxes, from the loss on."""

    def __init__(self, picture: GraphPicture) -> None:
        super().__init__(picture, QAccessible.Role.List)
        self._picture = picture
        self._boxes: dict[int, BoxAccess] = {}
        picture.walked.connect(self._tell)

    def childCount(self) -> int:
        return len(self._picture.scene.boxes)

    def child(self, index: int) -> QAccessibleInterface:
        return self._of(index) if 0 <= index < self.childCount() else NOBODY

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, BoxAccess) else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        number = self._picture.box_at(QPointF(self._picture.mapFromGlobal(QPoint(x, y))))
        return NOBODY if number is None else self._of(number)

    def focusChild(self) -> QAccessibleInterface:
        picture = self._picture
        stands = picture.hasFocus() and picture.chosen is not None
        return self._of(picture.box) if stands else super().focusChild()

    def _tell(self) -> None:
        """Say that the keys, or a click, stand on another box."""
        if self._picture.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self._picture, QAccessible.Event.Focus)
            event.setChild(self._picture.box)
            QAccessible.updateAccessibility(event)

    def _of(self, number: int) -> "BoxAccess":
        """What stands for a box; the same one as long as the picture is there."""
        if number not in self._boxes:
            self._boxes[number] = BoxAccess(self._picture, number)
            QAccessible.registerAccessibleInterface(self._boxes[number])
        return self._boxes[number]


class BoxAccess(PartAccess[GraphPicture]):
    """One box: `layers.0.weight, AccumulateGrad, ‖∇‖ 0.32`."""

    def __init__(self, picture: GraphPicture, number: int) -> None:
        super().__init__(picture)
        self.number = number

    def is_on(self, whole: GraphPicture) -> bool:
        return self.number < len(whole.scene.boxes)

    def place_on(self, whole: GraphPicture) -> QRect:
        return whole.place_of(whole.scene.boxes[self.number]).toRect()

    def name_on(self, whole: GraphPicture) -> str:
        return whole.said(whole.scene.boxes[self.number].node)

    def is_current_on(self, whole: GraphPicture) -> bool:
        return whole.chosen is not None and whole.box == self.number
