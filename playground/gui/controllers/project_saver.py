"""Writes the open project with the run as it stands between two steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject, Signal

from playground.engine.loss_log.log import LossLog
from playground.gui.controllers.background import Background, Failed
from playground.gui.controllers.run_controller import RunController
from playground.state.document import Document
from playground.state.project import Project
from playground.state.project_file import save_project
from playground.state.project_json import Unavailable

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState
    from playground.engine.data.dataset import Dataset

Arrays = Mapping[str, npt.NDArray[np.floating]]


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file now holds.

    Attributes:
        steps: the steps that were trained when the run was looked at.
    """

    path: Path
    project: Project
    steps: int


@dataclass(frozen=True, slots=True, eq=False)
class _Taken:
    """A project and its run at one moment, on their way to the disk."""

    path: Path
    project: Project
    unavailable: Unavailable
    state: RunState | None
    losses: Arrays
    done: Callable[[Saved], None]
    failed: Failed


class ProjectSaver(QObject):
    """Takes weights and losses of the same step, and writes them off the window's thread."""

    _taken = Signal(object)

    def __init__(
        self, document: Document, run: RunController, background: Background, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document = document
        self._run = run
        self._background = background
        self._opened: tuple[Project, Mapping[str, bytes]] | None = None
        self._taken.connect(self._write)

    def remember_opened(self, project: Project, payload: Mapping[str, bytes]) -> None:
        """What was opened holds these weights; they are written again where no run has them."""
        self._opened = (project, payload) if payload else None

    def save(self, path: Path, done: Callable[[Saved], None], failed: Failed) -> None:
        """Write the document as it stands now, with the run between two steps.

        `done` or `failed` is called on the window's thread once that is over.
        """
        project, unavailable = self._document.project, self._document.unavailable

        def receive(state: RunState | None, dataset: Dataset | None) -> None:  # noqa: ARG001
            # On the worker's thread: no step comes between the weights and the losses.
            losses = self._run.thread_of_training.log.to_arrays() if state else {}
            self._taken.emit(_Taken(path, project, unavailable, state, losses, done, failed))

        if self._run.thread_of_training.isFinished():
            receive(None, None)
        else:
            self._run.deliver(receive)

    def save_now(self, path: Path, state: RunState | None) -> None:
        """Write at once, of a run that no thread drives any more.

        Raises:
            InputError: the file cannot be written; the earlier one stays.
            OSError: its folder cannot be made.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        losses = self._run.thread_of_training.log.to_arrays() if state else {}
        project = _as_trained(self._document.project, state)
        self._write_file(path, project, self._document.unavailable, state, losses)

    def _write(self, taken: _Taken) -> None:
        project = _as_trained(taken.project, taken.state)
        steps = taken.state.step if taken.state else 0

        def write() -> Saved:
            self._write_file(taken.path, project, taken.unavailable, taken.state, taken.losses)
            return Saved(taken.path, project, steps)

        self._background.start(write, taken.done, taken.failed)

    def _write_file(
        self,
        path: Path,
        project: Project,
        unavailable: Unavailable,
        state: RunState | None,
        losses: Arrays,
    ) -> None:
        from playground.engine.export.metadata import library_versions

        payload = self._payload(project, state, losses)
        save_project(path, project, payload, library_versions(), unavailable)

    def _payload(
        self, project: Project, state: RunState | None, losses: Arrays
    ) -> Mapping[str, bytes]:
        from playground.engine.checkpoint.payload import to_payload

        if state is not None and state.weights:
            return to_payload(state, LossLog.from_arrays(losses))
        if self._opened is not None and _same_shapes(project, self._opened[0]):
            return self._opened[1]
        return {}


def _as_trained(project: Project, state: RunState | None) -> Project:
    """The project with settings that fit the weights.

    A drag may have reached the run between the moment of saving and the next step.
    """
    if state is None or _shape(project) == (state.spec.data, state.spec.network):
        return project
    return dataclasses.replace(project, run=state.spec)


def _shape(project: Project) -> tuple[object, object]:
    return project.run.data, project.run.network


def _same_shapes(one: Project, other: Project) -> bool:
    return one.table == other.table and _shape(one) == _shape(other)
