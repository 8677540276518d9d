"""What one row of the table shows: a run of the history, or the present one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.engine.common.language import _
from playground.state.history.record import Measured, RunRecord
from playground.state.history.words import name_of

if TYPE_CHECKING:
    from playground.engine.frames.frame import Frame, Measures
    from playground.state.project import Project

PRESENT = ""
"""The key of the row of the present run."""


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One row.

    Attributes:
        name: as it is shown.
        usual_name: what it is called where nobody named it.
    """

    record: RunRecord
    name: str
    usual_name: str

    @property
    def is_present(self) -> bool:
        return self.record.key == PRESENT


def entries_of(records: Sequence[RunRecord]) -> list[Entry]:
    """A row for each run, newest first."""
    before: list[RunRecord | None] = [None, *records]
    named = [
        Entry(one, name_of(one, last), name_of(_nameless(one), last))
        for one, last in zip(records, before, strict=False)
    ]
    return named[::-1]


def present_entry(project: Project, state: str, frame: Frame | None) -> Entry:
    """The row of the present run as this frame shows it; before there is one, without numbers."""
    if state == "paused" and (frame is None or frame.step == 0):
        state = "idle"  # nothing was begun yet
    record = RunRecord(PRESENT, project.run, project.table, outcome=state)
    if frame is not None:
        record = RunRecord(
            PRESENT,
            project.run,
            project.table,
            seconds=frame.seconds,
            steps=frame.step,
            epochs=frame.epoch,
            outcome=state,
            train=_measured(frame.train),
            validation=_measured(frame.validation),
        )
    name = _("Present run")
    return Entry(record, name, name)


def _nameless(record: RunRecord) -> RunRecord:
    return RunRecord(record.key, record.spec, record.table)


def _measured(measures: Measures | None) -> Measured | None:
    return Measured(measures.loss, measures.metrics) if measures is not None else None
