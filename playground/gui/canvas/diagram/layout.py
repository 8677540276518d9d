"""Where everything in the network's picture stands. Knows no Qt; all lengths in pixels."""

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from playground.engine.frames.network import LayerKind

MOST_SHOWN = 12
"""Neurons shown of one layer; of more, the strongest."""
LARGEST, SMALLEST = 56, 12
"""The sides of a tile."""
ROW, FOOTER = 20, 6
"""The heights of a row of the headings, and of what is left free below the tiles."""
MARGIN = 12
OUTWARDS = 4.0
"""How far the headings of inputs and outputs reach into the gap beside them."""
_ROW_GAP, _LEAST_ROW_GAP = 0.45, 0.2
_COLUMN_GAP, _LEAST_COLUMN_GAP, _CRAMPED_GAP = 0.9, 28.0, 17.0
PIXELS = 8
"""The sides of tiles with pictures are multiples of this, so that their pixels are alike."""
_PICTURE = 40.0
"""The height that each of them is to have, where there are more than can be shown."""
_WIDE = 700
"""From this width on gaps and the picture of a single output are larger."""
_ARRIVING = 0.7
"""The part of a tile's side over which edges arrive."""
_ENOUGH = 1000.0
"""A height in which the picture of a single output is as large as it becomes."""
_NEAR = 5.0
"""How far from an edge the mouse still means it."""


@dataclass(frozen=True, slots=True)
class Column:
    """What stands in one column.

    Attributes:
        units: how many neurons the layer has; those shown may be fewer.
        shown: the numbers of the neurons shown, ascending.
        names: what the units are called, by number; empty where they go by their numbers.
        across: how many tiles stand side by side; more than one for the pixels of a picture.
        pictures: whether tiles show edges from pixels, which are small in the smallest tiles.
    """

    kind: LayerKind
    units: int
    shown: tuple[int, ...]
    names: tuple[str, ...] = ()
    across: int = 1
    pictures: bool = False

    @property
    def left_out(self) -> int:
        """How many neurons are not shown."""
        return max(self.units - len(self.shown), 0)

    def label(self, row: int) -> str:
        """The name of the neuron in this row, or nothing."""
        number = self.shown[row]
        return self.names[number] if number < len(self.names) else ""


@dataclass(frozen=True, slots=True)
class Room:
    """What the picture may take, and what its texts need.

    Attributes:
        left, right: the widths of the names of inputs and outputs.
        heading: the least width of a layer's heading.
        number: the width of its number of units alone, where there is no room for more.
        line: the height of a line of text.
        footer: the height below the tiles.
        zoom: above 1 tiles and gaps grow beyond what fits; below 1 they may become smaller.
    """

    width: float
    height: float
    left: float = 0.0
    right: float = 0.0
    heading: float = 52.0
    number: float = 24.0
    line: float = 16.0
    footer: float = FOOTER
    zoom: float = 1.0

    @property
    def larger(self) -> float:
        """How much tiles and gaps may grow beyond their largest."""
        return max(self.zoom, 1.0)

    @property
    def smaller(self) -> float:
        """How much they may shrink below their smallest."""
        return min(self.zoom, 1.0)

    @property
    def smallest(self) -> float:
        """The side of the smallest tile."""
        return max(round(SMALLEST * self.smaller), 1.0)

    @property
    def is_cramped(self) -> bool:
        """Whether headings are to do with their numbers alone."""
        return self.heading <= self.number

    def cramped(self) -> "Room":
        """The same room, in which headings take as little as they can."""
        return replace(self, heading=self.number * self.smaller)

    @property
    def most_pictures(self) -> int:
        """How many tiles with pictures of pixels stand in a column without being too small."""
        tall = self.height - self.header - self.footer - self.line
        return min(max(int(tall / (_PICTURE * self.larger)), 4), MOST_SHOWN)

    @property
    def header(self) -> float:
        """The height of the headings: two rows."""
        return 2 * max(ROW, self.line) + 6.0

    @property
    def is_wide(self) -> bool:
        return self.width >= _WIDE


