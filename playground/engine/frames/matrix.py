"""All edges between two layers as a small matrix: the strongest of each block of neighbours."""

from collections.abc import Mapping

import numpy as np

from playground.engine.frames.network import Array, Matrices, MatrixPicture

AT_ONCE = 2**19
"""Edges that are looked through for one picture; the other matrices are of a moment ago."""
MOST_AT_ONCE = 4
"""And so many matrices at most."""


def strongest_of_blocks(edges: Array, rows: int, columns: int) -> MatrixPicture:
    """At most `rows` blocks of neurons before and `columns` of neurons after.

    Args:
        edges: `[after, before]`.
    """
    after, before = edges.shape
    high, wide = -(-before // rows), -(-after // columns)
    down, across = -(-before // high), -(-after // wide)
    # A block is never wholly of what is added, and an edge of zero before it comes first.
    filled = np.zeros((down * high, across * wide), np.float32)
    filled[:before, :after] = edges.T
    parts = filled.reshape(down, high, across, wide).transpose(0, 2, 1, 3)
    blocks = parts.reshape(down, across, high * wide)
    # NumPy finds the largest four times as fast as torch does.
    strongest = np.abs(blocks).argmax(axis=2)
    values = np.take_along_axis(blocks, strongest[..., None], axis=2)[..., 0]
    from_row, from_column = np.arange(down)[:, None] * high, np.arange(across) * wide
    places = from_row + strongest // wide, from_column + strongest % wide
    return MatrixPicture(values, *places, (high, wide), (before, after))


class MatrixKeeper:
    """Makes the matrices of one network, those first that wait longest; keeps the others."""

    def __init__(self) -> None:
        self._asked: tuple[Matrices, str] | None = None
        self._kept: dict[int, MatrixPicture] = {}
        self._waiting: list[int] = []

    def make(
        self, asked: Matrices, kind: str, edges: Mapping[int, Array], *, fresh: bool
    ) -> dict[int, MatrixPicture]:
        """The matrices that are asked for, by gap.

        Args:
            kind: what the edges are; those of another kind are not kept.
            edges: `[after, before]` by gap.
            fresh: nothing is trained: all are of this very moment.
        """
        if self._asked != (asked, kind):
            self._asked, self._kept, self._waiting = (asked, kind), {}, []
        gaps = [gap for gap in asked.gaps if gap in edges]
        order = [gap for gap in self._waiting if gap in gaps]
        order += [gap for gap in gaps if gap not in order]
        looked = 0
        for gap in list(order):
            if looked >= AT_ONCE and gap in self._kept and not fresh:
                break
            self._kept[gap] = strongest_of_blocks(edges[gap], asked.rows, asked.columns)
            looked += max(edges[gap].size, AT_ONCE // MOST_AT_ONCE)
            order.append(order.pop(order.index(gap)))
        self._waiting = order
        return {gap: self._kept[gap] for gap in gaps}
