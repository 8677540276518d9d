"""What a brush and an eraser make of painted points. Knows no Qt."""

import math
from dataclasses import dataclass

import numpy as np

from playground.engine.spec.points import REACH, read_points, write_points

Points = tuple[str, ...]
SPACING = 0.3
"""A brush is put down anew after so many of its radii."""
PER_RADIUS = 2


@dataclass(frozen=True, slots=True)
class Brush:
    """What is put down.

    Attributes:
        size: the radius of brush and eraser, in units of the plane.
        jitter: how far points are moved at random, as a deviation in the same units.
        third: the class or the value of the points; None where their height is their value.
    """

    size: float
    jitter: float
    third: float | None

    @property
    def spacing(self) -> float:
        """How far the brush moves before it is put down anew."""
        return max(0.1, SPACING * self.size)

    def dab(self, random: np.random.Generator, x: float, y: float) -> Points:
        """Points spread evenly over the brush."""
        count = 1 + int(PER_RADIUS * self.size)
        radius = self.size * np.sqrt(random.random(count))
        angle = 2 * math.pi * random.random(count)
        offsets = np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
        return self._at(random, np.array([x, y]) + offsets)

    def point(self, random: np.random.Generator, x: float, y: float) -> Points:
        """A single point."""
        return self._at(random, np.array([[x, y]]))

    def _at(self, random: np.random.Generator, places: np.ndarray) -> Points:
        """Points at these places, but for those that jitter or the brush puts off the plane."""
        places = places + self.jitter * random.standard_normal(places.shape)
        kept = places[(np.abs(places) <= REACH).all(axis=1)].tolist()
        return write_points(kept if self.third is None else [[*p, self.third] for p in kept])


def without(points: Points, x: float, y: float, radius: float) -> Points:
    """The points that lie farther from a place than `radius`."""
    far = [math.hypot(place[0] - x, place[1] - y) > radius for place in read_points(points)]
    if all(far):
        return points
    return tuple(point for point, stays in zip(points, far, strict=True) if stays)
