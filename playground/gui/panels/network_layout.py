"""The arithmetic of the network's picture: dots shown, weights counted, layers added and removed.
Knows no Qt."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from playground.engine.settings import MAXIMUM_HIDDEN_LAYERS
from playground.engine.spec import NetworkSpec

MOST_DOTS = 8
"""A column with more units shows one dot less than this and says how many more there are."""
FIRST_UNITS = 4
"""Units of a layer that is added to a network without hidden layers."""
_LEARNED_SLOPES = {"prelu": 1}
"""Numbers that an activation learns in each layer, besides weights and biases (torch.nn.PReLU)."""


def dots_shown(units: int) -> tuple[int, int]:
    """How many dots stand for `units`, and how many units are left out."""
    if units <= MOST_DOTS:
        return units, 0
    return MOST_DOTS - 1, units - MOST_DOTS + 1


def parameter_count(spec: NetworkSpec, inputs: int, outputs: int) -> int:
    """How many numbers the network learns: weights, biases and slopes."""
    sizes = (inputs, *spec.hidden, outputs)
    weights = sum(before * after for before, after in pairwise(sizes))
    biases = sum(sizes[1:]) if spec.bias else 0
    layers = range(len(spec.hidden))
    return weights + biases + sum(_LEARNED_SLOPES.get(activation_of(spec, n), 0) for n in layers)


def activation_of(spec: NetworkSpec, layer: int) -> str:
    """The activation of a hidden layer: its own, or else the common one."""
    return own_activation(spec, layer) or spec.activation


def own_activation(spec: NetworkSpec, layer: int) -> str:
    """The activation chosen for this layer alone; empty where it takes the common one."""
    own = spec.layer_activations
    return own[layer] if layer < len(own) else ""


def with_units(spec: NetworkSpec, layer: int, units: int) -> tuple[int, ...]:
    """The hidden layers with another number of units in one of them."""
    return (*spec.hidden[:layer], units, *spec.hidden[layer + 1 :])


def with_activation(spec: NetworkSpec, layer: int, key: str) -> tuple[str, ...]:
    """The activations per layer with another one for `layer`; empty for the common one."""
    own = [own_activation(spec, number) for number in range(len(spec.hidden))]
    own[layer] = key
    return _trimmed(own)


def with_layer(spec: NetworkSpec) -> NetworkSpec:
    """One more hidden layer before the output, as wide as the last; the same at the most."""
    if len(spec.hidden) >= MAXIMUM_HIDDEN_LAYERS:
        return spec
    units = spec.hidden[-1] if spec.hidden else FIRST_UNITS
    return replace(spec, hidden=(*spec.hidden, units))


def without_layer(spec: NetworkSpec, layer: int) -> NetworkSpec:
    """The network without one of its hidden layers; the others keep their activations."""
    own = [own_activation(spec, n) for n in range(len(spec.hidden)) if n != layer]
    hidden = (*spec.hidden[:layer], *spec.hidden[layer + 1 :])
    return replace(spec, hidden=hidden, layer_activations=_trimmed(own))


def _trimmed(own: Sequence[str]) -> tuple[str, ...]:
    while own and not own[-1]:
        own = own[:-1]
    return tuple(own)
