"""Working a picture out as finely as it was wanted, bit by bit: between two bits there is time to
do something else, or to give it up."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from playground.engine.frames.fineness import PARTS
from playground.engine.frames.frame import Array, Bounds, Picture
from playground.engine.frames.subject import Subject
from playground.engine.training.trainer import Trainer

Draw = Callable[[Array, int, Bounds], Picture]
"""See `PictureRow.draw`."""

BIT_SECONDS = 0.004
"""What one bit may take."""
TRIED = 512
"""Cells of the first bit, which says how long others will take."""
FEWEST, MOST = 64, 1 << 15
"""Cells of a bit."""
STAGES = (0.3, 3.0)
"""Seconds within which the finest picture is made, one after another: of a large network the first
is coarser than was wanted, and the last may be."""
OVERTIME = 2.0
"""How many times as long a picture may take as it seemed that it would."""
MOST_VALUES = 1 << 22
"""How many numbers a picture may consist of: a window has to colour all of them at once."""


def refine(
    subject: Subject, trainer: Trainer, draw: Draw, known: int, wanted: int, bounds: Bounds
) -> Iterator[Picture | None]:
    """Yield None after each bit, and finer and finer pictures; none where none would be finer.

    The network must not change meanwhile.

    Args:
        known: cells along each side of the picture that stands.
        wanted: cells along each side.
    """
    bits = _Bits(subject, trainer, bounds)
    outputs = bits.work_out(wanted, slice(TRIED)).shape[1]
    yield None
    for stage in STAGES:
        grid = _finest(wanted, subject.sides, min(stage / bits.seconds, MOST_VALUES / outputs))
        if grid <= known:
            continue
        done: list[Array] = []
        cells, first, end = grid**subject.sides, 0, time.perf_counter() + OVERTIME * stage
        while first < cells and time.perf_counter() < end:
            done.append(bits.work_out(grid, slice(first, first + bits.size)))
            first += len(done[-1])
            yield None
        if first < cells:
            return
        known = grid
        yield draw(np.concatenate(done), grid, bounds)


class _Bits:
    """Works out some cells after another, and learns how long they take."""

    def __init__(self, subject: Subject, trainer: Trainer, bounds: Bounds) -> None:
        self._subject, self._trainer, self._bounds = subject, trainer, bounds
        self.seconds = 0.0

    @property
    def size(self) -> int:
        """How many cells the next bit may have."""
        return int(np.clip(BIT_SECONDS / self.seconds, FEWEST, MOST))

    def work_out(self, grid: int, some: slice) -> Array:
        """What is predicted for some of the cells."""
        began = time.perf_counter()
        cells = self._subject.cells(grid, self._bounds, some)
        values = self._subject.predict_singly(self._trainer, cells)
        each = (time.perf_counter() - began) / len(values)
        self.seconds = 0.5 * (self.seconds or each) + 0.5 * each
        return values


def _finest(wanted: int, sides: int, most: float) -> int:
    grids = (round(wanted * part) for part in PARTS)
    return next((grid for grid in grids if grid**sides <= most), 0)
