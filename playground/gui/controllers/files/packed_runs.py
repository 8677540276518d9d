"""Earlier runs as entries of a project: packed once, as long as they are the same runs."""

import threading
from collections.abc import Mapping, Sequence

from playground.engine.spec.run import TableFile
from playground.state.history.bounds import Dropped
from playground.state.history.marked import Marked
from playground.state.history.record import RunRecord
from playground.state.history.runs_file import ReadRuns, from_payload, to_payload, with_marks
from playground.state.project import Project
from playground.state.project_file import (
    MAXIMUM_FILE,
    MAXIMUM_MANIFEST,
    MAXIMUM_PAYLOAD,
    MAXIMUM_PROJECT,
    ProjectFile,
)

Packed = tuple[dict[str, bytes], Dropped]


class PackedRuns:
    """What was packed last; work in progress is written again and again. Any thread may ask."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._of: tuple[tuple[RunRecord, ...], TableFile | None, int] = ((), None, -1)
        self._packed: Packed = ({}, Dropped())

    def of(
        self,
        records: tuple[RunRecord, ...],
        marked: Marked,
        project: Project,
        payload: Mapping[str, bytes],
    ) -> Packed:
        """The entries of these runs, in the room that a project leaves them, and what gave way."""
        from playground.engine.checkpoint.arrays import pack

        room = _room_beside(project, payload)
        with self._one_at_a_time:
            if not self._holds(records, project.table, room):
                self._packed = to_payload(records, project.table, room, pack)
                self._of = records, project.table, room
            entries, dropped = self._packed
        return with_marks(entries, marked), dropped

    def _holds(self, records: Sequence[RunRecord], table: TableFile | None, room: int) -> bool:
        known, known_table, known_room = self._of
        is_same = known == records and known_table is table
        entries, dropped = self._packed
        fits = dropped == Dropped() and sum(map(len, entries.values())) <= room
        return is_same and (fits or room == known_room)


def _room_beside(project: Project, payload: Mapping[str, bytes]) -> int:
    table = len(project.table.content) if project.table else 0
    rest = MAXIMUM_FILE - MAXIMUM_MANIFEST - MAXIMUM_PROJECT - table
    return min(MAXIMUM_PAYLOAD, rest - sum(map(len, payload.values())))


def read_runs(file: ProjectFile) -> ReadRuns:
    """The earlier runs that a project holds; what is damaged is left out."""
    from playground.engine.checkpoint.arrays import require_losses, unpack

    if file.damaged:
        return ReadRuns(lost=None)
    return from_payload(file.payload, file.project.table, unpack, require_losses)
