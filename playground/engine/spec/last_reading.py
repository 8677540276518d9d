"""A place beside a table for what was read of it."""

from dataclasses import dataclass


@dataclass(slots=True, eq=False)
class LastReading:
    """One reading and the choices it was made by; `engine.data.table_memory` knows both.

    The pair is replaced as a whole, so that threads see the one or the other.
    """

    pair: tuple[object, object] | None = None
