"""Straight pieces, joined end to end into lines."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from playground.engine.frames.frame import Bounds
from playground.gui.plots.base.cutting import cut_segments

Doubles = npt.NDArray[np.float64]
_End = tuple[float, float]


def joined(pieces: Doubles) -> list[Doubles]:
    """Lines through pieces that share their ends; a closed line ends where it begins.

    Args:
        pieces: `[pieces, 2, 2]`: both ends of each; where more than two share an end, a line may
            be parted there.

    Returns:
        float64 `[points, 2]` each.
    """
    # Through a place of the grid itself lead pieces without length.
    pieces = pieces[(pieces[:, 0] != pieces[:, 1]).any(axis=1)]
    ends = [((x, y), (end_x, end_y)) for (x, y), (end_x, end_y) in pieces.tolist()]
    at: dict[_End, list[int]] = {}
    for number, pair in enumerate(ends):
        for end in pair:
            at.setdefault(end, []).append(number)
    left = dict.fromkeys(range(len(ends)))
    lines = []
    while left:
        first = next(iter(left))
        del left[first]
        start, end = ends[first]
        after, before = [*_walk(end, ends, at, left)], [*_walk(start, ends, at, left)]
        lines.append(np.array([*before[::-1], start, end, *after]))
    return lines


def cut(line: Doubles, bounds: Bounds) -> list[Doubles]:
    """The parts of a line that lie within bounds."""
    starts, ends = cut_segments(line[:-1], line[1:], bounds)
    breaks = np.flatnonzero((starts[1:] != ends[:-1]).any(axis=1)) + 1
    parts = zip(np.split(starts, breaks), np.split(ends, breaks), strict=True)
    return [np.concatenate([start, end[-1:]]) for start, end in parts if len(start)]


def _walk(
    end: _End,
    ends: list[tuple[_End, _End]],
    at: dict[_End, list[int]],
    left: dict[int, None],
) -> Iterator[_End]:
    """The points beyond an end, as far as pieces are left."""
    while (following := next((one for one in at[end] if one in left), None)) is not None:
        del left[following]
        first, last = ends[following]
        end = last if first == end else first
        yield end
