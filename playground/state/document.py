"""The open project: what edits it, undoes it, and tells those who show it."""

import dataclasses
import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from playground.engine.catalogue.datasets import TABLE
from playground.engine.common.language import N_, _
from playground.engine.settings.defaults import settings_of_a_new_source
from playground.engine.settings.paths import write_all as write_run
from playground.engine.spec.edit import Edits
from playground.engine.spec.parameter import Value
from playground.engine.spec.run import RunSpec, TableFile
from playground.state import project as projects
from playground.state.content import Content, Way
from playground.state.project import Project
from playground.state.project_json import NOTHING, Unavailable
from playground.state.subscribers import Subscribers
from playground.state.undo import Step, Token, UndoStack


@dataclass(frozen=True, slots=True)
class Change:
    """The project went from `before` to `after`.

    Attributes:
        paths: the settings that differ, `table` for the table, and the settings whose unavailable
            value was given up or brought back.
        initiator: who asked for it, so that a view can skip its own echo; None for undo and redo.
        returns: undo or redo brought it: what stands now has stood before.
        step: the step of undo that it belongs to, as all of one gesture do; None where it is none.
        edits: of weights, which undo or redo asks for.
    """

    before: Project
    after: Project
    paths: frozenset[str]
    initiator: object | None = None
    returns: bool = False
    step: Token | None = None
    edits: Edits = ()


class Document:
    """The project that is open, and the only place where it changes.

    Settings of what is trained can be undone, and so can what is done to the weights, which belong
    to the run; settings of the views are saved with the project, and undo leaves them as they are.
    Every method belongs to one thread.
    """

    def __init__(self, project: Project | None = None, path: Path | None = None) -> None:
        self._content = self._saved = Content(project or Project())
        self._path = path
        self._undo: UndoStack[Way] = UndoStack()
        self._subscribers: Subscribers[Change] = Subscribers()
        self._by_hand = itertools.count(1)

    def forget_listeners(self) -> None:
        """Nobody hears a change any more: others will show it from now on."""
        self._subscribers = Subscribers()

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
        return self._path if self._content.is_of_the_data_of(self._saved) else None

    @property
    def modified(self) -> bool:
        """Whether it differs from what was last opened or saved, weights edited since included."""
        return self._content != self._saved

    def subscribe(self, callback: Callable[[Change], None]) -> Callable[[], None]:
        """Let `callback` hear every change from now on; the returned function ends that."""
        return self._subscribers.subscribe(callback)

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
        known = projects.parameters(self.project).get(path)
        self.edit_all({path: value}, initiator, gesture, known.label if known else "")

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
        project = projects.write_all(self.project, values)
        self._advance(self._content.with_project(project, values), initiator, gesture, words)

    def replace(
        self, project: Project, initiator: object | None = None, words: str = N_("Settings")
    ) -> None:
        """Put a whole project in the place of this one, as one step of undo."""
        self._advance(self._content.with_project(project), initiator, None, words)

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
        start = settings_of_a_new_source(source, self.project.run)
        run = write_run(start, {"data.points": points})
        self.choose_run(run, initiator, table)

    def choose_table(
        self, table: TableFile, values: Mapping[str, object], initiator: object | None = None
    ) -> None:
        """Take a table of one's own, read as `values` (by path) say, as one step of undo.

        Raises:
            InputError: one of `values` cannot be; nothing changes.
        """
        run = write_run(settings_of_a_new_source(TABLE, self.project.run), values)
        self.choose_run(run, initiator, table)

    def choose_run(
        self, run: RunSpec, initiator: object | None = None, table: TableFile | None = None
    ) -> None:
        """Take other data with all their settings, as one step of undo; views stay as they are."""
        content = self._content.with_run(run, table or self.project.table)
        words = projects.parameters(content.project)["data.source"].label
        self._advance(content, initiator, None, words)

    def record_edits(
        self, before: Edits, after: Edits, words: str, gesture: object | None = None
    ) -> None:
        """Take note of weights that were edited by hand, as a step of undo named `words`.

        Args:
            before: what takes the edits `after` back.
        """
        self._record(Way(self._content, before), self._touched(), words, gesture, edits=after)

    def record_run(
        self, words: str, initiator: object | None = None, *, touches: bool = True
    ) -> Token:
        """Take note that the run becomes another and no setting, as a step of undo named `words`.

        Args:
            touches: what a file holds of it is not what it becomes.
        """
        content = self._touched() if touches else self._content
        return self._record(Way(self._content), content, words, None, initiator)

    def withdraw(self, step: Token) -> None:
        """What was recorded last has come to nothing."""
        if (last := self._undo.next_undo) is not None and last.token is step:
            self._undo.withdraw(step)
            self._move_to(last.before.to, None)

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
            self._return_by(step.before, step.token)

    def redo(self) -> None:
        """Do the step again that was undone last; nothing happens where there is none."""
        step = self._undo.redo()
        if step is not None:
            self._return_by(step.after, step.token)

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
        content = Content(project, MappingProxyType(dict(unavailable)))
        self._undo.clear()
        self._path = path
        self._saved = content if is_saved else dataclasses.replace(content, by_hand=-1)
        self._move_to(content, initiator)

    def mark_saved(self, path: Path, project: Project | None = None) -> None:
        """What stands now was written to `path`; or `project`, which stood when saving began."""
        self._path = path
        self._saved = dataclasses.replace(self._content, project=project or self.project)
        self._undo.end_gesture()

    def _touched(self) -> Content:
        return dataclasses.replace(self._content, by_hand=next(self._by_hand))

    def _advance(
        self, content: Content, initiator: object | None, gesture: object | None, words: str
    ) -> None:
        before = self._content
        undoable = content.with_view_of(before)
        if undoable != before:
            words = words or before.words_to(undoable)
            self._record(Way(before), content, words, gesture, initiator)
        elif content != before:
            self._move_to(content, initiator)

    def _record(
        self,
        before: Way,
        content: Content,
        words: str,
        gesture: object | None,
        initiator: object | None = None,
        edits: Edits = (),
    ) -> Token:
        after = Way(content.with_view_of(before.to), edits)
        step = self._undo.record(Step(before, after, words, gesture))
        self._move_to(content, initiator, step)
        return step

    def _return_by(self, way: Way, step: Token) -> None:
        content = way.to.with_view_of(self._content)
        self._move_to(content, None, step, returns=True, edits=way.edits)

    def _move_to(
        self,
        content: Content,
        initiator: object | None,
        step: Token | None = None,
        *,
        returns: bool = False,
        edits: Edits = (),
    ) -> None:
        before, self._content = self._content, content
        paths = before.paths_to(content)
        if paths or before != content or step is not None:
            change = Change(before.project, content.project, paths, initiator, returns, step, edits)
            self._subscribers.send(change)
