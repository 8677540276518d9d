"""Contour lines with their losses on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QTimer
from PySide6.QtGui import QColor, QFontMetricsF

from playground.engine.frames.frame import Bounds
from playground.gui.instruments.landscape.chains import cut, joined
from playground.gui.instruments.landscape.contours import contour
from playground.gui.instruments.landscape.labelling import Doubles, Label, Line, parted, placed
from playground.gui.instruments.landscape.scale import LossScale
from playground.gui.plots.base.colour_maps import Table
from playground.gui.plots.base.plot_canvas import PlotCanvas
from playground.gui.plots.base.shades import faint, readable_on
from playground.gui.theme import small_font, tabular_font

if TYPE_CHECKING:
    from playground.engine.instruments.landscape import LossMap

_DARK, _BRIGHT = "#000000", "#ffffff"
_STRENGTH = 0.5
_MOST_PIECES, _MOST_LINES = 8000, 200
"""Of a map rougher than that the lines are drawn alone: no number would find room."""


class ContourLines:
    """Draws them on a canvas: black where the map is bright, white where it is dark.

    Where the numbers stand hangs on what is seen: they are placed anew when that changes.
    """

    def __init__(self, canvas: PlotCanvas, table: Table, level: float) -> None:
        self._canvas, self._table, self._level = canvas, table, level
        self._inks = (_BRIGHT, _DARK)
        self._curves: tuple[Any, Any] = (
            pg.PlotCurveItem(connect="finite"),
            pg.PlotCurveItem(connect="finite"),
        )
        self._texts: list[Any] = []
        self._lines: list[tuple[int, Doubles]] = []
        self._names: list[str] = []
        self._is_dark: list[bool] = []
        self._font = small_font(tabular_font(canvas.widget.font()))
        for curve, ink in zip(self._curves, self._inks, strict=True):
            curve.setPen(pg.mkPen(faint(ink, _STRENGTH), width=1))
            canvas.add(curve, level)
        self._soon = QTimer(canvas, singleShot=True, interval=0)
        self._soon.timeout.connect(self._place)
        canvas.range_changed.connect(self._soon.start)

    @property
    def shown(self) -> list[tuple[str, float, float]]:
        """The numbers that are seen, and the place of each."""
        seen = [text for text in self._texts if text.isVisible()]
        return [(text.toPlainText(), text.pos().x(), text.pos().y()) for text in seen]

    def show_map(self, shown: LossMap, scale: LossScale) -> None:
        """Draw the lines of a map of at least two places each way."""
        losses, drawn = scale.losses, scale.drawn(shown.values)
        levels = np.log10(losses) if scale.logarithmic else np.array(losses)
        x_low, x_high, y_low, y_high = shown.bounds
        step = np.array([x_high - x_low, y_high - y_low]) / (shown.size - 1)
        self._names = scale.texts(losses)
        self._is_dark = [self._lies_on_bright(scale, level) for level in levels.tolist()]
        pieces = [contour(drawn, level) * step + (x_low, y_low) for level in levels.tolist()]
        self._lines = _joined(pieces)
        if not self._lines:
            self._draw_roughly(pieces)
        self._place()

    def _lies_on_bright(self, scale: LossScale, level: float) -> bool:
        part = (level - scale.low) / (scale.high - scale.low)
        colour = self._table[round(part * (len(self._table) - 1))].tolist()
        return readable_on(QColor(*colour)) == QColor(_DARK)

    def _place(self) -> None:
        """Choose where numbers stand, and draw all lines but there."""
        if not self._lines:
            self._write([], np.zeros(2), np.ones(2))
            return
        x_low, x_high, y_low, y_high = self._canvas.visible()
        width, height = size = self._canvas.size()
        corner, pixels = np.array([x_low, y_high]), np.array([width, -height])
        pixels = pixels / (x_high - x_low, y_high - y_low)
        metrics = QFontMetricsF(self._font)
        widths = [metrics.horizontalAdvance(name) for name in self._names]
        around = self._around(x_low, x_high, y_low, y_high)
        lines = [
            Line(number, (part - corner) * pixels, widths[number])
            for number, line in self._lines
            for part in cut(line, around)
        ]
        labels = placed(lines, size, metrics.height())
        self._draw(lines, labels, corner, pixels)

    def _around(self, x_low: float, x_high: float, y_low: float, y_high: float) -> Bounds:
        """What is seen and something around it: of a map that is zoomed deep, the rest is long."""
        across, up = (x_high - x_low) / 2, (y_high - y_low) / 2
        return (x_low - across, x_high + across, y_low - up, y_high + up)

    def _draw(
        self, lines: list[Line], labels: list[Label | None], corner: Doubles, pixels: Doubles
    ) -> None:
        parts: tuple[list[Doubles], list[Doubles]] = ([], [])
        for line, label in zip(lines, labels, strict=True):
            ways = [line.points] if label is None else parted(line.points, *label.gap)
            for way in ways:
                parts[self._is_dark[line.level]].extend((way / pixels + corner, _END))
        self._set(parts)
        self._write([label for label in labels if label is not None], corner, pixels)

    def _draw_roughly(self, pieces: list[Doubles]) -> None:
        """Draw pieces that are too many to be joined, level by level."""
        parts: tuple[list[Doubles], list[Doubles]] = ([], [])
        for is_dark, ends in zip(self._is_dark, pieces, strict=True):
            apart = np.broadcast_to(_END, (len(ends), 1, 2))
            parts[is_dark].append(np.concatenate([ends, apart], axis=1).reshape(-1, 2))
        self._set(parts)

    def _set(self, parts: tuple[list[Doubles], list[Doubles]]) -> None:
        for curve, ways in zip(self._curves, parts, strict=True):
            points = np.concatenate([np.empty((0, 2)), *ways])
            curve.setData(points[:, 0], points[:, 1], connect="finite")

    def _write(self, labels: list[Label], corner: Doubles, pixels: Doubles) -> None:
        while len(self._texts) < len(labels):
            self._texts.append(self._new_text())
        for text in self._texts[len(labels) :]:
            text.setVisible(False)
        for text, label in zip(self._texts, labels, strict=False):
            x, y = (np.array([label.x, label.y]) / pixels + corner).tolist()
            text.setText(self._names[label.level], self._inks[self._is_dark[label.level]])
            text.setAngle(-label.angle)
            text.setPos(x, y)
            text.setVisible(True)

    def _new_text(self) -> Any:  # noqa: ANN401 - pyqtgraph's
        text: Any = pg.TextItem(anchor=(0.5, 0.5))
        text.setFont(self._font)
        self._canvas.add(text, self._level)
        return text


_END = np.full((1, 2), np.nan)
"""Between two lines."""


def _joined(pieces: list[Doubles]) -> list[tuple[int, Doubles]]:
    """The lines of each level, by its number; none where they would be too many."""
    if sum(map(len, pieces)) > _MOST_PIECES:
        return []
    lines = [(number, line) for number, ends in enumerate(pieces) for line in joined(ends)]
    return lines if len(lines) <= _MOST_LINES else []
