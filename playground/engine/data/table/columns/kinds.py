"""What each column of a table is: its kind, and the values behind it."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import N_
from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.numbers import NumberFormat, in_order_of_numbers

MAXIMUM_CLASSES = 100
MANY_CATEGORIES = 50
"""From here on a category makes a network wide, which is said."""
LARGEST_NUMBER = 1e30
"""Beyond it float32, in which networks train, comes to its end as soon as errors are squared."""

Kind = Literal[
    "number", "yes_no", "category", "date", "identifier", "text", "constant", "empty", "sparse"
]
KINDS: dict[Kind, str] = {
    "number": N_("Number"),
    "yes_no": N_("Yes or no"),
    "category": N_("Category"),
    "date": N_("Date or time"),
    "identifier": N_("Identifier"),
    "text": N_("Free text"),
    "constant": N_("Always the same"),
    "empty": N_("Empty"),
    "sparse": N_("Mostly missing"),
}
USABLE = frozenset[Kind](("number", "yes_no", "category", "date"))
"""Kinds that can be learned from; columns of the others are left out."""

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class NumberCells:
    """float64 `[rows]`, NaN where a value is missing."""

    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class DateCells:
    """Seconds since 1970, or since midnight: float64 `[rows]`, NaN where a value is missing."""

    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class TextCells:
    """A column of texts: `texts[codes]`, int64 `[rows]`, −1 where a value is missing."""

    codes: IntArray
    texts: tuple[str, ...]


Cells = NumberCells | DateCells | TextCells


@dataclass(frozen=True, slots=True, eq=False)
class Odd:
    """Cells that are not what the rest of their column is; they count as missing.

    Attributes:
        first: row and text of the first few.
    """

    count: int = 0
    first: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A column whose kind is settled.

    Attributes:
        why: the reason for the kind, in sentences.
        form: how numbers or dates are written; None for texts.
        odd: cells that count as missing because they are none.
        marks: the texts that count as missing beside the empty one, with how often they occur.
        marked: its own numbers say how they are written.
        doubtful: other columns or a rule of thumb had to settle how it is written, as `why` says.
        problem: a sentence on why it cannot be used as chosen, or nothing.
    """

    name: str
    cells: Cells
    kind: Kind
    why: str
    form: NumberFormat | DateFormat | None = None
    odd: Odd = field(default_factory=Odd)
    marks: tuple[tuple[str, int], ...] = ()
    problem: str = ""
    marked: bool = False
    doubtful: bool = False


def length(cells: Cells) -> int:
    """How many rows the column has."""
    return len(cells.codes if isinstance(cells, TextCells) else cells.values)


def missing(cells: Cells) -> Mask:
    """bool `[rows]`: where a value is missing."""
    return cells.codes < 0 if isinstance(cells, TextCells) else np.isnan(cells.values)


def natural_order(texts: Iterable[str]) -> list[str]:
    """By number where all are numbers, else alphabetically, accents aside."""
    kept = list(texts)
    ordered = in_order_of_numbers(kept)
    if ordered is not None:
        return ordered
    return sorted(kept, key=lambda text: (_without_accents(text.casefold()), text))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
