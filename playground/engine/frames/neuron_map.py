"""What one neuron makes of the plane in which the data are drawn, or of their one variable."""

import torch

from playground.engine.frames.frame import Array, FrameRequest
from playground.engine.frames.pictures import NeuronMap
from playground.engine.frames.subject import Subject
from playground.engine.model.layer_description import describe_layers, passes
from playground.engine.training.trainer import Trainer


def make_neuron_map(subject: Subject, trainer: Trainer, request: FrameRequest) -> NeuronMap | None:
    """The map of the neuron that the request names; None where there is none."""
    layers = describe_layers(trainer.network)
    neuron, grid, bounds = request.neuron, request.grid, request.bounds or subject.scene.bounds
    if neuron is None or neuron.layer >= len(layers) or neuron.number >= layers[neuron.layer].units:
        return None
    layer, whole = layers[neuron.layer], subject.whole(trainer)
    with torch.no_grad():
        place = (bounds, grid)
        signal = subject.scaled_again(trainer, place, lambda: subject.cells(grid, bounds))
        for module in passes(trainer.network, 0, layer.last):
            signal = module(signal)
        # One output that stands for two classes shows the chance of the second.
        shown = whole.shown(signal)[:, -layer.units :] if layer.kind == "outputs" else signal
    values: Array = shown[:, neuron.number].cpu().numpy()
    side = (grid,) if len(values) == grid else (grid, grid)
    return NeuronMap(neuron, values.reshape(side), bounds)
