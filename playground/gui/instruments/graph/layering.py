"""A graph in layers: the loss in the last column, and every node before those that use it.

Long edges pass each column between at a place of their own. The order within a column comes from
barycentre sweeps (Sugiyama, Tagawa and Toda 1981, https://doi.org/10.1109/TSMC.1981.4308636),
the places from a weighted isotonic regression that keeps the longest chain straight.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 6
_MAIN, _STRAIGHT = 1e6, 1e2
"""How much more than others the longest chain of all, and those beside it, are drawn straight."""


@dataclass(slots=True, eq=False)
class Spot:
    """A place in a column: of a node, or where a long edge passes.

    Attributes:
        node: the number of the node; None where an edge passes.
        column: counted from the loss.
        row: from the top, in rows; any number.
        reach: how many columns follow below it at most.
        is_main: it is part of the longest chain of all.
        above: the spots in the column before that lead here.
        below: those in the column after to which this leads.
    """

    node: int | None
    column: int
    row: float = 0.0
    reach: int = 0
    is_main: bool = False
    above: list["Spot"] = field(default_factory=list)
    below: list["Spot"] = field(default_factory=list)


def layered(inputs: Sequence[Sequence[int]], repeated: frozenset[int]) -> list[list[Spot]]:
    """The spots of a graph, column by column from the loss, each from top to bottom.

    Args:
        inputs: for each node those that it leads to; the first node leads to all others.
        repeated: nodes that lead nowhere and are drawn once for each use.
    """
    columns = _columns(inputs, repeated)
    for column in reversed(columns):
        for spot in column:
            spot.reach = max((below.reach + 1 for below in spot.below), default=0)
    _mark(columns[0][0])
    columns = _ordered(columns)
    for number in range(1, len(columns)):
        _settle(columns[number], lambda spot: spot.above)
    # Those that come too low are drawn up to what they lead to, and what hangs on them follows.
    for number in range(len(columns) - 2, -1, -1):
        _settle(columns[number], lambda spot: spot.below)
    for number in range(1, len(columns)):
        _settle(columns[number], lambda spot: spot.above)
    top = min(column[0].row for column in columns)
    for spot in (spot for column in columns for spot in column):
        spot.row -= top
    return columns


def crossings(columns: Sequence[Sequence[Spot]]) -> int:
    """How many pairs of edges cross."""
    count = 0
    for before, after in pairwise(columns):
        place = {id(spot): number for number, spot in enumerate(after)}
        passed: list[int] = []
        for spot in before:
            ends = sorted(place[id(below)] for below in spot.below)
            count += sum(len(passed) - bisect_left(passed, end + 1) for end in ends)
            for end in ends:
                insort(passed, end)
    return count


def _columns(inputs: Sequence[Sequence[int]], repeated: frozenset[int]) -> list[list[Spot]]:
    depths = _depths(inputs)
    columns: list[list[Spot]] = [[] for _ in range(max(depths) + 1)]
    spots = {}
    for node, depth in enumerate(depths):
        if node not in repeated:
            spots[node] = _add(columns, Spot(node, depth))
    for node, following in enumerate(inputs):
        for after in following:
            start = spots[node]
            end = spots.get(after) or _add(columns, Spot(after, start.column + 1))
            _connect(columns, start, end)
    return [column for column in columns if column]


def _depths(inputs: Sequence[Sequence[int]]) -> list[int]:
    """For each node the longest way from the first."""
    waiting = [0] * len(inputs)
    for following in inputs:
        for after in following:
            waiting[after] += 1
    depths, ready = [0] * len(inputs), [0]
    while ready:
        node = ready.pop()
        for after in inputs[node]:
            depths[after] = max(depths[after], depths[node] + 1)
            waiting[after] -= 1
            if waiting[after] == 0:
                ready.append(after)
    return depths


def _mark(spot: Spot) -> None:
    """Mark the longest chain from here."""
    spot.is_main = True
    if spot.below:
        _mark(max(spot.below, key=lambda below: below.reach))


def _add(columns: list[list[Spot]], spot: Spot) -> Spot:
    columns[spot.column].append(spot)
    return spot


def _connect(columns: list[list[Spot]], start: Spot, end: Spot) -> None:
    at = start
    for column in range(start.column + 1, end.column):
        at = _link(at, _add(columns, Spot(None, column)))
    _link(at, end)


def _link(above: Spot, below: Spot) -> Spot:
    above.below.append(below)
    below.above.append(above)
    return below


# --- the order within a column -------------------------------------------------------------------


def _ordered(columns: list[list[Spot]]) -> list[list[Spot]]:
    """The order of fewest crossings among those of some sweeps up and down."""
    for number, column in enumerate(columns):
        column.sort(key=lambda spot: -spot.reach)
        if number > 0:
            _sort(column, columns[number - 1], lambda spot: spot.above)
    best, fewest = [[*column] for column in columns], crossings(columns)
    for sweep in range(_SWEEPS):
        if fewest == 0:
            break
        _sweep(columns, goes_down=sweep % 2 == 1)
        count = crossings(columns)
        if count < fewest:
            best, fewest = [[*column] for column in columns], count
    return best


def _sweep(columns: list[list[Spot]], *, goes_down: bool) -> None:
    last = len(columns) - 1
    for number in range(1, last + 1) if goes_down else range(last - 1, -1, -1):
        if goes_down:
            _sort(columns[number], columns[number - 1], lambda spot: spot.above)
        else:
            _sort(columns[number], columns[number + 1], lambda spot: spot.below)


def _sort(
    column: list[Spot], fixed: Sequence[Spot], neighbours: Callable[[Spot], list[Spot]]
) -> None:
    """Sort a column by the mean place of the neighbours; who has none stays where it is."""
    place = {id(spot): number for number, spot in enumerate(fixed)}
    wanted = {
        id(spot): _mean([place[id(one)] for one in neighbours(spot)], number)
        for number, spot in enumerate(column)
    }
    column.sort(key=lambda spot: wanted[id(spot)])


def _mean(places: Sequence[float], otherwise: float) -> float:
    return sum(places) / len(places) if places else otherwise


# --- the places within a column ------------------------------------------------------------------


def _settle(column: Sequence[Spot], neighbours: Callable[[Spot], list[Spot]]) -> None:
    """Move the spots of a column near their neighbours, one row apart at least, in their order."""
    wanted, weights = [], []
    for number, spot in enumerate(column):
        around = neighbours(spot)
        kin = [one for one in around if _goes_on(spot, one)]
        kin = [one for one in kin if one.is_main and spot.is_main] or kin
        wanted.append(_mean([one.row for one in kin or around], spot.row) - number)
        weights.append(_MAIN if spot.is_main else _STRAIGHT if kin else 1.0)
    for number, (spot, row) in enumerate(zip(column, isotonic(wanted, weights), strict=True)):
        spot.row = row + number


def _goes_on(spot: Spot, other: Spot) -> bool:
    """Whether two neighbours are parts of the longest chain through either, or of one edge."""
    if spot.node is None or other.node is None:
        return True
    above, below = (spot, other) if spot.column < other.column else (other, spot)
    return below is max(above.below, key=lambda one: one.reach)


def isotonic(wanted: Sequence[float], weights: Sequence[float]) -> list[float]:
    """The rising numbers nearest to `wanted` in weighted squares: pool adjacent violators.

    See https://en.wikipedia.org/wiki/Isotonic_regression.
    """
    blocks: list[tuple[float, float, int]] = []
    for value, weight in zip(wanted, weights, strict=True):
        block = (value, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            before = blocks.pop()
            total = before[1] + block[1]
            mean = (before[0] * before[1] + block[0] * block[1]) / total
            block = (mean, total, before[2] + block[2])
        blocks.append(block)
    return [value for value, _, count in blocks for _ in range(count)]
