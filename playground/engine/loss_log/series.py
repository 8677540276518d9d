"""Values by number in bounded memory, each with its place in steps, epochs and seconds."""

import dataclasses
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.growing_array import Growing
from playground.engine.loss_log.pyramid import Pyramid, summed_up
from playground.engine.training.epoch_clock import EpochClock, epochs_after

Axis = Literal["step", "epoch", "seconds"]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

RECENT = 1 << 20
EARLY = 1 << 14
"""The first values, which a logarithmic axis shows as large as any others."""
MARKS = 1 << 16
CLOCKS = 1 << 12
"""Changes of the way epochs pass that are known exactly; of more, the latest."""
_CLOCKS = "rhythms"
"""What project files call them."""
KEPT = "kept"
"""How many recent values there are, where they were thinned."""
AXES: tuple[Axis, ...] = ("step", "epoch", "seconds")


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """Losses for drawing: each point stands for one or more steps. All float64 `[points]`."""

    x: Doubles
    minimum: Doubles
    mean: Doubles
    maximum: Doubles


class Series:
    """All recent and the first values, and lowest, mean and highest of buckets of all others."""

    def __init__(self) -> None:
        self.count = 0
        self._thinned = 0  # values before it are kept in buckets alone, however few they are
        self._ring = Growing(1, RECENT, np.float32)
        self._early = Growing(1, EARLY, np.float32)
        self._past = Pyramid()
        self._marks = Growing(4, MARKS, np.float64)
        self._marks.push((0.0, 0.0, 0.0, 0.0))
        self._clocks = Growing(5, CLOCKS, np.float64)
        self._clock: tuple[int, EpochClock] | None = None

    def append(
        self,
        values: Floats,
        step: float,
        epoch: float,
        seconds: float,
        clock: EpochClock | None = None,
    ) -> None:
        """Record values, the last of which lies at `step`, `epoch` and `seconds`.

        Args:
            clock: how epochs pass from the place before the first of them.
        """
        if clock is not None:
            self._follow(clock)
        for start in range(0, len(values), RECENT // 2):
            self._append_ring(values[start : start + RECENT // 2])
        self._append_mark((float(self.count), step, epoch, seconds))

    @property
    def _first_recent(self) -> int:
        return max(self._thinned, self.count - RECENT)

    def recent(self) -> tuple[int, Floats]:
        """The number of the first value kept in full, and the values from there on."""
        first = self._first_recent
        return first, self._slice(first, self.count).copy()

    def places(self, numbers: Doubles, axis: Axis) -> Doubles:
        """Where values lie on an axis; `numbers` counts from 1."""
        marks = self._marks.view
        places: Doubles = np.interp(numbers, marks[0], marks[1 + AXES.index(axis)])
        if axis == "epoch" and self._clocks.size:
            below = np.floor(numbers)
            part = numbers - below
            known = below > self._clocks.view[0, 0]
            below = np.maximum(below, self._clocks.view[0, 0] + 1)
            exact = (1 - part) * self._epochs(below) + part * self._epochs(below + 1)
            return np.where(known, exact, places)
        return places

    def _epochs(self, numbers: Doubles) -> Doubles:
        """Epochs after values, by their whole numbers, all behind the first known clock."""
        clocks = self._clocks.view.astype(np.float64, copy=False)
        at = np.searchsorted(clocks[0], numbers, side="left") - 1
        return epochs_after(clocks[1:, at], numbers - clocks[0, at])

    def _follow(self, clock: EpochClock) -> None:
        """Take note of a clock where it does not go on as the last one."""
        if self._clock is not None:
            first, known = self._clock
            if known.after(self.count - first) == clock:
                return
        if self._clocks.size == CLOCKS:
            self._clocks.replace(self._clocks.view[:, CLOCKS // 2 :].copy())
        self._clock = self.count, clock
        self._clocks.push((self.count, *dataclasses.astuple(clock)))

    def span(self, axis: Axis, low: float, high: float) -> tuple[int, int]:
        """The range of values whose place lies in low..high, one beyond at each end."""
        marks = self._marks.view
        places = marks[1 + AXES.index(axis)]
        start = 0 if low <= places[0] else int(np.interp(low, places, marks[0])) - 1
        stop = self.count if high >= places[-1] else int(np.interp(high, places, marks[0])) + 2
        return max(0, start), min(self.count, stop)

    def place(self, step: float, axis: Axis) -> float:
        """Where a step lies on an axis."""
        marks = self._marks.view
        number = np.interp(step, marks[1], marks[0])
        return float(self.places(np.array([number]), axis)[0])

    def curve(
        self, axis: Axis, low: float, high: float, points: int, *, logarithmic: bool = False
    ) -> LossCurve:
        start, stop = self.span(axis, low, high)
        if stop <= start:
            empty = np.empty(0)
            return LossCurve(empty, empty, empty, empty)
        if not logarithmic:
            return self._part(axis, start, stop, _group_size(stop - start, points))
        return _joined([self._part(axis, *part) for part in _doublings(start, stop, points)])

    def _part(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        if group < self._past.width and self._has_all(start, stop):
            return self._from_all(axis, start, stop, group)
        return self._from_past(axis, start, stop, max(group, self._past.width))

    def _has_all(self, start: int, stop: int) -> bool:
        return stop <= self._early.size or start >= self._first_recent

    def _from_all(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        # Groups begin at multiples of their size, so that a growing curve does not shimmer.
        start -= start % group if self._has_all(start - start % group, stop) else 0
        values = self._slice(start, stop)
        edges = np.arange(0, len(values), group)
        sizes = np.diff(np.append(edges, len(values)))
        return self._grouped(axis, start, edges, sizes, (values, values, values))

    def _from_past(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        past = self._past.read(start, stop, group)
        table, sizes = past.table, past.sizes
        if stop > self._past.covered:
            rest = self._slice(self._past.covered, self.count)
            table = np.column_stack([table, summed_up(rest[None], rest[None], rest[None])])
            sizes = np.append(sizes, len(rest))
        ends = past.first + np.cumsum(sizes)
        edges = np.flatnonzero(np.diff((ends - sizes) // group, prepend=-1))
        totals = np.add.reduceat(sizes, edges)
        low, mean, high = table
        rows = low, mean * sizes.astype(np.float64), high
        return self._grouped(axis, past.first, edges, totals, rows)

    def _grouped(
        self,
        axis: Axis,
        first: int,
        edges: npt.NDArray[np.int64],
        sizes: npt.NDArray[np.int64],
        rows: Sequence[npt.NDArray[np.floating]],
    ) -> LossCurve:
        """A point for each group, of `sizes` values behind the first ones.

        The groups begin at `edges` of `rows`: lowest values, sums of values, highest values.
        """
        low, total, high = rows
        return LossCurve(
            self.places(first + np.cumsum(sizes) - (sizes - 1) / 2, axis),
            np.fmin.reduceat(low, edges).astype(np.float64),
            np.add.reduceat(total, edges, dtype=np.float64) / sizes,
            np.fmax.reduceat(high, edges).astype(np.float64),
        )

    def _slice(self, start: int, stop: int) -> Floats:
        """Values by number; where they lie in one piece, not a copy."""
        if stop <= self._early.size:
            early: Floats = self._early.data[0, start:stop]
            return early
        ring: Floats = self._ring.data[0]
        first, last = start % RECENT, (stop - 1) % RECENT + 1
        if stop <= start:
            return np.empty(0, np.float32)
        if first < last:
            return ring[first:last]
        return np.concatenate([ring[first:], ring[:last]])

    def _append_ring(self, values: Floats) -> None:
        end = self.count + len(values)
        self._early.extend(values[None, : max(0, EARLY - self.count)])
        self._ring.reserve(min(end, RECENT))
        self._ring.size = min(end, RECENT)
        ring = self._ring.data[0]
        first = self.count % RECENT
        head = min(len(values), RECENT - first)
        ring[first : first + head] = values[:head]
        ring[: len(values) - head] = values[head:]
        self.count = end
        self._fill_buckets()

    def _fill_buckets(self) -> None:
        past = self._past
        while (full := (self.count - past.covered) // past.width) > 0:
            take = min(full, past.room)
            if take == 0:
                past.merge()
                continue
            start = past.covered
            block = self._slice(start, start + take * past.width)
            past.append(block.reshape(take, past.width))

    def _append_mark(self, mark: tuple[float, ...]) -> None:
        if self._marks.size == MARKS:
            self._marks.replace(self._marks.view[:, ::2].copy())
        self._marks.push(mark)

    def to_arrays(self) -> dict[str, npt.NDArray[np.floating]]:
        arrays: dict[str, npt.NDArray[np.floating]] = {
            "recent": self.recent()[1],
            "early": self._early.view[0].copy(),
            "buckets": self._past.finest.copy(),
            "marks": self._marks.view.copy(),
            _CLOCKS: self._clocks.view.copy(),
            "count": np.array([self.count, self._past.width], np.float64),
        }
        is_thinned = len(arrays["recent"]) < min(self.count, RECENT)
        return arrays | (
            {KEPT: np.array([len(arrays["recent"])], np.float64)} if is_thinned else {}
        )

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.floating]]) -> "Series":
        series = cls()
        series.count, width = (int(value) for value in arrays["count"])
        series._past.restore(width, arrays["buckets"])
        marks = arrays["marks"]
        if marks.shape[0] != len(series._marks.data) or marks.shape[1] > MARKS:
            raise ValueError("marks")
        series._marks.replace(marks)
        if _CLOCKS in arrays:  # projects of earlier versions have none
            series._restore_clocks(arrays[_CLOCKS])
        recent = np.asarray(arrays["recent"], np.float32)
        kept = int(arrays[KEPT][0]) if KEPT in arrays else min(series.count, RECENT)
        series._restore_recent(recent, kept)
        whole = recent[:EARLY] if series.count == len(recent) else recent[:0]
        series._restore_early(np.asarray(arrays.get("early", whole), np.float32))
        return series

    def _restore_clocks(self, table: npt.NDArray[np.floating]) -> None:
        if table.shape[0] != 5 or table.shape[1] > CLOCKS or not np.isfinite(table).all():
            raise ValueError(_CLOCKS)
        first, epoch, row, rows, batch = table
        sound = (epoch >= 0) & (row >= 0) & (row <= rows) & (batch >= 1) & (batch <= rows)
        if not sound.all() or (first < 0).any() or (np.diff(first) < 0).any():
            raise ValueError(_CLOCKS)
        self._clocks.extend(table)

    def _restore_early(self, values: Floats) -> None:
        # Long runs in projects of earlier versions have none.
        is_lost = self.count > RECENT and not len(values)
        if values.ndim != 1 or not (is_lost or len(values) == min(self.count, EARLY)):
            raise ValueError("early")
        self._early.extend(values[None])

    def _restore_recent(self, values: Floats, kept: int) -> None:
        rest, most = self.count - self._past.covered, min(self.count, RECENT)
        if not rest <= len(values) == kept <= most or not 0 <= rest < self._past.width:
            raise ValueError("recent")
        self._thinned = self.count - len(values)
        self._ring.reserve(most)
        self._ring.size = most
        numbers = np.arange(self.count - len(values), self.count) % RECENT
        self._ring.data[0, numbers] = values


def _group_size(count: int, points: int) -> int:
    """The smallest power of two that leaves at most `points` groups."""
    return 1 << max(0, (-(-count // max(1, points)) - 1).bit_length())


def _doublings(start: int, stop: int, points: int) -> Iterator[tuple[int, int, int]]:
    """Parts of start..stop, a part for each doubling, with the size of groups in each.

    Together they have at most about `points` groups, as many for one doubling as for another.
    """
    per_doubling = int(points / max(math.log2(stop / max(start, 1)), 1e-9))
    while start < stop:
        end = 1 << start.bit_length()
        yield start, min(end, stop), _group_size(max(1, end // 2), per_doubling)
        start = end


def _joined(curves: Sequence[LossCurve]) -> LossCurve:
    """Curves one behind another; of buckets that more than one of them holds, the first."""
    columns = [
        np.concatenate([getattr(curve, field.name) for curve in curves])
        for field in dataclasses.fields(LossCurve)
    ]
    new = columns[0] > np.concatenate([[-np.inf], np.maximum.accumulate(columns[0])[:-1]])
    return LossCurve(*(column[new] for column in columns))
