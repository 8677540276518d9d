"""A small picture of what a network makes of its data, to tell runs apart; on any thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from playground.engine.frames.frame import Array, Bounds, DataPicture, Labels, Picture, widened
from playground.engine.frames.pictures import Confusion, Curve, Parity, Surface
from playground.gui.plots.base import colour_maps
from playground.gui.plots.base.shades import class_colours, faint
from playground.gui.theme import Colours

if TYPE_CHECKING:
    from playground.engine.frames.still import Still

SIDE = 88
"""Pixels along each side."""
MOST_POINTS = 150
_RADIUS = 1.8


def thumbnail(picture: Picture, data: DataPicture, colours: Colours, pixels: int = SIDE) -> bytes:
    """A PNG of a picture of predictions; empty of a kind that has none.

    Args:
        pixels: along each side of the image.
    """
    image = QImage(pixels, pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(pixels / SIDE)
    image.fill(QColor(colours.surface))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    is_drawn = _draw(painter, picture, data, colours)
    painter.end()
    return _png(image) if is_drawn else b""


def thumbnail_of(still: Still, colours: Colours, pixels: int = SIDE) -> bytes:
    """As `thumbnail`, of a run that stands."""
    picture = still.picture(still.data.views[0], still.grid_within(SIDE))
    return thumbnail(picture, still.data, colours, pixels) if picture is not None else b""


def _draw(painter: QPainter, picture: Picture, data: DataPicture, colours: Colours) -> bool:
    match picture:
        case Surface():
            surface = _as_wide_as_data(picture, data)
            _draw_pixels(painter, _surface_pixels(surface, data, colours)[::-1])
            _draw_points(painter, data, data.points, surface.bounds, colours)
        case Curve():
            _draw_curve(painter, picture, data, colours)
        case Parity():
            _draw_parity(painter, picture, colours)
        case Confusion():
            _draw_pixels(painter, _confusion_pixels(picture, colours))
        case _:
            return False
    return True


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _as_wide_as_data(surface: Surface, data: DataPicture) -> Surface:
    """The middle of a surface, in the shape of its data's plane: a view may be wider or higher."""
    x_low, x_high, y_low, y_high = surface.bounds
    own, (rows, columns) = data.bounds, surface.values.shape[:2]
    across, up = (x_high - x_low) / (own[1] - own[0]), (y_high - y_low) / (own[3] - own[2])
    least = min(across, up)
    left, below = int((1 - least / across) * columns / 2), int((1 - least / up) * rows / 2)
    x, y = (x_high - x_low) * left / columns, (y_high - y_low) * below / rows
    values = surface.values[below : rows - below, left : columns - left]
    return replace(surface, values=values, bounds=(x_low + x, x_high - x, y_low + y, y_high - y))


def _surface_pixels(surface: Surface, data: DataPicture, colours: Colours) -> colour_maps.Pixels:
    rows, columns = (_some(size) for size in surface.values.shape[:2])
    values = surface.values[np.ix_(rows, columns)]
    if data.task == "regression":
        low, high = data.target_range or (float(data.targets.min()), float(data.targets.max()))
        is_two_sided = low < 0 < high
        table = colour_maps.diverging(colours) if is_two_sided else colour_maps.viridis()
        return colour_maps.value_pixels(values[..., 0], low, high, table)
    if data.task == "two_classes":
        table = colour_maps.diverging(colours, colour_maps.STRENGTH)
        return colour_maps.two_class_pixels(values[..., -1], table)
    shades = class_colours(colours, len(data.class_names))
    return colour_maps.class_pixels(values, shades, colours.middle)


def _confusion_pixels(confusion: Confusion, colours: Colours) -> colour_maps.Pixels:
    counts = confusion.validation if confusion.validation.sum() else confusion.train
    shares: Array = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    table = colour_maps.ramp(colours.surface, colours.accent)
    return colour_maps.value_pixels(shares, 0.0, 1.0, table)


def _draw_pixels(painter: QPainter, pixels: colour_maps.Pixels) -> None:
    height, width = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels)
    image = QImage(whole.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    painter.drawImage(QRectF(0, 0, SIDE, SIDE), image)


def _draw_points(
    painter: QPainter, data: DataPicture, places: Array, bounds: Bounds, colours: Colours
) -> None:
    some = _some(len(places), MOST_POINTS)
    shades = class_colours(colours, len(data.class_names)) or (colours.text,)
    painter.setPen(QPen(QColor(colours.surface), 0.5))
    at = _pixels_of(places[some], bounds)
    for (x, y), group in zip(at, _groups(data)[some], strict=True):
        painter.setBrush(QColor(shades[int(group) % len(shades)]))
        painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)


def _groups(data: DataPicture) -> Labels:
    if data.task == "regression":
        return np.zeros(len(data.points), np.int64)
    return data.targets.astype(np.int64)


def _draw_curve(painter: QPainter, curve: Curve, data: DataPicture, colours: Colours) -> None:
    is_classes = data.task != "regression"
    bounds = (*data.bounds[:2], -0.05, 1.05) if is_classes else data.bounds
    targets = data.targets if data.targets.ndim == 1 else data.targets[:, 0]
    heights = np.minimum(targets, 1) if is_classes else targets
    places = np.column_stack([data.points[:, 0], heights]).astype(np.float64)
    _draw_points(painter, data, places, bounds, colours)
    column = -1 if data.task == "two_classes" else 0
    line = np.column_stack([curve.x, curve.y[:, column]])
    painter.setPen(QPen(QColor(colours.accent), 2.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(x, y) for x, y in _pixels_of(line, bounds)]))


def _draw_parity(painter: QPainter, parity: Parity, colours: Colours) -> None:
    targets, predicted = parity.train_target.ravel(), parity.train_predicted.ravel()
    if not len(targets):
        return
    low, high = widened(targets)
    bounds = (low, high, low, high)
    painter.setPen(QPen(QColor(colours.muted), 1.0))
    painter.drawLine(0, SIDE, SIDE, 0)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(faint(colours.train, 0.6))
    some = _some(len(targets), MOST_POINTS)
    for x, y in _pixels_of(np.column_stack([targets, predicted])[some], bounds):
        painter.drawEllipse(QPointF(x, y), _RADIUS, _RADIUS)


def _pixels_of(places: Array, bounds: Bounds) -> list[tuple[float, float]]:
    """Where places `[points, 2]` lie in the picture, far away at the most."""
    low, high = np.array(bounds[::2]), np.array(bounds[1::2])
    unit = (places - low) / np.where(high > low, high - low, 1.0)
    unit = np.clip(np.nan_to_num(unit), -2.0, 3.0)
    return [(float(x) * SIDE, (1 - float(y)) * SIDE) for x, y in unit]


def _some(count: int, most: int = SIDE) -> Labels:
    """Places among so many, evenly chosen."""
    return np.linspace(0, max(0, count - 1), min(count, most)).astype(np.int64)
