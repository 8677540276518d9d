"""Lines of equal height through numbers on a grid: marching squares."""

import numpy as np
import numpy.typing as npt

Doubles = npt.NDArray[np.float64]
_EDGES = (((0, 0), (0, 1)), ((0, 1), (1, 1)), ((1, 0), (1, 1)), ((0, 0), (1, 0)))
"""Of a cell, its lower, right, upper and left edge, each from (row, column) to (row, column)."""


def contour(values: Doubles, level: float) -> Doubles:
    """Straight pieces along which the values, joined by straight lines, are `level`.

    Cells with a corner that is not finite have none. In a saddle the mean of the corners decides.

    Args:
        values: `[rows, columns]`, at least two of each.

    Returns:
        float64 `[pieces, 2, 2]`: both ends of each, as column and row.
    """
    crossed, places = _crossings(values, level)
    count = crossed.sum(axis=1)
    order = np.argsort(~crossed, axis=1, kind="stable")
    plain = count == 2
    pieces = [_ends(places, order, plain, 0, 1)]
    saddle, high = count == 4, _means(values).ravel() >= level
    low_corner = values[:-1, :-1].ravel() >= level
    # Where the middle is on the side of the lower left corner, the other two corners are cut off.
    together = saddle & (high == low_corner)
    apart = saddle & (high != low_corner)
    pieces += [_ends(places, order, together, *pair) for pair in ((0, 1), (2, 3))]
    pieces += [_ends(places, order, apart, *pair) for pair in ((0, 3), (1, 2))]
    return np.concatenate(pieces)


def _crossings(values: Doubles, level: float) -> tuple[npt.NDArray[np.bool_], Doubles]:
    """Which edges of each cell the line crosses, and where: `[cells, 4]` and `[cells, 4, 2]`."""
    rows, columns = (part.ravel() for part in np.indices((len(values) - 1, values.shape[1] - 1)))
    corners = {
        (down, right): values[rows + down, columns + right] for down in (0, 1) for right in (0, 1)
    }
    finite = np.isfinite(np.stack([*corners.values()])).all(axis=0)
    crossed = np.zeros((len(rows), 4), bool)
    places = np.zeros((len(rows), 4, 2))
    for number, (start, end) in enumerate(_EDGES):
        first, last = corners[start], corners[end]
        crossed[:, number] = finite & ((first >= level) != (last >= level))
        rise = np.where(crossed[:, number], last - first, 1.0)
        part = np.where(crossed[:, number], (level - first) / rise, 0.0)
        places[:, number, 0] = columns + start[1] + part * (end[1] - start[1])
        places[:, number, 1] = rows + start[0] + part * (end[0] - start[0])
    return crossed, places


def _ends(
    places: Doubles,
    order: npt.NDArray[np.intp],
    cells: npt.NDArray[np.bool_],
    first: int,
    last: int,
) -> Doubles:
    number = np.flatnonzero(cells)
    ends: Doubles = places[number[:, None], order[number][:, [first, last]]]
    return ends


def _means(values: Doubles) -> Doubles:
    means: Doubles = (values[:-1, :-1] + values[1:, :-1] + values[:-1, 1:] + values[1:, 1:]) / 4
    return means
