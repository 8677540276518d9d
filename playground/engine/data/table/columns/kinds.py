"""What each column of a table is: its kind, and the values behind it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import N_
from playground.engine.data.raw import FloatArray, IntArray
from playground.engine.data.table.columns.dates import DateFormat
from playground.engine.data.table.columns.numbers import NumberFormat

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
Role = Literal["feature", "target", "ignore"]
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

    @property
    def values(self) -> IntArray:
        """The codes, as what tells rows apart."""
        return self.codes


Cells = NumberCells | DateCells | TextCells


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """A column whose kind is settled.

    Attributes:
        why: the reason for the kind, or for leaving the column out, in sentences; empty where it
            could be used and was chosen to be ignored.
        form: how numbers or dates are written; None for texts.
        odd: int64, the rows whose cells count as missing because they are not what the rest of
            the column is.
        marks: the texts that count as missing beside the empty one, with how often they occur.
        marked: its own numbers say how they are written.
        doubtful: other columns or a rule of thumb had to settle how it is written, as `why` says.
        problem: a sentence on why it cannot be used as chosen, or nothing.
        role: what is done with it, once that is planned.
    """

    name: str
    cells: Cells
    kind: Kind
    why: str
    form: NumberFormat | DateFormat | None = None
    odd: IntArray = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    marks: tuple[tuple[str, int], ...] = ()
    problem: str = ""
    marked: bool = False
    doubtful: bool = False
    role: Role = "ignore"


def missing(cells: Cells) -> Mask:
    """bool `[rows]`: where a value is missing."""
    return cells.codes < 0 if isinstance(cells, TextCells) else np.isnan(cells.values)


def natural_order(texts: Iterable[str]) -> list[str]:
    """By number where all are numbers, else alphabetically, accents aside."""
    kept = list(texts)
    if all(map(re.compile(NumberFormat().pattern).fullmatch, kept)):
        return sorted(kept, key=lambda text: (float(text), text))
    return sorted(kept, key=lambda text: (_without_accents(text.casefold()), text))


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
