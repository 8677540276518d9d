"""`1.234` is one and a bit, or more than a thousand: whether a column leaves it open."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.engine.data.raw import FloatArray
from playground.engine.data.table.columns import numbers
from playground.engine.data.table.columns.numbers import NumberFormat

if TYPE_CHECKING:
    import pyarrow as pa

_FIRST = 2_000
_EXACT, _SMALL = 1e12, 1e-3
"""Below the first, float64 tells apart what differs by the second."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """`1.234` may be one and a bit, or more than a thousand.

    Attributes:
        other: the format under which the mark groups thousands.
        example: a text with the mark.
        unmarked_below: the largest number without a mark; NaN where there is none.
        spread: how many times larger the largest marked number is than the smallest.
        ends_in_zero: some text ends in 0 behind the mark, which a writer of decimals may leave out.
    """

    other: NumberFormat
    example: str
    unmarked_below: float
    spread: float
    ends_in_zero: bool


def doubt_of(marked: "pa.Array", rest: "pa.Array", form: NumberFormat, twin: NumberFormat) -> Doubt:
    """What a column says of the marked texts, which are numbers of both formats, and the others."""
    import pyarrow.compute as pc

    sizes = np.abs(numbers.to_float(marked, form))
    small = np.abs(numbers.to_float(rest, form))
    return Doubt(
        twin,
        str(marked[0]),
        float(small.max()) if len(small) else np.nan,
        float(sizes.max() / max(sizes.min(), 1.0)),
        bool(pc.any(pc.ends_with(marked, "0"), min_count=0).as_py()),
    )


def has_more_places(values: FloatArray) -> bool:
    """Whether some of the first numbers have more than the three places of a group."""
    thousandths = values[:_FIRST] * 1000
    known = thousandths[np.abs(thousandths) < _EXACT]
    return bool((np.abs(known - np.round(known)) > _SMALL).any())


def first_fit(texts: "pa.Array", mark: str, form: NumberFormat) -> bool:
    """Whether the first texts with that mark are numbers of `form`: most columns end here."""
    import pyarrow.compute as pc

    first = texts.slice(0, _FIRST)
    marked = first.filter(pc.match_substring(first, mark))
    return bool(pc.all(numbers.fitting(marked, form), min_count=0).as_py())
