"""How large numbers are written for a person."""

GROUP = "\u202f"
"""A narrow space that never breaks, between groups of three digits."""


def grouped(number: int) -> str:
    """A whole number in groups of three digits: 31000 is `31 000`."""
    return f"{number:,}".replace(",", GROUP)


def measured(number: float) -> str:
    """A measured number in four digits, a large one without an exponent: 13680.4 is `13 680`."""
    return grouped(round(number)) if 9999.5 <= abs(number) < 1e15 else f"{number:.4g}"
