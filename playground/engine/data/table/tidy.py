"""Which rows of the right width are none: blank rows, headers again, notes at the end."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

Mask = npt.NDArray[np.bool_]
_TAIL = 50


def equal_rows(columns: "Sequence[pa.ChunkedArray]", texts: Sequence[str]) -> Mask:
    """Which rows hold these texts, cell by cell."""
    import pyarrow.compute as pc

    rows = len(columns[0]) if columns else 0
    mask: Mask = np.ones(rows, dtype=np.bool_)
    for column, text in zip(columns, texts, strict=True):
        mask &= pc.equal(column, text).to_numpy()
        if not mask.any():
            break
    return mask


def notes_at_the_end(columns: "Sequence[pa.ChunkedArray]", blank: Mask) -> int:
    """How many of the last rows are notes or blank: one cell in a table that is full elsewhere."""
    rows = len(blank)
    if len(columns) < 2:
        return 0
    last = [column[max(0, rows - _TAIL) :].to_pylist() for column in columns]
    tail = list(zip(*last, strict=True))
    count = notes = 0
    for back, row in enumerate(reversed(tail), start=1):
        given = [place for place, cell in enumerate(row) if cell]
        if not given:
            count += 1
        elif given == [0] and _full_elsewhere(columns, back, rows):
            count += 1
            notes += 1
        else:
            break
    return count if notes and count < rows else 0


def _full_elsewhere(columns: "Sequence[pa.ChunkedArray]", back: int, rows: int) -> bool:
    """Whether no row above is so empty, and cells are rarely blank."""
    import pyarrow.compute as pc

    above = rows - back - _TAIL if rows > 3 * _TAIL else max(0, rows - back - 20)
    others = [pc.sum(pc.equal(c[: rows - back], "")).as_py() or 0 for c in columns[1:]]
    limit = 0.05 * (rows - back) + 2 if above else 2
    return len(columns) > 2 and min(others) <= limit or len(columns) == 2 and others[0] <= limit
