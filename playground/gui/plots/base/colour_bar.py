"""The scale beside a surface: which colour stands for which value."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.gui.plots.base import ticks
from playground.gui.plots.base.colour_maps import Table
from playground.gui.plots.base.upright import draw_upright
from playground.gui.theme import GRID, HALF, small_font, tabular_font

BAR = 12


class ColourBar(QWidget):
    """A strip of colour with ticks and the name of what it stands for."""

    def __init__(self) -> None:
        super().__init__()
        self._low, self._high = 0.0, 1.0
        self._logarithmic = False
        self._title = ""
        self._strip = QImage()
        self.setFont(small_font(tabular_font(self.font())))
        metrics = self.fontMetrics()
        self._text_width = metrics.horizontalAdvance(ticks.WIDEST)
        self.setFixedWidth(BAR + HALF + self._text_width + metrics.height() + HALF)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_scale(
        self, low: float, high: float, table: Table, title: str, *, logarithmic: bool = False
    ) -> None:
        """Show `table` from `low` at the bottom to `high` at the top; exponents if logarithmic."""
        self._low, self._high, self._title = low, high, title
        self._logarithmic = logarithmic
        self._strip = _strip(table)
        first, last = (10.0**low, 10.0**high) if logarithmic else (low, high)
        self.setAccessibleName(_accessible_name(first, last, title))
        self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(self.width(), 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        line = self.fontMetrics().height()
        bar = QRectF(0, GRID, BAR, max(1, self.height() - GRID - 3 * line))
        painter.drawImage(bar, self._strip)
        painter.setPen(self.palette().placeholderText().color())
        most = max(2, min(5, int(bar.height() / (2 * line))))
        for value, text in self._ticks(most):
            part = (value - self._low) / ((self._high - self._low) or 1.0)
            y = bar.bottom() - part * bar.height()
            painter.drawLine(QPointF(BAR, y), QPointF(BAR + 3, y))
            where = QRectF(BAR + HALF + 1, y - line / 2, self._text_width, line)
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, text)
        self._draw_title(painter, bar)
        painter.end()

    def _ticks(self, most: int) -> list[tuple[float, str]]:
        if self._logarithmic:
            return _decades(self._low, self._high, most)
        values = ticks.nice_ticks(self._low, self._high, most)
        spacing = values[1] - values[0] if len(values) > 1 else 0.0
        return [*zip(values, ticks.tick_texts(values, spacing), strict=True)]

    def _draw_title(self, painter: QPainter, bar: QRectF) -> None:
        metrics = self.fontMetrics()
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, int(bar.height()))
        painter.setPen(self.palette().windowText().color())
        line = metrics.height()
        place = QRectF(self.width() - line - 1, bar.top(), line, bar.height())
        draw_upright(painter, place, Qt.AlignmentFlag.AlignCenter, title)


def _accessible_name(low: float, high: float, title: str) -> str:
    return _("Colours of {title} from {low} to {high}").format(
        title=title, low=number(low, ".4g"), high=number(high, ".4g")
    )


def _decades(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Ticks at powers of ten; over less than two, at round numbers."""
    room = 1
    levels = ticks.log_levels(low, high, most * room, room)
    spacing, places = levels[0] if levels else (None, [])
    texts = ticks.log_tick_texts(places, spacing)
    return [(place, text) for place, text in zip(places, texts, strict=True) if text]


def _strip(table: Table) -> QImage:
    image = QImage(1, len(table), QImage.Format.Format_RGB32)
    for row, (red, green, blue) in enumerate(table[::-1].tolist()):
        image.setPixelColor(0, row, QColor(red, green, blue))
    return image
