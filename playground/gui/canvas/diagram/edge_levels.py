"""How strongly each edge is drawn: one scale for all layers. Knows no Qt."""

import math

import numpy as np
import numpy.typing as npt

from playground.engine.frames.network import ZERO, Array

LEVELS = 10
"""How many strengths are told apart, for each sign."""
WEIGHT_SCALE = 1.2
"""A weight of this size is drawn at 63 % of the full strength."""
MOST_EDGES = 64
"""Edges drawn between two layers: the strongest."""
_THIN = 4
"""Up to this level an edge is one device pixel wide: anything wider takes four times as long."""

Levels = npt.NDArray[np.int8]


def edge_levels(edges: Array, scale: float) -> Levels:
    """For each edge -LEVELS to LEVELS; 0 for what is zero, or not finite, or among the weakest."""
    finite = np.where(np.isfinite(edges), edges, 0.0)
    strength = -np.expm1(-np.abs(finite) / scale)
    if strength.size > MOST_EDGES:
        least = np.partition(strength, -MOST_EDGES, axis=None)[-MOST_EDGES]
        strength = np.where(strength >= least, strength, 0.0)
    levels: Levels = (np.sign(finite) * np.ceil(strength * LEVELS)).astype(np.int8)
    return levels


def shade_levels(values: Array, scale: float) -> npt.NDArray[np.uint8]:
    """For each number of a matrix 1 to 255, ZERO for what is zero or not finite: finer levels."""
    finite = np.where(np.isfinite(values), values, 0.0)
    parts = np.sign(finite) * -np.expm1(-np.abs(finite) / scale)
    levels: npt.NDArray[np.uint8] = np.rint(ZERO + 127.0 * parts).astype(np.uint8)
    return levels


def strength(level: float) -> float:
    """How far the colour of a level goes from the background to the full colour."""
    part: float = (abs(level) / LEVELS) ** 0.8
    return 0.18 + 0.82 * part


def shade(level: float) -> float:
    """The same for the finer levels between those of edges: from nothing on, without a step."""
    return strength(level) * min(abs(level), 1.0)


def width(level: int) -> float:
    """How wide an edge of this level is; 0 for one device pixel."""
    size = abs(level)
    return 0.0 if size <= _THIN else 1.5 + 2.5 * (size - _THIN - 1) / (LEVELS - _THIN - 1)


def reach(scale: float) -> float:
    """The number at the ends of a scale, beyond which edges hardly grow stronger."""
    return scale * 2.0 / WEIGHT_SCALE


def gradient_scale(largest: float) -> float:
    """A scale whose ends are at most the largest gradient, and 1, 2 or 5 of a decade."""
    if not math.isfinite(largest) or largest <= 0.0:
        return WEIGHT_SCALE
    decade: float = 10.0 ** math.floor(math.log10(largest))
    end = max(decade * step for step in (1, 2, 5) if decade * step <= largest * 1.001)
    return end * WEIGHT_SCALE / 2.0
