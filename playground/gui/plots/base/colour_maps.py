"""From numbers to pixels: tables of 256 colours, and pictures made with them."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtGui import QColor

from playground.engine.frames.frame import Array
from playground.gui.plots.base.shades import blend
from playground.gui.theme import Colours

Table = npt.NDArray[np.uint8]
"""uint8 `[256, 3]`: red, green, blue."""
Pixels = npt.NDArray[np.uint8]
"""uint8 `[height, width, 3]`."""

STRENGTH = 0.72
"""How far a certain prediction goes to its class's colour: points must stand out on it."""
BANDS = 10
"""How many bands a discretised regression surface has."""


def rgb(colour: str) -> npt.NDArray[np.float32]:
    """float32 `[3]`, 0 to 255."""
    c = QColor(colour)
    return np.array([c.red(), c.green(), c.blue()], np.float32)


def ramp(*stops: str) -> Table:
    """A table that passes through `stops`, evenly spread."""
    places = np.linspace(0, 1, len(stops))
    colours = np.stack([rgb(stop) for stop in stops])
    at = np.linspace(0, 1, 256)
    channels = [np.interp(at, places, colours[:, channel]) for channel in range(3)]
    table: Table = np.stack(channels, axis=1).round().astype(np.uint8)
    return table


def diverging(colours: Colours, strength: float = 1.0) -> Table:
    """Negative through the theme's middle to positive."""
    ends = (colours.negative, colours.positive)
    low, high = (blend(colours.middle, end, strength) for end in ends)
    return ramp(low, colours.middle, high)


def viridis() -> Table:
    """The perceptually uniform map, https://bids.github.io/colormap/"""
    table: Table = np.asarray(pg.colormap.get("viridis").getLookupTable(nPts=256), np.uint8)[:, :3]
    return table


def value_pixels(
    values: Array, low: float, high: float, table: Table, *, discretise: bool = False
) -> Pixels:
    """Colour numbers `[height, width]`; what lies outside low..high takes the ends' colours."""
    if not np.isfinite(values.sum()):
        values = np.nan_to_num(values)
    unit = np.clip((values - low) / ((high - low) or 1.0), 0.0, 1.0)
    if discretise:
        unit = np.minimum(np.floor(unit * BANDS), BANDS - 1) / (BANDS - 1)
    pixels: Pixels = table[(unit * 255.0).astype(np.uint8)]
    return pixels


def two_class_pixels(positive: Array, table: Table, *, discretise: bool = False) -> Pixels:
    """Colour the probability `[height, width]` of the positive class."""
    shown = (positive >= 0.5).astype(np.float32) if discretise else positive
    return value_pixels(shown, 0.0, 1.0, table)


def class_pixels(
    probabilities: Array, colours: Sequence[str], middle: str, *, discretise: bool = False
) -> Pixels:
    """The winner's colour of `[height, width, classes]`, mixed with `middle` as it is less sure.

    Sureness is 0 where all classes are equally likely and 1 where the winner has everything.
    """
    classes = probabilities.shape[-1]
    winner = probabilities.argmax(axis=-1)
    palette = np.stack([rgb(colour) for colour in colours])[winner]
    top = np.take_along_axis(probabilities, winner[..., None], axis=-1)
    sureness = np.ones_like(top) if discretise else (top * classes - 1) / max(1, classes - 1)
    centre = rgb(middle)
    mixed = centre + (palette - centre) * (STRENGTH * np.clip(np.nan_to_num(sureness), 0, 1))
    pixels: Pixels = mixed.astype(np.uint8)
    return pixels
