"""Makes pictures of the network itself: every neuron's output, edges and biases."""

import dataclasses
import time
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import accumulate

import numpy as np
import torch
from torch import Tensor, nn

from playground.engine.frames.last_update import has_weights, length_at
from playground.engine.frames.matrix import MatrixKeeper
from playground.engine.frames.network import (
    ZERO,
    Array,
    Closely,
    Edges,
    LayerPicture,
    Levels,
    MatrixPicture,
    NetworkPicture,
    NetworkRequest,
    Place,
)
from playground.engine.frames.weight_arrays import WeightArrays
from playground.engine.model.layer_description import LayerDescription, describe_layers, passes
from playground.engine.model.loss_forms import Head
from playground.engine.model.mute import Mute
from playground.engine.model.network import Network
from playground.engine.model.whole_model import WholeModel
from playground.engine.steppers.scripted.forward import FusedForward
from playground.engine.training.trainer import Trainer

QUIET_ROWS = 500
"""Rows of the training part that are asked whether a neuron is quiet."""
QUIET_SLOPE = 0.05
"""A neuron is quiet for a row where its activation's slope is below this: dead or saturated."""
CHOSEN_FOR = 2.0
"""Seconds for which the strongest neurons of a wide layer stay the same ones."""
_STEP = 0.01

Maps = tuple[Levels, Array]


