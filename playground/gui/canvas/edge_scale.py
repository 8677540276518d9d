"""The scale of the edges, the same for all layers, and what they show: weights or gradients."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from playground.engine.common.language import N_, _
from playground.engine.common.numbers import number
from playground.engine.frames.network import Edges, NetworkPicture
from playground.gui.canvas.diagram.colours import edge_colours
from playground.gui.canvas.diagram.edge_levels import LEVELS, WEIGHT_SCALE, reach, width
from playground.gui.canvas.diagram.painter import edge_scale
from playground.gui.theme import HALF, Colours, colours_of, small_font
from playground.gui.widgets.plain_text import quiet_label
from playground.gui.widgets.tool_tip import tool_tip

_STEP = 6
STRENGTHS_WIDTH, SCALE_HEIGHT = (2 * LEVELS + 1) * _STEP, 22
_HELP = N_(
    "Edges show weights, or the gradients of the loss with respect to them. Click to switch."
)
_WORDS: dict[Edges, tuple[str, str]] = {
    "weights": (N_("weights"), N_("Edges show weights")),
    "gradients": (N_("gradients"), N_("Edges show gradients")),
}


class EdgeScale(QWidget):
    """A button with the word, and the strengths between their ends.

    Attributes:
        edges: what the edges show.
        ends: what the ends of the scale stand for, in words.

    Signals:
        changed: the person wants to see the other thing.
    """

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.edges: Edges = "weights"
        self.ends = ("", "")
        self._button = QToolButton(self)
        self._button.setObjectName("network.edges")
        self._button.setAutoRaise(True)
        self._button.setFixedHeight(SCALE_HEIGHT - 2)
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.setToolTip(tool_tip(_(_HELP)))
        self._button.clicked.connect(self._switch)
        self._low, self._high = quiet_label("", self), quiet_label("", self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(HALF)
        for widget in (self._button, self._low, _Strengths(self), self._high):
            widget.setFont(small_font(self.font()))
            row.addWidget(widget)
        self._picture: NetworkPicture | None = None
        self.show_picture(None)

    @property
    def word(self) -> str:
        """What the edges show, in one word."""
        return _(_WORDS[self.edges][0])

    def show_picture(self, picture: NetworkPicture | None) -> None:
        """Show what the ends of the scale stand for; that of gradients is another each moment."""
        self._picture = picture
        known = picture is not None and picture.request.edges == self.edges
        end = reach(edge_scale(picture) if picture and known else WEIGHT_SCALE)
        size = number(end, ".3g")
        words, ends = f"{self.word} ▾", (f"−{size}", f"+{size}")
        if (words, ends) != (self._button.text(), self.ends):
            self.ends = ends
            self._button.setText(words)
            self._low.setText(ends[0])
            self._high.setText(ends[1])
            self._button.setAccessibleName(_(_WORDS[self.edges][1]))
            self.updateGeometry()

    def _switch(self) -> None:
        self.edges = "gradients" if self.edges == "weights" else "weights"
        self.show_picture(self._picture)
        self.changed.emit()


class _Strengths(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(STRENGTHS_WIDTH, SCALE_HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_strengths(painter, 0.0, self.height() / 2, colours_of(self))
        painter.end()


def paint_strengths(painter: QPainter, left: float, middle: float, colours: Colours) -> None:
    """Paint how edges look from the lowest number to the highest, about a height."""
    for level, colour in edge_colours(colours).items():
        high = max(width(level), 1.0)
        across = left + (level + LEVELS) * _STEP
        painter.fillRect(QRectF(across, middle - high / 2, _STEP, high), colour)
