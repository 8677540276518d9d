"""Makes pictures of the network itself: every neuron's output, edges and biases."""

import dataclasses
import time
from collections.abc import Mapping, Sequence

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
    MatrixPicture,
    NetworkPicture,
    NetworkRequest,
    Place,
)
from playground.engine.model.layer_description import LayerDescription, describe_layers, passes
from playground.engine.model.mute import Mute
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
        self._forward = FusedForward(self._outputs, list(self.network.parameters()))
        self._pixels = pixels
        self._matrices = MatrixKeeper()
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
        layers, first, unfolded = [], 0, None
        for number, layer in enumerate(self.layers):
            values = outputs[first : first + layer.units]
            first += layer.units
            picture = self._layer(number, layer, values, edges.get(layer.weight), side)
            layers.append(self._with_pixels(number, self._with_marks(trainer, picture), edges))
            asked = request.unfolded
            if asked is not None and asked.layer == number:
                seen = range(layer.units)[asked.first : asked.first + asked.count]
                unfolded = self._layer(number, layer, values, None, side, seen)
                unfolded = self._with_pixels(number, self._with_marks(trainer, unfolded), edges)
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

    def _outputs(self, cells: Tensor) -> Tensor:
        """Every neuron's output for every cell, `[neurons of all layers, cells]`."""
        signal, last, parts = cells, 0, []
        for layer in self.layers[1:]:
            for module in passes(self.network, last, layer.last):
                signal = module(signal)
            last = layer.last
            if layer.kind == "outputs":
                # One output that stands for two classes shows the chance of the second.
                signal = self._whole.head(signal)[:, -layer.units :]
            parts.append(signal.t())
        return torch.cat(parts)

    def _layer(
        self,
        number: int,
        layer: LayerDescription,
        values: Array,
        edges: Tensor | None,
        side: tuple[int, ...],
        seen: Sequence[int] | None = None,
    ) -> LayerPicture:
        shown = list(self._chosen[number] if seen is None else seen)
        values = np.nan_to_num(values[shown])
        # The chances of a class are shown around one half.
        if layer.kind == "outputs" and self._whole.head.kind != "identity":
            values = 2.0 * values - 1.0
        reach = np.maximum(np.abs(values).max(axis=1, initial=0.0), 1e-6)
        reach = np.where(reach <= 1.0, 1.0, reach).astype(np.float32)
        levels = np.clip(values * (127.0 / reach)[:, None] + ZERO, 1, 255).astype(np.uint8)
        bias = self.network.get_parameter(layer.bias).detach() if layer.bias else None
        before = list(self._chosen[number - 1]) if number else []
        return LayerPicture(
            kind=layer.kind,
            units=layer.units,
            shown=tuple(shown),
            labels=tuple(layer.labels[n] for n in shown) if layer.labels else (),
            maps=levels.reshape(len(shown), *side),
            reach=reach,
            bias=None if bias is None else bias[shown].cpu().numpy(),
            edges=None if edges is None else edges[shown][:, before].cpu().numpy(),
            quiet=self._quiet[number][shown],
            weight_name=layer.weight,
            bias_name=layer.bias,
        )

    def _with_marks(self, trainer: Trainer, picture: LayerPicture) -> LayerPicture:
        """With what is frozen and muted, where something is."""
        masks, muted = trainer.learner.frozen, self.network.muted().get(picture.weight_name)
        held = masks.get(picture.weight_name)
        shown = [*picture.shown]
        if held is not None:
            whole = held.all(dim=1)
            if picture.bias_name:
                none = torch.zeros_like(whole)
                whole = whole & masks.get(picture.bias_name, none)
            picture = dataclasses.replace(picture, frozen=whole.cpu().numpy()[shown])
        if held is not None and picture.edges is not None:
            number = next(
                n for n, one in enumerate(self.layers) if one.weight == picture.weight_name
            )
            edges = held.cpu().numpy()[shown][:, [*self._chosen[number - 1]]]
            picture = dataclasses.replace(picture, frozen_edges=edges)
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
        self, number: int, picture: LayerPicture, edges: Mapping[str, Tensor]
    ) -> LayerPicture:
        """With what arrives from the pixels of pictures; for them, the strongest that leaves."""
        if self._pixels is None or number > 1:
            return picture
        arriving = edges[self.layers[1].weight]
        if number == 0:
            strongest = arriving.abs().argmax(dim=0, keepdim=True)
            shown = arriving.gather(0, strongest)
        else:
            shown = arriving[list(picture.shown)]
        pixels = shown.float().cpu().numpy().reshape(-1, *self._pixels)
        return dataclasses.replace(picture, pixels=pixels)

    def _wanted_matrices(
        self, request: NetworkRequest, edges: Mapping[str, Tensor], *, fresh: bool
    ) -> dict[int, MatrixPicture]:
        if request.matrices is None:
            return {}
        by_gap = {gap: edges[layer.weight] for gap, layer in enumerate(self.layers[1:])}
        return self._matrices.make(request.matrices, request.edges, by_gap, fresh=fresh)

    def _edges(self, trainer: Trainer, edges: Edges) -> dict[str, Tensor]:
        names = [layer.weight for layer in self.layers if layer.weight]
        if edges == "weights":
            return {name: self.network.get_parameter(name).detach() for name in names}
        return dict(zip(names, self._gradients(trainer, names), strict=True))

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
