"""Values by number in bounded memory, each with its place in steps, epochs and seconds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.loss_log.growing_array import Growing
from playground.engine.loss_log.pyramid import Pyramid
from playground.engine.training.epoch_clock import Rhythm, epochs_after

Axis = Literal["step", "epoch", "seconds"]
Doubles = npt.NDArray[np.float64]
Floats = npt.NDArray[np.float32]

RECENT = 1 << 20
MARKS = 1 << 16
RHYTHMS = 1 << 12
"""Changes of the way epochs pass that are known exactly; of more, the latest."""
AXES: tuple[Axis, ...] = ("step", "epoch", "seconds")


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """Losses for drawing: each point stands for one or more steps. All float64 `[points]`."""

    x: Doubles
    minimum: Doubles
    mean: Doubles
    maximum: Doubles


class Series:
    """All recent values, and lowest, mean and highest of buckets of all the others."""

    def __init__(self) -> None:
        self.count = 0
        self._ring = Growing(1, RECENT, np.float32)
        self._past = Pyramid()
        self._marks = Growing(4, MARKS, np.float64)
        self._marks.push((0.0, 0.0, 0.0, 0.0))
        self._rhythms = Growing(5, RHYTHMS, np.float64)
        self._rhythm: tuple[int, Rhythm] | None = None

    def append(
        self,
        values: Floats,
        step: float,
        epoch: float,
        seconds: float,
        rhythm: Rhythm | None = None,
    ) -> None:
        """Record values, the last of which lies at `step`, `epoch` and `seconds`.

        Args:
            rhythm: how epochs pass from the place before the first of them.
        """
        if rhythm is not None:
            self._follow(rhythm)
        for start in range(0, len(values), RECENT // 2):
            self._append_ring(values[start : start + RECENT // 2])
        self._append_mark((float(self.count), step, epoch, seconds))

    def recent(self) -> tuple[int, Floats]:
        """The number of the first value kept in full, and the values from there on."""
        first = max(0, self.count - RECENT)
        return first, self._slice(first, self.count).copy()

    def places(self, numbers: Doubles, axis: Axis) -> Doubles:
        """Where values lie on an axis; `numbers` counts from 1."""
        marks = self._marks.view
        places: Doubles = np.interp(numbers, marks[0], marks[1 + AXES.index(axis)])
        if axis == "epoch" and self._rhythms.size:
            below = np.floor(numbers)
            part = numbers - below
            known = below > self._rhythms.view[0, 0]
            below = np.maximum(below, self._rhythms.view[0, 0] + 1)
            exact = (1 - part) * self._epochs(below) + part * self._epochs(below + 1)
            return np.where(known, exact, places)
        return places

    def _epochs(self, numbers: Doubles) -> Doubles:
        """Epochs after values, by their whole numbers, all behind the first known rhythm."""
        rhythms = self._rhythms.view.astype(np.float64, copy=False)
        at = np.searchsorted(rhythms[0], numbers, side="left") - 1
        return epochs_after(rhythms[1:, at], numbers - rhythms[0, at])

    def _follow(self, rhythm: Rhythm) -> None:
        """Take note of a rhythm where it does not go on as the last one."""
        if self._rhythm is not None:
            first, known = self._rhythm
            epoch, row = known.after(self.count - first)
            if Rhythm(epoch, row, known.rows, known.batch) == rhythm:
                return
        if self._rhythms.size == RHYTHMS:
            kept = self._rhythms.view[:, RHYTHMS // 2 :].copy()
            self._rhythms.size = 0
            self._rhythms.extend(kept)
        self._rhythm = self.count, rhythm
        self._rhythms.push((self.count, rhythm.epoch, rhythm.row, rhythm.rows, rhythm.batch))

    def span(self, axis: Axis, low: float, high: float) -> tuple[int, int]:
        """The range of values whose place lies in low..high, one beyond at each end."""
        marks = self._marks.view
        places = marks[1 + AXES.index(axis)]
        start = 0 if low <= places[0] else int(np.interp(low, places, marks[0])) - 1
        stop = self.count if high >= places[-1] else int(np.interp(high, places, marks[0])) + 2
        return max(0, start), min(self.count, stop)

    def curve(self, axis: Axis, low: float, high: float, points: int) -> LossCurve:
        start, stop = self.span(axis, low, high)
        if stop <= start:
            empty = np.empty(0)
            return LossCurve(empty, empty, empty, empty)
        group = _group_size(stop - start, points)
        if group < self._past.width and start >= self.count - RECENT:
            return self._from_recent(axis, start, stop, group)
        return self._from_past(axis, start, stop, max(group, self._past.width))

    def _from_recent(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        # Groups begin at multiples of their size, so that a growing curve does not shimmer.
        start -= start % group if start - start % group >= self.count - RECENT else 0
        values = self._slice(start, stop)
        edges = np.arange(0, len(values), group)
        sizes = np.diff(np.append(edges, len(values)))
        return LossCurve(
            self.places(start + edges + (sizes + 1) / 2, axis),
            np.fmin.reduceat(values, edges).astype(np.float64),
            np.add.reduceat(values, edges, dtype=np.float64) / sizes,
            np.fmax.reduceat(values, edges).astype(np.float64),
        )

    def _from_past(self, axis: Axis, start: int, stop: int, group: int) -> LossCurve:
        past = self._past.read(start, stop, group)
        table, sizes = past.table, past.sizes
        if stop > self._past.covered:
            rest = self._slice(self._past.covered, self.count)
            table = np.column_stack([table, _summary(rest)])
            sizes = np.append(sizes, len(rest))
        ends = past.first + np.cumsum(sizes)
        edges = np.flatnonzero(np.diff((ends - sizes) // group, prepend=-1))
        totals = np.add.reduceat(sizes, edges)
        return LossCurve(
            self.places(past.first + np.cumsum(totals) - (totals - 1) / 2, axis),
            np.fmin.reduceat(table[0], edges).astype(np.float64),
            np.add.reduceat(table[1] * sizes.astype(np.float64), edges) / totals,
            np.fmax.reduceat(table[2], edges).astype(np.float64),
        )

    def _slice(self, start: int, stop: int) -> Floats:
        """Values by number; where they lie in one piece, not a copy."""
        ring: Floats = self._ring.data[0]
        first, last = start % RECENT, (stop - 1) % RECENT + 1
        if stop <= start:
            return np.empty(0, np.float32)
        if first < last:
            return ring[first:last]
        return np.concatenate([ring[first:], ring[:last]])

    def _append_ring(self, values: Floats) -> None:
        end = self.count + len(values)
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
            kept = self._marks.view[:, ::2].copy()
            self._marks.data[:, : kept.shape[1]] = kept
            self._marks.size = kept.shape[1]
        self._marks.push(mark)

    def to_arrays(self) -> dict[str, npt.NDArray[np.floating]]:
        return {
            "recent": self.recent()[1],
            "buckets": self._past.finest.copy(),
            "marks": self._marks.view.copy(),
            "rhythms": self._rhythms.view.copy(),
            "count": np.array([self.count, self._past.width], np.float64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[np.floating]]) -> "Series":
        series = cls()
        series.count, width = (int(value) for value in arrays["count"])
        series._past.restore(width, arrays["buckets"])
        marks = arrays["marks"]
        if marks.shape[0] != len(series._marks.data) or marks.shape[1] > MARKS:
            raise ValueError("marks")
        series._marks.size = 0
        series._marks.extend(marks)
        if "rhythms" in arrays:  # projects of earlier versions have none
            series._restore_rhythms(arrays["rhythms"])
        series._restore_recent(np.asarray(arrays["recent"], np.float32))
        return series

    def _restore_rhythms(self, table: npt.NDArray[np.floating]) -> None:
        if table.shape[0] != 5 or table.shape[1] > RHYTHMS or not np.isfinite(table).all():
            raise ValueError("rhythms")
        first, epoch, row, rows, batch = table
        sound = (epoch >= 0) & (row >= 0) & (row <= rows) & (batch >= 1) & (batch <= rows)
        if not sound.all() or (first < 0).any() or (np.diff(first) < 0).any():
            raise ValueError("rhythms")
        self._rhythms.extend(table)

    def _restore_recent(self, values: Floats) -> None:
        rest = self.count - self._past.covered
        if len(values) != min(self.count, RECENT) or not 0 <= rest < self._past.width:
            raise ValueError("recent")
        self._ring.reserve(len(values))
        self._ring.size = len(values)
        numbers = np.arange(self.count - len(values), self.count) % RECENT
        self._ring.data[0, numbers] = values


def _group_size(count: int, points: int) -> int:
    """The smallest power of two that leaves at most `points` groups."""
    return 1 << max(0, (-(-count // max(1, points)) - 1).bit_length())


def _summary(values: Floats) -> Doubles:
    return np.array([np.fmin.reduce(values), values.mean(dtype=np.float64), np.fmax.reduce(values)])
