"""The network as columns from left to right: inputs, a card per hidden layer, outputs."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from playground.gui.canvas.layer_card import STAGE_HEIGHT, LayerCard
from playground.gui.canvas.network_layout import (
    Columns,
    dots_shown,
    fit_columns,
    narrowest_columns,
)
from playground.gui.theme import GRID, HALF, Colours, colours_of
from playground.gui.widgets.layouts import fill
from playground.gui.widgets.naming import named
from playground.gui.widgets.number_text import count_text
from playground.gui.widgets.plain_text import plain_label

RADIUS = 5.5
_WIDEST_END = 144
_LONG_NAME = 16
_TALLEST = 352
_LARGEST_PITCH = 28.0
_CORNER = 6.0
_NOT_READ = "Known once the data are read."


class EndColumn(QWidget):
    """The inputs or the outputs: a heading, and the names beside their dots."""

    def __init__(self, on_the_left: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.on_the_left = on_the_left
        self.names: tuple[str, ...] = ()
        self.units = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        side = Qt.AlignmentFlag.AlignRight if on_the_left else Qt.AlignmentFlag.AlignLeft
        self._title = plain_label("", self, role="heading")
        self._title.setAlignment(side)
        self.stage = QWidget(self)
        self.stage.setMinimumHeight(STAGE_HEIGHT)
        rows = (self._title, (self.stage, 1))
        fill(QVBoxLayout(self), *rows, spacing=HALF, margins=(0, GRID, 0, GRID))

    def show_names(self, names: Sequence[str], units: int, noun: str) -> None:
        """Show these names beside `units` dots; where there are more names than dots, joined.

        Where there are none, the data are not read yet: the place stays as wide as it was.
        """
        self.names, self.units = _short(names), units
        if not names:
            self._show_nothing(f"{noun.capitalize()}s")
            return
        self._title.setText(f"{count_text(units)} {noun}{'' if units == 1 else 's'}")
        said = ", ".join(names[:100])
        named(self, "", f"{self._title.text()}: {said}", said)
        widest = max(
            (self.fontMetrics().horizontalAdvance(line) for line in self.lines()), default=0
        )
        title = self._title.sizeHint().width()
        self.setFixedWidth(min(max(widest + 2 * int(RADIUS) + GRID + 2, title), _WIDEST_END))

    def _show_nothing(self, title: str) -> None:
        self.units = 0
        self._title.setText(title)
        named(self, "", f"{title}: {_NOT_READ}", _NOT_READ)
        self.setFixedWidth(max(self.minimumWidth(), self._title.sizeHint().width()))

    def lines(self) -> tuple[str, ...]:
        """One line of text per dot shown, and one for those left out."""
        if len(self.names) != self.units:
            return (" / ".join(self.names),)
        shown, left_out = dots_shown(self.units)
        more = (f"+{count_text(left_out)} more",) if left_out else ()
        return (*self.names[:shown], *more)


class NetworkCanvas(QWidget):
    """Holds the columns and paints cards, dots and lines behind their controls."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs = EndColumn(True, self)
        self.outputs = EndColumn(False, self)
        self.cards: list[LayerCard] = []
        self._columns: Columns | None = None
        for column in (self.inputs, self.outputs):
            column.setMaximumHeight(_TALLEST)
        self._row = fill(QHBoxLayout(self), None, self.inputs, self.outputs, None)
        self.fit()

    def add_card(self) -> LayerCard:
        """Put a card before the outputs; the caller fills and connects it."""
        card = LayerCard(len(self.cards), self)
        card.setMaximumHeight(_TALLEST)
        self.cards.append(card)
        self._row.insertWidget(self._row.count() - 2, card)
        before = self.cards[-2] if len(self.cards) > 1 else self.inputs
        QWidget.setTabOrder(before, card)
        return card

    def drop_card(self) -> None:
        """Take away the last card."""
        card = self.cards.pop()
        self._row.removeWidget(card)
        card.hide()
        card.setObjectName("")
        card.deleteLater()

    def fit(self) -> None:
        """Share the width out anew: cards, names or the width itself have changed."""
        columns = fit_columns(self.width(), len(self.cards), self._ends())
        for card in self.cards:
            card.set_width(columns.card)
        if columns != self._columns:
            self._columns = columns
            self._row.setContentsMargins(columns.margin, GRID, columns.margin, GRID)
            self._row.setSpacing(columns.gap)
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        cards = len(self.cards)
        width = narrowest_columns(cards).width(cards, self._ends())
        return QSize(width, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """Paint everything anew once the columns have moved: the lines lie between them."""
        result = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.update()
        return result

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = colours_of(self)
        columns: list[EndColumn | LayerCard] = [self.inputs, *self.cards, self.outputs]
        places = [self._dots(column) for column in columns]
        self._paint_cards(painter, colours)
        _paint_lines(painter, places, colours)
        for column, dots in zip(columns, places, strict=True):
            self._paint_dots(painter, column, dots, colours)
        self._paint_names(painter, self.inputs, places[0], colours)
        self._paint_names(painter, self.outputs, places[-1], colours)
        painter.end()

    def _ends(self) -> int:
        return self.inputs.minimumWidth() + self.outputs.minimumWidth()

    def _paint_cards(self, painter: QPainter, colours: Colours) -> None:
        painter.setPen(QPen(QColor(colours.border), 1))
        painter.setBrush(QColor(colours.surface))
        for card in self.cards:
            frame = QRectF(card.geometry()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, _CORNER, _CORNER)

    def _dots(self, column: EndColumn | LayerCard) -> list[QPointF]:
        """Where the dots of a column stand; the place of those left out is not among them."""
        stage = column.stage
        # All columns share one middle, that of the cards, whose controls stand below their dots.
        level = self.cards[0].stage if self.cards else stage
        corner = QPoint(stage.mapTo(self, QPoint(0, 0)).x(), level.mapTo(self, QPoint(0, 0)).y())
        shown, left_out = dots_shown(column.units)
        places = shown + (1 if left_out else 0)
        pitch = min(_LARGEST_PITCH, level.height() / max(places, 1))
        top = corner.y() + (level.height() - pitch * places) / 2 + pitch / 2
        x = corner.x() + stage.width() / 2
        if isinstance(column, EndColumn):
            x = corner.x() + (stage.width() - RADIUS if column.on_the_left else RADIUS)
        return [QPointF(x, top + pitch * number) for number in range(shown)]

    def _paint_dots(
        self,
        painter: QPainter,
        column: EndColumn | LayerCard,
        dots: list[QPointF],
        colours: Colours,
    ) -> None:
        for number, dot in enumerate(dots):
            of_class = column is self.outputs and column.units > 1
            edge = colours.class_colour(number) if of_class else colours.accent
            painter.setPen(QPen(QColor(edge), 1.5))
            painter.setBrush(QColor(edge if of_class else colours.surface))
            painter.drawEllipse(dot, RADIUS, RADIUS)
        if isinstance(column, LayerCard) and dots_shown(column.units)[1]:
            pitch = dots[1].y() - dots[0].y()
            _paint_ellipsis(painter, QPointF(dots[-1].x(), dots[-1].y() + pitch), colours)

    def _paint_names(
        self, painter: QPainter, column: EndColumn, dots: list[QPointF], colours: Colours
    ) -> None:
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        room = column.width() - 2 * RADIUS - GRID
        lines = column.lines()
        pitch = dots[1].y() - dots[0].y() if len(dots) > 1 else 0.0
        for number, text in enumerate(lines):
            left_out = number >= len(dots)
            y = dots[-1].y() + pitch if left_out else dots[number].y()
            cut = metrics.elidedText(" ".join(text.split()), Qt.TextElideMode.ElideRight, int(room))
            left = column.x() if column.on_the_left else column.x() + 2 * RADIUS + GRID
            side = Qt.AlignmentFlag.AlignRight if column.on_the_left else Qt.AlignmentFlag.AlignLeft
            painter.setPen(QColor(colours.muted if left_out else colours.text))
            place = QRectF(left, y - 12, room, 24)
            painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, cut)


def _short(names: Sequence[str]) -> tuple[str, ...]:
    """Where a name is long, all without the unit or the remark in their parentheses."""
    if all(len(name) <= _LONG_NAME for name in names):
        return tuple(names)
    return tuple(name.partition(" (")[0] for name in names)


def _paint_lines(painter: QPainter, columns: Sequence[Sequence[QPointF]], colours: Colours) -> None:
    line = QColor(colours.muted)
    for before, after in pairwise(columns):
        line.setAlpha(110 if len(before) * len(after) <= 16 else 60)
        painter.setPen(QPen(line, 1))
        for start in before:
            for end in after:
                painter.drawLine(start, end)


def _paint_ellipsis(painter: QPainter, centre: QPointF, colours: Colours) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.muted))
    for offset in (-5, 0, 5):
        painter.drawEllipse(centre + QPointF(0, offset), 1.5, 1.5)
