"""The runs that were left for other data: undo comes back to them with their weights."""

from collections import deque
from typing import Generic, TypeVar

from playground.state.project import Project

T = TypeVar("T")

MOST = 4
"""Of large networks, each takes hundreds of megabytes."""


class LeftRuns(Generic[T]):
    """How the last few runs stood when they were left, by what they were set to.

    What is kept on one thread may be asked for on another.
    """

    def __init__(self) -> None:
        self._kept: deque[tuple[Project, T]] = deque(maxlen=MOST)

    def keep(self, project: Project, run: T) -> None:
        """The run of this project stood so."""
        self._kept.append((project, run))

    def of(self, project: Project) -> T | None:
        """How the run of these data and settings stood; None where that is not known."""
        known = (project.run, project.table)
        kept = [run for left, run in list(self._kept) if (left.run, left.table) == known]
        return kept[-1] if kept else None
