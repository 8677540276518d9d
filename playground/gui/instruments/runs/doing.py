"""Does with runs what a person asks for."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from playground.engine.common.atomic_file import replacing
from playground.engine.common.language import N_, _, ngettext
from playground.engine.common.numbers import grouped
from playground.gui.dialogs.file_names import name_filter
from playground.gui.instruments.bench import Bench
from playground.gui.instruments.runs.export import as_csv, as_json
from playground.gui.widgets.question import ask_save_path, with_suffix
from playground.state.history.record import RunRecord
from playground.state.history.words import name_of, runs_before

Records = Sequence[RunRecord]
_SETTINGS = N_("Settings of a run")


class Doing(QObject):
    """What the rows of DEEDS do, each by its key.

    Signals:
        said: what came of it, in a sentence.
        removed: as `said`; `undo_removal` takes it back.
        chosen: the key of the run that is to be selected now.
    """

    said = Signal(str)
    removed = Signal(str)
    chosen = Signal(str)

    def __init__(self, bench: Bench, panel: QWidget) -> None:
        super().__init__(panel)
        self._bench = bench
        self._history = bench.history
        self._panel = panel
        self._lane = bench.files.background.lane()
        self._before: Callable[[], None] | None = None

    def restore(self, records: Records) -> None:
        (record,) = records
        words = _("Restored: {name}").format(name=self._name(record))
        self._bench.keeper.restore(record, partial(self.said.emit, words), self._fail)

    def restore_settings(self, records: Records) -> None:
        (record,) = records
        document = self._bench.document
        project = dataclasses.replace(document.project, run=record.spec, table=record.table)
        document.replace(project, words=_SETTINGS)
        self.said.emit(_("Settings restored: {name}").format(name=self._name(record)))

    def star(self, records: Records) -> None:
        is_starred = not all(record.is_starred for record in records)
        for record in records:
            self._history.label(record.key, is_starred=is_starred)

    def tick(self, records: Records) -> None:
        keys, ticked = [record.key for record in records], self._history.ticked
        rest = [key for key in ticked if key not in keys]
        self._history.tick(rest if set(keys) <= set(ticked) else [*ticked, *keys])

    def pin(self, records: Records) -> None:
        (record,) = records
        self._history.pin("" if record.key == self._history.pinned else record.key)

    def duplicate(self, records: Records) -> None:
        (record,) = records
        name = _("Copy of {name}").format(name=self._name(record))
        copy = dataclasses.replace(record, key=uuid.uuid4().hex, name=name)
        self._history.put(copy)
        self.chosen.emit(copy.key)

    def delete(self, records: Records) -> None:
        history = self._history
        keys = {record.key for record in records}
        before, ticked, pinned = history.records, history.ticked, history.pinned
        history.remove(keys)

        def bring_back() -> None:
            now = {record.key: record for record in history.records}
            kept = [now.pop(one.key, one) for one in before if one.key in keys | now.keys()]
            history.replace_all([*kept, *now.values()])
            history.tick([*ticked, *history.ticked])
            history.pin(history.pinned or pinned)

        self._before = bring_back
        words = ngettext("Deleted {n} run.", "Deleted {n} runs.", len(keys))
        self.removed.emit(words.format(n=grouped(len(keys))))

    def undo_removal(self) -> None:
        """Bring back what was deleted last."""
        if self._before is not None:
            self._before()
            self._before = None
        self.said.emit("")

    def export_csv(self, records: Records) -> None:
        self._export(records, ".csv", name_filter("CSV", ".csv"), as_csv)

    def export_json(self, records: Records) -> None:
        self._export(records, ".json", name_filter("JSON", ".json"), as_json)

    def _export(
        self, records: Records, suffix: str, kind: str, write: Callable[[Records], str]
    ) -> None:
        records = tuple(records or self._history.records)
        path = self._ask_path(suffix, kind)
        if path is not None:
            words = ngettext(
                "{n} run written to {file}.", "{n} runs written to {file}.", len(records)
            )
            done = words.format(n=grouped(len(records)), file=path.name)
            work = partial(_write, path, records, write)
            self._lane.start(work, lambda _none: self.said.emit(done), self._fail)

    def _ask_path(self, suffix: str, kind: str) -> Path | None:
        opened = self._bench.document.path
        folder = opened.parent if opened is not None else Path.home()
        name = _("runs")
        start = str(folder / f"{name}{suffix}")
        complete = partial(_with_suffix, suffix)
        return ask_save_path(self._panel, _("Export runs"), start, kind, complete)

    def _fail(self, reason: str, _details: str) -> None:
        self.said.emit(reason)

    def _name(self, record: RunRecord) -> str:
        records = self._history.records
        before = dict(zip((one.key for one in records), runs_before(records), strict=True))
        return name_of(record, before.get(record.key))


def _with_suffix(suffix: str, path: Path) -> Path:
    return with_suffix(path, suffix)


def _write(path: Path, records: Records, write: Callable[[Records], str]) -> None:
    with replacing(path) as temporary:
        temporary.write_text(write(records), encoding="utf-8")
