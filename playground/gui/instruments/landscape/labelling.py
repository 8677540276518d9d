"""Where the numbers of contour lines stand: along straight parts, and nowhere near each other.

All lengths are in pixels.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]
_CELL = 4
"""The side of the squares of which it is kept what lies in them."""
_AROUND = 5.0
"""What is free before and after a number."""
_STEP = 6.0
"""Between two places that are tried."""
_STRAIGHT = 0.96
"""The part of its way that a line must come along beside a number."""
_LONG = 2.5
"""How much longer than its number a line is at least."""
_FREE, _TAKEN = -1, -2
_BOX = np.stack(np.meshgrid(np.linspace(-0.5, 0.5, 9), [-0.5, -0.17, 0.17, 0.5]), axis=-1)
_BOX = _BOX.reshape(-1, 2)
"""Points of a number's box, in its width and its height."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A contour line, or a part of one.

    Attributes:
        level: its number; lines of the same level have the same one.
        points: float64 `[points, 2]`.
        width: of its number.
    """

    level: int
    points: Doubles
    width: float


@dataclass(frozen=True, slots=True)
class Label:
    """A number on a line.

    Attributes:
        x, y: its middle.
        angle: degrees, clockwise where y runs down; the text is never upside down.
        gap: from where to where along the line it stands.
    """

    level: int
    x: float
    y: float
    angle: float
    gap: tuple[float, float]


class _Ground:
    """What lies where: the number of a level, `_TAKEN` by a number, or `_FREE`."""

    def __init__(self, size: tuple[int, int], lines: Sequence[Line]) -> None:
        self._size = np.array(size, np.float64)
        self._cells = np.full((size[1] // _CELL + 1, size[0] // _CELL + 1), _FREE, np.int16)
        for line in lines:
            way = along(line.points)
            places = at(line.points, way, np.arange(0.0, way[-1], _CELL / 2))
            self._set(places[self._holds(places)], line.level)

    def is_free(self, boxes: Doubles, level: int) -> Truths:
        """Whether nothing but its own line lies in a box: `[boxes]` of `[boxes, points, 2]`."""
        inside = np.all(self._holds(boxes), axis=1)
        rows, columns = self._places(np.where(inside[:, None, None], boxes, 0.0))
        found = self._cells[rows, columns]
        free: Truths = inside & np.all((found == _FREE) | (found == level), axis=1)
        return free

    def take(self, box: Doubles) -> None:
        """Nothing else may stand there."""
        self._set(box, _TAKEN)

    def _set(self, places: Doubles, what: int) -> None:
        rows, columns = self._places(places)
        self._cells[rows, columns] = what

    def _holds(self, places: Doubles) -> Truths:
        held: Truths = np.all((places >= 0) & (places < self._size), axis=-1)
        return held

    def _places(self, places: Doubles) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
        cells = (places // _CELL).astype(np.intp)
        return cells[..., 1], cells[..., 0]


def along(points: Doubles) -> Doubles:
    """How long a line is up to each of its points: float64 `[points]`."""
    steps = np.hypot(*np.diff(points, axis=0).T)
    return np.concatenate([[0.0], np.cumsum(steps)])


def at(points: Doubles, way: Doubles, lengths: Doubles) -> Doubles:
    """The places of a line after these lengths: float64 `[lengths, 2]`."""
    return np.stack([np.interp(lengths, way, axis) for axis in points.T], axis=-1)


def parted(points: Doubles, start: float, end: float) -> list[Doubles]:
    """The parts of a line before and after a gap."""
    way = along(points)
    edges = at(points, way, np.array([start, end]))
    before, after = points[way < start], points[way > end]
    return [np.concatenate([before, edges[:1]]), np.concatenate([edges[1:], after])]


def placed(lines: Sequence[Line], size: tuple[int, int], height: float) -> list[Label | None]:
    """A label for each line that has room for one, long lines first.

    Args:
        size: width and height of what is seen.
        height: of the numbers.
    """
    ground = _Ground(size, lines)
    ways = [along(line.points) for line in lines]
    labels: list[Label | None] = [None] * len(lines)
    for number in sorted(range(len(lines)), key=lambda n: -float(ways[n][-1])):
        labels[number] = _best(lines[number], ways[number], ground, height)
    return labels


def _best(line: Line, way: Doubles, ground: _Ground, height: float) -> Label | None:
    """The straightest place that is free, rather lying than upright."""
    half, length = line.width / 2 + _AROUND, float(way[-1])
    if length < _LONG * 2 * half:
        return None
    middles = np.arange(half, length - half, _STEP)
    starts, ends = (at(line.points, way, middles + side) for side in (-half, half))
    chords = ends - starts
    straight = np.hypot(*chords.T) / (2 * half)
    chords *= np.where(chords[:, :1] < 0, -1.0, 1.0)
    angles = np.arctan2(chords[:, 1], chords[:, 0])
    centres = (starts + ends) / 2
    boxes = _boxes(centres, angles, 2 * half, height)
    fits = ground.is_free(boxes, line.level) & (straight > _STRAIGHT)
    if not fits.any():
        return None
    best = int(np.where(fits, straight - 0.03 * np.abs(np.sin(angles)), -1.0).argmax())
    ground.take(boxes[best])
    x, y = centres[best].tolist()
    gap = (float(middles[best]) - half, float(middles[best]) + half)
    return Label(line.level, x, y, float(np.degrees(angles[best])), gap)


def _boxes(centres: Doubles, angles: Doubles, width: float, height: float) -> Doubles:
    """Points of turned boxes: float64 `[boxes, points, 2]`."""
    across = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
    down = np.stack([-across[:, 1], across[:, 0]], axis=-1)
    offsets = _BOX * (width, height)
    boxes: Doubles = (
        centres[:, None]
        + offsets[None, :, :1] * across[:, None]
        + offsets[None, :, 1:] * down[:, None]
    )
    return boxes
