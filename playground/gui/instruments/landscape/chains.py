"""Straight pieces, joined end to end into lines."""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
_End = tuple[float, float]


def joined(pieces: Doubles) -> list[Doubles]:
    """Lines through pieces that share their ends; a closed line ends where it begins.

    Args:
        pieces: `[pieces, 2, 2]`: both ends of each. No more than two share an end.

    Returns:
        float64 `[points, 2]` each.
    """
    ends: list[tuple[_End, _End]] = [
        ((piece[0][0], piece[0][1]), (piece[1][0], piece[1][1])) for piece in pieces.tolist()
    ]
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
