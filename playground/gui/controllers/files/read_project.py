"""A project as it was read: its settings, its run, and its earlier runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from playground.gui.controllers.files.packed_runs import read_runs
from playground.state.history.runs_file import ReadRuns
from playground.state.project_file import ProjectFile

if TYPE_CHECKING:
    from playground.engine.checkpoint.payload import Checkpoint


@dataclass(frozen=True, slots=True)
class ReadProject:
    """What the window takes up of a project."""

    file: ProjectFile
    checkpoint: Checkpoint | None = None
    runs: ReadRuns = field(default_factory=ReadRuns)


def read_whole(file: ProjectFile, name: str) -> ReadProject:
    """Everything that a project holds; takes long, and may be called on any thread.

    Args:
        name: what sentences call it.

    Raises:
        InputError: its run is damaged.
    """
    from playground.engine.checkpoint.payload import from_payload

    checkpoint = from_payload(file.payload, file.project.run, name)
    return ReadProject(file, checkpoint, read_runs(file))
