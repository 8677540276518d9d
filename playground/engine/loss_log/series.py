"""Values by number in bounded memory, each with its place in steps, epochs and seconds."""

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.grouping import doublings, group_size
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
        self._known = 0  # values before it are kept in buckets alone, however few they are
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

    def recent(self) -> tuple[int, Floats]:
        """The number of the first value kept in full, and the values from there on."""
        first = self._first_known
        return first, self._slice(first, self.count).copy()

    @property
    def _first_known(self) -> int:
        """From the value with this number on, all are kept singly."""
        return max(self._known, self.count - RECENT)

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
            return self._part(axis, start, stop, group_size(stop - start, points))
        return _joined([self._part(axis, *part) for part in doublings(start, stop, points)])

    def _part(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        if group < self._past.width and self._has_all(start, stop):
            return self._from_all(axis, start, stop, group)
        return self._from_past(axis, start, stop, max(group, self._past.width))

    def _has_all(self, start: int, stop: int) -> bool:
        return stop <= self._early.size or start >= self._first_known

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

    def cut_after(self, step: float) -> None:
        """Forget the values behind `step`, as if none had ever followed.

        All that is known of those before stays. Of values that are no longer known singly, fewer
        than a bucket, the mean is taken.
        """
        marks = self._marks.view
        count = math.floor(float(np.interp(step, marks[1], marks[0])) + 1e-6)
        if count >= self.count:
            return
        mark = [float(np.interp(count, marks[0], row)) for row in marks]
        known = marks[:, marks[0] <= count].copy()
        self._marks.replace(known)
        if known[0, -1] < count:
            self._marks.push((mark[0], mark[1], mark[2], mark[3]))
        self._cut_clocks(count)
        self._cut_values(count)

    def _cut_clocks(self, count: int) -> None:
        table = self._clocks.view
        self._clocks.replace(table[:, table[0] < count].copy())
        self._clock = None
        if self._clocks.size:
            first, *clock = (int(value) for value in self._clocks.view[:, -1])
            self._clock = first, EpochClock(*clock)

    def _cut_values(self, count: int) -> None:
        past, first = self._past, self._first_known
        covered = min(past.covered, count - count % past.width)
        if count <= self._early.size:
            values, first = self._early.view[0, :count].copy(), 0
        elif first > covered:
            mean = past.finest[1, covered // past.width]
            values = np.full(count - covered, mean, np.float32)
            values[first - covered :] = self._slice(first, count) if first < count else ()
            first = covered
        else:
            values = self._slice(first, count).copy()
        past.restore(past.width, past.finest[:, : covered // past.width].copy())
        self._early.size = min(self._early.size, count)
        self.count, self._known = count, first
        self._hold(values)

    def _hold(self, values: Floats) -> None:
        """Keep these values, the last of which is the last of all, singly."""
        self._ring.reserve(min(self.count, RECENT))
        self._ring.size = min(self.count, RECENT)
        numbers = np.arange(self.count - len(values), self.count) % RECENT
        self._ring.data[0, numbers] = values

    @property
    def _where_known(self) -> tuple[int, ...]:
        return (self._known,) if self._known > max(0, self.count - RECENT) else ()

    def to_arrays(self) -> dict[str, npt.NDArray[np.floating]]:
        return {
            "recent": self.recent()[1],
            "early": self._early.view[0].copy(),
            "buckets": self._past.finest.copy(),
            "marks": self._marks.view.copy(),
            _CLOCKS: self._clocks.view.copy(),
            "count": np.array([self.count, self._past.width, *self._where_known], np.float64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.floating]]) -> "Series":
        series = cls()
        # From which value on all are kept stands there for a log that was cut or thinned.
        series.count, width, series._known = (int(n) for n in (*arrays["count"], 0)[:3])
        series._past.restore(width, arrays["buckets"])
        marks = arrays["marks"]
        if marks.shape[0] != len(series._marks.data) or marks.shape[1] > MARKS:
            raise ValueError("marks")
        series._marks.replace(marks)
        if _CLOCKS in arrays:  # projects of earlier versions have none
            series._restore_clocks(arrays[_CLOCKS])
        recent = np.asarray(arrays["recent"], np.float32)
        series._restore_recent(recent)
        whole = recent[:EARLY] if series._first_known == 0 else recent[:0]
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

    def _restore_recent(self, values: Floats) -> None:
        rest = self.count - self._past.covered
        known = self.count - self._first_known
        if len(values) != known or not 0 <= rest < self._past.width or rest > known:
            raise ValueError("recent")
        self._hold(values)


def _joined(curves: Sequence[LossCurve]) -> LossCurve:
    """Curves one behind another; of buckets that more than one of them holds, the first."""
    columns = [
        np.concatenate([getattr(curve, field.name) for curve in curves])
        for field in dataclasses.fields(LossCurve)
    ]
    new = columns[0] > np.concatenate([[-np.inf], np.maximum.accumulate(columns[0])[:-1]])
    return LossCurve(*(column[new] for column in columns))
