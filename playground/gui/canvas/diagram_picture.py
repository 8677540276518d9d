"""The diagram for a file: words in place of its controls, and everything as lines and texts."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QWidget

from playground.gui.canvas.canvas_controls import CanvasControls
from playground.gui.canvas.diagram.layout import ROW
from playground.gui.canvas.diagram.painter import DiagramPainter
from playground.gui.canvas.diagram.words import units_text
from playground.gui.canvas.edge_scale import (
    SCALE_HEIGHT,
    STRENGTHS_WIDTH,
    EdgeScale,
    paint_strengths,
)
from playground.gui.canvas.layers.layer_heading import LayerHeading
from playground.gui.pictures.drawing import Drawing
from playground.gui.theme import HALF, Colours, small_font

_CENTRE = Qt.AlignmentFlag.AlignCenter


def diagram_drawing(
    canvas: QWidget, diagram: DiagramPainter, controls: CanvasControls, colours: Colours
) -> Drawing:
    """All of a canvas as it stands, also what is scrolled out of sight."""
    width, height = canvas.width(), canvas.height()

    def paint(painter: QPainter) -> None:
        painter.fillRect(QRectF(0, 0, width, height + SCALE_HEIGHT), QColor(colours.surface))
        # In a drawing, every program shows the cells of a tile as they were computed.
        is_image = isinstance(painter.device(), QImage)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, is_image)
        diagram.draw(painter)
        for heading in controls.headings:
            _paint_heading(painter, heading, canvas.font(), colours)
        _paint_scale(painter, QRectF(0, height, width, SCALE_HEIGHT), controls.scale, colours)

    return Drawing(QSize(width, height + SCALE_HEIGHT), paint)


def _paint_heading(painter: QPainter, heading: LayerHeading, font: QFont, colours: Colours) -> None:
    bold = QFont(font)
    bold.setBold(True)
    area = QRectF(heading.geometry())
    rows = ((bold, units_text(heading.card.units)), (font, heading.card.activation))
    for number, (row_font, words) in enumerate(rows):
        row = QRectF(area.left(), area.top() + number * ROW, area.width(), ROW)
        _paint_words(painter, row, words, row_font, colours.text)


def _paint_scale(painter: QPainter, area: QRectF, scale: EdgeScale, colours: Colours) -> None:
    """What the edges show, and their strengths between the numbers at the ends."""
    font = small_font(scale.font())
    metrics = QFontMetricsF(font)
    low, high = scale.ends
    words = (f"{scale.word}  {low}", high)
    widths = [metrics.horizontalAdvance(text) + 2 * HALF for text in words]
    left = area.center().x() - (sum(widths) + STRENGTHS_WIDTH) / 2
    for text, width, across in (
        (words[0], widths[0], left),
        (words[1], widths[1], left + widths[0] + STRENGTHS_WIDTH),
    ):
        row = QRectF(across, area.top(), width, area.height())
        _paint_words(painter, row, text, font, colours.muted)
    paint_strengths(painter, left + widths[0], area.center().y(), colours)


def _paint_words(painter: QPainter, area: QRectF, words: str, font: QFont, colour: str) -> None:
    cut = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(area, _CENTRE, cut)
