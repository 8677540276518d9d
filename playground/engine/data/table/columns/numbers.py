"""How numbers are written in a column: marks, currency, unit, sign; and the numbers themselves."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np

from playground.engine.data.raw import FloatArray
from playground.engine.data.table.arrow import pa, pc

DECIMALS = {"point": ".", "comma": ","}
GROUPS = {"none": "", "point": ".", "comma": ",", "space": " ", "apostrophe": "'"}
"""What groups the digits, once `tidied`."""

ORDER = (
    ("point", "none"),
    ("comma", "none"),
    ("point", "comma"),
    ("comma", "point"),
    ("point", "space"),
    ("comma", "space"),
    ("point", "apostrophe"),
    ("comma", "apostrophe"),
)
"""Pairs of marks, the likelier first."""

SCALES = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9}
"""Suffixes that multiply."""
SCALED = "k, M, B"
"""Stands as `after` where each number has its own suffix of SCALES, or none."""

_CODES = (
    "USD|EUR|BRL|GBP|CHF|JPY|CNY|INR|RUB|PLN|CZK|HUF|SEK|NOK|DKK|ARS|CLP|COP|MXN|PEN|UYU|PYG|BOB|"
    "AUD|CAD|NZD|ZAR|TRY|KRW|AOA|MZN|ILS|THB|SGD|HKD"
)
_CURRENCY = rf"(?:[A-Za-z]{{0,3}}\$|\p{{Sc}}|Rs\.?|Fr\.?|kr\.?|zł|{_CODES})"
_BODY = r"(?:[0-9](?:[0-9.,' ]*[0-9.,])?|[.,][0-9]+)(?:[eE][+\-]?[0-9]+)?"
_UNIT = r"[^\d\s+\-.,'()<>=?*#/:][^\d()<>=?*]{0,11}"
_DECORATED = (
    rf"^(?:[+\-]?)\s*(?P<before>{_CURRENCY}?)\s*[+\-]?(?P<body>{_BODY})\s*(?P<after>(?:{_UNIT})?)$"
)
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
_FLAG = r"^([+\-]?[0-9.,]*[0-9])\s+\(?[bcdefinprsuz]{1,2}\)?$"
"""A number with letters behind it as statistical offices flag it: estimated, provisional, break."""
_SUFFIX = r"([0-9])\s?[kKMB]$"
_MOST_LOOKED_AT = 500
_SHARE = 0.9
"""The part of the texts that have a decoration where the column has it."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a column writes its numbers.

    Attributes:
        decimal, thousands: keys of DECIMALS and GROUPS.
        before, after: a currency or unit that stands at the numbers and is taken off; SCALED where
            the suffixes of SCALES multiply.
    """

    decimal: str = "point"
    thousands: str = "none"
    before: str = ""
    after: str = ""

    @property
    def marks(self) -> tuple[str, str]:
        """The pair that ORDER knows."""
        return self.decimal, self.thousands

    @property
    def pattern(self) -> str:
        """What bare, tidied numbers match, for RE2 as for Python."""
        mark = re.escape(DECIMALS[self.decimal])
        group = GROUPS[self.thousands]
        # Indian numbers have groups of two before the last: 1,23,456.
        inner = "{2,3}" if self.thousands == "comma" else "{3}"
        whole = "[0-9]+"
        if group:
            whole += f"|[1-9][0-9]{{0,2}}(?:[{group}][0-9]{inner})*[{group}][0-9]{{3}}"
        digits = f"(?:(?:{whole})(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        return f"^[+-]?(?:{digits}|(?i:inf(?:inity)?))$"

    @property
    def example(self) -> str:
        """A number written so: `R$ 1.234,5`."""
        body = f"1{GROUPS[self.thousands]}234{DECIMALS[self.decimal]}5"
        unit = "k" if self.after == SCALED else self.after
        return " ".join(part for part in (self.before, body, unit) if part)

    def value(self, text: str) -> float | None:
        """The number that a bare text is; None where it is none of this form."""
        if not re.fullmatch(self.pattern, text):
            return None
        bare = text.replace(GROUPS[self.thousands], "") if self.thousands != "none" else text
        return float(bare.replace(",", "."))


def tidied(texts: "pa.Array") -> "pa.Array":
    """One way of writing for what typography writes in many: minus, blanks, digits, brackets.

    `(577)` and `577-` become `-577`, `1.5D+03` becomes `1.5E+03`.
    """
    if not pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        texts = pc.replace_substring_regex(texts, r"^[−–—﹣－]\s*", "-")
        texts = pc.replace_substring_regex(texts, "[\u00a0\u202f\u2009\u2007]", " ")
        texts = pc.replace_substring(texts, "’", "'")
        for digits in _DIGITS:
            if any_of(pc.match_substring_regex(texts, f"[{digits}]")):
                for number, digit in enumerate(digits):
                    texts = pc.replace_substring(texts, digit, str(number))
                texts = pc.replace_substring(pc.replace_substring(texts, "٫", "."), "٬", ",")
    # Looking for a letter is ten times as fast as replacing by an expression.
    if any_of(pc.starts_with(texts, "(")):
        texts = pc.replace_substring_regex(texts, r"^\(\s*([^()+\-]*[0-9][^()+\-]*)\)$", r"-\1")
    if any_of(pc.ends_with(texts, "-")):
        texts = pc.replace_substring_regex(texts, r"^([^+\-]*[0-9][^+\-]*?)\s*-$", r"-\1")
    if any_of(pc.match_substring(texts, "d", ignore_case=True)):
        texts = pc.replace_substring_regex(texts, r"^([+\-]?[0-9.,]+)[dD]([+\-]?[0-9]+)$", r"\1e\2")
    return texts


def any_of(found: "pa.Array") -> bool:
    """Whether any is true."""
    return bool(pc.any(found, min_count=0).as_py())


def decoration(texts: "pa.Array") -> tuple[str, str]:
    """The currency and the unit that nearly all of the tidied, distinct `texts` have, if any."""
    places = range(0, len(texts), max(len(texts) // _MOST_LOOKED_AT, 1))
    parts = pc.extract_regex(texts.take(pa.array(places, pa.int64())), _DECORATED)
    found = [part for part in parts.to_pylist() if part is not None]
    if not found:
        return "", ""
    before = _common([part["before"] for part in found])
    suffixes = [part["after"] for part in found]
    if set(suffixes) - {""} and set(suffixes) <= {*SCALES, ""}:
        return before, SCALED
    return before, _common(suffixes)


def _common(parts: list[str]) -> str:
    """What at least nine of ten have."""
    likeliest = max(set(parts), key=parts.count)
    return likeliest if parts.count(likeliest) >= _SHARE * len(parts) else ""


def unflagged(texts: "pa.Array") -> "tuple[pa.Array, int | None]":
    """Tidied texts without the flags of statistical offices (`12.9 e` becomes `12.9`).

    Returns:
        The texts, and the place of the first that had a flag, if any.
    """
    if not any_of(pc.match_substring(texts, " ")):
        return texts, None
    flagged = pc.match_substring_regex(texts, _FLAG)
    if not any_of(flagged):
        return texts, None
    return pc.replace_substring_regex(texts, _FLAG, r"\1"), pc.index(flagged, True).as_py()


def bared(texts: "pa.Array", before: str, after: str) -> "pa.Array":
    """Tidied texts without that currency and unit, where they have it."""
    if before:
        pattern = rf"^([+\-]?)\s*{re.escape(before)}\s*([+\-]?[0-9.,])"
        texts = pc.replace_substring_regex(texts, pattern, r"\1\2")
    if after and after != SCALED:
        pattern = rf"^([+\-]?[0-9.,].*?)\s*{re.escape(after)}$"
        texts = pc.replace_substring_regex(texts, pattern, r"\1")
    return texts


def fitting(texts: "pa.Array", form: NumberFormat) -> "pa.Array":
    """bool: which bare texts are numbers as `form` writes them."""
    if form.after == SCALED:
        texts = pc.replace_substring_regex(texts, _SUFFIX, r"\1")
    return pc.match_substring_regex(texts, form.pattern)


def to_float(texts: "pa.Array", form: NumberFormat) -> FloatArray:
    """float64 of the bare texts; NaN for what is no number in this form. `inf` stays infinite."""
    fits = fitting(texts, form)
    factors: Any = 1.0
    if form.after == SCALED:
        factors = np.ones(len(texts))
        for suffix, factor in SCALES.items():
            factors[np.asarray(pc.ends_with(texts, suffix))] = factor
        texts = pc.replace_substring_regex(texts, _SUFFIX, r"\1")
    texts = pc.if_else(fits, texts, pa.scalar(None, texts.type))
    if form.thousands != "none":
        texts = pc.replace_substring(texts, GROUPS[form.thousands], "")
    if form.decimal == "comma":
        texts = pc.replace_substring(texts, ",", ".")
    numbers: FloatArray = _cast(texts) * factors
    return numbers


def plain_numbers(texts: "pa.Array") -> FloatArray | None:
    """float64 where every text is a plain number or empty (NaN), else None. The fast way."""
    try:
        # A cast that fails costs as much for all as for some, so a few come first.
        for part in (texts.slice(0, _MOST_LOOKED_AT), texts):
            values = _cast(pc.if_else(pc.equal(part, ""), pa.scalar(None, part.type), part))
    except pa.ArrowInvalid:
        return None
    return values


def _cast(texts: "pa.Array") -> FloatArray:
    """float64, NaN where a text is null."""
    values: FloatArray = pc.cast(texts, pa.float64()).to_numpy(zero_copy_only=False)
    return values
