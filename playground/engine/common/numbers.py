"""How a large whole number is written for a person."""

GROUP = "\u202f"
"""A narrow space that never breaks, between groups of three digits."""


def grouped(number: int) -> str:
    """A whole number in groups of three digits: 31000 is `31 000`."""
    return f"{number:,}".replace(",", GROUP)
