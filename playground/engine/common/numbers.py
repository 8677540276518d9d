"""How numbers are written for a person, by the habit of the language spoken.

For JSON, CSV, code and project files Python's own marks are used instead.
"""

from playground.engine.common.language import ENGLISH, spoken

GROUP = ENGLISH.group
"""A narrow space that never breaks: between groups of digits, and before a unit."""


def local(text: str) -> str:
    """A number as Python writes it (`-1,234.5e+06`) in the marks of the language spoken."""
    language = spoken()
    marks = {",": language.group, ".": language.decimal}
    return "".join(marks.get(letter, letter) for letter in text)


def number(value: float, form: str = "g") -> str:
    """A number by one of Python's format specifications: `g`, `.4g`, `,.2f`."""
    return local(f"{value:{form}}")


def grouped(value: int) -> str:
    """A whole number in groups of three digits: 31000 is `31 000`."""
    return local(f"{value:,}")


def measured(value: float) -> str:
    """A measured number in four digits, a large one without an exponent: 13680.4 is `13 680`."""
    return grouped(round(value)) if 9999.5 <= abs(value) < 1e15 else number(value, ".4g")
