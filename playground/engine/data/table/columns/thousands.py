"""`1.234` is one and a bit or more than a thousand: what settles it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from playground.engine.common.language import _
from playground.engine.common.numbers import number
from playground.engine.data.table.columns.doubt import Doubt
from playground.engine.data.table.columns.numbers import GROUPS, NumberFormat, as_python

_WIDE = 100.0
"""Decimals with always three places rarely span two orders of magnitude and more."""
_THREE_DIGITS = 100.0


@dataclass(frozen=True, slots=True)
class House:
    """What the clear columns of a table say to those that are not.

    Attributes:
        forms: how many columns certainly have each pair of decimal and thousands mark.
        marks: what counts as missing among its numbers and may be a name elsewhere, in lower case.
        day_first: whether dates have the day first; None where no day above 12 tells.
        separator: the key of the separator between columns.
    """

    forms: Mapping[tuple[str, str], int]
    marks: frozenset[str]
    day_first: bool | None
    separator: str

    def has_decimal(self, mark: str) -> bool:
        """Whether a column certainly has that decimal mark."""
        return any(decimal == mark for decimal, _thousands in self.forms)

    def has_thousands(self, mark: str) -> bool:
        """Whether a column certainly groups thousands by that mark."""
        return any(thousands == mark for _decimal, thousands in self.forms)


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
    if not as_python(form).fullmatch(text):
        return text
    bare = text.replace(GROUPS[form.thousands], "") if form.thousands != "none" else text
    value = float(bare.replace(",", "."))
    return number(value, ".10g") if np.isfinite(value) else text
