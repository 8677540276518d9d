"""A picture of few pixels that is drawn by mouse or keys."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.common.language import N_, _
from playground.gui.theme import Colours, colours_of
from playground.gui.widgets.access import PICTURE, ROLE
from playground.gui.widgets.naming import named

SHADES = 16
"""Steps from nothing to full ink."""
BRUSH = 1.25
"""How far ink reaches from the line of the brush, in pixels; it fades over the last one."""
CELL, SMALLEST_CELL = 20, 12
_TIP = N_(
    "Draw with the left button and erase with the right one. Keys: arrows move, Enter draws and "
    "Delete erases a pixel, + and − make it darker and lighter."
)
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_INK = {Qt.Key.Key_Plus: 2, Qt.Key.Key_Equal: 2, Qt.Key.Key_Minus: -2}
"""Steps of ink that a key adds."""
_FULL = {
    Qt.Key.Key_Return: 1.0,
    Qt.Key.Key_Enter: 1.0,
    Qt.Key.Key_Delete: 0.0,
    Qt.Key.Key_Backspace: 0.0,
}

Ink = npt.NDArray[np.float64]
"""float64 `[rows, columns]`, 0 for nothing and 1 for full ink."""


class PixelCanvas(QWidget):
    """Shows ink in the colour of text.

    Signals:
        drawn: the person changed the picture.
        lifted: a stroke, or what a key did, is over.
    """

    drawn = Signal()
    lifted = Signal()

    def __init__(self, rows: int, columns: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._ink: Ink = np.zeros((rows, columns))
        self._cursor = (rows // 2, columns // 2)
        self._last: QPointF | None = None
        named(self, "predict.picture", _("Picture of the inputs"), _(_TIP))
        self.setProperty(ROLE, PICTURE)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._describe()

    @property
    def ink(self) -> Ink:
        """What is drawn."""
        return self._ink

    def set_ink(self, ink: Ink) -> None:
        """Show this picture, without a signal."""
        self._ink = np.clip(ink, 0.0, 1.0)
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        rows, columns = self._ink.shape
        return QSize(columns * CELL, rows * CELL)

    def minimumSizeHint(self) -> QSize:
        rows, columns = self._ink.shape
        return QSize(columns * SMALLEST_CELL, rows * SMALLEST_CELL)

    # --- drawing by hand -----------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._last = self._place(event.position())
            self._stroke(self._last, erases=event.button() == Qt.MouseButton.RightButton)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._last is not None and event.buttons():
            erases = bool(event.buttons() & Qt.MouseButton.RightButton)
            self._stroke(self._place(event.position()), erases=erases)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._last is not None:
            self._last = None
            self.lifted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        row, column = self._cursor
        if key in _ARROWS:
            down, right = _ARROWS[key]
            rows, columns = self._ink.shape
            self._cursor = (row + down) % rows, (column + right) % columns
            self._describe()
            self.update()
        elif key in _INK or key in _FULL:
            ink = self._ink.copy()
            ink[row, column] = _FULL.get(key, ink[row, column] + _INK.get(key, 0) / SHADES)
            self._draw(ink)
            self.lifted.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def _place(self, position: QPointF) -> QPointF:
        """In pixels of the picture, from its upper left corner."""
        where = self._where()
        rows, columns = self._ink.shape
        across = (position.x() - where.left()) / where.width() * columns
        return QPointF(across, (position.y() - where.top()) / where.height() * rows)

    def _stroke(self, to: QPointF, *, erases: bool) -> None:
        came = self._last or to
        self._last = to
        level = np.clip(BRUSH - _distances(self._ink.shape, came, to), 0.0, 1.0)
        full = np.minimum(self._ink, 1.0 - level) if erases else np.maximum(self._ink, level)
        self._draw(full)

    def _draw(self, ink: Ink) -> None:
        ink = np.clip(np.round(ink * SHADES) / SHADES, 0.0, 1.0)
        if not np.array_equal(ink, self._ink):
            self.set_ink(ink)
            self.drawn.emit()

    def _describe(self) -> None:
        row, column = self._cursor
        full = round(100 * float(self._ink[row, column]))
        here = _("Row {row}, column {column}: {percent} % ink.").format(
            row=row + 1, column=column + 1, percent=full
        )
        self.setAccessibleDescription(f"{here} {_(_TIP)}")

    # --- painting ------------------------------------------------------------------------------

    def _where(self) -> QRectF:
        rows, columns = self._ink.shape
        cell = max(1, min((self.width() - 2) // columns, (self.height() - 2) // rows))
        return QRectF(1, 1, cell * columns, cell * rows)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, colours, where = QPainter(self), colours_of(self), self._where()
        cell = where.width() / self._ink.shape[1]
        for (row, column), ink in np.ndenumerate(self._ink):
            place = QRectF(where.left() + column * cell, where.top() + row * cell, cell, cell)
            painter.fillRect(place, _shade(colours, float(ink)))
        painter.setPen(QPen(QColor(colours.accent if self.hasFocus() else colours.border), 1))
        painter.drawRect(where.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self.hasFocus():
            row, column = self._cursor
            painter.setPen(QPen(QColor(colours.accent), 2))
            at = QPointF(where.left() + column * cell, where.top() + row * cell)
            painter.drawRect(QRectF(at.x() + 1, at.y() + 1, cell - 2, cell - 2))
        painter.end()


def _shade(colours: Colours, ink: float) -> QColor:
    paper, full = QColor(colours.surface).getRgbF(), QColor(colours.text).getRgbF()
    parts = (p + (f - p) * ink for p, f in zip(paper[:3], full[:3], strict=True))  # type: ignore[index]
    return QColor.fromRgbF(*parts)


def _distances(shape: tuple[int, ...], start: QPointF, end: QPointF) -> Ink:
    """How far the middle of each pixel `[rows, columns]` lies from a line."""
    y, x = np.indices(shape) + 0.5
    along, up = end.x() - start.x(), end.y() - start.y()
    length = along * along + up * up
    part = ((x - start.x()) * along + (y - start.y()) * up) / length if length else np.zeros(shape)
    part = np.clip(part, 0.0, 1.0)
    distances: Ink = np.hypot(x - start.x() - part * along, y - start.y() - part * up)
    return distances
