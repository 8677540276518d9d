"""Panels with large networks, and pictures of what a large network has beside its tiles."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QCoreApplication

from playground.engine.frames.network import (
    LayerPicture,
    Matrices,
    MatrixPicture,
    NetworkPicture,
    NetworkRequest,
)
from playground.engine.spec.network import NetworkSpec
from playground.gui.canvas.network_panel import NetworkPanel
from tests.gui.canvas.pictures import picture_of


def show_layers(
    panel: NetworkPanel, *sizes: int, pixels: tuple[int, int] | None = None
) -> NetworkPicture:
    """Show a network of these sizes, with the picture that its panel wants; return that."""
    first, *hidden, last = sizes
    inputs = tuple(f"x{number}" for number in range(first))
    outputs = tuple(f"y{number}" for number in range(last))
    panel.show_network(NetworkSpec(hidden=tuple(hidden)), inputs, outputs, last, pixels)
    QCoreApplication.processEvents()
    for _ in range(2):
        panel.set_picture(answer(panel, *sizes, pixels=pixels))
        QCoreApplication.processEvents()
    return answer(panel, *sizes, pixels=pixels)


def answer(
    panel: NetworkPanel, *sizes: int, pixels: tuple[int, int] | None = None
) -> NetworkPicture:
    """What the engine would make of what the panel wants: weights of 2 to odd neurons, else -2."""
    request = panel.wanted() or panel.wanted()
    assert request is not None
    picture = picture_of(*sizes)
    layers = list(picture.layers)
    if pixels is not None:
        layers[0] = _many(layers[0], sizes[0], np.full((1, *pixels), 2.0, np.float32))
        shown = min(sizes[1], request.most_pictures)
        numbers = np.full((shown, *pixels), -2.0, np.float32)
        layers[1] = _many(layers[1], shown, numbers, sizes[0])
        layers[2] = replace(layers[2], edges=np.ones((len(layers[2].shown), shown), np.float32))
    unfolded, asked = None, request.unfolded
    if asked is not None:
        whole = _many(layers[asked.layer], sizes[asked.layer])
        unfolded = whole.part(slice(asked.first, asked.first + asked.count))
    return replace(
        picture,
        request=request,
        layers=tuple(layers),
        unfolded=unfolded,
        matrices=_matrices(request, sizes),
    )


def _many(
    layer: LayerPicture, shown: int, pixels: np.ndarray | None = None, before: int = 0
) -> LayerPicture:
    return replace(
        layer,
        shown=tuple(range(shown)),
        maps=np.repeat(layer.maps[:1], shown, axis=0),
        reach=np.ones(shown, np.float32),
        bias=None if layer.bias is None else np.arange(shown, dtype=np.float32),
        edges=np.full((shown, before), -2.0, np.float32) if before else None,
        quiet=np.zeros(shown, np.float32),
        pixels=pixels,
    )


def _matrices(request: NetworkRequest, sizes: tuple[int, ...]) -> dict[int, MatrixPicture]:
    asked = request.matrices or Matrices((), 1, 1)
    return {gap: _matrix(sizes[gap], sizes[gap + 1], asked) for gap in asked.gaps}


def _matrix(before: int, after: int, asked: Matrices) -> MatrixPicture:
    block = -(-before // asked.rows), -(-after // asked.columns)
    rows, columns = np.indices((-(-before // block[0]), -(-after // block[1])))
    values = np.where(columns % 2, 2.0, -2.0).astype(np.float32)
    return MatrixPicture(values, rows * block[0], columns * block[1], block, (before, after))
