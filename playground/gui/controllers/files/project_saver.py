"""Writes the open project with the run as it stands between two steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from playground.engine.data.painted import painted_so_far
from playground.engine.loss_log.log import LossLog
from playground.gui.controllers.files.packed_runs import PackedRuns
from playground.gui.controllers.run.handover import Opened
from playground.gui.controllers.run.moment import Moment
from playground.gui.controllers.run.run_controller import RunController
from playground.gui.process.background import Background, Failed
from playground.state.document import Document
from playground.state.history.bounds import Dropped
from playground.state.history.history import History
from playground.state.history.marked import Marked
from playground.state.history.record import RunRecord
from playground.state.project import Project
from playground.state.project_file import OPTIONAL, save_project
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


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a file of the project is to hold.

    Attributes:
        libraries: that made the payload, with their versions.
        steps: that were trained when the run was looked at.
        dropped: what of the earlier runs did not fit.
    """

    project: Project
    payload: Mapping[str, bytes]
    unavailable: Unavailable
    libraries: Mapping[str, str]
    steps: int
    dropped: Dropped


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """The document as it stood, and its run between two steps.

    Attributes:
        opened: what was opened, with its weights; they are kept where no run has them.
        records: the earlier runs, and `stamps` which versions of them.
        marked: which of them are compared.
        packed: what packs them.
    """

    project: Project
    unavailable: Unavailable
    run: Moment
    opened: Opened | None
    records: tuple[RunRecord, ...]
    stamps: Mapping[str, int]
    marked: Marked
    packed: PackedRuns

    def content(self) -> Content:
        """What a file is to hold of it; takes long, and may be called on any thread."""
        from playground.engine.export.metadata import library_versions

        run, project = self.run, self.project
        if run.state is not None and not _fit_points(project, run.state):
            # What was painted is worth more than weights for other classes.
            run = Moment()
        trained = _as_trained(project, run.state)
        steps = run.state.step if run.state else 0
        payload = self._payload(trained, run)
        runs, dropped = self.packed.of(self.records, self.marked, trained, payload)
        whole = {**payload, **runs}
        return Content(trained, whole, self.unavailable, library_versions(), steps, dropped)

    def _payload(self, project: Project, run: Moment) -> Mapping[str, bytes]:
        from playground.engine.checkpoint.payload import to_payload

        if run.state is not None and run.state.weights:
            return to_payload(run.state, LossLog.from_arrays(run.losses))
        if self.opened is not None and _same_shapes(project, self.opened[0]):
            return self.opened[1]
        return {}


class ProjectSaver:
    """Takes weights and losses of the same step, and writes them off the window's thread.

    Attributes:
        opened: what was opened, with its weights.
        when_settled: calls back once every run that was left is in the history.
    """

    def __init__(
        self, document: Document, run: RunController, history: History, background: Background
    ) -> None:
        self._document = document
        self._history = history
        self._packed = PackedRuns()
        self.when_settled: Callable[[Callable[[], None]], None] = lambda then: then()
        self._run = run
        self._background = background
        self.opened: Opened | None = None

    @property
    def records(self) -> tuple[RunRecord, ...]:
        """The earlier runs as they stand now, but for those of other projects."""
        return self._history.own

    @property
    def marked(self) -> Marked:
        """Which of them are compared."""
        return self._history.marked_own

    def remember_opened(self, project: Project, payload: Mapping[str, bytes]) -> None:
        """What was opened holds these weights; they are written again where no run has them."""
        own = {name: content for name, content in payload.items() if name not in OPTIONAL}
        self.opened = (project, own) if own else None

    def save(self, path: Path, done: Callable[[Saved], None], failed: Failed) -> None:
        """Write the document as it stands now, with the run between two steps.

        `done` or `failed` is called on the window's thread once that is over.
        """
        self.take(lambda taken: self._background.start(partial(_write, path, taken), done, failed))

    def take(self, receive: Callable[[Taken], None]) -> None:
        """Call `receive`, on the window's thread, with the document as it stands now and its run.

        The run is that of a moment later, between two steps.
        """
        taken = self.taken(Moment())

        def add_runs(run: Moment) -> None:
            now = self.taken(run)
            records, stamps, marked = now.records, now.stamps, now.marked
            receive(replace(taken, run=run, records=records, stamps=stamps, marked=marked))

        # Before torch is imported there is no run to wait for.
        if self._run.thread_of_training.has_runner:
            self._run.deliver(lambda run: self.when_settled(partial(add_runs, run)))
        else:
            receive(taken)

    def taken(self, run: Moment) -> Taken:
        """The document as it stands now, with this run."""
        document, history = self._document, self._history
        return Taken(
            project=document.project,
            unavailable=document.unavailable,
            run=run,
            opened=self.opened,
            records=self.records,
            stamps=history.stamps,
            marked=history.marked_own,
            packed=self._packed,
        )


def _write(path: Path, taken: Taken) -> Saved:
    it = taken.content()
    save_project(path, it.project, it.payload, it.libraries, it.unavailable)
    return Saved(path, it.project, it.steps, taken.stamps, it.dropped)


def _as_trained(project: Project, state: RunState | None) -> Project:
    """The project with settings that fit the weights.

    A drag may have reached the run between the moment of saving and the next step. Painted points
    are those of the project: weights fit any.
    """
    if state is None or _shape(project) == (state.spec.data, state.spec.network):
        return project
    data = replace(state.spec.data, points=project.run.data.points)
    return replace(project, run=replace(state.spec, data=data))


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
