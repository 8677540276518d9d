"""The key above a plot: a sample of each line, point or colour, and what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.common.language import _

Sample = Literal["line", "dashed", "band", "circle", "ring", "diamond", "square"]
SAMPLE_WIDTH = 20
GAP = 6
SPACE = 16
LONGEST = 160


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What a sample looks like and stands for; `colour` is a text or has an opacity."""

    text: str
    sample: Sample
    colour: str | QColor


class LegendBar(QWidget):
    """Entries in a row, wrapped where they do not fit; it is as high as they need."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[LegendEntry, ...] = ()
        self._places: list[QRectF] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange()

    def set_entries(self, entries: Sequence[LegendEntry]) -> None:
        """Show these."""
        if self.entries != tuple(entries):
            self.entries = tuple(entries)
            names = ", ".join(entry.text for entry in entries)
            self.setAccessibleName(_("Legend: {entries}").format(entries=names))
            self._arrange()
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.height())

    def sizeHint(self) -> QSize:
        return QSize(200, self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, palette = self.fontMetrics(), self.palette()
        for entry, place in zip(self.entries, self._places, strict=True):
            _draw_sample(painter, entry, place, palette.window().color())
            painter.setPen(palette.windowText().color())
            text = metrics.elidedText(entry.text, Qt.TextElideMode.ElideRight, LONGEST)
            where = place.adjusted(SAMPLE_WIDTH + GAP, 0, 2, 0)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def _arrange(self) -> None:
        metrics = self.fontMetrics()
        line = metrics.height() + 4
        x, y = float(SPACE / 2), 0
        self._places = []
        for entry in self.entries:
            width = SAMPLE_WIDTH + GAP + min(LONGEST, metrics.horizontalAdvance(entry.text) + 2)
            if self._places and x + width > self.width() - SPACE / 2:
                x, y = float(SPACE / 2), y + line
            self._places.append(QRectF(x, y, width, line))
            x += width + SPACE
        self.setFixedHeight(y + line)


def _draw_sample(painter: QPainter, entry: LegendEntry, place: QRectF, behind: QColor) -> None:
    colour = QColor(entry.colour)
    middle = QPointF(place.left() + SAMPLE_WIDTH / 2, place.center().y())
    painter.setBrush(colour)
    painter.setPen(Qt.PenStyle.NoPen)
    match entry.sample:
        case "line" | "dashed":
            dashed = entry.sample == "dashed"
            style = Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine
            painter.setPen(QPen(colour, 2, style, Qt.PenCapStyle.FlatCap))
            half = QPointF(SAMPLE_WIDTH / 2, 0)
            painter.drawLine(middle - half, middle + half)
        case "circle":
            painter.drawEllipse(middle, 4.5, 4.5)
        case "ring":
            painter.setPen(QPen(colour, 2))
            painter.setBrush(behind)
            painter.drawEllipse(middle, 4.5, 4.5)
        case "diamond":
            painter.setPen(QPen(colour, 1.6))
            painter.setBrush(behind)
            painter.drawPolygon(
                [middle + QPointF(x, y) for x, y in ((0, -5), (5, 0), (0, 5), (-5, 0))]
            )
        case "band" | "square":
            painter.drawRect(QRectF(middle.x() - 7, middle.y() - 5, 14, 10))
