"""How numbers are written in a column: marks, currency, unit, sign; and the numbers themselves."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.engine.data.raw import FloatArray

if TYPE_CHECKING:
    import pyarrow as pa

DECIMALS = {"point": ".", "comma": ","}
THOUSANDS = {
    "none": "",
    "point": "[.]",
    "comma": "[,]",
    "space": "[ ]",
    "apostrophe": "[']",
}
"""What groups the digits, as a class of a regular expression, once `tidied`."""

GROUPS = {"none": "", "point": ".", "comma": ",", "space": " ", "apostrophe": "'"}
"""The same as characters."""

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
_MOST_LOOKED_AT = 500
_SHARE = 0.9
"""The part of the texts that have a decoration where the column has it."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How a column writes its numbers.

    Attributes:
        decimal, thousands: keys of DECIMALS and THOUSANDS.
        before, after: a currency or unit that stands at the numbers and is taken off; SCALED where
            the suffixes of SCALES multiply.
    """

    decimal: str = "point"
    thousands: str = "none"
    before: str = ""
    after: str = ""

    @property
    def pattern(self) -> str:
        """What bare, tidied numbers match, for RE2 as for Python."""
        mark = re.escape(DECIMALS[self.decimal])
        group = THOUSANDS[self.thousands]
        # Indian numbers have groups of two before the last: 1,23,456.
        inner = "{2,3}" if self.thousands == "comma" else "{3}"
        whole = "[0-9]+"
        if group:
            whole += f"|[1-9][0-9]{{0,2}}(?:{group}[0-9]{inner})*{group}[0-9]{{3}}"
        digits = f"(?:(?:{whole})(?:{mark}[0-9]*)?|{mark}[0-9]+)(?:[eE][+-]?[0-9]+)?"
        return f"^[+-]?(?:{digits}|(?i:inf(?:inity)?))$"

    @property
    def example(self) -> str:
        """A number written so: `R$ 1.234,5`."""
        body = f"1{GROUPS[self.thousands]}234{DECIMALS[self.decimal]}5"
        unit = "k" if self.after == SCALED else self.after
        return " ".join(part for part in (self.before, body, unit) if part)


def tidied(texts: "pa.Array") -> "pa.Array":
    """One way of writing for what typography writes in many: minus, blanks, digits, brackets.

    `(577)` and `577-` become `-577`, `1.5D+03` becomes `1.5E+03`.
    """
    import pyarrow.compute as pc

    if not pc.all(pc.string_is_ascii(texts), min_count=0).as_py():
        texts = pc.replace_substring_regex(texts, r"^[−–—﹣－]\s*", "-")
        texts = pc.replace_substring_regex(texts, "[\u00a0\u202f\u2009\u2007]", " ")
        texts = pc.replace_substring(texts, "’", "'")
        for digits in _DIGITS:
            if pc.any(pc.match_substring_regex(texts, f"[{digits}]"), min_count=0).as_py():
                for number, digit in enumerate(digits):
                    texts = pc.replace_substring(texts, digit, str(number))
                texts = pc.replace_substring(pc.replace_substring(texts, "٫", "."), "٬", ",")
    # Looking for a letter is ten times as fast as replacing by an expression.
    if _any(pc.starts_with(texts, "(")):
        texts = pc.replace_substring_regex(texts, r"^\(\s*([^()+\-]*[0-9][^()+\-]*)\)$", r"-\1")
    if _any(pc.ends_with(texts, "-")):
        texts = pc.replace_substring_regex(texts, r"^([^+\-]*[0-9][^+\-]*?)\s*-$", r"-\1")
    if _any(pc.match_substring(texts, "d", ignore_case=True)):
        texts = pc.replace_substring_regex(texts, r"^([+\-]?[0-9.,]+)[dD]([+\-]?[0-9]+)$", r"\1e\2")
    return texts


def _any(found: "pa.Array") -> bool:
    import pyarrow.compute as pc

    return bool(pc.any(found, min_count=0).as_py())


def decoration(texts: "pa.Array") -> tuple[str, str]:
    """The currency and the unit that nearly all of the tidied, distinct `texts` have, if any."""
    import pyarrow.compute as pc

    step = max(len(texts) // _MOST_LOOKED_AT, 1)
    looked_at = texts.take(list(range(0, len(texts), step)))
    parts = pc.extract_regex(looked_at, _DECORATED)
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
    import pyarrow.compute as pc

    if not _any(pc.match_substring(texts, " ")):
        return texts, None
    flagged = pc.match_substring_regex(texts, _FLAG)
    if not _any(flagged):
        return texts, None
    return pc.replace_substring_regex(texts, _FLAG, r"\1"), pc.index(flagged, True).as_py()


def bared(texts: "pa.Array", before: str, after: str) -> "pa.Array":
    """Tidied texts without that currency and unit, where they have it."""
    import pyarrow.compute as pc

    if before:
        pattern = rf"^([+\-]?)\s*{re.escape(before)}\s*([+\-]?[0-9.,])"
        texts = pc.replace_substring_regex(texts, pattern, r"\1\2")
    if after and after != SCALED:
        pattern = rf"^([+\-]?[0-9.,].*?)\s*{re.escape(after)}$"
        texts = pc.replace_substring_regex(texts, pattern, r"\1")
    return texts


def fitting(texts: "pa.Array", form: NumberFormat) -> "pa.Array":
    """bool: which bare texts are numbers as `form` writes them."""
    import pyarrow.compute as pc

    if form.after == SCALED:
        texts = pc.replace_substring_regex(texts, r"([0-9])\s?[kKMB]$", r"\1")
    return pc.match_substring_regex(texts, form.pattern)


def to_float(texts: "pa.Array", form: NumberFormat) -> FloatArray:
    """float64 of the bare texts; NaN for what is no number in this form. `inf` stays infinite."""
    import pyarrow as pa
    import pyarrow.compute as pc

    fits = fitting(texts, form)
    factors: Any = 1.0
    if form.after == SCALED:
        factors = np.ones(len(texts))
        for suffix, factor in SCALES.items():
            factors[np.asarray(pc.ends_with(texts, suffix))] = factor
        texts = pc.replace_substring_regex(texts, r"([0-9])\s?[kKMB]$", r"\1")
    texts = pc.if_else(fits, texts, pa.scalar(None, texts.type))
    if form.thousands != "none":
        texts = pc.replace_substring(texts, GROUPS[form.thousands], "")
    if form.decimal == "comma":
        texts = pc.replace_substring(texts, ",", ".")
    numbers: FloatArray = _numpy(pc.cast(texts, pa.float64())) * factors
    return numbers


def read_numbers(texts: "pa.Array", form: NumberFormat) -> FloatArray:
    """float64 of texts as they stand, NaN for what is no number in this form."""
    return to_float(bared(tidied(texts), form.before, form.after), form)


def plain_numbers(texts: "pa.Array") -> FloatArray | None:
    """float64 where every text is a plain number or empty (NaN), else None. The fast way."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        # A cast that fails costs as much for all as for some, so a few come first.
        for part in (texts.slice(0, _MOST_LOOKED_AT), texts):
            present = pc.if_else(pc.equal(part, ""), pa.scalar(None, part.type), part)
            values = _numpy(pc.cast(present, pa.float64()))
    except pa.ArrowInvalid:
        return None
    return values


def _numpy(array: Any) -> FloatArray:  # noqa: ANN401
    """NaN where it is null."""
    values: FloatArray = array.to_numpy(zero_copy_only=False)
    return np.asarray(values, dtype=np.float64)


def as_python(form: NumberFormat) -> re.Pattern[str]:
    """Matches a bare, tidied number of this form."""
    return re.compile(form.pattern)


def in_order_of_numbers(texts: Iterable[str]) -> list[str] | None:
    """Sorted by number, where all are numbers with a point; None where one is none."""
    pattern = as_python(NumberFormat())
    listed = list(texts)
    if not all(pattern.fullmatch(text) for text in listed):
        return None
    return sorted(listed, key=lambda text: (float(text), text))
