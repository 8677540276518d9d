"""How far the last step moved what somebody looks at closely."""

from collections.abc import Sequence

import torch
from torch import Tensor

from playground.engine.frames.network import Place
from playground.engine.model.layer_description import LayerDescription, describe_layers
from playground.engine.model.network import Network


class LastUpdate:
    """Compares a neuron's weights, or an edge's, before and after a step.

    Attributes:
        length: as `Closely.update` has it.
    """

    def __init__(self) -> None:
        self.length: float | None = None
        self._place: Place | None = None
        self._before: list[Tensor] = []

    def watch(self, place: Place | None) -> None:
        """Look at this place from the next step on."""
        if place != self._place:
            self._place, self.length = place, None

    @property
    def is_wanted(self) -> bool:
        """Whether the next steps are to be looked at."""
        return self._place is not None

    def before_step(self, network: Network) -> None:
        """Keep the weights."""
        self._before = [weight.clone() for weight in self._weights(network)]

    def after_step(self, network: Network) -> None:
        """Compare them."""
        weights = self._weights(network)
        if self._place is not None and weights and len(weights) == len(self._before):
            moved = [after - before for after, before in zip(weights, self._before, strict=True)]
            self.length = length_at(self._place, moved)

    def _weights(self, network: Network) -> list[Tensor]:
        layers = describe_layers(network)
        if self._place is None or not has_weights(layers, self._place):
            return []
        layer = layers[self._place.layer]
        names = (layer.weight, layer.bias if self._place.before is None else "")
        return [network.get_parameter(name).detach() for name in names if name]


def has_weights(layers: Sequence[LayerDescription], place: Place) -> bool:
    """Whether there is such a place, and weights lead to it."""
    if not 0 < place.layer < len(layers) or place.number >= layers[place.layer].units:
        return False
    return place.before is None or place.before < layers[place.layer - 1].units


def length_at(place: Place, tensors: Sequence[Tensor]) -> float:
    """The number at an edge, with its sign; for a neuron the length of its rows together.

    Args:
        tensors: like the weights and the bias of the place's layer.
    """
    rows = [tensor[place.number] for tensor in tensors]
    if place.before is not None:
        return float(rows[0][place.before])
    return float(torch.cat([row.reshape(-1) for row in rows]).norm())
