"""What the diagram makes of the theme's colours; mixed beforehand, for opaque ones paint faster."""

from functools import cache

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from playground.engine.frames.network import ZERO
from playground.gui.canvas.diagram.edge_levels import LEVELS, shade, strength
from playground.gui.theme import Colours

Table = npt.NDArray[np.uint32]


def mixed(first: str, second: str, part: float) -> QColor:
    """The colour `part` of the way from `first` to `second`."""
    start, end = (np.array(QColor(name).getRgb()[:3]) for name in (first, second))  # type: ignore[index]
    return QColor(*(int(channel) for channel in np.round(start + (end - start) * part)))


@cache
def tile_table(colours: Colours) -> Table:
    """A pixel, 0xffrrggbb, for each level of a neuron's output."""
    shades = []
    for level in range(256):
        end = colours.negative if level < ZERO else colours.positive
        part = min(abs(level - ZERO) / (255 - ZERO), 1.0)
        shades.append(mixed(colours.middle, end, part).rgba())
    return np.array(shades, np.uint32)


def class_table(colours: Colours, number: int) -> Table:
    """A pixel for each level of an output that is the chance of a class: the more, the fuller."""
    end = colours.class_colour(number)
    parts = np.clip((np.arange(256) - 1) / 254, 0.0, 1.0)
    return np.array([mixed(colours.middle, end, part).rgba() for part in parts], np.uint32)


@cache
def shade_table(colours: Colours) -> Table:
    """A pixel for each of the finer levels of an edge, with the colours of edges at theirs."""
    shades = []
    for number in range(256):
        level = (number - ZERO) / 127 * LEVELS
        end = colours.negative if level < 0 else colours.positive
        shades.append(mixed(colours.surface, end, min(shade(level), 1.0)).rgba())
    return np.array(shades, np.uint32)


def edge_colours(colours: Colours) -> dict[int, QColor]:
    """The colour of each level of an edge."""
    return {
        level: mixed(
            colours.surface, colours.negative if level < 0 else colours.positive, strength(level)
        )
        for level in range(-LEVELS, LEVELS + 1)
        if level
    }
