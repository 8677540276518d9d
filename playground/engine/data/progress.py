"""How reading data says how far it has come, and how it is given up."""

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with a fraction done (0 to 1) and a few words; raises `Cancelled` to stop the work."""


class Cancelled(Exception):
    """The person stopped a reading in progress."""
