"""Which runs of a history are compared, as it is saved with them."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Marked:
    """What a person has marked, by the keys of the runs.

    Attributes:
        ticked: those that are compared, in the order in which they were ticked.
        pinned: the one that the others are measured against, or empty.
    """

    ticked: tuple[str, ...] = ()
    pinned: str = ""

    def among(self, keys: Collection[str]) -> "Marked":
        """Those of these runs: what is gone is compared no more."""
        ticked = tuple(dict.fromkeys(key for key in self.ticked if key in keys))
        return Marked(ticked, self.pinned if self.pinned in keys else "")

    def without(self, keys: Collection[str]) -> "Marked":
        """Those of other runs than these."""
        return self.among({*self.ticked, self.pinned} - {*keys})

    def __or__(self, other: "Marked") -> "Marked":
        """Those of both, these first."""
        return Marked((*self.ticked, *other.ticked), self.pinned or other.pinned)


NO_MARKS = Marked()
