"""`1.234` is one and a bit, or more than a thousand: whether a column leaves it open, and what
settles it then."""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.raw import FloatArray
from playground.engine.data.table.arrow import pa, pc
from playground.engine.data.table.columns import numbers
from playground.engine.data.table.columns.evidence import Evidence
from playground.engine.data.table.columns.kinds import Settled
from playground.engine.data.table.columns.numbers import NumberFormat, any_of
from playground.engine.data.table.marks import ALWAYS

OTHER = {
    ("point", "none"): ("comma", "point"),
    ("comma", "none"): ("point", "comma"),
}
"""As what else `1.234` may be read: the mark that looks decimal groups thousands."""
_FIRST = 2_000
_EXACT, _SMALL = 1e12, 1e-3
"""Below the first, float64 tells apart what differs by the second."""
_WIDE = 100.0
"""Decimals with always three places rarely span two orders of magnitude and more."""
_THREE_DIGITS = 100.0


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


@dataclass(slots=True)
class House:
    """What the clear columns of a table say to those that are not.

    Attributes:
        separator: the key of the separator between columns.
        forms: how many columns certainly have each pair of decimal and thousands mark.
        marks: what counts as missing among its numbers and may be a name elsewhere, in lower case.
        day_first: how many columns of dates certainly have the day first, and how many not.
    """

    separator: str
    forms: Counter[tuple[str, str]] = field(default_factory=Counter)
    marks: set[str] = field(default_factory=set)
    day_first: Counter[bool] = field(default_factory=Counter)

    def has_decimal(self, mark: str) -> bool:
        """Whether a column certainly has that decimal mark."""
        return any(decimal == mark for decimal, _thousands in self.forms)

    def has_thousands(self, mark: str) -> bool:
        """Whether a column certainly groups thousands by that mark."""
        return any(thousands == mark for _decimal, thousands in self.forms)

    def learn(self, column: Settled) -> None:
        """Take what a clear column of numbers says."""
        if column.marked and isinstance(column.form, NumberFormat):
            self.forms[column.form.marks] += 1
        self.marks |= {mark.lower() for mark, _count in column.marks} - ALWAYS


def doubt_of(evidence: Evidence, form: NumberFormat) -> Doubt | None:
    """Whether the marks may as well group thousands, and what the column says to it."""
    if form.marks not in OTHER:
        return None
    mark = numbers.DECIMALS[form.decimal]
    twin = NumberFormat(*OTHER[form.marks], form.before, form.after)
    if evidence.plain is not None:
        # Most columns end here.
        if _has_more_places(evidence.plain):
            return None
        first = evidence.texts.slice(0, _FIRST)
        if not _all_fit(first.filter(pc.match_substring(first, mark)), twin):
            return None
    has_mark = pc.match_substring(evidence.known, mark)
    marked = evidence.known.filter(has_mark)
    if not len(marked) or not _all_fit(marked, twin):
        return None
    sizes = np.abs(numbers.to_float(marked, form))
    small = np.abs(numbers.to_float(evidence.known.filter(pc.invert(has_mark)), form))
    return Doubt(
        twin,
        str(marked[0]),
        float(small.max()) if len(small) else np.nan,
        float(sizes.max() / max(sizes.min(), 1.0)),
        any_of(pc.ends_with(marked, "0")),
    )


def _all_fit(texts: "pa.Array", form: NumberFormat) -> bool:
    return bool(pc.all(numbers.fitting(texts, form), min_count=0).as_py())


def _has_more_places(values: FloatArray) -> bool:
    """Whether some of the first numbers have more than the three places of a group."""
    thousandths = values[:_FIRST] * 1000
    known = thousandths[np.abs(thousandths) < _EXACT]
    return bool((np.abs(known - np.round(known)) > _SMALL).any())


def without_doubt(form: NumberFormat, doubt: Doubt, house: House) -> tuple[NumberFormat, str]:
    """The format that the column most likely has, and why, as a sentence that says how it is read.

    Args:
        form: the mark is decimal; under `doubt.other` it groups thousands.
    """
    grouping, why = _groups(form, doubt, house)
    chosen, other = (doubt.other, form) if grouping else (form, doubt.other)
    said = why.format(example=doubt.example, value=_value(doubt.example, chosen))
    hint = _("If {value} is meant, choose the format {form} for this column.")
    return chosen, f"{said} " + hint.format(value=_value(doubt.example, other), form=other.example)


def _groups(form: NumberFormat, doubt: Doubt, house: House) -> tuple[bool, str]:
    if house.has_thousands(form.decimal):
        return True, _(
            "{example} is read as {value}, because other columns group thousands with this mark."
        )
    if doubt.unmarked_below >= 1000:
        return False, _(
            "{example} is read as {value}, because other numbers of four digits have no mark."
        )
    if doubt.unmarked_below > 0 and doubt.ends_in_zero:
        # Who pads decimals with zeros pads whole numbers too.
        return True, _(
            "{example} is read as {value}, because whole numbers have no mark, while others end in "
            "0 behind it."
        )
    if doubt.unmarked_below >= _THREE_DIGITS:
        return True, _(
            "{example} is read as {value}, because all numbers without a mark are below 1000."
        )
    if house.has_decimal("comma" if form.decimal == "point" else "point"):
        return True, _(
            "{example} is read as {value}, because other columns have another decimal mark."
        )
    if doubt.spread >= _WIDE:
        return True, _(
            "{example} is read as {value}, because every number has exactly three digits behind "
            "the mark."
        )
    if house.has_decimal(form.decimal):
        return False, _(
            "{example} is read as {value}, because other columns have decimals like it."
        )
    if form.decimal == "comma" and house.separator != "semicolon":
        return True, _(
            "{example} is read as {value}, because a decimal comma mostly comes with semicolons "
            "between the columns."
        )
    return False, _("{example} is read as {value}, as nothing in the table says otherwise.")


def _value(text: str, form: NumberFormat) -> str:
    value = form.value(text)
    return text if value is None or not np.isfinite(value) else number(value, ".10g")
