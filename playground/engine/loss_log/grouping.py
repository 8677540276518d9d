"""How many values one point of a curve stands for."""

import math
from collections.abc import Iterator


def group_size(count: int, points: int) -> int:
    """The smallest power of two that leaves at most `points` groups."""
    return 1 << max(0, (-(-count // max(1, points)) - 1).bit_length())


def doublings(start: int, stop: int, points: int) -> Iterator[tuple[int, int, int]]:
    """Parts of start..stop, a part for each doubling, with the size of groups in each.

    Together they have at most about `points` groups, as many for one doubling as for another.
    """
    per_doubling = int(points / max(math.log2(stop / max(start, 1)), 1e-9))
    while start < stop:
        end = 1 << start.bit_length()
        yield start, min(end, stop), group_size(max(1, end // 2), per_doubling)
        start = end
