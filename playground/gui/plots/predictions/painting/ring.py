"""What is drawn over a plot while one paints: the edge of the plane, and the brush."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsEllipseItem, QGraphicsRectItem

from playground.engine.spec.points import REACH
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint

LEVEL = 95.0
FILLED = 0.4
"""How much of the colour covers what lies under the brush."""
THIN = 0.12
"""Radius of the ring around a single point."""


class BrushRing:
    """A circle in units of the plane; pixels are not."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._item = QGraphicsEllipseItem()
        self._item.hide()
        canvas.add(self._item, LEVEL)

    def show_at(self, x: float, y: float, radius: float, line: str, inside: str) -> None:
        """Show it around a place in the colours of a line and of what is put; of none, dashed."""
        pen = QPen(QColor(line), 1.5, Qt.PenStyle.SolidLine if inside else Qt.PenStyle.DashLine)
        pen.setCosmetic(True)
        self._item.setPen(pen)
        self._item.setBrush(faint(inside, FILLED) if inside else Qt.BrushStyle.NoBrush)
        self._item.setRect(x - radius, y - radius, 2 * radius, 2 * radius)
        self._item.show()

    def hide(self) -> None:
        """Show it no more."""
        self._item.hide()


class PlaneEdge:
    """The border of where points can be."""

    def __init__(self, canvas: PlotCanvas) -> None:
        self._item = QGraphicsRectItem(-REACH, -REACH, 2 * REACH, 2 * REACH)
        self._item.hide()
        canvas.add(self._item, LEVEL)

    def show_in(self, colour: str, *, visible: bool) -> None:
        """Show it in a colour, or not at all."""
        pen = QPen(QColor(colour), 1.0, Qt.PenStyle.DotLine)
        pen.setCosmetic(True)
        self._item.setPen(pen)
        self._item.setVisible(visible)
