"""Where a value lies on a slider, and which value lies where. Knows no Qt."""

import math
from dataclasses import dataclass

from playground.engine.common.numbers import local, number
from playground.gui.widgets.number_text import round_step

GAP = 0.08
"""The part of the track that a named value (zero, "off", "full batch") keeps at its end."""
MANTISSAS = (1.0, 1.5, 2.0, 3.0, 5.0, 7.0)
"""The stops of one decade that arrows and wheel walk through."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark under the track; `position` is from 0 (left) to 1; no label for a minor one."""

    position: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class SliderScale:
    """A track from 0 to 1 over the numbers from `low` to `high`, with one named value at an end.

    Attributes:
        first, last: the value that lies before the smallest or behind the largest number.
    """

    low: float
    high: float
    logarithmic: bool
    whole: bool
    percent: bool = False
    first: float | None = None
    first_label: str = ""
    last: float | None = None
    last_label: str = ""

    def position(self, value: float) -> float:
        """Where `value` lies; outside the offered range, at the nearer end."""
        if value == self.last:
            return 1.0
        if self.first is not None and value <= self.first:
            return 0.0
        clipped = min(max(value, self.low), self.high)
        return self._start + self._part(clipped) * (self._end - self._start)

    def value(self, position: float) -> float:
        """The value at `position`, rounded to what a hand can mean."""
        if self.first is not None and position < self._start / 2:
            return self.first
        if self.last is not None and position > (1 + self._end) / 2:
            return self.last
        part = (position - self._start) / (self._end - self._start)
        part = min(max(part, 0.0), 1.0)
        if not self.logarithmic:
            return self._tidy(self.low + part * (self.high - self.low))
        return self._tidy(self.low * (self.high / self.low) ** part)

    def step(self, value: float, steps: int, page: bool = False) -> float:
        """The value that so many arrow (or page) steps further lies on the track."""
        for _ in range(abs(steps)):
            value = self._next(value, 1 if steps > 0 else -1, page)
        return value

    def ticks(self) -> tuple[Tick, ...]:
        """Decades where the scale is logarithmic, else round numbers; the named value first."""
        marks = self._decades() if self.logarithmic else self._rounds()
        ends = []
        if self.first is not None:
            ends.append(Tick(0.0, self.first_label))
        if self.last is not None:
            ends.append(Tick(1.0, self.last_label))
        return (*ends, *marks)

    @property
    def single(self) -> float:
        """One arrow step of a linear scale: about a hundredth, 1, 2 or 5 times a power of ten."""
        step = round_step(self.high - self.low, 100)
        return max(step, 1.0 if self.whole else 0.01 if self.percent else 0.0)

    @property
    def _start(self) -> float:
        return 0.0 if self.first is None else GAP

    @property
    def _end(self) -> float:
        return 1.0 if self.last is None else 1.0 - GAP

    def _part(self, value: float) -> float:
        if self.logarithmic:
            return math.log(value / self.low) / math.log(self.high / self.low)
        return (value - self.low) / (self.high - self.low)

    def _tidy(self, value: float) -> float:
        if self.logarithmic:
            value = float(f"{value:.1e}")
        else:
            value = float(f"{round(value / self.single) * self.single:.10g}")
        value = float(round(value)) if self.whole else value
        return min(max(value, self.low), self.high)

    def _next(self, value: float, direction: int, page: bool) -> float:
        if value == self.last:
            return value if direction > 0 else self.high
        if self.first is not None and value <= self.first:
            return value if direction < 0 else self.low
        if direction > 0 and value >= self.high:
            return value if self.last is None else self.last
        if direction < 0 and value <= self.low:
            return value if self.first is None else self.first
        moved = self._move(value, direction, page)
        if self.whole and moved == value:
            moved = value + direction
        return min(max(moved, self.low), self.high)

    def _move(self, value: float, direction: int, page: bool) -> float:
        if not self.logarithmic:
            distance = self.single * (10 if page else 1)
            return self._tidy(value + direction * distance)
        if page:
            return self._tidy(value * 10.0**direction)
        stops = self._stops(value)
        if direction > 0:
            return min(stop for stop in stops if stop > value * (1 + 1e-9))
        return max(stop for stop in stops if stop < value * (1 - 1e-9))

    def _stops(self, value: float) -> list[float]:
        decade = math.floor(math.log10(value))
        stops = [
            float(f"{m * 10.0**d:.2g}") for d in range(decade - 1, decade + 2) for m in MANTISSAS
        ]
        return [stop for stop in stops if not self.whole or stop == int(stop)] + (
            [0.0] if self.whole else []
        )

    def _decades(self) -> list[Tick]:
        powers = range(
            math.ceil(math.log10(self.low) - 1e-9), math.floor(math.log10(self.high)) + 1
        )
        every = 1 if len(powers) <= 7 else 2
        return [
            Tick(self.position(10.0**power), _power(power) if index % every == 0 else "")
            for index, power in enumerate(powers)
        ]

    def _rounds(self) -> list[Tick]:
        factor = 100.0 if self.percent else 1.0
        rough = (self.high - self.low) * factor / 5
        power = 10.0 ** math.floor(math.log10(rough))
        distance = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough * 0.999)
        if self.whole:
            distance = max(1.0, math.ceil(distance))
        first = math.ceil(self.low * factor / distance - 1e-9)
        last = math.floor(self.high * factor / distance + 1e-9)
        return [
            Tick(self.position(index * distance / factor), number(index * distance, ".6g"))
            for index in range(first, last + 1)
        ]


@dataclass(frozen=True, slots=True)
class NearOneScale:
    """A track for fractions that matter by how little they lack to 1: 0, 0.9, 0.99, 0.999.

    Even steps on the track are even factors of `1 − value`. A moving average that keeps the part m
    remembers about 1 / (1 − m) steps, so that equal steps of the hand are equal factors of its
    memory.
    """

    highest: float = 0.9999

    def position(self, value: float) -> float:
        """Where `value` lies, from 0 (left) to 1."""
        return 1 - self._lacking.position(1 - value)

    def value(self, position: float) -> float:
        """The value at `position`; what it lacks to 1 has two digits."""
        return round(1 - self._lacking.value(1 - position), 10)

    def step(self, value: float, steps: int, page: bool = False) -> float:
        """The value that so many arrow (or page) steps further lies on the track."""
        return round(1 - self._lacking.step(round(1 - value, 10), -steps, page), 10)

    def ticks(self) -> tuple[Tick, ...]:
        """0, 0.9, 0.99 and so on."""
        decades = [0.0, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999]
        return tuple(
            Tick(self.position(value), number(value))
            for value in decades
            if value <= self.highest * (1 + 1e-12)
        )

    @property
    def _lacking(self) -> SliderScale:
        return SliderScale(round(1 - self.highest, 10), 1.0, logarithmic=True, whole=False)


TrackScale = SliderScale | NearOneScale
"""What a slider needs to know of its values."""


def _power(power: int) -> str:
    if -3 <= power <= 3:
        return local(f"{10.0**power:,g}")
    exponent = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"10{exponent}"
