"""What a window leaves to the one that takes its place, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from playground.engine.run.left_runs import LeftRuns
from playground.gui.controllers.run.moment import Moment
from playground.state.document import Document
from playground.state.history.history import History
from playground.state.project import Project
from playground.state.recovery.open_work import OpenWork

Opened = tuple[Project, Mapping[str, bytes]]
"""A project that was opened, and the weights that its file holds."""


class Carried(Protocol):
    """What an instrument leaves to itself in the next window."""

    def close(self) -> None:
        """Nobody has taken it up: let go of every thread."""


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What is known of the document's file.

    Attributes:
        saved_steps: how many steps the run had when it was saved or opened.
        work: where it is kept while a file lacks something of it.
    """

    saved_steps: int
    opened: Opened | None
    work: OpenWork


@dataclass(frozen=True, slots=True)
class Handover:
    """An open document, its earlier runs, and its run between two steps.

    Attributes:
        left: the runs that undo and redo bring back.
        trains: the run is to go on at once.
        places: those of the runs that are compared, which have their colours by them.
        carried: what goes on in an instrument, by its key.
    """

    document: Document
    history: History
    run: Moment
    left: LeftRuns
    files: KeptFiles
    trains: bool
    places: Mapping[str, int]
    carried: dict[str, Carried]
