"""What one row of the table shows: a run of the history, or the present one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from playground.engine.common.language import _
from playground.state.history.record import Measured, RunRecord
from playground.state.history.words import default_name, runs_before

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
        number: its place in the history, from 1, by which a comparison may call it; 0 of none.
    """

    record: RunRecord
    name: str
    usual_name: str
    number: int = 0

    @property
    def is_present(self) -> bool:
        return self.record.key == PRESENT


class Rows:
    """Makes the rows of a history; those of runs that stayed the same are the same."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[RunRecord | None, Entry]] = {}

    def of(self, records: Sequence[RunRecord]) -> list[Entry]:
        """A row for each run, newest first."""
        made = {
            record.key: (last, self._row(record, last, number))
            for number, (record, last) in enumerate(
                zip(records, runs_before(records), strict=True), 1
            )
        }
        self._made = made
        return [entry for _last, entry in made.values()][::-1]

    def _row(self, record: RunRecord, last: RunRecord | None, number: int) -> Entry:
        before, row = self._made.get(record.key, (None, None))
        if row is not None and before is last and row.record is record:
            return row if row.number == number else replace(row, number=number)
        usual = default_name(record, last)
        return Entry(record, record.name or usual, usual, number)


def present_entry(
    project: Project, state: str, frame: Frame | None, thumbnail: bytes = b""
) -> Entry:
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
            thumbnail=thumbnail,
        )
    name = _("Present run")
    return Entry(record, name, name)


def _measured(measures: Measures | None) -> Measured | None:
    return Measured(measures.loss, measures.metrics) if measures is not None else None
