"""What a picture of the network shows of a phase."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from playground.engine.instruments.slow_step.phases import Phase
from playground.engine.instruments.slow_step.values import Focus, Marks, Numbers
from playground.engine.instruments.slow_step.walk import Walk


def marks_of(walk: Walk, phase: Phase, focus: Focus) -> Marks:
    """The numbers of a phase that `walk` has reached, with the row it has kept."""
    layer, row = focus.layer, focus.row - walk.rows.start
    traces = walk.traces
    match phase.kind:
        case "batch":
            return Marks(0, {0: _plain(walk.recipe.inputs[focus.row])})
        case "forward":
            numbers = {layer: _plain(traces[layer].inputs[row]), layer + 1: _a(walk, layer, row)}
        case "loss":
            return Marks(layer + 1, {layer + 1: _a(walk, layer, row)})
        case "backward":
            known = range(layer, min(layer + 2, len(traces)))
            slopes = {n + 1: traces[n].dz for n in known}
            numbers = {n: _plain(dz[row]) for n, dz in slopes.items() if dz is not None}
        case "step":
            numbers = {}
        case _:
            return Marks()
    return Marks(layer + 1, numbers, focus.neuron, _edges(walk, phase, focus))


def _edges(walk: Walk, phase: Phase, focus: Focus) -> Numbers:
    """What is told of the edges that arrive at the neuron."""
    tensors = walk.tensors(walk.stations[focus.layer].weight)
    if phase.kind == "backward":
        return _plain(tensors["gradient"][focus.neuron])
    before = tensors["before"][focus.neuron]
    if phase.kind == "step":
        return _plain(tensors["after"][focus.neuron].double() - before.double())
    return _plain(before)


def _a(walk: Walk, layer: int, row: int) -> Numbers:
    return _plain(walk.traces[layer].h[row])


def _plain(tensor: Tensor) -> Numbers:
    numbers: Numbers = tensor.detach().to("cpu", torch.float64).numpy().astype(np.float64)
    return numbers
