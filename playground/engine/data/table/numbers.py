"""How numbers are written in a table: the decimal mark, the mark that groups thousands."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.engine.data.table.text import CHOSEN, Guess
from playground.engine.data.table.words import choice_words

DECIMALS = {"point": ".", "comma": ","}
THOUSANDS = {
    "none": "",
    "point": "[.]",
    "comma": "[,]",
    "space": "[ \u00a0\u202f]",
    "apostrophe": "['’]",
}
"""What groups the digits, as a class of a regular expression."""

_GROUPING = {key: group.strip("[]") for key, group in THOUSANDS.items()}

MISSING = frozenset(
    ("", "NA", "N/A", "n/a", "NaN", "nan", "NAN", "null", "NULL", "Null", "None", "-", "?")
)
"""Texts that stand for a missing value."""

_MARKED = re.compile(r"[+\-−]?[0-9][0-9.,'’ \u00a0\u202f]*(?:[eE][+\-]?[0-9]+)?")
_ORDER = (
    ("point", "none"),
    ("comma", "none"),
    ("point", "comma"),
    ("comma", "point"),
    ("point", "space"),
    ("comma", "space"),
    ("point", "apostrophe"),
    ("comma", "apostrophe"),
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """Reads numbers strictly: `1.234,5` only where the point groups and the comma is decimal.

    Attributes:
        decimal, thousands: keys of DECIMALS and THOUSANDS.
    """

    decimal: str
    thousands: str
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        mark = re.escape(DECIMALS[self.decimal])
        group = THOUSANDS[self.thousands]
        whole = "[0-9]+" + (f"|[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+" if group else "")
        digits = f"(?:(?:{whole})(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        pattern = re.compile(f"[+-]?(?:{digits}|[iI]nf(?:inity)?|INF(?:INITY)?)")
        object.__setattr__(self, "_pattern", pattern)

    def parse(self, text: str) -> float | None:
        """The number that `text` spells (it may be infinite), or None where it spells none."""
        plain = text.strip().replace("−", "-")
        if not self._pattern.fullmatch(plain):
            return None
        for mark in _GROUPING[self.thousands]:
            plain = plain.replace(mark, "")
        return float(plain.replace(",", ".") if self.decimal == "comma" else plain)


def is_missing(text: str) -> bool:
    """Whether a cell holds no value."""
    return text.strip() in MISSING


def guess_numbers(
    columns: Sequence[Sequence[str]], decimal: str, thousands: str, separator: str
) -> tuple[Guess, Guess]:
    """The decimal mark and the thousands mark of sampled cells, by column.

    The pair wins under which most cells are numbers, in columns that hold little else.

    Args:
        decimal, thousands: keys of the choices; `auto` where they are to be guessed.

    Raises:
        InputError: the same mark was chosen for both.
    """
    if decimal == thousands != "auto":
        raise InputError(
            _("The decimal mark and the thousands mark cannot be the same; change one of them.")
        )
    pairs = [
        (d, t) for d, t in _ORDER if decimal in ("auto", d) and thousands in ("auto", t) and d != t
    ]
    cells = [sorted({text.strip() for text in column} - MISSING) for column in columns]
    marked = {text for column in cells for text in column if _MARKED.fullmatch(text)}
    scores = {pair: _score(cells, NumberFormat(*pair)) for pair in pairs}
    best = max(pairs, key=lambda pair: (scores[pair], _tie(pair, separator), -pairs.index(pair)))
    first = Guess(best[0], CHOSEN if decimal != "auto" else _why_decimal(best, marked))
    second = Guess(best[1], CHOSEN if thousands != "auto" else _why_thousands(best, marked))
    return first, second


def _score(cells: Iterable[Sequence[str]], numbers: NumberFormat) -> int:
    """Cells that parse, in columns where at least four of five do."""
    total = 0
    for column in cells:
        parsed = sum(numbers.parse(text) is not None for text in column)
        total += parsed if parsed >= 0.8 * len(column) else 0
    return total


def _tie(pair: tuple[str, str], separator: str) -> int:
    """Where `1,234` may be either, a semicolon speaks for the decimal comma."""
    if separator == "semicolon":
        return {("point", "none"): 2, ("comma", "none"): 1}.get(pair, 0)
    return {("point", "none"): 3, ("point", "comma"): 2, ("comma", "none"): 1}.get(pair, 0)


def _example(marked: Iterable[str], mark: str) -> str:
    found = sorted((text for text in marked if re.search(mark, text)), key=lambda t: (len(t), t))
    return found[0] if found else ""


def _why_decimal(pair: tuple[str, str], marked: set[str]) -> str:
    mark = DECIMALS[pair[0]]
    numbers = NumberFormat(*pair)
    fitting = [text for text in marked if mark in text and numbers.parse(text) is not None]
    example = _example(fitting, re.escape(mark))
    if example:
        return _("Numbers are written like {example}.").format(example=example)
    return _("No number in the first rows has decimals.")


def _why_thousands(pair: tuple[str, str], marked: set[str]) -> str:
    numbers = NumberFormat(*pair)
    if pair[1] != "none":
        fitting = [text for text in marked if numbers.parse(text) is not None]
        example = _example(fitting, THOUSANDS[pair[1]])
        return _("Digits are grouped as in {example}.").format(example=example)
    mark = DECIMALS[pair[0]]
    with_mark = [text for text in marked if mark in text and numbers.parse(text) is not None]
    grouped = re.compile(rf"[+-]?[1-9][0-9]{{0,2}}{re.escape(mark)}[0-9]{{3}}")
    if with_mark and all(grouped.fullmatch(text) for text in with_mark):
        return _(
            "{example} is read as a number with three decimals; if it means thousands, choose "
            "“{choice}” as the thousands mark."
        ).format(
            example=_example(with_mark, grouped.pattern),
            choice=choice_words("thousands", pair[0]),
        )
    return _("No number in the first rows groups its digits.")