@dataclass(frozen=True, slots=True)
class Place:
    """Where the tiles of one column stand: from the top down, or as the pixels of a square.

    Attributes:
        side: of a tile, or of the whole square.
        tops: of each tile.
        across: how many tiles stand side by side.
    """

    x: float
    side: float
    tops: tuple[float, ...]
    across: int = 1

    @property
    def middle(self) -> float:
        """The middle of the column, across."""
        return self.x + self.side / 2

    @property
    def bottom(self) -> float:
        """The lower end of the last tile."""
        return self.tops[-1] + self.side / self.across

    def tile(self, row: int) -> tuple[float, float, float]:
        """Left, top and side of one tile."""
        side = self.side / self.across
        return self.x + row % self.across * side, self.tops[row], side

    def rows_in(self, height: float) -> int:
        """Every how many rows a text of this height has room beside its tile."""
        if len(self.tops) < 2:
            return 1
        return max(math.ceil(0.9 * height / (self.tops[1] - self.tops[0])), 1)


@dataclass(frozen=True, slots=True)
class DiagramLayout:
    """The places of all columns, and the size that they need with everything around them."""

    columns: tuple[Column, ...]
    places: tuple[Place, ...]
    width: float
    height: float

    def tile_at(self, x: float, y: float) -> tuple[int, int] | None:
        """Column and row of the tile at a point."""
        for column, place in enumerate(self.places):
            if place.x <= x <= place.x + place.side:
                for row in range(len(place.tops)):
                    left, top, side = place.tile(row)
                    if left <= x <= left + side and top <= y <= top + side:
                        return column, row
        return None

    def gap_at(self, x: float) -> int | None:
        """The number of the column before the gap at `x`."""
        for number, (before, after) in enumerate(pairwise(self.places)):
            if before.x + before.side < x < after.x:
                return number
        return None

    def ends(self, gap: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        """The heights at which edges leave, `[before]`, and arrive, `[after, before]`."""
        before, after = self.places[gap], self.places[gap + 1]
        leaving = np.array(before.tops) + before.side / before.across / 2
        shares = (np.arange(len(leaving)) + 0.5) / len(leaving)
        offsets = after.side * ((1.0 - _ARRIVING) / 2 + _ARRIVING * shares)
        return leaving, np.array(after.tops)[:, None] + offsets

    def edge_at(self, x: float, y: float) -> tuple[int, int, int] | None:
        """The gap, the row after it and the row before it of the edge at a point."""
        gap = self.gap_at(x)
        if gap is None:
            return None
        before, after = self.places[gap], self.places[gap + 1]
        start = before.x + before.side
        width = after.x - start
        part = float(np.interp((x - start) / width, _ACROSS, _ALONG))
        leaving, arriving = self.ends(gap)
        rise = arriving - leaving
        heights = leaving + rise * (3.0 - 2.0 * part) * part**2
        slopes = rise * 6.0 * part * (1.0 - part) / (width * _speed(part))
        distances = np.abs(heights - y) / np.sqrt(1.0 + slopes**2)
        row, column = np.unravel_index(int(distances.argmin()), distances.shape)
        return (gap, int(row), int(column)) if distances[row, column] <= _NEAR else None


def _across(part: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """How far across a gap an edge is, after a part of its parameter: handles at half the gap."""
    return 1.5 * part * (1.0 - part) + part**3


def _speed(part: float) -> float:
    return 1.5 - 3.0 * part + 3.0 * part**2


_ALONG = np.linspace(0.0, 1.0, 65)
_ACROSS = _across(_ALONG)


@lru_cache(maxsize=8)
def least_size(columns: tuple[Column, ...], room: Room) -> tuple[float, float]:
    """Width and height of the picture with the smallest tiles."""
    low, high = (
        _laid_out(columns, replace(room.cramped(), width=1.0, height=height), room.smallest)
        for height in (1.0, room.header + room.footer + _ENOUGH)
    )
    return high.width, low.height


def fit_diagram(columns: Sequence[Column], room: Room) -> DiagramLayout:
    """The largest tiles that fit into the room, with headings of their full width where they do.

    Where not even the smallest fit, they stand in a larger room.
    """
    sides = range(int(room.smallest), int(LARGEST * room.larger) + 1)
    for tried in (room, room.cramped()):
        fitting = bisect_left(sides, True, key=partial(_is_too_large, columns, tried))
        if fitting:
            return _laid_out(columns, tried, float(sides[fitting - 1]))
    return _laid_out(columns, room.cramped(), room.smallest)


def _is_too_large(columns: Sequence[Column], room: Room, side: float) -> bool:
    layout = _laid_out(columns, room, float(side))
    return layout.width > room.width or layout.height > room.height


def _laid_out(columns: Sequence[Column], room: Room, side: float) -> DiagramLayout:
    tall = room.height - room.header - room.footer
    gap = _row_gap(columns, room, side, tall)
    sides = [_side(column, room, side, gap, tall) for column in columns]
    heights = [_height(column, own, gap, room) for column, own in zip(columns, sides, strict=True)]
    high = max(tall, *heights)
    gaps = _column_gaps(room, sides)
    taken = sum(sides) + sum(gaps) + room.left + room.right + 2 * MARGIN
    x = max(room.width - taken, 0.0) / 2 + MARGIN + room.left
    places: list[Place] = []
    for own, height, across in zip(sides, heights, [*gaps, 0.0], strict=True):
        column = columns[len(places)]
        top = round(room.header + (high - height) / 2)
        tall_one = own / column.across + (gap if column.across == 1 else 0.0)
        rows = [row // column.across for row in range(len(column.shown))]
        tops = tuple(float(top + round(row * tall_one)) for row in rows)
        places.append(Place(float(int(x)), own, tops, column.across))
        x += own + across
    return DiagramLayout(
        tuple(columns), tuple(places), taken, room.header + room.footer + max(heights)
    )


def _height(column: Column, side: float, gap: float, room: Room) -> float:
    rows = len(column.shown) if column.across == 1 else 1
    return rows * side + (rows - 1) * gap + (room.line if column.left_out else 0.0)


def _row_gap(columns: Sequence[Column], room: Room, side: float, tall: float) -> float:
    """As much as the tallest column leaves between its tiles."""
    gap = _ROW_GAP * side
    for column in (one for one in columns if one.across == 1):
        rest = tall - _height(column, side, 0.0, room)
        gap = min(gap, rest / max(len(column.shown) - 1, 1))
    return max(gap, _LEAST_ROW_GAP * side)


def _side(column: Column, room: Room, side: float, gap: float, tall: float) -> float:
    """A few outputs are what is looked at most, and pixels are small: both are larger."""
    if column.across > 1:
        whole = min((136.0 if room.is_wide else 96.0) * room.larger, 4.0 * side, tall)
        return max(whole // column.across, 1.0) * column.across
    rows = len(column.shown)
    if column.pictures:
        free = (tall - room.line - (rows - 1) * gap) / rows
        return max(side, min(free, LARGEST * room.larger) // PIXELS * PIXELS)
    if column.kind != "outputs":
        return side
    alone = min((136.0 if room.is_wide else 96.0) * room.larger, 3.4 * side)
    largest = {1: alone, 2: 1.6 * side}.get(rows, side)
    return max(side, float(int(min(largest, (tall - (rows - 1) * gap) / rows))))


def _column_gaps(room: Room, sides: Sequence[float]) -> list[float]:
    """The gaps share what is left of the width, between what is needed and what looks well."""
    narrowest = (_CRAMPED_GAP if room.is_cramped else _LEAST_COLUMN_GAP) * room.smaller
    least = [max(narrowest, _COLUMN_GAP * min(pair)) for pair in pairwise(sides)]
    # Headings with buttons stand above hidden layers; those at the ends lie over their names too.
    for inner in range(1, len(least) - 1):
        least[inner] = max(least[inner], room.heading - sides[inner])
    for end, inner in ((0, 1), (-1, -2)):
        least[end] = max(least[end], (room.heading - sides[inner]) / 2 + OUTWARDS)
    free = room.width - sum(sides) - room.left - room.right - 2 * MARGIN
    most = (120.0 if room.is_wide else 64.0) * room.larger
    more = max(free - sum(least), 0.0) / len(least)
    return [max(gap, min(most, gap + more)) for gap in least]
