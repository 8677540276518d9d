"""What a cell looks like, in any country's marks: enough to guess a layout, not to read it."""

import re
from functools import lru_cache
from typing import Literal

from playground.engine.data.table.columns.dates import any_date
from playground.engine.data.table.marks import IN_NUMBERS

Look = Literal["missing", "number", "quantity", "date", "text"]
VALUES = ("number", "quantity", "date")

_MISSING = IN_NUMBERS - {"x"}  # which many a column is called
_GROUPED = (
    r"\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}"
    r"|\d{1,3}(?:['’ \u00a0\u202f\u2009]\d{3})+"
)
_DIGITS = rf"(?:(?:{_GROUPED})(?:[.,]\d+)?|\d+(?:[.,]\d+|\.)?|[.,]\d+)"
_SIGN = r"[+\-−–]?[ \u00a0]?"
_NUMBER = re.compile(
    rf"{_SIGN}{_DIGITS}(?:[eEdD][+\-]?\d{{1,3}})?|{_DIGITS}-|\({_DIGITS}\)|[+-]?inf", re.I
)
_GAP = r"[ \u00a0\u202f]?"
_CURRENCY = r"(?:R\$|US\$|[A-Z]{0,3}[$€£¥₹₽₩]|Rs\.?|[A-Z]{3})"
_UNIT = r"(?:%|‰|°\s?[CF]?|[kKMB]|[a-zA-Zµμ°²³/%]{1,6}|[$€£¥₹₽]|[A-Z]{3})"
_QUANTITY = re.compile(
    rf"[<>≤≥~≈]?{_GAP}\(?{_SIGN}(?:{_CURRENCY}{_GAP})?{_SIGN}{_DIGITS}(?:[eE][+\-]?\d+)?{_GAP}"
    rf"(?:{_UNIT}\.?)?\)?"
)
_DATE = re.compile(rf"{any_date()}|[0-9]{{4}}-?W[0-9]{{2}}|[0-9]{{4}} UTC", re.I)


@lru_cache(2**15)
def look(text: str) -> Look:
    """What a cell, trimmed of blanks, most likely is."""
    if text.lower() in _MISSING:
        return "missing"
    if len(text) > 40:
        return "text"
    if _DATE.fullmatch(text) and not _plain(text):
        return "date"
    if _NUMBER.fullmatch(text):
        return "number"
    if text[-1:].isdigit() and text[:1].isalpha():
        return "quantity" if _QUANTITY.fullmatch(text) and " " in text else "text"
    return "quantity" if _QUANTITY.fullmatch(text) else "text"


def _plain(text: str) -> bool:
    return text.replace(".", "", 1).isdigit() and not re.fullmatch(r"\d{1,2}\.(?:19|20)\d{2}", text)
