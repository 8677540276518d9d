"""A track for fractions that matter by how little they lack to 1: 0, 0.9, 0.99, 0.999."""

from dataclasses import dataclass

from playground.gui.forms.slider_scale import SliderScale, Tick


@dataclass(frozen=True, slots=True)
class NearOneScale:
    """Even steps on the track are even factors of `1 − value`.

    A moving average that keeps the part m remembers about 1 / (1 − m) steps, so that equal steps
    of the hand are equal factors of its memory.
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
            Tick(self.position(value), f"{value:g}")
            for value in decades
            if value <= self.highest * (1 + 1e-12)
        )

    @property
    def _lacking(self) -> SliderScale:
        return SliderScale(round(1 - self.highest, 10), 1.0, logarithmic=True, whole=False)
