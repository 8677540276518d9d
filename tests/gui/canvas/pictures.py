"""Pictures of networks, made by hand."""

import numpy as np

from playground.engine.frames.network import (
    ZERO,
    LayerKind,
    LayerPicture,
    NetworkPicture,
    NetworkRequest,
)

GRID = 8


def picture_of(
    *sizes: int, curves: bool = False, level: int = 255, weight: float = 2.0, bias: float = -2.0
) -> NetworkPicture:
    """A network whose neurons all give the same, with the same weight on every edge."""
    layers, before = [], 0
    for number, units in enumerate(sizes):
        kind: LayerKind = "hidden"
        if number in (0, len(sizes) - 1):
            kind = "inputs" if number == 0 else "outputs"
        shown = min(units, 12)
        shape = (shown, GRID) if curves else (shown, GRID, GRID)
        layers.append(
            LayerPicture(
                kind=kind,
                units=units,
                shown=tuple(range(shown)),
                labels=(),
                maps=np.full(shape, level if number else ZERO, np.uint8),
                reach=np.ones(shown, np.float32),
                bias=np.full(shown, bias, np.float32) if number else None,
                edges=np.full((shown, before), weight, np.float32) if number else None,
                quiet=np.zeros(shown, np.float32),
            )
        )
        before = shown
    return NetworkPicture(NetworkRequest(grid=GRID), tuple(layers))
