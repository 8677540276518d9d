"""The open project: what edits it, undoes it, and tells those who show it."""

import dataclasses
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.engine.settings.defaults import defaults_for
from playground.engine.settings.paths import SECTIONS
from playground.engine.settings.paths import read as read_run
from playground.engine.settings.paths import write_all as write_run
from playground.engine.spec.edit import Edits
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import RunSpec, TableFile
from playground.state import project as projects
from playground.state.project import Project
from playground.state.project_json import NOTHING, Unavailable
from playground.state.subscribers import Subscribers
from playground.state.undo import Step, UndoStack

KEPT_BY_A_NEW_SOURCE = (
    "data.seed",
    "network.seed",
    "training.seed",
    "training.device",
    "training.epochs",
)
RUN_SECTIONS = tuple(f"{section}." for section in SECTIONS)


@dataclass(frozen=True, slots=True)
class Change:
    """The project went from `before` to `after`.

    Attributes:
        paths: the settings that differ, `table` for the table, and the settings whose unavailable
            value was given up or brought back.
        initiator: who asked for it, so that a view can skip its own echo; None for undo and redo.
        returns: undo or redo brought it: what stands now has stood before.
    """

    before: Project
    after: Project
    paths: frozenset[str]
    initiator: object | None = None
    returns: bool = False


@dataclass(frozen=True, slots=True)
class _Content:
    project: Project
    unavailable: Unavailable = field(default_factory=lambda: NOTHING)


