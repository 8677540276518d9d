"""All edges between two layers as a small matrix: the strongest of each block of neighbours."""

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn.functional import pad

from playground.engine.frames.network import Matrices, MatrixPicture

AT_ONCE = 2**19
"""Edges that are looked through for one picture; the other matrices are of a moment ago."""
MOST_AT_ONCE = 4
"""And so many matrices at most."""


def strongest_of_blocks(edges: Tensor, rows: int, columns: int) -> MatrixPicture:
    """At most `rows` blocks of neurons before and `columns` of neurons after.

    Args:
        edges: `[after, before]`.
    """
    units = (edges.shape[1], edges.shape[0])
    high, wide = -(-units[0] // rows), -(-units[1] // columns)
    # A block is never wholly of what is added, and an edge of zero before it comes first.
    filled = pad(edges.t(), (0, -units[1] % wide, 0, -units[0] % high))
    blocks = filled.reshape(filled.shape[0] // high, high, filled.shape[1] // wide, wide)
    blocks = blocks.permute(0, 2, 1, 3).flatten(2)
    strongest = blocks.abs().argmax(dim=2, keepdim=True)
    values = blocks.gather(2, strongest)[..., 0]
    place = strongest[..., 0].cpu()
    before = torch.arange(blocks.shape[0])[:, None] * high + place // wide
    after = torch.arange(blocks.shape[1]) * wide + place % wide
    return MatrixPicture(
        values.float().cpu().numpy(), before.numpy(), after.numpy(), (high, wide), units
    )


class MatrixKeeper:
    """Makes the matrices of one network, those first that wait longest; keeps the others."""

    def __init__(self) -> None:
        self._asked: tuple[Matrices, str] | None = None
        self._kept: dict[int, MatrixPicture] = {}
        self._waiting: list[int] = []

    def make(
        self, asked: Matrices, kind: str, edges: Mapping[int, Tensor], *, fresh: bool
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
            looked += max(edges[gap].numel(), AT_ONCE // MOST_AT_ONCE)
            order.append(order.pop(order.index(gap)))
        self._waiting = order
        return {gap: self._kept[gap] for gap in gaps}
