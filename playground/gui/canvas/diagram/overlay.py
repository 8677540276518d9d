"""What stands still in the diagram: frames of the tiles, names, headings."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen

from playground.gui.canvas.diagram.layout import OUTWARDS, Column, DiagramLayout, Place, Room
from playground.gui.canvas.diagram.words import end_heading
from playground.gui.theme import GRID, HALF, Colours

RADIUS = 5.0


class DiagramOverlay:
    """Paints what follows from the layout alone."""

    def __init__(self, layout: DiagramLayout, room: Room, colours: Colours, font: QFont) -> None:
        self._layout, self._room, self._colours = layout, room, colours
        self._font = font

    def paint(self, painter: QPainter) -> None:
        """Paint all of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column, place in zip(self._layout.columns, self._layout.places, strict=True):
            if place.across > 1:
                self._frame(painter, QRectF(place.x, place.tops[0], place.side, place.side))
                continue
            for row, top in enumerate(place.tops):
                self._frame(painter, QRectF(place.x, top, place.side, place.side))
                self._name(painter, column, place, row)
        self._headings(painter)

    def _frame(self, painter: QPainter, tile: QRectF) -> None:
        """Round the corners off, and draw the border."""
        corners = QPainterPath()
        corners.addRect(tile)
        radius = min(RADIUS, tile.width() / 4)
        corners.addRoundedRect(tile, radius, radius)
        painter.fillPath(corners, QColor(self._colours.surface))
        painter.setPen(QPen(QColor(self._colours.disabled), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(tile.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _name(self, painter: QPainter, column: Column, place: Place, row: int) -> None:
        if column.kind == "hidden" or not column.label(row):
            return
        if row % place.rows_in(self._room.line):
            return  # its name would lie over the one before
        is_input = column.kind == "inputs"
        width = (self._room.left if is_input else self._room.right) - GRID
        left = place.x - GRID - width if is_input else place.x + place.side + GRID
        side = Qt.AlignmentFlag.AlignRight if is_input else Qt.AlignmentFlag.AlignLeft
        middle = place.tops[row] + place.side / 2
        area = QRectF(left, middle - self._room.line, width, 2 * self._room.line)
        self._text(painter, area, side, column.label(row), self._colours.text)

    def _headings(self, painter: QPainter) -> None:
        """Inputs and outputs have no controls: their headings are painted."""
        font = QFont(self._font)
        font.setBold(True)
        painter.setFont(font)
        for column, place in (
            (self._layout.columns[0], self._layout.places[0]),
            (self._layout.columns[-1], self._layout.places[-1]),
        ):
            if column.kind == "hidden":
                continue
            words = end_heading(column)
            area, side = self._heading_area(column, place, words, painter)
            self._text(painter, area, side, words, self._colours.text)
        painter.setFont(self._font)

    def _heading_area(
        self, column: Column, place: Place, words: str, painter: QPainter
    ) -> tuple[QRectF, Qt.AlignmentFlag]:
        """Above the tile's middle; where that would reach into the next heading, moved outwards."""
        width = painter.fontMetrics().horizontalAdvance(words) + 2.0
        left = place.middle - width / 2
        if column.kind == "inputs":
            left = min(left, place.x + place.side + OUTWARDS - width)
        else:
            left = max(left, place.x - OUTWARDS)
        area = QRectF(left, HALF, width, self._room.line + HALF)
        return area, Qt.AlignmentFlag.AlignLeft

    def _text(
        self, painter: QPainter, area: QRectF, side: Qt.AlignmentFlag, text: str, colour: str
    ) -> None:
        line = " ".join(text.split())
        cut = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.setPen(QColor(colour))
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, cut)
