"""Whether quotation marks stand only at the borders of cells, looked at in bulk."""

import numpy as np
import numpy.typing as npt

_PIECE = 2**24


def has_stray_quotes(content: bytes, start: int, end: int, mark: str) -> bool:
    """Whether a quotation mark between two bytes opens or closes elsewhere than at a border.

    Where none does, every reader of CSV sees the same cells.
    """
    places = _places(content, start, end)
    if not len(places):
        return False
    if len(places) % 2:
        return True
    data = np.frombuffer(content, np.uint8)
    border = np.zeros(256, dtype=np.bool_)
    border[[ord("\n"), ord("\r"), ord('"'), ord(mark)]] = True
    opening, closing = places[0::2], places[1::2]
    before = border[data[opening - 1]] | (opening == start)
    after = border[data[np.minimum(closing + 1, end - 1)]] | (closing == end - 1)
    return not (before.all() and after.all())


def _places(content: bytes, start: int, end: int) -> npt.NDArray[np.int64]:
    found = []
    for first in range(start, end, _PIECE):
        data = np.frombuffer(content, np.uint8, min(_PIECE, end - first), first)
        found.append(np.flatnonzero(data == ord('"')) + first)
    return np.concatenate(found) if found else np.empty(0, dtype=np.int64)
