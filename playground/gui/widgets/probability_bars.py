"""How sure the network is of each class: a bar and a percentage per class."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.common.language import _
from playground.engine.data.raw import Outputs
from playground.gui.theme import GRID, HALF, Colours, colours_of, tabular_font
from playground.gui.widgets.number_text import NOTHING, percent_text

ROW = 18
_BAR = 10.0
LEAST_SHOWN = 0.0005
"""What reads as 0.0 % has no bar."""
SHOWN_DIGITS = 3
"""Of a probability between 0 and 1; finer differences cannot be seen."""
_WIDEST_NAME = 0.42


class ProbabilityBars(QWidget):
    """Painted in one piece, so that hundreds of classes cost no more than ten."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._values: Outputs | None = None
        self.setObjectName("predict.probabilities")
        self.setAccessibleName(_("Probability of each class"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_names(self, names: tuple[str, ...]) -> None:
        """The classes, in the order of their numbers."""
        if names != self._names:
            self._names, self._values = names, None
            self.setFixedHeight(max(len(names), 1) * ROW)
            self.update()

    def show_values(self, values: Outputs | None) -> None:
        """Show the probabilities, `[classes]` in 0..1; None for none."""
        if _look_alike(values, self._values):
            return
        self._values = values
        if values is not None:
            said = (f"{n} {percent_text(v)}" for n, v in zip(self._names, values, strict=False))
            self.setAccessibleDescription(", ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, max(len(self._names), 1) * ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(tabular_font(self.font()))
        first = event.rect().top() // ROW
        last = min(event.rect().bottom() // ROW + 1, len(self._names))
        colours = colours_of(self)
        for number in range(first, last):
            self._paint_row(painter, number, colours)
        painter.end()

    def _paint_row(self, painter: QPainter, number: int, colours: Colours) -> None:
        metrics = painter.fontMetrics()
        percent_width = metrics.horizontalAdvance(percent_text(1.0)) + GRID
        longest = max(metrics.horizontalAdvance(name) for name in self._names)
        name_width = min(longest + 2, int(self.width() * _WIDEST_NAME))
        top = number * ROW
        name = " ".join(self._names[number].split())
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideRight, name_width)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(0, top, name_width + 2, ROW), middle, cut)
        value = self._value(number)
        right = QRectF(self.width() - percent_width - HALF, top, percent_width, ROW)
        painter.drawText(
            right,
            middle | Qt.AlignmentFlag.AlignRight,
            NOTHING if value is None else percent_text(value),
        )
        left = name_width + GRID + HALF
        track = QRectF(left, top + (ROW - _BAR) / 2, right.left() - left - HALF, _BAR)
        _paint_bar(painter, track, value or 0.0, colours, number)

    def _value(self, number: int) -> float | None:
        if self._values is None or number >= len(self._values):
            return None
        value = float(self._values[number])
        return min(max(value, 0.0), 1.0) if np.isfinite(value) else None


def _look_alike(one: Outputs | None, other: Outputs | None) -> bool:
    if one is None or other is None:
        return one is other
    return np.array_equal(one.round(SHOWN_DIGITS), other.round(SHOWN_DIGITS), equal_nan=True)


def _paint_bar(
    painter: QPainter, track: QRectF, value: float, colours: Colours, number: int
) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.grid))
    painter.drawRoundedRect(track, _BAR / 2, _BAR / 2)
    if value >= LEAST_SHOWN:
        bar = QRectF(track.topLeft(), track.bottomRight() - QPointF(0, 0))
        bar.setWidth(max(track.width() * value, 2.0))
        painter.setBrush(QColor(colours.class_colour(number)))
        painter.drawRoundedRect(bar, min(_BAR, bar.width()) / 2, _BAR / 2)
