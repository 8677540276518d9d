"""The runs that were left for other data: undo comes back to them with their weights."""

from collections import deque
from typing import Generic, TypeVar

from playground.state.project import Project

T = TypeVar("T")

MOST = 4
"""Of large networks, each takes hundreds of megabytes."""


class LeftRuns(Generic[T]):
    """How the last few runs stood when they were left, by what they were set to, and for what."""

    def __init__(self) -> None:
        self._kept: deque[tuple[Project, Project, T]] = deque(maxlen=MOST)

    def keep(self, left: Project, other: Project, run: T) -> T:
        """The run of the project `left` stood so when `other` took its place; returns it."""
        self._kept.append((left, other, run))
        return run

    def of(self, project: Project, other: Project) -> T | None:
        """How the run of `project` was left for `other`; None where that is not known."""
        for left, taken, run in reversed(self._kept):
            if _alike(left, project) and _alike(taken, other):
                return run
        return None


def _alike(one: Project, other: Project) -> bool:
    """Whether both train alike on the same data, whatever is shown of it."""
    return (one.run, one.table) == (other.run, other.table)
