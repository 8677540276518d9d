"""The rows of a file as a person counts them: those that are read, and those that are none."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from playground.engine.common.language import _
from playground.engine.common.numbers import grouped
from playground.engine.data.raw import IntArray
from playground.engine.data.table.columns.kinds import Mask
from playground.engine.data.table.text.text_table import TextTable

ReasonArray = npt.NDArray[np.int32]
TAKEN = -1


@dataclass(slots=True, eq=False)
class FileRows:
    """Every row that stands in the file, from the first below the header to the last.

    Attributes:
        lines: int64 `[rows]`, where each begins.
        read: int64 `[rows]`, which row of the table each is; −1 for one that the table lacks.
        reasons: why rows are left out, in few words each.
        why: int32 `[rows]`, places in `reasons`; TAKEN for rows that are not left out.
    """

    lines: IntArray
    read: IntArray
    why: ReasonArray
    reasons: list[str] = field(default_factory=list)

    def leave_out(self, rows: Mask, reason: str) -> None:
        """Leave out rows `[rows of the table]` that are not left out for another reason yet."""
        there = np.flatnonzero(self.read >= 0)
        out = there[rows[self.read[there]] & (self.why[there] == TAKEN)]
        if len(out):
            self.why[out] = self.place_of(reason)

    def place_of(self, reason: str) -> int:
        """The place of a reason, which may be a new one."""
        if reason not in self.reasons:
            self.reasons.append(reason)
        return self.reasons.index(reason)


def file_rows(texts: TextTable) -> FileRows:
    """The rows of a file; those that are no rows of its table are left out already."""
    own = texts.lines()
    bent = np.array([row.line for row in texts.bent], dtype=np.int64)
    empty = np.setdiff1d(texts.lines_between(), bent)
    lines = np.concatenate([own, bent, empty])
    order = np.argsort(lines, kind="stable")
    read = np.concatenate(
        [np.arange(len(own), dtype=np.int64), np.full(len(bent) + len(empty), -1, np.int64)]
    )
    rows = FileRows(lines[order], read[order], np.full(len(lines), TAKEN, np.int32))
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    for number, row in enumerate(texts.bent, start=len(own)):
        reason = _("It has {found} cells, not {wanted}.").format(
            found=grouped(row.found), wanted=grouped(row.wanted)
        )
        rows.why[places[number]] = rows.place_of(reason)
    if len(empty):
        reason = _("It is empty, or the header again.")
        rows.why[places[len(own) + len(bent) :]] = rows.place_of(reason)
    return rows
