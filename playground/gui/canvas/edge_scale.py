"""The scale of the edges, the same for all layers, and what they show: weights or gradients."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.engine.frames.network import Edges
from playground.gui.canvas.diagram.colours import edge_colours
from playground.gui.canvas.diagram.edge_levels import LEVELS, width
from playground.gui.theme import HALF, colours_of, small_font
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.tool_tip import tool_tip

_STEP, _HEIGHT = 6, 22
_HELP = "Edges show weights, or the gradients of the loss with respect to them. Click to change."


class EdgeScale(QWidget):
    """A button with the word, and the strengths between their ends.

    Signals:
        changed: the person wants to see the other thing.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.edges: Edges = "weights"
        self._texts: tuple[str, ...] = ()
        self._button = QToolButton(self)
        self._button.setObjectName("network.edges")
        self._button.setAutoRaise(True)
        self._button.setFixedHeight(_HEIGHT - 2)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setToolTip(tool_tip(_HELP))
        self._button.clicked.connect(self._switch)
        self._low, self._high = quiet_label("", self), quiet_label("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        for widget in (self._button, self._low, _Strengths(self), self._high):
            widget.setFont(small_font(self.font()))
            row.addWidget(widget)
        self.show_reach(2.0)

    def show_reach(self, reach: float) -> None:
        """Show how much the ends of the scale stand for."""
        texts = (f"{self.edges} ▾", f"−{reach:.3g}", f"+{reach:.3g}")
        if texts != self._texts:
            self._texts = texts
            self._button.setText(texts[0])
            self._low.setText(texts[1])
            self._high.setText(texts[2])
            self._button.setAccessibleName(f"Edges show {self.edges}")
            self.updateGeometry()

    def _switch(self) -> None:
        self.edges = "gradients" if self.edges == "weights" else "weights"
        self.changed.emit()


class _Strengths(QWidget):
    def sizeHint(self) -> QSize:
        return QSize((2 * LEVELS + 1) * _STEP, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for level, colour in edge_colours(colours_of(self)).items():
            high = max(width(level), 1.0)
            left = (level + LEVELS) * _STEP
            painter.fillRect(QRectF(left, (self.height() - high) / 2, _STEP, high), colour)
        painter.end()
