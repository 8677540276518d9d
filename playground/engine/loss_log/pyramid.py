"""Losses summed up in buckets, and buckets in larger ones: any part of a run at any scale.

Reading a part costs what is read, however much lies under it.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.growing_array import Growing

Floating = npt.NDArray[np.floating]
Floats = npt.NDArray[np.float32]

FIRST_WIDTH = 64
BUCKETS = 1 << 17
FACTOR = 4
"""Buckets that one of the next level holds; a power of two."""


@dataclass(frozen=True, slots=True, eq=False)
class Buckets:
    """Neighbouring buckets.

    Attributes:
        first: how many values lie before the first of them.
        table: float32 `[3, buckets]`: lowest, mean, highest.
        sizes: int64 `[buckets]`: values in each.
    """

    first: int
    table: Floats
    sizes: npt.NDArray[np.int64]


class Pyramid:
    """Full buckets of `width` values each, at most BUCKETS: then every two become one."""

    def __init__(self) -> None:
        self.width = FIRST_WIDTH
        self._levels = [Growing(3, BUCKETS, np.float32)]

    @property
    def finest(self) -> Floating:
        """Lowest, mean and highest of each bucket, `[3, buckets]`; not a copy."""
        return self._levels[0].view

    @property
    def covered(self) -> int:
        """How many values lie in full buckets."""
        return self._levels[0].size * self.width

    @property
    def room(self) -> int:
        """How many buckets there is room for."""
        return BUCKETS - self._levels[0].size

    def append(self, values: Floats) -> None:
        """Add buckets, `[buckets, width]`, for which there is room."""
        self._levels[0].extend(summed_up(values, values, values))
        self._raise()

    def merge(self) -> None:
        """Make room: every two buckets become one of twice the width."""
        merged = _merged(self.finest, 2)
        self.width *= 2
        self.restore(self.width, merged)

    def restore(self, width: int, finest: Floating) -> None:
        """Hold these buckets alone.

        Raises:
            ValueError: they are too many, or not lowest, mean and highest of each.
        """
        if finest.shape[0] != 3 or finest.shape[1] > BUCKETS:
            raise ValueError("buckets")
        self.width = width
        self._levels = [Growing(3, BUCKETS, np.float32)]
        self._levels[0].extend(finest)
        self._raise()

    def read(self, start: int, stop: int, group: int) -> Buckets:
        """The buckets that hold the values from `start` up to `stop`, as far as these are full.

        The first begins at a multiple of `group` (a power of two; at least `width`), and none lies
        across a multiple of it. They are as wide as that allows: how many there are depends on the
        number of groups alone.
        """
        group = max(group, self.width)
        at = first = start - start % group
        tables, sizes = [], []
        for number in reversed(range(len(self._levels))):
            width = self.width * FACTOR**number
            if width > group:
                continue
            level = self._levels[number]
            end = min(level.size, -(-stop // width))
            part = level.view[:, at // width : end]
            tables.append(part)
            sizes.append(np.full(part.shape[1], width))
            at = max(at, end * width)
        return Buckets(first, np.concatenate(tables, axis=1), np.concatenate(sizes))

    def _raise(self) -> None:
        """Sum up in the levels above what is new in those below."""
        number = 0
        while (full := self._levels[number].size // FACTOR) > 0:
            if number + 1 == len(self._levels):
                self._levels.append(Growing(3, BUCKETS // FACTOR, np.float32))
            below, level = self._levels[number], self._levels[number + 1]
            if full == level.size:
                return
            level.extend(_merged(below.view[:, level.size * FACTOR : full * FACTOR], FACTOR))
            number += 1


def _merged(buckets: Floating, factor: int) -> Floating:
    return summed_up(*(row.reshape(-1, factor) for row in buckets))


def summed_up(low: Floating, mean: Floating, high: Floating) -> Floating:
    """Lowest, mean and highest of each group, `[3, groups]`, of those of its parts.

    Args:
        low, mean, high: `[groups, parts]`, all parts of as many values.
    """
    return np.stack(
        [
            np.fmin.reduce(low, axis=1),
            mean.mean(axis=1, dtype=np.float64),
            np.fmax.reduce(high, axis=1),
        ]
    )
