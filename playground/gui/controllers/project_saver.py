"""Writes the open project with the run as it stands between two steps."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playground.engine.common.atomic_file import PRIVATE, PUBLIC, make_private_folder
from playground.engine.data.painted import painted_so_far
from playground.engine.loss_log.log import LossLog
from playground.gui.controllers.handover import Opened
from playground.gui.controllers.moment import Moment
from playground.gui.controllers.run_controller import RunController
from playground.gui.process.background import Background, Failed
from playground.state.document import Document
from playground.state.history.bounds import Dropped
from playground.state.history.history import History
from playground.state.history.record import RunRecord
from playground.state.history.runs_file import ReadRuns
from playground.state.history.runs_file import from_payload as runs_of
from playground.state.history.runs_file import to_payload as runs_payload
from playground.state.project import Project
from playground.state.project_file import (
    MAXIMUM_FILE,
    MAXIMUM_MANIFEST,
    MAXIMUM_PAYLOAD,
    MAXIMUM_PROJECT,
    OPTIONAL,
    ProjectFile,
    save_project,
)
from playground.state.project_json import Unavailable

if TYPE_CHECKING:
    from playground.engine.checkpoint.run_state import RunState


@dataclass(frozen=True, slots=True)
class Saved:
    """What a file now holds.

    Attributes:
        steps: the steps that were trained when the run was looked at.
        stamps: of the runs that it holds.
        dropped: what of them did not fit.
    """

    path: Path
    project: Project
    steps: int
    stamps: Mapping[str, int]
    dropped: Dropped


@dataclass(frozen=True, slots=True)
class _Content:
    """What is written beside the run, as it stood when saving began."""

    project: Project
    unavailable: Unavailable
    records: tuple[RunRecord, ...]
    stamps: Mapping[str, int]


class ProjectSaver:
    """Takes weights and losses of the same step, and writes them off the window's thread.

    Attributes:
        opened: what was opened, with its weights.
    """

    def __init__(
        self, document: Document, run: RunController, history: History, background: Background
    ) -> None:
        self._document = document
        self._history = history
        self._run = run
        self._background = background
        self.opened: Opened | None = None

    def remember_opened(self, project: Project, payload: Mapping[str, bytes]) -> None:
        """What was opened holds these weights; they are written again where no run has them."""
        own = {name: content for name, content in payload.items() if name not in OPTIONAL}
        self.opened = (project, own) if own else None

    def save(
        self,
        path: Path,
        done: Callable[[Saved], None],
        failed: Failed,
        *,
        private: bool = False,
    ) -> None:
        """Write the document as it stands now, with the run between two steps.

        `done` or `failed` is called on the window's thread once that is over.

        Args:
            private: nobody but the person may read a new file; its folder is made.
        """
        write = partial(self._write, path, private, self._content())

        def start(run: Moment) -> None:
            self._background.start(partial(write, run), done, failed)

        # Before torch is imported there is no run to wait for.
        if self._run.thread_of_training.has_runner:
            self._run.deliver(start)
        else:
            start(Moment())

    def save_now(self, path: Path, run: Moment) -> None:
        """Write a private file at once, of a run that no thread drives any more.

        Raises:
            InputError: the file cannot be written; the earlier one stays.
        """
        self._write(path, True, self._content(), run)

    def _content(self) -> _Content:
        document, history = self._document, self._history
        return _Content(document.project, document.unavailable, history.records, history.stamps)

    def _write(self, path: Path, private: bool, content: _Content, run: Moment) -> Saved:
        from playground.engine.export.metadata import library_versions

        project = content.project
        if run.state is not None and not _fit_points(project, run.state):
            # What was painted is worth more than weights for other classes.
            run = Moment()
        trained = _as_trained(project, run.state)
        payload = self._payload(trained, run)
        runs, dropped = _runs_payload(content.records, trained, payload)
        if private:
            make_private_folder(path.parent)
        mode = PRIVATE if private else PUBLIC
        versions = library_versions()
        save_project(path, trained, {**payload, **runs}, versions, content.unavailable, mode)
        steps = run.state.step if run.state else 0
        return Saved(path, trained, steps, content.stamps, dropped)

    def _payload(self, project: Project, run: Moment) -> Mapping[str, bytes]:
        from playground.engine.checkpoint.payload import to_payload

        if run.state is not None and run.state.weights:
            return to_payload(run.state, LossLog.from_arrays(run.losses))
        if self.opened is not None and _same_shapes(project, self.opened[0]):
            return self.opened[1]
        return {}


def read_runs(file: ProjectFile) -> ReadRuns:
    """The earlier runs that a project holds; what is damaged is left out."""
    from playground.engine.checkpoint.arrays import require_losses, unpack

    if file.damaged:
        return ReadRuns(lost=None)
    return runs_of(file.payload, file.project.table, unpack, require_losses)


def _runs_payload(
    records: Sequence[RunRecord], project: Project, payload: Mapping[str, bytes]
) -> tuple[dict[str, bytes], Dropped]:
    """The entries of earlier runs, in the room that those of the present one leave."""
    from playground.engine.checkpoint.arrays import pack

    table = len(project.table.content) if project.table else 0
    rest = MAXIMUM_FILE - MAXIMUM_MANIFEST - MAXIMUM_PROJECT - table
    room = min(MAXIMUM_PAYLOAD, rest - sum(map(len, payload.values())))
    return runs_payload(records, project.table, room, pack)


def _as_trained(project: Project, state: RunState | None) -> Project:
    """The project with settings that fit the weights.

    A drag may have reached the run between the moment of saving and the next step. Painted points
    are those of the project: weights fit any.
    """
    if state is None or _shape(project) == (state.spec.data, state.spec.network):
        return project
    data = dataclasses.replace(state.spec.data, points=project.run.data.points)
    return dataclasses.replace(project, run=dataclasses.replace(state.spec, data=data))


def _fit_points(project: Project, state: RunState) -> bool:
    """Whether the weights are of a network for as many classes as are painted."""
    if project.run.data.source != "painted_classes" or not state.weights:
        return True
    classes = len(painted_so_far(project.run.data).class_names)
    outputs = len(list(state.weights.values())[-1])
    return outputs == classes or (outputs, classes) == (1, 2)


def _shape(project: Project) -> tuple[object, object]:
    return project.run.data, project.run.network


def _same_shapes(one: Project, other: Project) -> bool:
    return one.table == other.table and _shape(one) == _shape(other)
