"""The losses of a run that is over, in less memory: single steps far back become buckets."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.log import PARTS
from playground.engine.loss_log.pyramid import Pyramid

Arrays = dict[str, npt.NDArray[np.floating]]
MOST = 1 << 19
"""Bytes of one run's losses, for all but runs of many millions of steps."""
LEAST_RECENT = 1 << 14
"""The last values, which are always kept one by one."""
_COUNT = np.dtype(np.float64).itemsize
_BUCKETS, _MARKS, _CLOCKS = 1 << 12, 1 << 10, 1 << 9
"""A plot draws about two thousand points."""


def thinned(losses: Mapping[str, npt.NDArray[np.floating]], most: int = MOST) -> Arrays:
    """What `LossLog.to_arrays` wrote, in about `most` bytes; what is shorter stays as it is.

    `LossLog.restore` reads it. Lowest, mean and highest of each bucket stay true, and so do the
    first and the last values.
    """
    arrays = dict(losses)
    if _size(arrays) <= most:
        return arrays
    for part in PARTS:
        _merge(arrays, part)
        marks, clocks = arrays[f"{part}.marks"], arrays[f"{part}.rhythms"]
        arrays[f"{part}.marks"] = marks[:, _spread(marks.shape[1], _MARKS)].copy()
        arrays[f"{part}.rhythms"] = clocks[:, -_CLOCKS:].copy()
    for part in reversed(PARTS):
        _shorten(arrays, part, most)
    return arrays


def _merge(arrays: Arrays, part: str) -> None:
    """Merge buckets by twos while the values they no longer cover are still kept one by one."""
    count, width, *known = (int(value) for value in arrays[f"{part}.count"])
    past = Pyramid()
    past.restore(width, arrays[f"{part}.buckets"])
    while past.finest.shape[1] > _BUCKETS and 2 * past.width <= LEAST_RECENT:
        past.restore(past.width, past.finest[:, : past.finest.shape[1] // 2 * 2])
        past.merge()
    arrays[f"{part}.buckets"] = past.finest.copy()
    arrays[f"{part}.count"] = np.array([count, past.width, *known], np.float64)


def _shorten(arrays: Arrays, part: str, most: int) -> None:
    recent = arrays[f"{part}.recent"]
    most -= 2 * _COUNT
    kept = max(LEAST_RECENT, len(recent) - max(0, _size(arrays) - most) // recent.itemsize)
    if kept < len(recent):
        arrays[f"{part}.recent"] = recent[-kept:].copy()
        count, width = arrays[f"{part}.count"][:2]
        arrays[f"{part}.count"] = np.array([count, width, count - kept], np.float64)


def _spread(count: int, most: int) -> npt.NDArray[np.int64]:
    """Places among so many, evenly chosen, the first and the last among them."""
    places: npt.NDArray[np.int64] = np.linspace(0, count - 1, min(count, most)).astype(np.int64)
    return places


def _size(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays.values())
