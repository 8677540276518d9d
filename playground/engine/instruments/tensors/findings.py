"""What is found of a tensor. Imports no torch."""

from dataclasses import dataclass

from playground.engine.instruments.tensors.sheet import Numbers, Part


@dataclass(frozen=True, slots=True)
class Measures:
    """Of a tensor, or of the rows of it that were looked at.

    Attributes:
        norm: the root of the sum of squares; of a sample, scaled to the whole.
        low, high: of the finite numbers; NaN where there are none.
        zeros: the share of zeros, 0..1.
        nans, infinite: how many are not finite.
        looked: how many numbers were looked at.
    """

    norm: float
    low: float
    high: float
    zeros: float
    nans: int
    infinite: int
    looked: int


@dataclass(frozen=True, slots=True, eq=False)
class Histogram:
    """How the finite numbers spread.

    Attributes:
        edges: float64 `[bins + 1]`, rising.
        counts: float64 `[bins]`, whole.
        left_out: how many numbers are not finite.
        looked: how many numbers were looked at.
    """

    edges: Numbers
    counts: Numbers
    left_out: int
    looked: int


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """What a picture of a part shows.

    Attributes:
        values: float64 `[down, across]`: of each block the number farthest from zero, or NaN where
            one of its numbers is none.
        block: rows and columns of a block; those at the far ends may be smaller.
        is_whole: every number was looked at.
    """

    part: Part
    values: Numbers
    block: tuple[int, int]
    is_whole: bool