class Document:
    """The project that is open, and the only place where it changes.

    Settings of what is trained can be undone, and so can edits of weights, which belong to the run;
    settings of the views are saved with the project, and undo leaves them as they are. Every method
    belongs to one thread.
    """

    def __init__(self, project: Project | None = None, path: Path | None = None) -> None:
        self._content = self._saved = _Content(project or Project())
        self._edits = self._saved_edits = 0
        self._path = path
        self._undo: UndoStack[_Content | Edits] = UndoStack()
        self._subscribers: Subscribers[Change] = Subscribers()
        self._makers: Subscribers[Edits] = Subscribers()

    def forget_listeners(self) -> None:
        """Nobody hears a change any more: others will show it from now on."""
        self._subscribers, self._makers = Subscribers(), Subscribers()

    @property
    def project(self) -> Project:
        """What stands now."""
        return self._content.project

    @property
    def unavailable(self) -> Unavailable:
        """What the opened file holds and this version lacks, by path; saved again as it was."""
        return self._content.unavailable

    @property
    def path(self) -> Path | None:
        """The file it was opened from or last saved to.

        None for data of another source than that file holds: what was trained there stays there,
        unless a person says otherwise, and undo comes back to it.
        """
        return self._path if _same_data(self._saved.project, self.project) else None

    @property
    def modified(self) -> bool:
        """Whether it differs from what was last opened or saved, or weights were edited since."""
        return self._content != self._saved or self._edits != self._saved_edits

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Let `callback` hear every change from now on; the returned function ends that."""
        return self._subscribers.subscribe(callback)

    def subscribe_edits(self, callback: Callable[[Edits], None]) -> Callable[[], None]:
        """Let `callback` make the edits of weights that undo and redo ask for."""
        return self._makers.subscribe(callback)

    def read(self, path: str) -> Value:
        """The value at `path`.

        Raises:
            InputError: there is no such setting.
        """
        return projects.read(self.project, path)

    def edit(
        self,
        path: str,
        value: object,
        initiator: object | None = None,
        gesture: object | None = None,
    ) -> None:
        """Set one setting. Edits with the same `gesture` are one step of undo.

        Raises:
            InputError: there is no such setting, or it cannot have this value; nothing changes.
        """
        self.edit_all({path: value}, initiator, gesture)

    def edit_all(
        self,
        values: Mapping[str, object],
        initiator: object | None = None,
        gesture: object | None = None,
        words: str = "",
    ) -> None:
        """Set several settings as one step of undo, named `words` or after what was set.

        Raises:
            InputError: as for `edit`; then none of them changes.
        """
        content = _Content(
            projects.write_all(self.project, values), _without(self.unavailable, values)
        )
        self._advance(content, initiator, gesture, words)

    def replace(
        self, project: Project, initiator: object | None = None, words: str = N_("Settings")
    ) -> None:
        """Put a whole project in the place of this one, as one step of undo."""
        self._advance(_Content(project, self.unavailable), initiator, None, words)

    def choose_source(
        self,
        source: str,
        initiator: object | None = None,
        table: TableFile | None = None,
        points: tuple[str, ...] = (),
    ) -> None:
        """Take another data set with the settings that learn it well, as one step of undo.

        Seeds, device, the number of epochs and views stay as they are.
        A table is kept by the source `table` alone, and `points` are what painted data start with.

        Raises:
            InputError: there is no such data set; nothing changes.
        """
        run = write_run(_start_of(source, self.project.run), {"data.points": points})
        self.choose_run(run, initiator, table)

    def choose_table(
        self, table: TableFile, values: Mapping[str, object], initiator: object | None = None
    ) -> None:
        """Take a table of one's own, read as `values` (by path) say, as one step of undo.

        Raises:
            InputError: one of `values` cannot be; nothing changes.
        """
        run = write_run(_start_of(TABLE, self.project.run), values)
        self.choose_run(run, initiator, table)

    def choose_run(
        self, run: RunSpec, initiator: object | None = None, table: TableFile | None = None
    ) -> None:
        """Take other data with all their settings, as one step of undo; views stay as they are."""
        kept = (table or self.project.table) if run.data.source == TABLE else None
        project = dataclasses.replace(self.project, run=run, table=kept)
        of_run = [path for path in self.unavailable if path.startswith(RUN_SECTIONS)]
        content = _Content(project, _without(self.unavailable, of_run))
        self._advance(content, initiator, None, projects.parameters(project)["data.source"].label)

    def record_edits(
        self, before: Edits, after: Edits, words: str, gesture: object | None = None
    ) -> None:
        """Take note of weights that were edited by hand, as a step of undo named `words`.

        Args:
            before: what takes the edits `after` back.
        """
        self._edits += 1
        self._undo.record(Step(before, after, words, gesture))

    def end_gesture(self) -> None:
        """The drag is over: the next edit is a step of its own."""
        self._undo.end_gesture()

    @property
    def can_undo(self) -> bool:
        return self._undo.next_undo is not None

    @property
    def can_redo(self) -> bool:
        return self._undo.next_redo is not None

    @property
    def undo_words(self) -> str:
        """What `undo` would take back, such as `Learning rate`, in the language spoken.

        Empty where there is nothing.
        """
        step = self._undo.next_undo
        return _(step.words) if step else ""

    @property
    def redo_words(self) -> str:
        """What `redo` would do again, as `undo_words`."""
        step = self._undo.next_redo
        return _(step.words) if step else ""

    def undo(self) -> None:
        """Take back the last step; nothing happens where there is none."""
        step = self._undo.undo()
        if step is not None:
            self._return_to(step.before)

    def redo(self) -> None:
        """Do the step again that was undone last; nothing happens where there is none."""
        step = self._undo.redo()
        if step is not None:
            self._return_to(step.after)

    def open(
        self,
        project: Project,
        path: Path | None = None,
        unavailable: Unavailable = NOTHING,
        initiator: object | None = None,
        *,
        is_saved: bool = True,
    ) -> None:
        """Start afresh with what a file held (or with a new project): nothing to undo, saved.

        Args:
            is_saved: else no file holds it, although one at `path` may hold earlier work.
        """
        content = _Content(project, MappingProxyType(dict(unavailable)))
        self._undo.clear()
        self._path = path
        self._saved, self._saved_edits = content, self._edits - (not is_saved)
        self._move_to(content, initiator)

    def mark_saved(self, path: Path, project: Project | None = None) -> None:
        """What stands now was written to `path`; or `project`, which stood when saving began."""
        self._path = path
        self._saved = dataclasses.replace(self._content, project=project or self.project)
        self._saved_edits = self._edits
        self._undo.end_gesture()

    def _advance(
        self, content: _Content, initiator: object | None, gesture: object | None, words: str
    ) -> None:
        before = self._content
        if content == before:
            return
        after_undoable = _with_view_of(before, content)
        if after_undoable != before:
            words = words or _words(before, after_undoable)
            self._undo.record(Step(before, after_undoable, words, gesture))
        self._move_to(content, initiator)

    def _return_to(self, wanted: _Content | Edits) -> None:
        if isinstance(wanted, _Content):
            self._move_to(_with_view_of(self._content, wanted), None, returns=True)
        else:
            self._edits += 1
            self._makers.send(wanted)

    def _move_to(
        self, content: _Content, initiator: object | None, *, returns: bool = False
    ) -> None:
        before, self._content = self._content, content
        paths = _changed_paths(before, content)
        if paths:
            change = Change(before.project, content.project, paths, initiator, returns)
            self._subscribers.send(change)


def _start_of(source: str, current: RunSpec) -> RunSpec:
    kept = {path: read_run(current, path) for path in KEPT_BY_A_NEW_SOURCE}
    return write_run(defaults_for(source), kept)


def _same_data(one: Project, other: Project) -> bool:
    return one.run.data.source == other.run.data.source and one.table == other.table


def _without(unavailable: Unavailable, paths: Collection[str]) -> Unavailable:
    left = {path: raw for path, raw in unavailable.items() if path not in paths}
    return unavailable if len(left) == len(unavailable) else MappingProxyType(left)


def _with_view_of(current: _Content, other: _Content) -> _Content:
    project = dataclasses.replace(other.project, view=current.project.view)
    return dataclasses.replace(other, project=project)


def _changed_paths(before: _Content, after: _Content) -> frozenset[str]:
    given_up_or_back = set(before.unavailable) ^ set(after.unavailable)
    return projects.changed_paths(before.project, after.project) | given_up_or_back


def _words(before: _Content, after: _Content) -> str:
    changed = _changed_paths(before, after)
    known = projects.parameters(after.project) | projects.parameters(before.project)
    labels = [parameter.label for path, parameter in known.items() if path in changed]
    if len(labels) == 1:
        return labels[0]
    words = ngettext("{n} setting", "{n} settings", len(labels))
    return words.format(n=grouped(len(labels)))
