"""Takes runs of other project files into the comparison, without changing this project."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from playground.engine.common.errors import InputError
from playground.engine.common.language import _
from playground.gui.controllers.appearance import Appearance
from playground.gui.controllers.files.packed_runs import read_runs as read_earlier_runs
from playground.gui.controllers.history.run_records import measured
from playground.gui.dialogs.file_names import name_filter
from playground.gui.process.background import Background
from playground.gui.theme import Colours
from playground.state.history.foreign import foreign_key, is_foreign, key_at_home
from playground.state.history.history import History
from playground.state.history.record import RunRecord
from playground.state.history.words import name_of, runs_before

if TYPE_CHECKING:
    from playground.engine.checkpoint.payload import Checkpoint
    from playground.engine.frames.still import Still
    from playground.state.project_file import ProjectFile

SUFFIX = ".playground"


class OtherProjects(QObject):
    """Reads project files beside the window.

    Signals:
        added: a run was added to the history and ticked.
        failed: a sentence and, for a defect of ours, the details.
        message: a few words for the status line.
    """

    added = Signal()
    failed = Signal(str, str)
    message = Signal(str)

    def __init__(
        self,
        history: History,
        background: Background,
        appearance: Appearance,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._history, self._window = history, window
        self._appearance = appearance
        self._lane = background.lane()
        self._folder = ""

    def ask(self) -> None:
        """Let the person choose a project."""
        title, kinds = _("Compare with a project"), name_filter(_("Playground projects"), SUFFIX)
        name = QFileDialog.getOpenFileName(self._window, title, self._folder, kinds)[0]
        if name:
            self._folder = str(Path(name).parent)
            self.add(Path(name))

    def add(self, path: Path) -> None:
        """Add the run of a project, and tick it; the same file again takes its place."""
        self.message.emit(_("Opening {file}…").format(file=path.name))
        self._lane.start(partial(read_runs, path, self._appearance.colours), self._take, self._fail)

    def keep_all(self) -> None:
        """Let the runs of other projects be runs of this one, in order of time, saved with it."""
        history = self._history
        foreign = [one.key for one in history.records if is_foreign(one)]
        names = {key: key_at_home(key) or uuid.uuid4().hex for key in foreign}
        ticked = [names.get(key, key) for key in history.ticked]
        pinned = names.get(history.pinned, history.pinned)
        records = [replace(one, key=names.get(one.key, one.key)) for one in history.records]
        history.replace_all(sorted(records, key=lambda record: record.ended))
        history.tick(ticked)
        history.pin(pinned)

    def _take(self, records: tuple[RunRecord, ...]) -> None:
        own = {record.key for record in self._history.own}
        for record in records:
            # A copy of this project has its earlier runs too: they are here already.
            if key_at_home(record.key) not in own:
                self._history.put(record)
        newest = records[-1]
        self._history.tick((*self._history.ticked, newest.key))
        self.message.emit(_("{file} is compared with the present run.").format(file=newest.name))
        self.added.emit()

    def _fail(self, reason: str, details: str) -> None:
        self.message.emit("")
        self.failed.emit(reason, details)


def read_runs(path: Path, colours: Colours) -> tuple[RunRecord, ...]:
    """The runs of a project file, the one that it was saved with last, named after the file.

    Args:
        colours: of the thumbnail, which the file has of its earlier runs alone.

    Raises:
        InputError: the file cannot be read, or holds no run that was trained.
    """
    from playground.engine.checkpoint.payload import from_payload
    from playground.state.project_file import open_project

    file = open_project(path)
    checkpoint = from_payload(file.payload, file.project.run, path.name)
    if checkpoint is None or checkpoint.state.step == 0:
        sentence = _("{file} holds no trained network, so there is nothing to compare.")
        raise InputError(sentence.format(file=path.name))
    return (*_earlier(path, file), _record(path, file, checkpoint, colours))


def _earlier(path: Path, file: ProjectFile) -> list[RunRecord]:
    records = read_earlier_runs(file).records
    return [
        replace(
            one,
            key=foreign_key(path, one.key),
            name=f"{path.name}: {name_of(one, last)}",
        )
        for one, last in zip(records, runs_before(records), strict=True)
    ]


def _record(path: Path, file: ProjectFile, checkpoint: Checkpoint, colours: Colours) -> RunRecord:
    from playground.gui.pictures.thumbnail import thumbnail_of

    state, table = checkpoint.state, file.project.table
    still = _still(file, checkpoint)
    train, validation = still.measures()
    return RunRecord(
        key=foreign_key(path),
        spec=state.spec,
        table=table,
        name=path.name,
        ended=path.stat().st_mtime,
        seconds=state.seconds,
        steps=state.step,
        epochs=state.epoch,
        train=measured(train),
        validation=measured(validation),
        measured_step=state.step,
        losses=checkpoint.log.to_arrays(),
        payload=_without_losses(file.payload),
        thumbnail=thumbnail_of(still, colours),
    )


def _still(file: ProjectFile, checkpoint: Checkpoint) -> Still:
    """The run, to look at: the file does not say what it reaches, so its data are made again."""
    from playground.engine.data.dataset import build_dataset
    from playground.engine.data.progress import silent
    from playground.engine.data.table.process.reader import read_apart
    from playground.engine.frames.still import Still

    state = checkpoint.state
    dataset = build_dataset(state.spec.data, file.project.table, silent, read_apart)
    return Still(state.spec, dataset, state.training)


def _without_losses(payload: Mapping[str, bytes]) -> Mapping[str, bytes]:
    from playground.engine.checkpoint.payload import BEST, STATE, TENSORS, WEIGHTS

    kept = (WEIGHTS, STATE, TENSORS, BEST)
    return MappingProxyType({name: payload[name] for name in kept if name in payload})