class NetworkPainter:
    """Makes the pictures of one network object, on the worker's thread."""

    def __init__(
        self,
        trainer: Trainer,
        whole: WholeModel,
        inputs: Sequence[str],
        outputs: Sequence[str],
        pixels: tuple[int, int] | None = None,
    ) -> None:
        self.network = trainer.network
        self.layers = describe_layers(self.network, inputs, outputs)
        self._whole = whole
        self._weights = WeightArrays(self.network)
        # A function that knows nothing of the painter, so that both are gone with the network.
        self._outputs = partial(all_outputs, self.network, self.layers, whole.head)
        self._forward = FusedForward(self._outputs, list(self.network.parameters()))
        self._pixels = pixels
        self._matrices = MatrixKeeper()
        self._muted = self.network.muted()
        self._firsts = [0, *accumulate(layer.units for layer in self.layers)][:-1]
        self._rows: list[int] = []
        self._chosen: list[tuple[int, ...]] = []
        self._chosen_for: tuple[object, ...] = ()
        self._chosen_at = -CHOSEN_FOR
        self._quiet: list[Array] = [np.zeros(layer.units, np.float32) for layer in self.layers]

    def paint(
        self, trainer: Trainer, request: NetworkRequest, cells: Tensor, *, fresh: bool
    ) -> NetworkPicture:
        """The network as it stands.

        Args:
            cells: scaled inputs, `[grid · grid, network inputs]` of a plane, first along x, or
                `[grid, network inputs]` of a curve.
            fresh: nothing is trained: what changes slowly is worked out anew too.
        """
        with torch.no_grad():
            on_cpu = cells.device.type == "cpu"
            later = self._forward(cells) if on_cpu else self._outputs(cells)
            outputs = torch.cat([cells.t(), later]).cpu().numpy()
            self._choose(request, fresh=fresh)
        closely = self._closely(trainer, request.closely)
        edges = self._edges(trainer, request.edges)
        side = (request.grid,) if len(cells) == request.grid else (request.grid, request.grid)
        maps = self._maps(outputs[self._rows], side)
        layers = [
            self._layer(trainer, number, part, edges, self._chosen[number])
            for number, part in enumerate(maps)
        ]
        unfolded = self._unfolded(trainer, request, outputs, edges, side)
        matrices = self._wanted_matrices(request, edges, fresh=fresh)
        return NetworkPicture(request, tuple(layers), closely, unfolded, matrices)

    def look_for_quiet(self, trainer: Trainer) -> None:
        """Ask some rows for which neurons are dead or saturated; when losses are measured."""
        inputs = trainer.batches.data[0][:QUIET_ROWS]
        with torch.no_grad():
            signal, last = inputs, 0
            for number, layer in enumerate(self.layers):
                for module in passes(self.network, last, layer.last):
                    if layer.kind == "hidden" and not isinstance(module, nn.Linear | Mute):
                        slopes = (module(signal + _STEP) - module(signal)).abs() / _STEP
                        quiet = (slopes < QUIET_SLOPE).float().mean(dim=0)
                        self._quiet[number] = quiet.cpu().numpy()
                    signal = module(signal)
                last = layer.last

    def _maps(self, values: Array, side: tuple[int, ...]) -> list[Maps]:
        """Levels and reach of the neurons shown, layer by layer.

        Args:
            values: their outputs, `[neurons, cells]`.
        """
        counts = [len(chosen) for chosen in self._chosen]
        if self._whole.head.kind != "identity":
            # The chances of a class are shown around one half.
            values[len(values) - counts[-1] :] *= 2.0
            values[len(values) - counts[-1] :] -= 1.0
        levels, reach = levels_of(values)
        ends = np.cumsum(counts)[:-1]
        parts = zip(np.split(levels, ends), np.split(reach, ends), strict=True)
        return [(part.reshape(len(part), *side), own) for part, own in parts]

    def _unfolded(
        self,
        trainer: Trainer,
        request: NetworkRequest,
        outputs: Array,
        edges: Mapping[str, Array],
        side: tuple[int, ...],
    ) -> LayerPicture | None:
        """The part of a layer that is asked for as a whole."""
        asked = request.unfolded
        if asked is None or asked.layer >= len(self.layers):
            return None
        layer, first = self.layers[asked.layer], self._firsts[asked.layer]
        seen = tuple(range(layer.units)[asked.first : asked.first + asked.count])
        values = outputs[[first + number for number in seen]]
        if layer.kind == "outputs" and self._whole.head.kind != "identity":
            values = 2.0 * values - 1.0
        levels, reach = levels_of(values)
        maps = levels.reshape(len(seen), *side), reach
        picture = self._layer(trainer, asked.layer, maps, edges, seen)
        return dataclasses.replace(picture, edges=None, frozen_edges=None)

    def _layer(
        self,
        trainer: Trainer,
        number: int,
        maps: Maps,
        edges: Mapping[str, Array],
        seen: tuple[int, ...],
    ) -> LayerPicture:
        layer, shown = self.layers[number], [*seen]
        before = [*self._chosen[number - 1]] if number else []
        picture = LayerPicture(
            kind=layer.kind,
            units=layer.units,
            shown=seen,
            labels=tuple(layer.labels[n] for n in shown) if layer.labels else (),
            maps=maps[0],
            reach=maps[1],
            bias=self._weights[layer.bias][shown] if layer.bias else None,
            edges=edges[layer.weight][np.ix_(shown, before)] if layer.weight else None,
            quiet=self._quiet[number][shown],
            weight_name=layer.weight,
            bias_name=layer.bias,
            chances=layer.kind == "outputs" and self._whole.head.kind != "identity",
        )
        return self._with_pixels(number, self._with_marks(trainer, number, picture), edges)

    def _with_marks(self, trainer: Trainer, number: int, picture: LayerPicture) -> LayerPicture:
        """With what is frozen and muted, where something is."""
        held = trainer.learner.frozen.get(picture.weight_name)
        muted, shown = self._muted.get(picture.weight_name), [*picture.shown]
        if held is not None:
            whole, mask = held.all(dim=1), held.cpu().numpy()
            if picture.bias_name:
                none = torch.zeros_like(whole)
                whole = whole & trainer.learner.frozen.get(picture.bias_name, none)
            edges = mask[np.ix_(shown, [*self._chosen[number - 1]])]
            frozen = whole.cpu().numpy()[shown]
            picture = dataclasses.replace(picture, frozen=frozen, frozen_edges=edges)
        if muted is not None:
            picture = dataclasses.replace(picture, muted=muted.cpu().numpy()[shown])
        return picture

    def _closely(self, trainer: Trainer, place: Place | None) -> Closely | None:
        if place is None or not has_weights(self.layers, place):
            return None
        layer = self.layers[place.layer]
        names = [layer.weight, *([layer.bias] if layer.bias and place.before is None else [])]
        gradients = [part.detach() for part in self._gradients(trainer, names)]
        weight = self.network.get_parameter(names[-1]).detach()[place.number]
        if place.before is not None:
            weight = weight[place.before]
        number = 0.0 if weight.dim() else float(weight)
        return Closely(place, number, length_at(place, gradients), None)

    def _with_pixels(
        self, number: int, picture: LayerPicture, edges: Mapping[str, Array]
    ) -> LayerPicture:
        """With what arrives from the pixels of pictures; for them, the strongest that leaves."""
        if self._pixels is None or number > 1:
            return picture
        arriving = edges[self.layers[1].weight]
        if number == 0:
            strongest = np.abs(arriving).argmax(axis=0, keepdims=True)
            shown = np.take_along_axis(arriving, strongest, axis=0)
        else:
            shown = arriving[list(picture.shown)]
        pixels = shown.reshape(-1, *self._pixels)
        return dataclasses.replace(picture, pixels=pixels)

    def _wanted_matrices(
        self, request: NetworkRequest, edges: Mapping[str, Array], *, fresh: bool
    ) -> dict[int, MatrixPicture]:
        if request.matrices is None:
            return {}
        by_gap = {gap: edges[layer.weight] for gap, layer in enumerate(self.layers[1:])}
        return self._matrices.make(request.matrices, request.edges, by_gap, fresh=fresh)

    def _edges(self, trainer: Trainer, edges: Edges) -> Mapping[str, Array]:
        names = [layer.weight for layer in self.layers if layer.weight]
        if edges == "weights":
            return {name: self._weights[name] for name in names}
        gradients = self._gradients(trainer, names)
        return {n: part.cpu().numpy() for n, part in zip(names, gradients, strict=True)}

    def _gradients(self, trainer: Trainer, names: Sequence[str]) -> tuple[Tensor, ...]:
        """Of the loss of some training rows, with respect to these parameters."""
        weights = [self.network.get_parameter(name) for name in names]
        signal, targets = (part[:QUIET_ROWS] for part in trainer.batches.data)
        with torch.enable_grad():
            # Without dropout, whose random numbers belong to training.
            for module in passes(self.network, 0, self.layers[-1].last):
                signal = module(signal)
            return torch.autograd.grad(trainer.learner.loss(signal, targets), weights)

    def _choose(self, request: NetworkRequest, *, fresh: bool) -> None:
        """Which neurons are shown: all, or those with the strongest edges onwards."""
        now, asked = time.perf_counter(), (request.most, request.most_pictures, request.kept)
        if asked == self._chosen_for and not fresh and now - self._chosen_at < CHOSEN_FOR:
            return
        self._chosen_for, self._chosen_at = asked, now
        self._chosen = [self._strongest(number, request) for number in range(len(self.layers))]
        parts = zip(self._firsts, self._chosen, strict=True)
        self._rows = [first + number for first, chosen in parts for number in chosen]

    def _strongest(self, number: int, request: NetworkRequest) -> tuple[int, ...]:
        layer, most = self.layers[number], request.most
        if self._pixels is not None and number < 2:
            # Pixels make one picture together; what arrives from them is one for each neuron.
            most = layer.units if number == 0 else request.most_pictures
        if layer.units <= max(most, request.most):
            return tuple(range(layer.units))
        following = self.layers[min(number + 1, len(self.layers) - 1)]
        weight = self.network.get_parameter(following.weight).detach()
        strength = weight.abs().sum(dim=0 if following is not layer else 1)
        kept = [own for at, own in request.kept if at == number and own < layer.units]
        strength[kept] = torch.inf
        return tuple(sorted(strength.topk(most).indices.tolist()))


def all_outputs(
    network: Network, layers: Sequence[LayerDescription], head: Head, cells: Tensor
) -> Tensor:
    """Every neuron's output for every cell, `[neurons of all layers but the inputs, cells]`."""
    signal, last, parts = cells, 0, []
    for layer in layers[1:]:
        for module in passes(network, last, layer.last):
            signal = module(signal)
        last = layer.last
        if layer.kind == "outputs":
            # One output that stands for two classes shows the chance of the second.
            signal = head(signal)[:, -layer.units :]
        parts.append(signal.t())
    return torch.cat(parts)


def levels_of(values: Array) -> Maps:
    """Outputs `[neurons, cells]` as levels, and how far those of each neuron reach."""
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverges
        is_sound = np.isfinite(values.sum())
    if not is_sound:
        values = np.nan_to_num(values)
    reach = np.maximum(np.abs(values).max(axis=1, initial=1e-6), 1.0).astype(np.float32)
    levels = np.clip(values * (127.0 / reach)[:, None] + ZERO, 1, 255).astype(np.uint8)
    return levels, reach
