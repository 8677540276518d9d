"""How reading data says how far it has come, and how it is cancelled."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with a fraction done (0 to 1) and a few words; raises `Cancelled` to stop the work."""


def silent(fraction: float, words: str) -> None:
    """Progress that nobody follows."""


def part_of(report: Progress, low: float, high: float) -> Progress:
    """Progress whose 0..1 is low..high of `report`."""
    return lambda fraction, words: report(low + (high - low) * fraction, words)


class Cancelled(Exception):
    """The person stopped a reading in progress."""
