"""What the diagram makes of the theme's colours; mixed beforehand, for opaque ones paint faster."""

import math
from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from playground.engine.frames.network import ZERO
from playground.gui.canvas.diagram.edge_levels import LEVELS, shade, strength
from playground.gui.theme import Colours

Table = npt.NDArray[np.uint32]
Parts = npt.NDArray[np.float64]


def mixed(first: str, second: str, part: float) -> QColor:
    """The colour `part` of the way from `first` to `second`."""
    return QColor.fromRgb(int(_pixels(first, second, np.array([part]))[0]))


@cache
def tile_table(colours: Colours) -> Table:
    """A pixel, 0xffrrggbb, for each level of a neuron's output."""
    signed = np.clip((np.arange(256) - ZERO) / (255 - ZERO), -1.0, 1.0)
    return _diverging(colours, colours.middle, signed)


@cache
def class_table(colours: Colours, number: int) -> Table:
    """A pixel for each level of an output that is the chance of a class: the more, the fuller."""
    parts = np.clip((np.arange(256) - 1) / 254, 0.0, 1.0)
    return _pixels(colours.middle, colours.class_colour(number), parts)


@cache
def shade_table(colours: Colours) -> Table:
    """A pixel for each of the finer levels of an edge, with the colours of edges at theirs."""
    levels = (np.arange(256) - ZERO) / 127 * LEVELS
    shades = [math.copysign(min(shade(level), 1.0), level) for level in levels]
    return _diverging(colours, colours.surface, np.array(shades))


@cache
def edge_colours(colours: Colours) -> dict[int, QColor]:
    """The colour of each level of an edge."""
    return {
        level: mixed(
            colours.surface, colours.negative if level < 0 else colours.positive, strength(level)
        )
        for level in range(-LEVELS, LEVELS + 1)
        if level
    }


def _diverging(colours: Colours, middle: str, signed: Parts) -> Table:
    """From `middle` to the negative colour at -1, and to the positive one at 1."""
    ends = (_pixels(middle, end, np.abs(signed)) for end in (colours.negative, colours.positive))
    return np.where(signed < 0, *ends)


def _pixels(first: str, second: str, parts: Parts) -> Table:
    start, end = (np.array(QColor(name).getRgb()[:3]) for name in (first, second))  # type: ignore[index]
    channels = np.round(start + (end - start) * parts[:, None]).astype(np.uint32)
    pixels: Table = channels @ np.array([1 << 16, 1 << 8, 1], np.uint32) | np.uint32(0xFF000000)
    return pixels
